import type { FastifyInstance } from 'fastify';
import { GatewayError } from '../../domain/problems/gateway-error.ts';
import type { RequestContext } from '../../exchanges/request-body.ts';
import type { AnnotatedSchema } from '../../flows/annotated-schema.ts';
import type { Payload } from '../../flows/flow.ts';
import { CONTEXT_SCHEMA } from '../../intake/request-schema.ts';
import { instantSchema, readInstant } from '../instant.ts';
import { speak } from '../language.ts';
import { organisationFor } from '../organisation.ts';
import { parameters } from '../parameters.ts';
import type { Flows, Organisations, Policy } from '../ports.ts';
import { presentExplanation, presentPolicy } from '../present-policy.ts';
import { addRoute, clientOf, type RouteDescription } from '../route-description.ts';
import type { AssumedPerson } from '../../policy/explain.ts';
import { limitSchema, ORGANISATION } from '../shared-parameters.ts';

const PAGE = { usual: 100, max: 1_000 };
const PERIOD_MS = 366 * 86_400_000;

interface Explain {
  readonly flow: string;
  readonly context?: Partial<RequestContext>;
  readonly payload?: Payload;
  readonly persons?: readonly AssumedPerson[];
  readonly at?: string;
}

interface ExceptionsQuery {
  readonly organisation?: string;
  readonly since?: string;
  readonly until?: string;
  readonly after?: number;
  readonly limit?: number;
}

const CODES: AnnotatedSchema = { type: 'array', maxItems: 50, items: { type: 'integer' } };

/** The context of a request, of which a question need not say everything. */
const CONTEXT: AnnotatedSchema = {
  ...CONTEXT_SCHEMA,
  required: [],
  properties: {
    ...CONTEXT_SCHEMA.properties,
    user: { ...(CONTEXT_SCHEMA.properties?.user as AnnotatedSchema), required: [] },
  },
};

const QUESTION: AnnotatedSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['flow'],
  properties: {
    flow: { type: 'string', minLength: 1, maxLength: 128, description: 'Id or alias.' },
    context: CONTEXT,
    payload: { type: 'object', description: 'The message; it tells its kind and the persons it is about.' },
    persons: {
      type: 'array',
      maxItems: 100,
      description: 'Made-up persons, instead of those of the payload.',
      items: {
        type: 'object',
        additionalProperties: false,
        properties: {
          own: { ...CODES, description: 'Quality codes of the person’s own open integrations.' },
          household: { ...CODES, description: 'Those of the other members of the household.' },
          withoutNumber: { type: 'boolean', description: 'Told by name, birth date or card, and not by number.' },
        },
      },
    },
    at: instantSchema('The moment it is about; now when absent.'),
  },
};

const VIEW: RouteDescription = {
  method: 'GET',
  url: '/v1/policy',
  operationId: 'getPolicy',
  tag: 'Policy',
  summary: 'The authorisation table in force',
  answers: { 200: { description: 'Version, roles, purposes, hours and rules.', schema: 'Policy' } },
};

const EXPLAIN: RouteDescription<unknown, Explain> = {
  method: 'POST',
  url: '/v1/policy/explain',
  operationId: 'explainPolicy',
  tag: 'Policy',
  summary: 'What would be decided about a message, and why',
  description:
    'Nothing is sent. A question about the persons of a payload says whether they are integrated, and is recorded as a reading.',
  body: { name: 'PolicyQuestion', schema: QUESTION },
  answers: { 200: { description: 'The decision, and what each rule misses.', schema: 'PolicyExplanation' } },
};

const EXCEPTIONS: RouteDescription<ExceptionsQuery> = {
  method: 'GET',
  url: '/v1/policy/exceptions',
  operationId: 'listPolicyExceptions',
  tag: 'Policy',
  summary: 'What was allowed in spite of the table, oldest first, without personal data',
  query: parameters({
    organisation: ORGANISATION,
    since: instantSchema('From; a year before the end when absent.'),
    until: instantSchema('Until, exclusive; now when absent.'),
    after: { type: 'integer', minimum: 0, description: '`next` of the page before.' },
    limit: limitSchema(PAGE),
  }),
  answers: { 200: { description: 'A page of exceptions.', schema: 'PolicyExceptionList' } },
};

export const POLICY_ROUTES = [VIEW, EXPLAIN, EXCEPTIONS] as readonly RouteDescription[];

export interface PolicyParts {
  readonly policy: Policy;
  readonly flows: Flows;
  readonly organisations: Organisations;
  readonly now: () => Date;
}

/** The authorisation table, explaining itself. */
export function policyRoutes(app: FastifyInstance, { policy, flows, organisations, now }: PolicyParts): void {
  addRoute(app, VIEW, ({ request, reply }) => presentPolicy(policy.inForce(), speak(request, reply)));

  addRoute(app, EXPLAIN, async ({ request, reply, body }) => {
    const { flow: name, context = {}, payload = {}, persons, at } = body;
    const client = clientOf(request);
    const flow = flows.get(name);
    if (flow.kind === 'notification') throw new GatewayError('flow-inbound');
    const id = organisationFor(client, context.organisation, organisations, '/context/organisation');
    const organisation = organisations.find(id);
    if (organisation === undefined) throw new GatewayError('other-organisation');
    const explanation = await policy.explain({
      client,
      organisation,
      flow,
      context: { ...context, user: { ssin: '', ...context.user } },
      payload,
      ...(persons !== undefined && { persons }),
      ...(at !== undefined && { at: readInstant(at, '/at') }),
    });
    return presentExplanation(flow.id, explanation, speak(request, reply));
  });

  addRoute(app, EXCEPTIONS, async ({ request, query }) => {
    const { organisation, after, limit = PAGE.usual } = query;
    const until = query.until === undefined ? now() : readInstant(query.until, '/query/until');
    const since =
      query.since === undefined ? new Date(until.getTime() - PERIOD_MS) : readInstant(query.since, '/query/since');
    const exceptions = await policy.exceptions({
      organisation: organisationFor(clientOf(request), organisation, organisations),
      since,
      until,
      limit,
      ...(after !== undefined && { after }),
    });
    const last = exceptions.length === limit ? exceptions.at(-1) : undefined;
    return { exceptions, ...(last !== undefined && { next: last.index }) };
  });
}
