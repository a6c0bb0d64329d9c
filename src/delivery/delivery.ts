import { LIMITS } from '../domain/constants.ts';
import { inTurns, type Steps } from '../domain/in-turns.ts';
import type { ExchangeId } from '../domain/exchange.ts';
import type { Lesson } from '../domain/lesson.ts';
import type { ProblemCode } from '../domain/problems/catalogue.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import type { ExchangeRow } from '../exchanges/exchange-row.ts';
import type { AttemptResult, NextState, RecordedResult } from '../exchanges/record-result.ts';
import type { Flow, Payload } from '../flows/flow.ts';
import { integrationProblems } from '../flows/integration-rules.ts';
import type { NewEntry } from '../log/entry.ts';
import type { Sealer } from '../signing/seal.ts';
import type { Clock } from '../telemetry/clock.ts';
import type { Ids } from '../telemetry/ids.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Gate, Sent } from '../transport/gate.ts';
import { canonicalising } from '../xml/canonical.ts';
import { addressOf, buildMessage, type Message, NotOfficial } from './build-message.ts';
import { effectFor } from './effect.ts';
import { type Asked, type Ending, interpreting } from './ending.ts';
import type { LeaseKeeper } from './lease-keeper.ts';
import { lessonOf } from './lesson.ts';
import { personsFound } from './persons-found.ts';
import { nextState } from './next-state.ts';
import { goesOn, type Pager } from './pager.ts';
import type { ServiceGuard } from './service-guard.ts';
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
  /** Seals for a centre. */
  readonly sealer: (organisation: string) => Sealer;
  readonly gate: Gate;
  readonly reconciler: Reconciler;
  readonly pager: Pager;
  readonly guard: ServiceGuard;
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
    const { work, leases } = this.parts;
    const claim = await work.claim(id);
    if (claim === undefined) return;
    const { exchange, openAttempt } = claim;
    await leases.whileHeld(exchange.id, exchange.token, async () => {
      if (exchange.state === 'reconciling') await this.reconcile(exchange);
      else if (exchange.state === 'paging') await this.turnPage(exchange);
      // A worker died between the intent and the result: what was sent, if anything, is unknown.
      else if (openAttempt !== undefined) await this.end(exchange, { attempt: openAttempt, ending: INTERRUPTED });
      else await this.attempt(exchange);
    });
  }

  private async attempt(exchange: ExchangeRow): Promise<void> {
    const { work, gate, peer, clock, leases, guard } = this.parts;
    const flow = this.flowOf(exchange);
    if (flow === undefined) return this.end(exchange, { ending: new Unsendable('unknown-flow').ending });
    const pass = await guard.enter(exchange, addressOf(flow, peer), flow.deadlineMs);
    if (pass === undefined) return;
    const prepared = await this.prepare(exchange, flow);
    if (prepared instanceof Unsendable) return this.end(exchange, { ending: prepared.ending });
    const { payload, message, content } = prepared;

    const attempt = exchange.attempt + 1;
    const entry = intentEntry(exchange, attempt, message);
    const intent = await work.recordIntent({ exchangeId: exchange.id, token: exchange.token, attempt, entry });
    if (intent === undefined) return;
    // Paused between the commit and here for longer than the lease? Then somebody else may be asking what became of it.
    if (!leases.isFresh(exchange.id, exchange.token)) return this.end(exchange, { attempt, ending: NOT_SENT_IN_TIME });

    const started = clock.now();
    const sent = await gate.send({
      url: message.url,
      headers: message.headers,
      body: message.body,
      deadlineMs: flow.deadlineMs,
      replyBytesMax: LIMITS.replyBytesMax,
      freshConnection: !exchange.resendSafe,
      onBehalfOf: exchange.organisation,
    });
    const asked = { flow, payload, reference: message.reference, resendSafe: exchange.resendSafe };
    const seen = await inTurns(this.interpret(sent, asked));
    const { ending, waitMs } = await guard.learn(pass, sent, seen);
    const seconds = (clock.now().getTime() - started.getTime()) / 1000;
    const lesson = ending.answer && lessonOf(flow, payload, ending.answer);
    const found = ending.answer === undefined ? [] : personsFound(flow, ending.answer);
    const hasMore = ending.outcome === 'answered' && goesOn(flow, content, ending.answer?.reply);
    const held = waitMs === undefined ? {} : { waitMs };
    await this.end(exchange, {
      attempt,
      sent,
      payload,
      ending,
      seconds,
      hasMore,
      found,
      ...held,
      ...(lesson !== undefined && { lesson }),
    });
  }

  /** The signed message, or the reason why there is none: whatever is wrong with it now would be wrong at the next attempt. */
  private async prepare(exchange: ExchangeRow, flow: Flow): Promise<Prepared | Unsendable> {
    const { organisations, peer, sealer, clock, checkOfficially } = this.parts;
    const content = await this.requestOf(exchange);
    if (content instanceof Unsendable) return content;
    const { user, legalContext, qualityCode } = content.context;
    try {
      const organisation = organisations.get(exchange.organisation);
      const { payload } = content;
      // Accepted by an earlier version, or a person's requeue: the rules are those of today.
      const [broken] = integrationProblems(flow, payload);
      if (broken !== undefined) return new Unsendable(`${broken.pointer} ${broken.rule}`, 'integration-not-allowed');
      const message = await buildMessage(
        {
          flow,
          payload,
          ticket: exchange.ticket,
          organisation,
          user: { ssin: user.ssin, email: user.email ?? organisation.email },
          legalContext: flow.legalContextOf(legalContext),
          qualityCode,
        },
        peer,
        sealer(organisation.id),
        clock.now(),
        checkOfficially,
      );
      return { payload, message, content };
    } catch (cause) {
      return new Unsendable(defectOf(cause));
    }
  }

  /** A reply that the official schema refuses is an answer all the same; that it does is worth knowing. */
  private *interpret(sent: Sent, asked: Asked): Steps<Ending> {
    const { peer, clock, checkOfficially } = this.parts;
    const ending = yield* interpreting(sent, asked, peer, clock.now());
    const element = ending.answer?.element;
    if (element === undefined) return ending;
    try {
      const remark = checkOfficially(asked.flow.id, (yield* canonicalising(element)).join(''));
      return remark === undefined ? ending : { ...ending, remark };
    } catch (error) {
      // The answer stands without its second opinion.
      return { ...ending, remark: `not checked: ${error instanceof Error ? error.name : 'unknown'}` };
    }
  }

  private async turnPage(exchange: ExchangeRow): Promise<void> {
    const request = await this.requestOf(exchange);
    await this.parts.pager.step(exchange, request instanceof Unsendable ? undefined : request);
  }

  private async reconcile(exchange: ExchangeRow): Promise<void> {
    const request = await this.requestOf(exchange);
    await this.parts.reconciler.step(exchange, request instanceof Unsendable ? undefined : request);
  }

  /** What was asked, from the log; its content may have been destroyed, or sealed under a key that is not ours. */
  private async requestOf(exchange: ExchangeRow): Promise<RequestBody | Unsendable> {
    try {
      return requestBodyOf(await this.parts.work.request(exchange.requestIndex));
    } catch (error) {
      if (error instanceof GatewayError) throw error;
      return new Unsendable(defectOf(error));
    }
  }

  private async end(
    exchange: ExchangeRow,
    { attempt, sent, ending, seconds = 0, hasMore, found = [], waitMs, lesson, payload }: AttemptEnd,
  ): Promise<void> {
    const { ids, log, onAttempt, reconcileDelaysMs } = this.parts;
    const pacing = { reconcileDelaysMs, random: ids.random() };
    const next: NextState =
      hasMore === true
        ? { state: 'paging' }
        : waitMs !== undefined
          ? { state: 'waiting', delayMs: waitMs }
          : nextState(exchange, attempt ?? exchange.attempt + 1, ending, this.canReconcile(exchange, payload), pacing);
    const { held, resultIndex, unheeded } = await this.record({
      ...attemptResult(exchange, attempt, sent, ending, next, found),
      ...(lesson !== undefined && { lesson }),
    });
    onAttempt(exchange.flow, ending.outcome, seconds);
    if (unheeded === true)
      log.warn({ event: 'delivery.unheeded', exchange: exchange.id, flow: exchange.flow }, 'delivery.unheeded');
    log.info(
      {
        event: 'delivery.attempted',
        exchange: exchange.id,
        flow: exchange.flow,
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

  /** Where no question can tell, a person decides at once. */
  private canReconcile(exchange: ExchangeRow, payload: Payload | undefined): boolean {
    const rule = this.flowOf(exchange)?.descriptor.reconcile;
    return rule !== undefined && (payload === undefined || effectFor(rule, payload) !== undefined);
  }

  /** The flow, unless it has left the catalogue. */
  private flowOf({ flow }: ExchangeRow): Flow | undefined {
    try {
      return this.parts.flows.get(flow);
    } catch (error) {
      if (error instanceof GatewayError) return undefined;
      throw error;
    }
  }

  /** A reply in hand is not thrown away because the database restarts: without it, what became of the message would be unknown. */
  private async record(result: AttemptResult): Promise<RecordedResult> {
    const { work, clock } = this.parts;
    for (let waitedMs = 0; ; waitedMs += RECORD_AGAIN_MS) {
      try {
        return await work.recordResult(result);
      } catch (error) {
        const isAway = error instanceof GatewayError && error.code === 'database-unavailable';
        if (!isAway || waitedMs >= RECORD_PATIENCE_MS) throw error;
        await clock.sleep(RECORD_AGAIN_MS);
      }
    }
  }
}

const RECORD_AGAIN_MS = 1_000;
const RECORD_PATIENCE_MS = 60_000;

/** A message ready to leave, and what it was made of. */
interface Prepared {
  readonly payload: Payload;
  readonly message: Message;
  readonly content: RequestBody;
}

/** How one attempt ended; without a number where nothing was attempted. */
interface AttemptEnd {
  readonly attempt?: number;
  readonly sent?: Sent;
  /** What was sent, where it can still be read. */
  readonly payload?: Payload;
  readonly ending: Ending;
  readonly seconds?: number;
  /** The service lets nothing in: how long the exchange waits for it. */
  readonly waitMs?: number;
  /** The caller wants further pages of the answer, and there are some. */
  readonly hasMore?: boolean;
  readonly lesson?: Lesson;
  /** The persons whom the answer shows. */
  readonly found?: readonly string[];
}

const NOTHING_KNOWN = { transient: false, overloaded: false } as const;
const INTERRUPTED: Ending = { outcome: 'uncertain', code: 'attempt-interrupted', ...NOTHING_KNOWN };
const NOT_SENT_IN_TIME: Ending = { outcome: 'unreachable', code: 'attempt-interrupted', ...NOTHING_KNOWN };

/** There is no message that could be sent. */
class Unsendable {
  readonly ending: Ending;

  constructor(defect: string, code: ProblemCode = 'unsendable') {
    this.ending = { outcome: 'unsendable', code, defect, ...NOTHING_KNOWN };
  }
}

/** What may be written down about it: never a value of the message. */
function defectOf(cause: unknown): string {
  if (cause instanceof NotOfficial) return cause.message;
  return cause instanceof Error ? cause.name : 'unknown';
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
  found: readonly string[],
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
        ...(found.length > 0 && { found, details: { found } }),
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
    ...(ending.address !== undefined && { address: ending.address }),
    next,
  };
}
