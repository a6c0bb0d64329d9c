import type { FastifyInstance } from 'fastify';
import type { Right } from '../domain/client.ts';

/**
 * Who may use a route.
 *
 * - `open`: anybody, without a key;
 * - `any-client`: every client with a key, whatever its rights;
 * - a right: clients that have it. No right implies another.
 */
export type Entrance = 'open' | 'any-client' | Right;

/** Every route of ours. One that is missing here does not start. */
const ENTRANCES: Readonly<Record<string, Entrance>> = {
  'GET /': 'open',
  'GET /health/live': 'open',
  'GET /health/ready': 'open',
  'GET /openapi.json': 'open',
  'GET /metrics': 'ops',

  'GET /v1/flows': 'any-client',
  'GET /v1/flows/:flow': 'any-client',
  'GET /v1/flows/:flow/schema': 'any-client',
  'POST /v1/flows/:flow/exchanges': 'send',

  'GET /v1/exchanges': 'read',
  'GET /v1/exchanges/:id': 'read',
  'GET /v1/exchanges/:id/events': 'read',
  'POST /v1/exchanges/:id/cancel': 'decide',
  'POST /v1/exchanges/:id/requeue': 'decide',
  'POST /v1/exchanges/:id/resolve': 'decide',

  'POST /v1/integrations': 'send',
  'GET /v1/integrations': 'read',
  'GET /v1/integrations/expiring': 'read',
  'GET /v1/integrations/:id': 'read',
  'POST /v1/integrations/:id/close': 'send',
  'POST /v1/integrations/:id/extend': 'send',
  'POST /v1/integrations/:id/change-code': 'send',
  'POST /v1/integrations/:id/retry': 'send',

  'GET /v1/integrations/conflicts': 'read',
  'GET /v1/integrations/conflicts/:id': 'read',
  'PATCH /v1/integrations/conflicts/:id': 'decide',
  'GET /v1/integrations/reconciliations': 'read',
  'POST /v1/integrations/reconciliations': 'decide',
  'GET /v1/integrations/reconciliations/:id': 'read',
  'GET /v1/integrations/repairs': 'read',
  'POST /v1/integrations/repairs/:id/accept': 'decide',
  'POST /v1/integrations/repairs/:id/dismiss': 'decide',
  'POST /v1/integrations/imports': 'admin',
  'GET /v1/integrations/imports/:id': 'read',
  'GET /v1/integrations/ssin-changes/:id': 'read',

  'GET /v1/policy': 'any-client',
  'POST /v1/policy/explain': 'send',
  'GET /v1/policy/exceptions': 'audit',

  'GET /v1/approvals': 'read',
  'GET /v1/approvals/:id': 'read',
  'POST /v1/approvals/:id/approve': 'decide',
  'POST /v1/approvals/:id/refuse': 'decide',

  'GET /v1/mutations': 'subscribe',
  'GET /v1/mutations/:id': 'subscribe',
  'POST /v1/mutations/:id/ack': 'subscribe',

  'POST /v1/subscriptions': 'subscribe',
  'GET /v1/subscriptions': 'subscribe',
  'GET /v1/subscriptions/:id': 'subscribe',
  'PATCH /v1/subscriptions/:id': 'subscribe',
  'DELETE /v1/subscriptions/:id': 'subscribe',
  'POST /v1/subscriptions/:id/test': 'subscribe',
  'POST /v1/subscriptions/:id/rotate-secret': 'subscribe',
  'POST /v1/subscriptions/:id/replay': 'subscribe',

  'GET /v1/audit/entries': 'audit',
  'GET /v1/audit/entries/:index': 'audit-content',
  'POST /v1/audit/searches': 'audit',
};

/** Where the queue board stands. */
export const BOARD_PATH = '/ops/queues';

/** Where the documents stand. */
export const DOCS_PATH = '/docs';

/** Below these, plugins of others put routes of their own: one rule for all of an area. */
const AREAS: Readonly<Record<string, Entrance>> = { [DOCS_PATH]: 'open', [BOARD_PATH]: 'ops' };

/** The entrance of a route, by its method and pattern; undefined for one that nobody thought of. */
export function entranceOf(method: string, pattern: string): Entrance | undefined {
  const area = Object.keys(AREAS).find((path) => pattern === path || pattern.startsWith(`${path}/`));
  if (area !== undefined) return AREAS[area];
  return ENTRANCES[`${method === 'HEAD' ? 'GET' : method} ${pattern}`];
}

/** A route as it was registered. */
export interface RegisteredRoute {
  readonly method: string;
  readonly pattern: string;
}

/**
 * Collects the routes of a door as they are registered, for what HTTP says about an address: which methods it has.
 *
 * @throws Error when a route has no entrance, so that forgetting one stops the start and not a citizen's privacy.
 */
export function collectRoutes(app: FastifyInstance): RegisteredRoute[] {
  const routes: RegisteredRoute[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) {
      if (entranceOf(each, url) === undefined) throw new Error(`${each} ${url} has no line in the table of entrances`);
      routes.push({ method: each, pattern: url });
    }
  });
  return routes;
}

/** The methods that an address has; none when there is no such address. */
export function methodsOf(routes: readonly RegisteredRoute[], path: string): string[] {
  const steps = path.split('/');
  const methods = routes.filter(({ pattern }) => matches(pattern.split('/'), steps)).map(({ method }) => method);
  return [...new Set(methods)].sort();
}

function matches(pattern: readonly string[], steps: readonly string[]): boolean {
  if (pattern.at(-1) === '*')
    return steps.length >= pattern.length && matches(pattern.slice(0, -1), steps.slice(0, pattern.length - 1));
  if (pattern.length !== steps.length) return false;
  return pattern.every((step, index) => (step.startsWith(':') ? steps[index] !== '' : step === steps[index]));
}
