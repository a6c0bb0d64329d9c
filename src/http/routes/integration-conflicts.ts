import type { FastifyInstance } from 'fastify';
import { CONFLICT_STATES, type ConflictChange, type ConflictState } from '../../integration/conflicts.ts';
import { speak } from '../language.ts';
import { organisationFor } from '../organisation.ts';
import { idOf, parameters } from '../parameters.ts';
import type { AroundRegister, Organisations } from '../ports.ts';
import { presentConflict } from '../present-around-register.ts';
import { addRoute, clientOf, type RouteDescription } from '../route-description.ts';
import { limitSchema, ORGANISATION } from '../shared-parameters.ts';
import { USER } from './exchanges.ts';

const PAGE = { usual: 50, max: 200 };
const TAG = 'Integrations';
const ONE = { 200: { description: 'The conflict.', schema: 'IntegrationConflict' } } as const;

interface ListQuery {
  readonly organisation?: string;
  readonly state?: ConflictState;
  readonly before?: string;
  readonly limit?: number;
}

const LIST: RouteDescription<ListQuery> = {
  method: 'GET',
  url: '/v1/integrations/conflicts',
  operationId: 'listConflicts',
  tag: TAG,
  summary: 'Registrations of other centres that collide with ours, newest first',
  description: 'Seen in replies of BCSS. A reading of personal data, recorded in the log.',
  query: parameters({
    organisation: ORGANISATION,
    state: { type: 'string', enum: CONFLICT_STATES, description: 'Only these.' },
    before: { type: 'string', minLength: 36, maxLength: 36, description: '`next` of the page before.' },
    limit: limitSchema(PAGE),
  }),
  answers: { 200: { description: 'A page of conflicts.', schema: 'IntegrationConflictList' } },
};

const VIEW: RouteDescription = {
  method: 'GET',
  url: '/v1/integrations/conflicts/:id',
  operationId: 'getConflict',
  tag: TAG,
  summary: 'One conflict, with the procedure',
  answers: ONE,
};

const CHANGE: RouteDescription<unknown, ConflictChange> = {
  method: 'PATCH',
  url: '/v1/integrations/conflicts/:id',
  operationId: 'changeConflict',
  tag: TAG,
  summary: 'Write down what the centres agreed on, or that SPP IS / POD MI was asked',
  description: 'Changes no integration: whoever gives way closes its own. Each change is an entry of the log.',
  body: {
    name: 'ConflictChange',
    schema: {
      type: 'object',
      additionalProperties: false,
      required: ['state', 'note', 'user'],
      properties: {
        state: { type: 'string', enum: CONFLICT_STATES },
        note: {
          type: 'string',
          'x-says': 'reason',
          minLength: 3,
          maxLength: 2_000,
          description: 'Who spoke to whom, and what was agreed.',
        },
        user: USER,
      },
    },
  },
  answers: ONE,
};

export const CONFLICT_ROUTES = [LIST, VIEW, CHANGE] as readonly RouteDescription[];

export interface ConflictParts {
  readonly around: Pick<AroundRegister, 'conflicts' | 'centreName'>;
  readonly organisations: Organisations;
}

/** Collisions with other centres: shown, and what people did about them. */
export function conflictRoutes(app: FastifyInstance, { around, organisations }: ConflictParts): void {
  const { conflicts, centreName } = around;

  addRoute(app, LIST, async ({ request, reply, query }) => {
    const { organisation: named, ...filter } = query;
    const client = clientOf(request);
    const limit = query.limit ?? PAGE.usual;
    const organisation = organisationFor(client, named, organisations);
    const found = await conflicts.list(client, { ...filter, organisation, limit });
    const language = speak(request, reply);
    const last = found.length === limit ? found.at(-1) : undefined;
    return {
      conflicts: found.map((conflict) => presentConflict(conflict, centreName, language)),
      ...(last !== undefined && { next: last.id }),
    };
  });

  addRoute(app, VIEW, async ({ request, reply, path }) => {
    const conflict = await conflicts.view(clientOf(request), idOf(path('id')));
    return presentConflict(conflict, centreName, speak(request, reply));
  });

  addRoute(app, CHANGE, async ({ request, reply, path, body }) => {
    const conflict = await conflicts.change(clientOf(request), idOf(path('id')), body);
    return presentConflict(conflict, centreName, speak(request, reply));
  });
}
