import { LIMITS } from '../domain/constants.ts';
import type { ExchangeId } from '../domain/exchange.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import type { Claim } from '../exchanges/claim.ts';
import type { ExchangeRow } from '../exchanges/exchange-row.ts';
import type { AttemptResult } from '../exchanges/record-result.ts';
import type { Flow } from '../flows/flow.ts';
import type { NewEntry } from '../log/entry.ts';
import type { Sealer } from '../signing/seal.ts';
import type { Clock } from '../telemetry/clock.ts';
import type { Ids } from '../telemetry/ids.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Gate, Sent } from '../transport/gate.ts';
import { canonicalise } from '../xml/canonical.ts';
import { buildMessage, type Message, NotOfficial } from './build-message.ts';
import { type Ending, endingOf } from './ending.ts';
import type { LeaseKeeper } from './lease-keeper.ts';
import { nextState } from './next-state.ts';
import type { CheckOfficially, Flows, Organisations, Peer, Work } from './ports.ts';
import type { Reconciler } from './reconciler.ts';
import { type RequestBody, requestBodyOf } from '../exchanges/request-body.ts';

/** Everything one attempt stands on; all of it handed in. */
export interface DeliveryParts {
  readonly work: Work;
  readonly leases: LeaseKeeper;
  readonly flows: Flows;
  readonly organisations: Organisations;
  readonly peer: Peer;
  readonly sealer: () => Sealer;
  readonly gate: Gate;
  readonly reconciler: Reconciler;
  readonly reconcileDelaysMs: readonly number[];
  readonly checkOfficially: CheckOfficially;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  /** Told of each finished attempt, for the metrics. */
  readonly onAttempt: (flow: string, outcome: string, seconds: number) => void;
}

/**
 * Delivers exchanges to BCSS: load → build → sign → log → send → verify → interpret → log → decide.
 *
 * It may be called for any exchange, any number of times, by any number of workers: the claim decides who acts.
 */
export class Delivery {
  private readonly parts: DeliveryParts;

  constructor(parts: DeliveryParts) {
    this.parts = parts;
  }

  /** Does what is due for one exchange. Resolves when the ledger has it; throws only when the ledger cannot be reached. */
  async deliver(id: ExchangeId): Promise<void> {
    const { work, leases, reconciler } = this.parts;
    const claim = await work.claim(id);
    if (claim === undefined) return;
    const { exchange, openAttempt } = claim;
    await leases.whileHeld(exchange.id, exchange.token, async () => {
      if (exchange.state === 'reconciling') await reconciler.step(exchange, await this.request(exchange));
      else if (openAttempt !== undefined) await this.closeInterrupted(claim, openAttempt);
      else await this.attempt(exchange);
    });
  }

  private async attempt(exchange: ExchangeRow): Promise<void> {
    const { work, gate, peer, clock, leases } = this.parts;
    const flow = this.parts.flows.get(exchange.flow);
    const request = await this.request(exchange);
    const message = await this.prepare(exchange, flow, request);
    if (message instanceof GatewayError) return this.end(exchange, flow, undefined, undefined, unsendable(message));

    const attempt = exchange.attempt + 1;
    const entry = intentEntry(exchange, attempt, message);
    const intent = await work.recordIntent({ exchangeId: exchange.id, token: exchange.token, attempt, entry });
    if (intent === undefined) return;
    // Paused between the commit and here for longer than the lease? Then somebody else may be asking what became of it.
    if (!leases.isFresh(exchange.id, exchange.token))
      return this.end(exchange, flow, attempt, undefined, NOT_SENT_IN_TIME);

    const started = clock.now();
    const sent = await gate.send({
      url: message.url,
      headers: message.headers,
      body: message.body,
      deadlineMs: flow.deadlineMs,
      replyBytesMax: LIMITS.replyBytesMax,
      freshConnection: !exchange.resendSafe,
    });
    const asked = { flow, payload: request.payload, ticket: exchange.ticket, resendSafe: exchange.resendSafe };
    const ending = this.withRemark(endingOf(sent, asked, peer, clock.now()), flow);
    await this.end(exchange, flow, attempt, sent, ending, (clock.now().getTime() - started.getTime()) / 1000);
  }

  /** The signed message, or the reason why there is none. */
  private async prepare(exchange: ExchangeRow, flow: Flow, request: RequestBody): Promise<Message | GatewayError> {
    const { organisations, peer, sealer, clock, checkOfficially } = this.parts;
    const { user, legalContext } = request.context;
    try {
      const organisation = organisations.get(exchange.organisation);
      return await buildMessage(
        {
          flow,
          payload: request.payload,
          ticket: exchange.ticket,
          organisation,
          user: { ssin: user.ssin, email: user.email ?? organisation.email },
          legalContext: flow.legalContextOf(legalContext),
        },
        peer,
        sealer(),
        clock.now(),
        checkOfficially,
      );
    } catch (cause) {
      return new GatewayError('unsendable', { cause });
    }
  }

  /** A reply that the official schema refuses is an answer all the same; that it does is worth knowing. */
  private withRemark(ending: Ending, flow: Flow): Ending {
    const element = ending.answer?.element;
    const remark = element === undefined ? undefined : this.parts.checkOfficially(flow.id, canonicalise(element));
    return remark === undefined ? ending : { ...ending, remark };
  }

  /** A worker died between the intent and the result: what was sent, if anything, is unknown. */
  private async closeInterrupted({ exchange }: Claim, openAttempt: number): Promise<void> {
    const flow = this.parts.flows.get(exchange.flow);
    await this.end(exchange, flow, openAttempt, undefined, INTERRUPTED);
  }

  private async end(
    exchange: ExchangeRow,
    flow: Flow,
    attempt: number | undefined,
    sent: Sent | undefined,
    ending: Ending,
    seconds = 0,
  ): Promise<void> {
    const { work, ids, log, onAttempt, reconcileDelaysMs } = this.parts;
    const canReconcile = flow.descriptor.reconcile !== undefined;
    const next = nextState(exchange, attempt ?? exchange.attempt + 1, ending, canReconcile, {
      reconcileDelaysMs,
      random: ids.random(),
    });
    const { held, resultIndex } = await work.recordResult(attemptResult(exchange, attempt, sent, ending, next));
    onAttempt(flow.id, ending.outcome, seconds);
    log.info(
      {
        event: 'delivery.attempted',
        exchange: exchange.id,
        flow: flow.id,
        organisation: exchange.organisation,
        attempt,
        outcome: ending.outcome,
        code: ending.code,
        defect: ending.defect,
        remark: ending.remark,
        trust: ending.trust,
        result: ending.answer?.result.kind,
        deviations: ending.answer?.deviations.length,
        state: held ? next.state : 'fenced',
        index: Number(resultIndex),
        seconds,
      },
      'delivery.attempted',
    );
  }

  private async request(exchange: ExchangeRow): Promise<RequestBody> {
    return requestBodyOf(await this.parts.work.request(exchange.requestIndex));
  }
}

const NOTHING_KNOWN = { transient: false, overloaded: false } as const;
const INTERRUPTED: Ending = { outcome: 'uncertain', code: 'attempt-interrupted', ...NOTHING_KNOWN };
const NOT_SENT_IN_TIME: Ending = { outcome: 'unreachable', code: 'attempt-interrupted', ...NOTHING_KNOWN };

function unsendable({ cause }: GatewayError): Ending {
  const defect = cause instanceof NotOfficial ? cause.message : cause instanceof Error ? cause.name : 'unknown';
  return { outcome: 'unsendable', code: 'unsendable', defect, ...NOTHING_KNOWN };
}

function entryOf(exchange: ExchangeRow, attempt: number | undefined): Omit<NewEntry, 'kind'> {
  return {
    organisation: exchange.organisation,
    exchangeId: exchange.id,
    flow: exchange.flow,
    ticket: exchange.ticket,
    ...(attempt !== undefined && { attempt }),
  };
}

function intentEntry(exchange: ExchangeRow, attempt: number, message: Message): NewEntry {
  const { url, detachedSignature } = message;
  return {
    ...entryOf(exchange, attempt),
    kind: 'intent',
    details: { url, ...(detachedSignature !== undefined && { signature: detachedSignature }) },
    body: message.body,
    contentType: 'text/xml; charset=utf-8',
  };
}

function attemptResult(
  exchange: ExchangeRow,
  attempt: number | undefined,
  sent: Sent | undefined,
  ending: Ending,
  next: AttemptResult['next'],
): AttemptResult {
  const { answer, outcome, code, trust } = ending;
  const common = entryOf(exchange, attempt);
  const received = sent !== undefined && sent.kind !== 'not-sent' ? sent.body : undefined;
  const details = {
    ...(ending.defect !== undefined && { defect: ending.defect }),
    ...(ending.remark !== undefined && { remark: ending.remark }),
    ...(trust !== undefined && { trust, certificate: ending.certificate }),
    ...(sent?.kind === 'reply' && { httpStatus: sent.status }),
    ...(answer !== undefined && {
      result: answer.result.kind,
      status: answer.result.status,
      ticketCbss: answer.ticketCbss,
    }),
    next: next.state,
  };
  return {
    exchangeId: exchange.id,
    token: exchange.token,
    attempt,
    ...(received !== undefined && {
      reply: {
        ...common,
        kind: 'reply',
        body: received,
        contentType: sent?.kind === 'reply' ? sent.contentType : 'application/octet-stream',
      },
    }),
    replyIsAnswer: answer !== undefined,
    result: { ...common, kind: 'result', outcome, ...(code !== undefined && { code }), details },
    outcome,
    ...(code !== undefined && { code }),
    ...(sent?.kind === 'reply' && { httpStatus: sent.status }),
    ...(trust !== undefined && { trust }),
    ...(answer?.ticketCbss !== undefined && { ticketCbss: answer.ticketCbss }),
    ...(answer !== undefined && { resultKind: answer.result.kind }),
    next,
  };
}
