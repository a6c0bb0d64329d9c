import type { FastifyInstance } from 'fastify';
import type { AnnotatedSchema } from '../../flows/annotated-schema.ts';
import { instantSchema, readInstant } from '../instant.ts';
import { speak } from '../language.ts';
import { organisationFor } from '../organisation.ts';
import { idOf, parameters } from '../parameters.ts';
import { type Organisations, type SubscriptionChange, type Subscriptions, WEBHOOK_EVENTS } from '../ports.ts';
import { withExplanation } from '../present.ts';
import { addRoute, clientOf, type RouteDescription } from '../route-description.ts';
import { ORGANISATION } from '../shared-parameters.ts';

const URL: AnnotatedSchema = {
  type: 'string',
  minLength: 1,
  maxLength: 2_000,
  description: 'Where webhooks go: an https address that the operator allowed.',
};
const EVENTS: AnnotatedSchema = {
  type: 'array',
  minItems: 1,
  maxItems: WEBHOOK_EVENTS.length,
  items: { type: 'string', enum: WEBHOOK_EVENTS },
  description: 'What the subscriber wants to hear of.',
};

interface Creation {
  readonly organisation?: string;
  readonly url: string;
  readonly events: readonly string[];
}

const CREATE: RouteDescription<unknown, Creation> = {
  method: 'POST',
  url: '/v1/subscriptions',
  operationId: 'createSubscription',
  tag: 'Webhooks',
  summary: 'Have events sent to an address',
  body: {
    name: 'NewSubscription',
    schema: {
      type: 'object',
      additionalProperties: false,
      required: ['url', 'events'],
      properties: { organisation: ORGANISATION, url: URL, events: EVENTS },
    },
  },
  answers: {
    201: {
      description: 'The subscription, with the secret that signs its webhooks: it is shown this once.',
      schema: 'SubscriptionWithSecret',
      headers: { Location: 'Where the subscription stands.' },
    },
  },
};

const LIST: RouteDescription<{ readonly organisation?: string }> = {
  method: 'GET',
  url: '/v1/subscriptions',
  operationId: 'listSubscriptions',
  tag: 'Webhooks',
  summary: 'The subscriptions of a centre',
  query: parameters({ organisation: ORGANISATION }),
  answers: { 200: { description: 'All of them.', schema: 'SubscriptionList' } },
};

const VIEW: RouteDescription = {
  method: 'GET',
  url: '/v1/subscriptions/:id',
  operationId: 'getSubscription',
  tag: 'Webhooks',
  summary: 'One subscription',
  answers: { 200: { description: 'The subscription.', schema: 'Subscription' } },
};

const UPDATE: RouteDescription<unknown, SubscriptionChange> = {
  method: 'PATCH',
  url: '/v1/subscriptions/:id',
  operationId: 'updateSubscription',
  tag: 'Webhooks',
  summary: 'Change address, events or state',
  body: {
    name: 'SubscriptionChange',
    schema: {
      type: 'object',
      additionalProperties: false,
      properties: { url: URL, events: EVENTS, state: { type: 'string', enum: ['active', 'disabled'] } },
    },
  },
  answers: { 200: { description: 'The subscription as it is now.', schema: 'Subscription' } },
};

const REMOVE: RouteDescription = {
  method: 'DELETE',
  url: '/v1/subscriptions/:id',
  operationId: 'deleteSubscription',
  tag: 'Webhooks',
  summary: 'End a subscription',
  answers: { 204: { description: 'Ended.' } },
};

const TEST: RouteDescription = {
  method: 'POST',
  url: '/v1/subscriptions/:id/test',
  operationId: 'testSubscription',
  tag: 'Webhooks',
  summary: 'Send a test event now, and see what comes of it',
  answers: { 200: { description: 'How the attempt ended.', schema: 'WebhookAttempt' } },
};

const ROTATE: RouteDescription = {
  method: 'POST',
  url: '/v1/subscriptions/:id/rotate-secret',
  operationId: 'rotateSubscriptionSecret',
  tag: 'Webhooks',
  summary: 'A new secret; the old one signs along for a day',
  answers: { 200: { description: 'The new secret: it is shown this once.', schema: 'SubscriptionSecret' } },
};

interface Period {
  readonly since: string;
  readonly until?: string;
}

const REPLAY: RouteDescription<unknown, Period> = {
  method: 'POST',
  url: '/v1/subscriptions/:id/replay',
  operationId: 'replaySubscription',
  tag: 'Webhooks',
  summary: 'Send the events of a period again',
  body: {
    name: 'Period',
    schema: {
      type: 'object',
      additionalProperties: false,
      required: ['since'],
      properties: {
        since: instantSchema('From this moment on.'),
        until: instantSchema('Up to this moment; now when absent.'),
      },
    },
  },
  answers: { 202: { description: 'How many are on their way.', schema: 'Replay' } },
};

export const SUBSCRIPTION_ROUTES = [
  CREATE,
  LIST,
  VIEW,
  UPDATE,
  REMOVE,
  TEST,
  ROTATE,
  REPLAY,
] as readonly RouteDescription[];

export interface SubscriptionParts {
  readonly subscriptions: Subscriptions;
  readonly organisations: Organisations;
  readonly now: () => Date;
}

/** Who wants to hear of what, and where. */
export function subscriptionRoutes(
  app: FastifyInstance,
  { subscriptions, organisations, now }: SubscriptionParts,
): void {
  addRoute(app, CREATE, async ({ request, reply, body }) => {
    const client = clientOf(request);
    const organisation = organisationFor(client, body.organisation, organisations, '/organisation');
    const created = await subscriptions.create(client, { ...body, organisation });
    reply.code(201).header('location', `/v1/subscriptions/${created.id}`);
    return created;
  });

  addRoute(app, LIST, async ({ request, query }) => {
    const client = clientOf(request);
    const organisation = organisationFor(client, query.organisation, organisations);
    return { subscriptions: await subscriptions.list(client, organisation) };
  });

  addRoute(app, VIEW, ({ request, path }) => subscriptions.view(clientOf(request), idOf(path('id'))));

  addRoute(app, UPDATE, ({ request, body, path }) => subscriptions.update(clientOf(request), idOf(path('id')), body));

  addRoute(app, REMOVE, async ({ request, reply, path }) => {
    await subscriptions.remove(clientOf(request), idOf(path('id')));
    return reply.code(204).send();
  });

  addRoute(app, TEST, async ({ request, reply, path }) => {
    const attempt = await subscriptions.test(clientOf(request), idOf(path('id')));
    // A trial is made once.
    return withExplanation(attempt, speak(request, reply), 'done');
  });

  addRoute(app, ROTATE, ({ request, path }) => subscriptions.rotateSecret(clientOf(request), idOf(path('id'))));

  addRoute(app, REPLAY, async ({ request, reply, body, path }) => {
    const { since, until } = periodOf(body, now());
    const replayed = await subscriptions.replay(clientOf(request), idOf(path('id')), since, until);
    reply.code(202);
    return replayed;
  });
}

function periodOf({ since, until }: Period, now: Date): { since: Date; until: Date } {
  return {
    since: readInstant(since, '/since'),
    until: until === undefined ? now : readInstant(until, '/until'),
  };
}
