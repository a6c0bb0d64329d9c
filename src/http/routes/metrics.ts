import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../ports.ts';
import { addRoute, type RouteDescription } from '../route-description.ts';

const METRICS: RouteDescription = {
  method: 'GET',
  url: '/metrics',
  operationId: 'getMetrics',
  tag: 'Operations',
  summary: 'Counters for Prometheus',
  description: 'Needs the right `ops`; outside production not from the same machine, where no proxy stands between.',
  answers: { 200: { description: 'The counters.', schema: 'PrometheusText', mediaType: 'text/plain' } },
};

export const METRICS_ROUTES = [METRICS] as readonly RouteDescription[];

/** What the watchtower counts. */
export function metricsRoute(app: FastifyInstance, metrics: Metrics): void {
  addRoute(app, METRICS, async ({ reply }) => {
    const text = await metrics.text();
    return reply.type(metrics.contentType).send(text);
  });
}
