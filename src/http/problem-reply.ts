import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import type { Logger } from '../telemetry/logger.ts';
import { speak } from './language.ts';
import { PROBLEM_MEDIA_TYPE, problemDocument, retryAfterOf, toGatewayError } from './problem.ts';
import './request-facts.ts';

/** Answers with the problem document of an error. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, thrown: unknown): FastifyReply {
  const error = toGatewayError(thrown);
  const document = problemDocument(error, speak(request, reply), request.id);
  const retryAfter = retryAfterOf(error);
  request.problem = error.code;
  if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter));
  settleConnection(request, reply);
  return reply.code(document.status).type(PROBLEM_MEDIA_TYPE).send(document);
}

/**
 * The handler of every error of a door. What is not in the catalogue is logged, once, with the id that the caller gets: the technical log
 * has the cause, the answer has none of it.
 */
export function problemHandler(log: Logger) {
  return function onError(thrown: Error, request: FastifyRequest, reply: FastifyReply): void {
    const error = toGatewayError(thrown);
    const isGone = request.raw.destroyed && !request.raw.complete;
    if (error.code === 'internal-error' && !isGone)
      log.error({ event: 'request.failed', request: request.id, err: error.cause }, 'request.failed');
    sendProblem(request, reply, error);
  };
}

/** True while the rest of a body is still on its way. */
function isArriving({ raw }: FastifyRequest): boolean {
  return (
    !raw.complete && (raw.headers['transfer-encoding'] !== undefined || Number(raw.headers['content-length'] ?? 0) > 0)
  );
}

/**
 * A body that is refused unread is read to its end by Node before the connection serves again. One within the limit may; one that is
 * larger, or does not say how large it is, ends with the connection. Fastify closes after every refused body: a complete one need not be.
 */
function settleConnection(request: FastifyRequest, reply: FastifyReply): void {
  const { server, raw } = request;
  const length = Number(raw.headers['content-length'] ?? Infinity);
  if (!reply.raw.shouldKeepAlive) reply.header('connection', 'close');
  else if (!isArriving(request)) reply.removeHeader('connection');
  else if (length > (server.initialConfig.bodyLimit ?? 0)) reply.header('connection', 'close');
}

/** Makes a door answer with problem documents, and with nothing else, whatever goes wrong. */
export function answerWithProblems(app: FastifyInstance, log: Logger): void {
  app.setErrorHandler(problemHandler(log));
  // The guard refuses addresses that do not exist; this is for a plugin that finds out later, about a file.
  app.setNotFoundHandler((request, reply) => sendProblem(request, reply, new GatewayError('not-found')));
}
