import type { FastifyInstance } from 'fastify';
import { EXCHANGE_STATES, type ExchangeCommand, type ExchangeState, type Verdict } from '../../domain/exchange.ts';
import type { AnnotatedSchema } from '../../flows/annotated-schema.ts';
import { speak } from '../language.ts';
import { organisationFor } from '../organisation.ts';
import { exchangeIdOf, parameters } from '../parameters.ts';
import type { Exchanges, Flows, Organisations } from '../ports.ts';
import { presentExchange, presentSummary } from '../present.ts';
import { addRoute, clientOf, type RouteDescription } from '../route-description.ts';
import { limitSchema, ORGANISATION } from '../shared-parameters.ts';

interface ListQuery {
  readonly organisation?: string;
  readonly state?: readonly ExchangeState[];
  readonly flow?: string;
  readonly before?: string;
  readonly limit?: number;
}

const PAGE = { usual: 50, max: 200 };

const LIST: RouteDescription<ListQuery> = {
  method: 'GET',
  url: '/v1/exchanges',
  operationId: 'listExchanges',
  tag: 'Exchanges',
  summary: 'Exchanges of a centre, newest first',
  query: parameters({
    organisation: ORGANISATION,
    state: {
      type: 'array',
      items: { type: 'string', enum: EXCHANGE_STATES },
      minItems: 1,
      description: 'Only these states; several with commas.',
    },
    flow: { type: 'string', minLength: 1, maxLength: 100, description: 'Only this flow: its id or an alias.' },
    before: {
      type: 'string',
      minLength: 36,
      maxLength: 36,
      description: 'Only those older than this one: `next` of the page before.',
    },
    limit: limitSchema(PAGE),
  }),
  answers: { 200: { description: 'A page of exchanges.', schema: 'ExchangeList' } },
};

const VIEW: RouteDescription = {
  method: 'GET',
  url: '/v1/exchanges/:id',
  operationId: 'getExchange',
  tag: 'Exchanges',
  summary: 'One exchange: state, attempts, outcome, reply',
  description: 'Showing a reply is a reading of personal data, and is recorded in the log.',
  answers: { 200: { description: 'The exchange.', schema: 'Exchange' } },
};

/** A person's decision: who, and why. */
interface Decision {
  readonly reason: string;
  readonly user: { readonly ssin: string; readonly name?: string };
}

interface Resolution extends Decision {
  readonly verdict: Verdict;
}

const REASON: AnnotatedSchema = {
  type: 'string',
  'x-says': 'reason',
  minLength: 3,
  maxLength: 500,
  description: 'Why; recorded in the log.',
};
export const USER: AnnotatedSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['ssin'],
  description: 'The person who decides; recorded in the log.',
  properties: {
    ssin: { type: 'string', 'x-identifier': 'user-ssin', description: 'SSIN of that person.' },
    name: { type: 'string', minLength: 1, maxLength: 200 },
  },
};
const DECISION: AnnotatedSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['reason', 'user'],
  properties: { reason: REASON, user: USER },
};
const RESOLUTION: AnnotatedSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['verdict', 'reason', 'user'],
  properties: {
    verdict: {
      type: 'string',
      enum: ['happened', 'did-not-happen'],
      description: 'What BCSS said when asked. After `did-not-happen` the declaration is sent again.',
    },
    reason: REASON,
    user: USER,
  },
};

const AFTERWARDS = { 200: { description: 'The exchange after the decision.', schema: 'ExchangeSummary' } } as const;

const CANCEL: RouteDescription<unknown, Decision> = {
  method: 'POST',
  url: '/v1/exchanges/:id/cancel',
  operationId: 'cancelExchange',
  tag: 'Exchanges',
  summary: 'Withdraw an exchange that has not left, or a dead letter',
  body: { name: 'Decision', schema: DECISION },
  answers: AFTERWARDS,
};

const REQUEUE: RouteDescription<unknown, Decision> = {
  method: 'POST',
  url: '/v1/exchanges/:id/requeue',
  operationId: 'requeueExchange',
  tag: 'Exchanges',
  summary: 'Send a dead letter again',
  body: { name: 'Decision', schema: DECISION },
  answers: AFTERWARDS,
};

const RESOLVE: RouteDescription<unknown, Resolution> = {
  method: 'POST',
  url: '/v1/exchanges/:id/resolve',
  operationId: 'resolveExchange',
  tag: 'Exchanges',
  summary: 'Settle a declaration whose outcome nobody could find out',
  body: { name: 'Resolution', schema: RESOLUTION },
  answers: AFTERWARDS,
};

export const EXCHANGE_ROUTES = [LIST, VIEW, CANCEL, REQUEUE, RESOLVE] as readonly RouteDescription[];

export interface ExchangeParts {
  readonly exchanges: Exchanges;
  readonly flows: Flows;
  readonly organisations: Organisations;
}

/** Where exchanges stand, and what a person may decide about them. */
export function exchangeRoutes(app: FastifyInstance, { exchanges, flows, organisations }: ExchangeParts): void {
  addRoute(app, LIST, async ({ request, reply, query }) => {
    const { state, flow, before, limit = PAGE.usual } = query;
    const organisation = organisationFor(clientOf(request), query.organisation, organisations);
    const found = await exchanges.list({
      organisation,
      limit,
      ...(state !== undefined && { states: state }),
      ...(flow !== undefined && { flow: flows.get(flow).id }),
      ...(before !== undefined && { before: exchangeIdOf(before) }),
    });
    const language = speak(request, reply);
    const last = found.length === limit ? found.at(-1) : undefined;
    return {
      exchanges: found.map((summary) => presentSummary(summary, language)),
      ...(last !== undefined && { next: last.id }),
    };
  });

  addRoute(app, VIEW, async ({ request, reply, path }) => {
    const view = await exchanges.view(clientOf(request), exchangeIdOf(path('id')));
    return presentExchange(view, speak(request, reply));
  });

  const commands: readonly (readonly [ExchangeCommand, RouteDescription<unknown, Decision & Partial<Resolution>>])[] = [
    ['cancel', CANCEL],
    ['requeue', REQUEUE],
    ['resolve', RESOLVE],
  ];
  for (const [command, description] of commands) {
    addRoute(app, description, async ({ request, reply, body, path }) => {
      const client = clientOf(request);
      const id = exchangeIdOf(path('id'));
      await exchanges.command(client, id, { command, ...body });
      return presentSummary(await exchanges.summary(client, id), speak(request, reply));
    });
  }
}
