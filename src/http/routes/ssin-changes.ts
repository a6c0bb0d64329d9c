import type { FastifyInstance } from 'fastify';
import { idOf } from '../parameters.ts';
import type { AroundRegister } from '../ports.ts';
import { addRoute, clientOf, type RouteDescription } from '../route-description.ts';

const VIEW: RouteDescription = {
  method: 'GET',
  url: '/v1/integrations/ssin-changes/:id',
  operationId: 'getSsinChange',
  tag: 'Integrations',
  summary: 'A number that was replaced or cancelled, as the webhook announced it',
  description:
    'The integrations have moved to the new number already. A reading of personal data, recorded in the log.',
  answers: { 200: { description: 'The change.', schema: 'LearntSsinChange' } },
};

export const SSIN_CHANGE_ROUTES = [VIEW] as readonly RouteDescription[];

/** Numbers that are no more. */
export function ssinChangeRoutes(
  app: FastifyInstance,
  { around: { ssinChanges } }: { readonly around: Pick<AroundRegister, 'ssinChanges'> },
): void {
  addRoute(app, VIEW, ({ request, path }) => ssinChanges.view(clientOf(request), idOf(path('id'))));
}
