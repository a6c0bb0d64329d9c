export { AwaitingApproval } from './awaiting-approval.ts';
export { Gateway, type GatewayOptions, type SendOptions } from './gateway.ts';
export { GatewayProblem, type Problem } from './gateway-problem.ts';
export type { ExchangeOf, FlowId, Receipt, RequestOf } from './flows.ts';
export { verifyWebhook, WebhookRefused, type WebhookHeaders } from './webhook.ts';
export type { components, paths } from './schema.ts';
