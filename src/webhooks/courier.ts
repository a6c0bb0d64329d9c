import type { Outcome } from '../domain/outcome.ts';
import { retryDelayMs } from '../domain/pace.ts';
import type { ProblemCode } from '../domain/problems/catalogue.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import { retryAfterMsOf } from '../domain/retry-after.ts';
import type { Clock } from '../telemetry/clock.ts';
import type { Ids } from '../telemetry/ids.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Gate, Sent } from '../transport/gate.ts';
import type { AddressGuard } from './address-guard.ts';
import type { ClaimedDelivery, DeliveryEnd } from './delivery-store.ts';
import { webhookHeaders } from './standard-webhooks.ts';

/** What the courier is handed. */
export interface CourierParts {
  readonly claim: (id: string) => Promise<ClaimedDelivery | undefined>;
  readonly end: (end: DeliveryEnd) => Promise<{ readonly disabled: boolean }>;
  /** The signing secrets of a subscription, opened; the newest first. */
  readonly secretsOf: (delivery: Pick<ClaimedDelivery, 'subscriptionId' | 'secrets'>) => readonly string[];
  readonly guard: AddressGuard;
  readonly gate: Gate;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  readonly onAttempt: (outcome: string) => void;
}

const DEADLINE_MS = 15_000;
/** What is read, and kept as evidence, of a subscriber's answer. */
const ANSWER_BYTES_MAX = 20_000;

/** The end of one try, before it is decided what follows. */
export interface WebhookEnding {
  readonly outcome: Outcome;
  readonly code?: ProblemCode;
  readonly httpStatus?: number;
  readonly retryAfterMs?: number;
  readonly overloaded: boolean;
  readonly gone: boolean;
  readonly answer?: Buffer;
}

/**
 * The courier: hands an event to a subscriber, signed, until it says 2xx. The same outcome words as towards BCSS; a repeat does no
 * harm, since the receiver knows the message by its id.
 */
export class Courier {
  private readonly parts: CourierParts;

  constructor(parts: CourierParts) {
    this.parts = parts;
  }

  /** Makes one attempt for a delivery that is due; nothing when another courier has it. */
  async deliver(id: string): Promise<void> {
    const { claim, end, ids, log, onAttempt } = this.parts;
    const delivery = await claim(id);
    if (delivery === undefined) return;
    const ending = await this.send(delivery.id, delivery.url, delivery.payload, this.parts.secretsOf(delivery));
    const delayMs = retryDelayMs('webhook', delivery.attempt, ids.random(), ending);
    const next = nextOf(ending, delayMs);
    const { disabled } = await end({
      delivery,
      outcome: ending.outcome,
      ...(ending.code !== undefined && { code: ending.code }),
      next,
      disable: ending.gone,
      entry: webhookEntry(delivery, ending, next.state),
    });
    onAttempt(ending.outcome);
    log.info(
      {
        event: 'webhook.attempted',
        delivery: delivery.id,
        subscription: delivery.subscriptionId,
        organisation: delivery.organisation,
        type: delivery.event,
        attempt: delivery.attempt,
        outcome: ending.outcome,
        code: ending.code,
        status: ending.httpStatus,
        state: next.state,
      },
      'webhook.attempted',
    );
    const { subscriptionId: subscription, organisation } = delivery;
    if (disabled) log.warn({ event: 'webhook.disabled', subscription, organisation }, 'webhook.disabled');
  }

  /** Sends one message. Redirects are not followed; the address is checked when the connection is made. */
  async send(id: string, url: string, payload: Buffer, secrets: readonly string[]): Promise<WebhookEnding> {
    const { guard, gate, clock } = this.parts;
    try {
      await guard.check(url);
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      // Tried again all the same: what an operator allows, and where a name leads, may be put right.
      return { outcome: 'unreachable', code: error.code, overloaded: false, gone: false };
    }
    const headers = webhookHeaders({ id, timestamp: clock.now(), body: payload.toString() }, secrets);
    const sent = await gate.send({
      url,
      headers: { ...headers, 'content-type': 'application/json', 'user-agent': 'cpas-bcss-gateway' },
      body: payload,
      deadlineMs: DEADLINE_MS,
      replyBytesMax: ANSWER_BYTES_MAX,
      freshConnection: false,
    });
    return webhookEnding(sent, clock.now());
  }
}

/** The outcome of what came of sending. What a subscriber says is its status; how the rest of its answer ends does not matter. */
export function webhookEnding(sent: Sent, now: Date): WebhookEnding {
  const calm = { overloaded: false, gone: false };
  if (sent.kind === 'not-sent') return { outcome: 'unreachable', code: 'webhook-unreachable', ...calm };
  if (sent.kind === 'no-reply' && sent.status === undefined)
    return sent.reason === 'timeout'
      ? { outcome: 'uncertain', code: 'webhook-timeout', ...calm, overloaded: true }
      : { outcome: 'uncertain', code: 'webhook-unreachable', ...calm };
  const retryAfterMs = sent.kind === 'reply' ? retryAfterMsOf(sent.retryAfter, now) : undefined;
  return endingOfStatus(sent.status ?? 0, sent.body, retryAfterMs);
}

function endingOfStatus(status: number, body: Buffer | undefined, retryAfterMs: number | undefined): WebhookEnding {
  const answer = body === undefined ? {} : { answer: body };
  if (status >= 200 && status < 300)
    return { outcome: 'answered', httpStatus: status, overloaded: false, gone: false, ...answer };
  return {
    outcome: 'refused',
    code: 'webhook-refused',
    httpStatus: status,
    overloaded: status === 429,
    gone: status === 410,
    ...answer,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}

function nextOf(ending: WebhookEnding, delayMs: number | undefined): DeliveryEnd['next'] {
  if (ending.outcome === 'answered') return { state: 'done' };
  if (ending.gone || delayMs === undefined) return { state: 'dead-letter' };
  return { state: 'waiting', delayMs };
}

/** What the log says of an attempt: to whom, what exactly, what they answered, and what follows. */
export function webhookEntry(
  delivery: Omit<ClaimedDelivery, 'token' | 'secrets'>,
  ending: WebhookEnding,
  next: string,
): DeliveryEnd['entry'] {
  const { id, subscriptionId, organisation, event, attempt, url, payload } = delivery;
  return {
    kind: 'webhook',
    organisation,
    attempt,
    outcome: ending.outcome,
    ...(ending.code !== undefined && { code: ending.code }),
    details: {
      delivery: id,
      subscription: subscriptionId,
      event,
      url,
      httpStatus: ending.httpStatus,
      answer: ending.answer?.toString().slice(0, ANSWER_BYTES_MAX),
      next,
    },
    body: payload,
    contentType: 'application/json',
  };
}
