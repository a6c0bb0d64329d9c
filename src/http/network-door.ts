import type { Server } from 'node:http';
import type { ServerOptions } from 'node:https';
import { TLSSocket } from 'node:tls';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { LIMITS } from '../domain/constants.ts';
import { isPlainly } from '../domain/media-type.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import type { Ids } from '../telemetry/ids.ts';
import type { Logger } from '../telemetry/logger.ts';
import { faultEnvelope } from '../soap/write-envelope.ts';
import { CallCounter } from './call-counter.ts';
import { callerDefect } from './network-callers.ts';
import { checkPlainHttp } from './plain-http.ts';
import type { Metrics, Notifications } from './ports.ts';
import { answerWithProblems } from './problem-reply.ts';
import { STATUS_OF_PROBLEM } from './problem-status.ts';
import { REQUEST_FACTS } from './request-facts.ts';
import { logRequests } from './request-line.ts';
import { setBareHeaders } from './security-headers.ts';
import {
  CONNECTION_LIMITS,
  type ConnectionLimits,
  limitPerAddress,
  nodeServerOptions,
  serverOptions,
} from './server-options.ts';

export interface NetworkDoorParts {
  readonly notifications: Notifications;
  readonly log: Logger;
  readonly ids: Ids;
  readonly metrics?: Pick<Metrics, 'onRequest'>;
  /** `none` speaks plain HTTP and knows nobody: for tests only. */
  readonly tls: NetworkDoorTls | 'none';
  /** 200 connections and the usual times when absent. */
  readonly connections?: ConnectionLimits;
  /** 16 when absent. */
  readonly notificationsAtOnceMax?: number;
  /** Of one caller, and from one address; a tenth of it may be refused. 6000 when absent. */
  readonly callsPerMinute?: number;
}

/** PEM texts; `ca` is who may have signed the certificates of those who knock. */
export interface NetworkDoorTls {
  readonly key: string;
  readonly cert: string;
  readonly ca: string;
  /** SHA-256 (hex) of the certificates, or of their public keys, of those who may knock; all clients of `ca` when absent or empty. */
  readonly callers?: readonly string[];
}

/** The one address BCSS knows. */
const NOTIFICATIONS_URL = '/bcss/notifications';

/** One peer pushes: a few connections are usual, hundreds are not. */
const NETWORK_CONNECTIONS: ConnectionLimits = { ...CONNECTION_LIMITS, connectionsMax: 200 };

/** Of which one address may hold half, so that whoever opens connections and says nothing leaves some to others. */
const CONNECTIONS_PER_ADDRESS_SHARE = 0.5;

const CALLS_PER_MINUTE = 6_000;
/** Refused calls may be as many as this part of all calls. */
const REFUSED_SHARE = 0.1;

/** Bodies that may be in memory at once. BCSS brings again what was not acknowledged. */
const NOTIFICATIONS_AT_ONCE_MAX = 16;

/** When to bring again what there was no room for. */
const RETRY_AFTER_SECONDS = 2;

/**
 * The network's door: takes what BCSS pushes, byte for byte, from a peer whose certificate TLS has checked, and answers what the room of
 * mutations says. It knows nothing else.
 *
 * @returns the door, not yet listening; renewed keys are given to it with `door.server.setSecureContext(…)`
 */
export function buildNetworkDoor(parts: NetworkDoorParts): FastifyInstance {
  const { log } = parts;
  const app = makeServer(parts);
  for (const fact of REQUEST_FACTS) app.decorateRequest(fact, undefined);
  answerWithProblems(app, log);
  logRequests(app, log, parts.metrics);
  app.addHook('onRequest', (request, reply, done) => {
    setBareHeaders(request, reply);
    checkPlainHttp(request, reply);
    done(request.is404 ? new GatewayError('not-found') : undefined);
  });
  countCalls(app, parts);
  takeXmlOnly(app);
  receiveNotifications(app, parts);
  return app;
}

function makeServer({ ids, log, tls, connections: limits = NETWORK_CONNECTIONS }: NetworkDoorParts): FastifyInstance {
  const options = serverOptions({ ids, log, limits }, LIMITS.replyBytesMax);
  const node = nodeServerOptions(limits);
  const https: ServerOptions | null =
    tls === 'none'
      ? null
      : {
          ...node,
          key: tls.key,
          cert: tls.cert,
          ca: tls.ca,
          requestCert: true,
          rejectUnauthorized: true,
          minVersion: 'TLSv1.2',
          handshakeTimeout: limits.headersMs,
        };
  const app: FastifyInstance =
    https === null
      ? Fastify({ ...options, http: node, exposeHeadRoutes: false })
      : Fastify({ ...options, https, exposeHeadRoutes: false });
  app.server.maxConnections = limits.connectionsMax;
  limitPerAddress(app.server, Math.ceil(limits.connectionsMax * CONNECTIONS_PER_ADDRESS_SHARE));
  if (tls !== 'none') admitOnly(app.server, tls.callers ?? [], log);
  app.server.on('tlsClientError', (error: Error & { code?: string }) => {
    log.warn({ event: 'peer.refused', reason: error.code ?? error.name }, 'peer.refused');
  });
  return app;
}

/** Ends the connection of whoever is not expected before a byte of HTTP is read: it is the first to hear of a handshake. */
function admitOnly(server: Server, callers: readonly string[], log: Logger): void {
  server.prependListener('secureConnection', (socket: TLSSocket) => {
    const defect = callerDefect(socket.getPeerX509Certificate(), callers);
    if (defect === undefined) return;
    log.warn({ event: 'peer.refused', reason: defect, certificate: fingerprintOf(socket) }, 'peer.refused');
    socket.destroy();
  });
}

/**
 * Counts calls of each caller and from each address, before their bodies are read, and those that were refused on an account of their own:
 * each of these costs a look at a whole body and an entry of the log.
 */
function countCalls(app: FastifyInstance, { callsPerMinute = CALLS_PER_MINUTE }: NetworkDoorParts): void {
  const calls = new CallCounter(callsPerMinute);
  const refused = new CallCounter(Math.ceil(callsPerMinute * REFUSED_SHARE));
  app.addHook('onRequest', (request, reply, done) => {
    const callers = callersOf(request);
    const waits = callers.flatMap((caller) => [calls.secondsToWait(caller), refused.secondsToWait(caller)]);
    const longest = Math.max(0, ...waits.filter((wait) => wait !== undefined));
    if (longest > 0) {
      refuseForNow(request, reply, longest);
      return;
    }
    for (const caller of callers) calls.add(caller);
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    // Being busy is ours.
    if (reply.statusCode >= 400 && reply.statusCode !== 503)
      for (const caller of callersOf(request)) refused.add(caller);
    done();
  });
}

function callersOf({ ip, raw }: FastifyRequest): string[] {
  const certificate = raw.socket instanceof TLSSocket ? fingerprintOf(raw.socket) : undefined;
  return [`address ${ip}`, ...(certificate === undefined ? [] : [`certificate ${certificate}`])];
}

/** In the language of whoever calls here. */
function refuseForNow(request: FastifyRequest, reply: FastifyReply, seconds: number): void {
  request.problem = 'too-many-requests';
  // What may still come of the body is not read.
  reply.raw.shouldKeepAlive = false;
  void reply
    .code(STATUS_OF_PROBLEM['too-many-requests'])
    .header('retry-after', String(seconds))
    .type('text/xml; charset=utf-8')
    .send(faultEnvelope('server', 'too-many-requests'));
}

/** SOAP 1.1 in UTF-8, not compressed. */
const XML_TYPE = 'text/xml';

function takeXmlOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addHook('preParsing', ({ headers }, _reply, payload, done) => {
    const isXml = headers['content-encoding'] === undefined && isPlainly(headers['content-type'], XML_TYPE);
    if (isXml) done(null, payload);
    else done(new GatewayError('unsupported-media-type'));
  });
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, bytes: Buffer, done) => {
    request.bytes = bytes;
    done(null);
  });
}

function receiveNotifications(app: FastifyInstance, parts: NetworkDoorParts): void {
  const { notifications, tls, notificationsAtOnceMax = NOTIFICATIONS_AT_ONCE_MAX } = parts;
  let atOnce = 0;
  app.post(NOTIFICATIONS_URL, {
    onRequest: (_request, reply, done) => {
      if (atOnce >= notificationsAtOnceMax) {
        done(new GatewayError('overloaded', { retryAfterSeconds: RETRY_AFTER_SECONDS }));
        return;
      }
      atOnce += 1;
      reply.raw.once('close', () => (atOnce -= 1));
      done();
    },
    handler: async (request, reply) => {
      const peerCertificate = tls === 'none' ? undefined : certificateOf(request);
      const { status, contentType, body } = await notifications.receive({
        body: request.bytes ?? Buffer.alloc(0),
        contentType: request.headers['content-type'] ?? '',
        peerCertificate,
      });
      return reply.code(status).type(contentType).send(body);
    },
  });
}

/** SHA-256 of the certificate that the peer showed. TLS lets nobody in without one; should it ever, this does not. */
function certificateOf({ raw }: FastifyRequest): string {
  const fingerprint = raw.socket instanceof TLSSocket ? fingerprintOf(raw.socket) : undefined;
  if (fingerprint === undefined) throw new GatewayError('unauthenticated');
  return fingerprint;
}

function fingerprintOf(socket: TLSSocket): string | undefined {
  return socket.getPeerX509Certificate()?.fingerprint256.replaceAll(':', '').toLowerCase();
}
