import { isIP, type Socket } from 'node:net';
import { type Server, STATUS_CODES } from 'node:http';
import type { ConnectionError, FastifyReply, FastifyRequest } from 'fastify';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import type { Ids } from '../telemetry/ids.ts';
import type { Logger } from '../telemetry/logger.ts';
import { PROBLEM_MEDIA_TYPE, problemDocument } from './problem.ts';
import { sendProblem } from './problem-reply.ts';
import { setBareHeaders } from './security-headers.ts';

/** How long a connection may take, and how many there may be. */
export interface ConnectionLimits {
  /** For all headers of a request, and for a new connection that says nothing. */
  readonly headersMs: number;
  /** For a whole request, body included. */
  readonly requestMs: number;
  /** Without a byte in either direction: longer than the longest wait for an answer. */
  readonly silentMs: number;
  /** Between two requests of one connection; longer than the idle time of usual load balancers, so that they close first. */
  readonly keepAliveMs: number;
  readonly connectionsMax: number;
  /** How often the times above are looked at. */
  readonly checkMs: number;
}

export const CONNECTION_LIMITS: ConnectionLimits = {
  headersMs: 10_000,
  requestMs: 30_000,
  silentMs: 120_000,
  keepAliveMs: 72_000,
  connectionsMax: 10_000,
  checkMs: 1_000,
};

export interface ServerParts {
  readonly ids: Ids;
  readonly log: Logger;
  readonly limits: ConnectionLimits;
}

/** What both doors have in common: times, sizes, ids of our own, and no answer that is not a problem document. */
export function serverOptions({ ids, log, limits }: ServerParts, bodyBytesMax: number) {
  return {
    logger: false,
    genReqId: () => ids.uuid(),
    requestIdHeader: false,
    bodyLimit: bodyBytesMax,
    requestTimeout: limits.requestMs,
    connectionTimeout: limits.silentMs,
    keepAliveTimeout: limits.keepAliveMs,
    // A caller that comes while we stop gets a problem document, not the framework's own words.
    return503OnClosing: false,
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      refuseUrl(error, request, reply, log);
    },
    clientErrorHandler: (error: ConnectionError, socket: Socket) => {
      refuseConnection(error, socket, ids, log);
    },
  } as const;
}

/** The part that goes to Node's own server. A missing `Host` is ours to refuse: Node would answer without a word. */
export function nodeServerOptions({ headersMs, checkMs }: ConnectionLimits) {
  return {
    headersTimeout: headersMs,
    connectionsCheckingInterval: checkMs,
    requireHostHeader: false,
    insecureHTTPParser: false,
  } as const;
}

/** Refuses connections beyond so many from one address. */
export function limitPerAddress(server: Server, connectionsMax: number): void {
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    const count = (open.get(address) ?? 0) + 1;
    if (count > connectionsMax) {
      socket.destroy();
      return;
    }
    open.set(address, count);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
  });
}

/**
 * Proxies whose `X-Forwarded-*` headers are believed: single addresses only. Whoever trusts a network trusts each machine in it to say
 * where a request came from.
 *
 * @throws GatewayError `config-invalid`
 */
export function trustedProxies(addresses: readonly string[]): string[] | false {
  const bad = addresses.find((address) => isIP(address) === 0);
  if (bad !== undefined)
    throw new GatewayError('config-invalid', { detail: `trusted proxy: ${bad} is not an IP address` });
  return addresses.length === 0 ? false : [...addresses];
}

/** Answers a URL that the router cannot read. No hook runs for it, so that headers and line are made here. */
function refuseUrl(error: Error, request: FastifyRequest, reply: FastifyReply, log: Logger): void {
  setBareHeaders(request, reply);
  sendProblem(request, reply, error);
  const { id, problem } = request;
  log.warn({ event: 'request.malformed', request: id, status: reply.statusCode, reason: problem }, 'request.malformed');
}

/** Statuses that HTTP has for requests that never became one. */
const STATUS_OF_CLIENT_ERROR: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** How long a refused connection may stay, so that its peer can read why. */
const LINGER_MS = 1_000;

/** Answers what is no HTTP, or did not arrive in time, and closes. There is no request yet, and so no language: English. */
function refuseConnection(error: ConnectionError, socket: Socket, ids: Ids, log: Logger): void {
  const status = STATUS_OF_CLIENT_ERROR[error.code] ?? 400;
  if (!socket.writable || error.code === 'ECONNRESET' || isAnswering(socket)) {
    socket.destroy();
    return;
  }
  const id = ids.uuid();
  log.warn({ event: 'request.malformed', request: id, status, reason: error.code }, 'request.malformed');
  const body = JSON.stringify(problemDocument(new GatewayError('malformed-request'), 'en', id, status));
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
      `content-type: ${PROBLEM_MEDIA_TYPE}`,
      `content-length: ${Buffer.byteLength(body)}`,
      'content-language: en',
      'cache-control: no-store',
      'x-content-type-options: nosniff',
      `x-request-id: ${id}`,
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  );
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}

/** True in the middle of an answer: a second one would only be read as part of the first. Node keeps it where no type says so. */
function isAnswering(socket: Socket): boolean {
  const { _httpMessage: message } = socket as { _httpMessage?: { headersSent: boolean } | null };
  return message?.headersSent === true;
}
