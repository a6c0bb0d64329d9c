import type { FastifyInstance } from 'fastify';
import type { Flow } from '../../flows/flow.ts';
import type { Flows } from '../ports.ts';
import { addRoute, type RouteDescription } from '../route-description.ts';

const LIST: RouteDescription = {
  method: 'GET',
  url: '/v1/flows',
  operationId: 'listFlows',
  tag: 'Flows',
  summary: 'The kinds of exchange',
  description: 'Every flow of this gateway: what it is called, which contract it speaks, what it needs.',
  answers: { 200: { description: 'All flows, in the order of their ids.', schema: 'FlowList' } },
};

const VIEW: RouteDescription = {
  method: 'GET',
  url: '/v1/flows/:flow',
  operationId: 'getFlow',
  tag: 'Flows',
  summary: 'One kind of exchange',
  answers: { 200: { description: 'The flow.', schema: 'Flow' } },
};

const SCHEMA: RouteDescription = {
  method: 'GET',
  url: '/v1/flows/:flow/schema',
  operationId: 'getFlowSchema',
  tag: 'Flows',
  summary: 'What a flow wants in `payload`',
  description: 'JSON Schema (2020-12) of `payload`, self-contained; the gateway checks every request against it.',
  answers: { 200: { description: 'The schema.', schema: 'JsonSchema', mediaType: 'application/schema+json' } },
};

export const FLOW_ROUTES = [LIST, VIEW, SCHEMA];

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/** The catalogue, for those who build a screen on it. */
export function flowRoutes(app: FastifyInstance, flows: Flows): void {
  addRoute(app, LIST, () => flows.all().map(flowView));
  addRoute(app, VIEW, ({ path }) => flowView(flows.get(path('flow'))));
  addRoute(app, SCHEMA, ({ path, reply }) => {
    reply.type('application/schema+json; charset=utf-8');
    return JSON.stringify({ $schema: DIALECT, ...flows.get(path('flow')).payloadSchema });
  });
}

function flowView(flow: Flow): object {
  const { id, aliases, service, version, operation, transport, kind, status, titles, request, reply, descriptor } =
    flow;
  const { kindWhen, summary, legalContext, qualityCodes } = descriptor;
  return {
    id,
    aliases,
    service,
    version,
    operation,
    transport,
    kind,
    ...(kindWhen !== undefined && { kindWhen }),
    status,
    titles,
    ...(summary !== undefined && { summary }),
    request,
    reply,
    ...(legalContext !== undefined && { legalContext }),
    ...(qualityCodes !== undefined && { qualityCodes }),
    deadlineSeconds: flow.deadlineMs / 1_000,
  };
}
