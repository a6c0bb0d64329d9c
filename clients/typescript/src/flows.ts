import type { components, paths } from './schema.ts';

type SendPath = Extract<keyof paths, `/v1/flows/${string}/exchanges`>;

/** Every flow that can be sent: `identify-person`, `handi.consult-payments`, … */
export type FlowId = SendPath extends `/v1/flows/${infer Flow}/exchanges` ? Flow : never;

type Sending<Flow extends FlowId> = paths[`/v1/flows/${Flow}/exchanges`]['post'];

/** What the body of a flow has to be: `{context, payload}`. */
export type RequestOf<Flow extends FlowId> = Sending<Flow>['requestBody']['content']['application/json'];

/** The exchange of a flow, with its reply in the contract's own names. */
export type ExchangeOf<Flow extends FlowId> = Sending<Flow>['responses'][200]['content']['application/json'];

/** What the gateway answers when it has the message and nobody waits for the reply. */
export type Receipt = components['schemas']['Receipt'];
