import type { FastifyInstance } from 'fastify';
import { organisationFor } from '../organisation.ts';
import { idOf, parameters } from '../parameters.ts';
import type { Mutations, Organisations } from '../ports.ts';
import { addRoute, clientOf, type RouteDescription } from '../route-description.ts';
import { limitSchema, ORGANISATION } from '../shared-parameters.ts';

interface ListQuery {
  readonly organisation?: string;
  readonly after?: string;
  readonly unacknowledged?: boolean;
  readonly limit?: number;
}

const PAGE = { usual: 50, max: 200 };

const LIST: RouteDescription<ListQuery> = {
  method: 'GET',
  url: '/v1/mutations',
  operationId: 'listMutations',
  tag: 'Mutations',
  summary: 'Mutations that came in, oldest first, without personal data',
  query: parameters({
    organisation: ORGANISATION,
    after: { type: 'string', minLength: 1, maxLength: 64, description: '`next` of the page before.' },
    unacknowledged: { type: 'boolean', description: 'Only those that nobody acknowledged yet.' },
    limit: limitSchema(PAGE),
  }),
  answers: { 200: { description: 'A page of mutations.', schema: 'MutationList' } },
};

const VIEW: RouteDescription = {
  method: 'GET',
  url: '/v1/mutations/:id',
  operationId: 'getMutation',
  tag: 'Mutations',
  summary: 'One mutation, with its content',
  description: 'A reading of personal data, recorded in the log.',
  answers: { 200: { description: 'The mutation.', schema: 'Mutation' } },
};

const ACKNOWLEDGE: RouteDescription = {
  method: 'POST',
  url: '/v1/mutations/:id/ack',
  operationId: 'acknowledgeMutation',
  tag: 'Mutations',
  summary: 'Say that a mutation was processed',
  description: 'Saying it again changes nothing.',
  answers: { 204: { description: 'Noted.' } },
};

export const MUTATION_ROUTES = [LIST, VIEW, ACKNOWLEDGE] as readonly RouteDescription[];

export interface MutationParts {
  readonly mutations: Mutations;
  readonly organisations: Organisations;
}

/** What BCSS told us about the people of a centre. */
export function mutationRoutes(app: FastifyInstance, { mutations, organisations }: MutationParts): void {
  addRoute(app, LIST, ({ request, query }) => {
    const { organisation, limit = PAGE.usual, ...narrowed } = query;
    const client = clientOf(request);
    return mutations.list(client, {
      organisation: organisationFor(client, organisation, organisations),
      limit,
      ...narrowed,
    });
  });

  addRoute(app, VIEW, ({ request, path }) => mutations.view(clientOf(request), idOf(path('id'))));

  addRoute(app, ACKNOWLEDGE, async ({ request, reply, path }) => {
    await mutations.acknowledge(clientOf(request), idOf(path('id')));
    return reply.code(204).send();
  });
}
