import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import type { Client } from '../domain/client.ts';
import { apiKeyOf, checkRight, requireClient } from './authentication.ts';
import { type Entrance, entranceOf, methodsOf, type RegisteredRoute } from './entrances.ts';
import { checkPlainHttp } from './plain-http.ts';
import type { Clients } from './ports.ts';
import type { RateLimit } from './rate-limit.ts';

export interface GuardParts {
  readonly clients: Clients;
  readonly rateLimit: RateLimit;
  readonly routes: readonly RegisteredRoute[];
  /** Whether the metrics need no key, for this request. */
  readonly openMetrics: (request: FastifyRequest) => boolean;
  readonly isStopping: () => boolean;
}

/** Addresses that an orchestrator asks every few seconds; a flood from elsewhere must not make it believe that we are dead. */
const UNCOUNTED: ReadonlySet<string> = new Set(['/health/live', '/health/ready']);

/**
 * The guard at the door, before a body is read: is this plain HTTP → who are you → not too often → is there such an address → may you. It
 * stands before addresses that do not exist, too.
 *
 * The key comes before the count: a right one counts for its client, whatever others do from the same address.
 */
export function placeGuard(app: FastifyInstance, parts: GuardParts): void {
  app.addHook('onRequest', async (request, reply) => {
    checkPlainHttp(request, reply);
    if (parts.isStopping() && !isHealth(request)) throw new GatewayError('shutting-down');
    const entrance = entranceTo(request, parts);
    if (!isHealth(request)) {
      const key = apiKeyOf(request);
      request.client = await callerOf(key, entrance, parts.clients);
      await parts.rateLimit.check(request);
      if (entrance !== 'open') checkRight(requireClient(request, key, reply), entrance);
    }
    if (request.is404) return refuseAddress(request, reply, parts.routes);
  });
}

function isHealth({ routeOptions }: FastifyRequest): boolean {
  return UNCOUNTED.has(routeOptions.url ?? '');
}

/**
 * Where there is no route, a key that is given is looked at, and none is asked for: which addresses exist is no secret, the OpenAPI
 * document lists them.
 */
function entranceTo(request: FastifyRequest, { openMetrics }: GuardParts): Entrance {
  const { url } = request.routeOptions;
  if (request.is404 || url === undefined) return request.headers.authorization === undefined ? 'open' : 'any-client';
  if (url === '/metrics' && openMetrics(request)) return 'open';
  const entrance = entranceOf(request.method, url);
  if (entrance === undefined) throw new Error('a route without an entrance');
  return entrance;
}

/** Who calls, where the key says so. What is open to anybody is open without a database, too. */
async function callerOf(key: string | undefined, entrance: Entrance, clients: Clients): Promise<Client | undefined> {
  if (key === undefined) return undefined;
  if (entrance !== 'open') return clients.authenticate(key);
  return clients.authenticate(key).catch(() => undefined);
}

/** `OPTIONS` says which methods an address has; another method that it has not gets the same list, with a refusal. */
function refuseAddress(request: FastifyRequest, reply: FastifyReply, routes: readonly RegisteredRoute[]): FastifyReply {
  const [path = ''] = request.url.split('?', 1);
  const methods = methodsOf(routes, path);
  if (methods.length === 0) throw new GatewayError('not-found');
  reply.header('allow', [...methods, 'OPTIONS'].join(', '));
  if (request.method !== 'OPTIONS') throw new GatewayError('method-not-allowed');
  return reply.code(204).send();
}
