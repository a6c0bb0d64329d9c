import Fastify, { type FastifyInstance } from 'fastify';
import { LIMITS } from '../domain/constants.ts';
import type { Clock } from '../telemetry/clock.ts';
import type { Ids } from '../telemetry/ids.ts';
import type { Logger } from '../telemetry/logger.ts';
import { collectRoutes } from './entrances.ts';
import { placeGuard } from './guard.ts';
import { readJsonBodies } from './json-body.ts';
import { openApiDocument } from './openapi/document.ts';
import type * as ports from './ports.ts';
import { answerWithProblems } from './problem-reply.ts';
import { type CallLimits, RateLimit } from './rate-limit.ts';
import { REQUEST_FACTS } from './request-facts.ts';
import { logRequests } from './request-line.ts';
import { approvalRoutes } from './routes/approvals.ts';
import { auditRoutes } from './routes/audit.ts';
import { boardArea } from './routes/board.ts';
import { docsArea } from './routes/docs.ts';
import { eventRoute } from './routes/exchange-events.ts';
import { exchangeRoutes } from './routes/exchanges.ts';
import { flowRoutes } from './routes/flows.ts';
import { healthRoutes } from './routes/health.ts';
import { conflictRoutes } from './routes/integration-conflicts.ts';
import { importRoutes } from './routes/integration-imports.ts';
import { reconciliationRoutes } from './routes/integration-reconciliations.ts';
import { integrationRoutes } from './routes/integrations.ts';
import { metricsRoute } from './routes/metrics.ts';
import { mutationRoutes } from './routes/mutations.ts';
import { policyRoutes } from './routes/policy.ts';
import { sendRoute } from './routes/send.ts';
import { ssinChangeRoutes } from './routes/ssin-changes.ts';
import { subscriptionRoutes } from './routes/subscriptions.ts';
import { metricsAreOpen } from './open-metrics.ts';
import { setSecurityHeaders } from './security-headers.ts';
import {
  CONNECTION_LIMITS,
  type ConnectionLimits,
  nodeServerOptions,
  serverOptions,
  trustedProxies,
} from './server-options.ts';

/** What the hall is handed in. */
export interface ClientDoorParts {
  readonly clients: ports.Clients;
  readonly organisations: ports.Organisations;
  readonly flows: ports.Flows;
  readonly desk: ports.Desk;
  readonly exchanges: ports.Exchanges;
  readonly watching: ports.Watching;
  readonly readingRoom: ports.ReadingRoom;
  readonly register: ports.Register;
  readonly around: ports.AroundRegister;
  readonly policy: ports.Policy;
  readonly approvals: ports.Approvals;
  readonly mutations: ports.Mutations;
  readonly subscriptions: ports.Subscriptions;
  readonly health: ports.Health;
  readonly metrics: ports.Metrics;
  readonly mountBoard: ports.MountBoard;
  readonly about: ports.About;
  readonly examples: ports.Examples;
  readonly log: Logger;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly config: ClientDoorConfig;
}

export interface ClientDoorConfig extends CallLimits {
  /** The address that the door will listen on. */
  readonly host: string;
  readonly production: boolean;
  /** Addresses of proxies, one by one; no networks, no names. */
  readonly trustedProxies: readonly string[];
  /** Event streams that may be open at once. */
  readonly eventStreamsMax: number;
  /** For tests; {@link CONNECTION_LIMITS} when absent. */
  readonly connections?: ConnectionLimits;
}

/**
 * The clients' door: who are you → may you → is this JSON, strictly → the room that knows; and every refusal a problem document.
 *
 * @returns the door, not yet listening; closing it ends waits and event streams first
 * @throws GatewayError `config-invalid`
 */
export async function buildClientDoor(parts: ClientDoorParts): Promise<FastifyInstance> {
  const { ids, log, config, clients, metrics } = parts;
  const limits = config.connections ?? CONNECTION_LIMITS;
  const app = Fastify({
    ...serverOptions({ ids, log, limits }, LIMITS.requestBytesMax),
    http: nodeServerOptions(limits),
    trustProxy: trustedProxies(config.trustedProxies),
  });
  app.server.maxConnections = limits.connectionsMax;
  const stopping = endWithGrace(app);

  for (const fact of REQUEST_FACTS) app.decorateRequest(fact, undefined);
  answerWithProblems(app, log);
  const routes = collectRoutes(app);
  await setSecurityHeaders(app, config.production);
  logRequests(app, log, metrics);
  placeGuard(app, {
    clients,
    routes,
    rateLimit: await RateLimit.of(app, config),
    openMetrics: metricsAreOpen(config),
    isStopping: () => stopping.aborted,
  });
  readJsonBodies(app);
  await addRoutes(app, parts, stopping);
  return app;
}

/**
 * Aborts what it returns when the door begins to close, so that nobody waits on; and ends each connection with its last answer, since an
 * open one that nobody uses would hold the closing up.
 */
function endWithGrace(app: FastifyInstance): AbortSignal {
  const stopping = new AbortController();
  app.addHook('preClose', (done) => {
    stopping.abort();
    done();
  });
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (stopping.signal.aborted) reply.header('connection', 'close');
    done();
  });
  return stopping.signal;
}

async function addRoutes(app: FastifyInstance, parts: ClientDoorParts, stopping: AbortSignal): Promise<void> {
  const now = (): Date => parts.clock.now();
  flowRoutes(app, parts.flows);
  sendRoute(app, { ...parts, stopping });
  exchangeRoutes(app, parts);
  eventRoute(app, { ...parts, eventStreamsMax: parts.config.eventStreamsMax, stopping });
  conflictRoutes(app, parts);
  reconciliationRoutes(app, parts);
  importRoutes(app, parts);
  ssinChangeRoutes(app, parts);
  integrationRoutes(app, { ...parts, now, stopping });
  policyRoutes(app, { ...parts, now });
  approvalRoutes(app, parts);
  mutationRoutes(app, parts);
  subscriptionRoutes(app, { ...parts, now });
  auditRoutes(app, { ...parts, now });
  healthRoutes(app, parts.health, parts.clock);
  metricsRoute(app, parts.metrics);
  await docsArea(app, parts.about.title.en, () => JSON.stringify(openApiDocument(parts)));
  await boardArea(app, parts.mountBoard, parts.log);
}
