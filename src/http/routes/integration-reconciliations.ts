import type { FastifyInstance } from 'fastify';
import { REPAIR_STATES, type RepairDecision, type RepairState } from '../../integration/repairs.ts';
import type { CallContext } from '../../integration/wishes.ts';
import { speak } from '../language.ts';
import { organisationFor } from '../organisation.ts';
import { idOf, parameters } from '../parameters.ts';
import type { AroundRegister, Organisations } from '../ports.ts';
import { presentRepair } from '../present-around-register.ts';
import { addRoute, clientOf, type RouteDescription } from '../route-description.ts';
import { limitSchema, ORGANISATION } from '../shared-parameters.ts';
import { CONTEXT } from './integration-bodies.ts';

const PAGE = { usual: 50, max: 200 };
const COMPARISONS = { usual: 20, max: 100 };
const TAG = 'Integrations';

const START: RouteDescription<unknown, { readonly context: CallContext }> = {
  method: 'POST',
  url: '/v1/integrations/reconciliations',
  operationId: 'startReconciliation',
  tag: TAG,
  summary: 'Compare the whole register with what BCSS has',
  description:
    'BCSS is asked about each person, some at a time, on behalf of the user of the context. What is found are proposals; nothing is ' +
    'mended by itself. One comparison of a centre runs at a time.',
  body: {
    name: 'ReconciliationStart',
    schema: { type: 'object', additionalProperties: false, required: ['context'], properties: { context: CONTEXT } },
  },
  answers: {
    202: {
      description: 'It has begun.',
      schema: 'Reconciliation',
      headers: { Location: 'Where it can be followed.' },
    },
  },
};

const LIST: RouteDescription<{ readonly organisation?: string; readonly limit?: number }> = {
  method: 'GET',
  url: '/v1/integrations/reconciliations',
  operationId: 'listReconciliations',
  tag: TAG,
  summary: 'The latest comparisons, newest first',
  query: parameters({ organisation: ORGANISATION, limit: limitSchema(COMPARISONS) }),
  answers: { 200: { description: 'Comparisons.', schema: 'ReconciliationList' } },
};

const VIEW: RouteDescription = {
  method: 'GET',
  url: '/v1/integrations/reconciliations/:id',
  operationId: 'getReconciliation',
  tag: TAG,
  summary: 'How far a comparison is, and what it found: numbers, and no person',
  answers: { 200: { description: 'The comparison.', schema: 'Reconciliation' } },
};

interface RepairQuery {
  readonly organisation?: string;
  readonly state?: RepairState;
  readonly before?: string;
  readonly limit?: number;
}

const REPAIRS: RouteDescription<RepairQuery> = {
  method: 'GET',
  url: '/v1/integrations/repairs',
  operationId: 'listRepairs',
  tag: TAG,
  summary: 'Differences with BCSS and what would mend them, newest first',
  description: 'A reading of personal data, recorded in the log.',
  query: parameters({
    organisation: ORGANISATION,
    state: { type: 'string', enum: REPAIR_STATES, description: 'Only these.' },
    before: { type: 'string', minLength: 36, maxLength: 36, description: '`next` of the page before.' },
    limit: limitSchema(PAGE),
  }),
  answers: { 200: { description: 'A page of differences.', schema: 'RepairList' } },
};

const DECISION = {
  name: 'RepairDecision',
  schema: {
    type: 'object',
    additionalProperties: false,
    required: ['context', 'reason'],
    properties: {
      context: CONTEXT,
      reason: {
        type: 'string',
        'x-says': 'reason',
        minLength: 3,
        maxLength: 500,
        description: 'Why; recorded in the log.',
      },
    },
  },
} as const;
const DECIDED = { 200: { description: 'The difference after the decision.', schema: 'Repair' } } as const;

const ACCEPT: RouteDescription<unknown, RepairDecision> = {
  method: 'POST',
  url: '/v1/integrations/repairs/:id/accept',
  operationId: 'acceptRepair',
  tag: TAG,
  summary: 'Mend a difference as proposed',
  description: '`register` declares the integration to BCSS again; `adopt` takes over into the register what BCSS has.',
  body: DECISION,
  answers: DECIDED,
};

const DISMISS: RouteDescription<unknown, RepairDecision> = {
  method: 'POST',
  url: '/v1/integrations/repairs/:id/dismiss',
  operationId: 'dismissRepair',
  tag: TAG,
  summary: 'Leave a difference as it is',
  body: DECISION,
  answers: DECIDED,
};

export const RECONCILIATION_ROUTES = [START, LIST, VIEW, REPAIRS, ACCEPT, DISMISS] as readonly RouteDescription[];

export interface ReconciliationRouteParts {
  readonly around: Pick<AroundRegister, 'reconciliations' | 'repairs'>;
  readonly organisations: Organisations;
}

/** The register beside that of BCSS. */
export function reconciliationRoutes(
  app: FastifyInstance,
  { around: { reconciliations, repairs }, organisations }: ReconciliationRouteParts,
): void {
  addRoute(app, START, async ({ request, reply, body: { context } }) => {
    const client = clientOf(request);
    const organisation = organisationFor(client, context.organisation, organisations, '/context/organisation');
    const id = await reconciliations.start({ organisation, occasion: 'demand', client: client.id, context });
    reply.code(202).header('location', `/v1/integrations/reconciliations/${id}`);
    return reconciliations.view(client, id);
  });

  addRoute(app, LIST, async ({ request, query }) => {
    const organisation = organisationFor(clientOf(request), query.organisation, organisations);
    return { reconciliations: await reconciliations.list(organisation, query.limit ?? COMPARISONS.usual) };
  });

  addRoute(app, VIEW, ({ request, path }) => reconciliations.view(clientOf(request), idOf(path('id'))));

  addRoute(app, REPAIRS, async ({ request, reply, query }) => {
    const { organisation: named, ...filter } = query;
    const client = clientOf(request);
    const limit = query.limit ?? PAGE.usual;
    const organisation = organisationFor(client, named, organisations);
    const found = await repairs.list(client, { ...filter, organisation, limit });
    const language = speak(request, reply);
    const last = found.length === limit ? found.at(-1) : undefined;
    return {
      repairs: found.map((repair) => presentRepair(repair, language)),
      ...(last !== undefined && { next: last.id }),
    };
  });

  addRoute(app, ACCEPT, async ({ request, reply, path, body }) =>
    presentRepair(await repairs.accept(clientOf(request), idOf(path('id')), body), speak(request, reply)),
  );

  addRoute(app, DISMISS, async ({ request, reply, path, body }) =>
    presentRepair(await repairs.dismiss(clientOf(request), idOf(path('id')), body), speak(request, reply)),
  );
}
