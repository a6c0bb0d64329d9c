import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from './ports.ts';

/** What a caller may call its request, so that its log and ours can be laid side by side. */
const SAFE_TOKEN = /^[A-Za-z0-9._-]{1,64}$/;
/** Eleven digits in a row may be a person. */
const PERSON = /\d{11}/;

/**
 * One line per request in the technical log: the pattern of the route, never the URL, whose query may name a person. Every answer carries
 * the id it has there.
 */
export function logRequests(app: FastifyInstance, log: Logger, metrics: Pick<Metrics, 'onRequest'> | undefined): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unmatched';
    metrics?.onRequest(route, request.method, reply.statusCode, reply.elapsedTime / 1_000);
    const line = lineOf(request, reply, route);
    if (reply.statusCode >= 500) log.error(line, line.event);
    else if (request.problem !== undefined && DOUBTFUL.has(request.problem)) log.warn(line, line.event);
    else if (QUIET.has(route)) log.debug(line, line.event);
    else log.info(line, line.event);
    done();
  });
}

/** Refusals that a security adviser wants to find. */
const DOUBTFUL: ReadonlySet<string> = new Set([
  'unauthenticated',
  'forbidden',
  'other-organisation',
  'too-many-requests',
]);

/** Asked every few seconds by machines. */
const QUIET: ReadonlySet<string> = new Set(['/health/live', '/health/ready', '/metrics']);

function lineOf(request: FastifyRequest, reply: FastifyReply, route: string) {
  const theirs = request.headers['x-request-id'];
  const isSafe = typeof theirs === 'string' && SAFE_TOKEN.test(theirs) && !PERSON.test(theirs);
  return {
    event: 'request.answered',
    request: request.id,
    method: request.method,
    route,
    status: reply.statusCode,
    durationMs: Math.round(reply.elapsedTime * 10) / 10,
    client: request.client?.id,
    code: request.problem,
    ...(isSafe && { callerRequest: theirs }),
  };
}
