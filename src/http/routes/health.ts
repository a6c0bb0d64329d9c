import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../telemetry/clock.ts';
import type { Health, HealthReport } from '../ports.ts';
import { addRoute, type RouteDescription } from '../route-description.ts';

const LIVE: RouteDescription = {
  method: 'GET',
  url: '/health/live',
  operationId: 'isLive',
  tag: 'Operations',
  summary: 'Does the process answer?',
  answers: { 200: { description: 'It does.', schema: 'Liveness' } },
};

const READY: RouteDescription = {
  method: 'GET',
  url: '/health/ready',
  operationId: 'isReady',
  tag: 'Operations',
  summary: 'Is everything there that the gateway stands on?',
  answers: {
    200: { description: 'It is.', schema: 'Readiness' },
    503: { description: 'It is not; every dependency is named.', schema: 'Readiness' },
  },
};

export const HEALTH_ROUTES = [LIVE, READY] as readonly RouteDescription[];

/** How long a report serves: these addresses are open to anybody and not counted, the database behind them must not feel it. */
const REPORT_MS = 1_000;

/** What orchestrators ask every few seconds. */
export function healthRoutes(app: FastifyInstance, health: Health, clock: Clock): void {
  const report = sharedReport(health, clock);
  addRoute(app, LIVE, () => ({ live: true }));
  addRoute(app, READY, async ({ reply }) => {
    const found = await report();
    reply.code(found.ready ? 200 : 503);
    return found;
  });
}

/** One look at the dependencies for all who ask within a second. A look that fails is a report, too. */
function sharedReport(health: Health, clock: Clock): () => Promise<HealthReport> {
  let latest: { readonly at: number; readonly report: Promise<HealthReport> } | undefined;
  return () => {
    const at = clock.now().getTime();
    if (latest === undefined || Math.abs(at - latest.at) >= REPORT_MS) {
      latest = { at, report: health.ready().catch(() => UNKNOWN) };
    }
    return latest.report;
  };
}

const UNKNOWN: HealthReport = {
  ready: false,
  checks: { gateway: { ok: false, detail: 'the checks themselves failed' } },
};
