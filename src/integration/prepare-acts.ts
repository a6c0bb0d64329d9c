import type { NewExchange } from '../exchanges/accept.ts';
import type { RequestBody } from '../exchanges/request-body.ts';
import type { Call, CallParts } from './call.ts';
import { type Change, payloadOf } from './messages.ts';
import { type Act, changesOf } from './plan.ts';

/** An act whose messages the desk has let through. */
export interface PreparedAct {
  readonly act: Act;
  /** Whom it is about. */
  readonly ssin: string;
  /** The message that leaves with it; undefined where BCSS has nothing to hear. */
  readonly exchange: NewExchange | undefined;
}

/**
 * Has the desk look at every message of a call, one by one: form, rights, and the authorisation of this very thing about this very person.
 * Nothing is written, but a denial is recorded.
 *
 * @throws GatewayError what the desk has against the first message that it refuses
 */
export async function prepareActs(
  parts: CallParts,
  call: Call,
  acts: readonly Act[],
  fileReference: string | undefined,
): Promise<PreparedAct[]> {
  const prepared: PreparedAct[] = [];
  for (const act of acts) {
    let exchange: NewExchange | undefined;
    // A replacement's later message is looked at, and leaves when its time has come.
    for (const change of changesOf(act)) {
      const looked = await prepareMessage(parts, call, change, fileReference);
      exchange ??= looked;
    }
    prepared.push({ act, exchange, ssin: act.kind === 'open' ? act.change.ssin : act.integration.ssin });
  }
  return prepared;
}

/** One message, as its client could have sent it on its own. The key is the call's: within it a message needs none. */
async function prepareMessage(
  { desk, registration }: CallParts,
  { client, context, organisation, idempotencyKey }: Call,
  change: Change,
  fileReference: string | undefined,
): Promise<NewExchange> {
  const body: RequestBody = {
    context: {
      ...context,
      organisation,
      qualityCode: change.qualityCode,
      ...(fileReference !== undefined && { fileReference }),
    },
    payload: payloadOf(registration.places, change),
  };
  const prepared = await desk.prepare({
    client,
    flow: registration.flow.id,
    body,
    bytes: Buffer.from(JSON.stringify(body)),
    idempotencyKey,
    interactive: false,
  });
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- left out: the key belongs to the call, not to each of its messages
  const { idempotency, ...exchange } = prepared.exchange;
  return exchange;
}
