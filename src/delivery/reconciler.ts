import { isFinal } from '../domain/exchange.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import type { ExchangeRow } from '../exchanges/exchange-row.ts';
import type { AttemptResult } from '../exchanges/record-result.ts';
import type { Effect, Reconciliation } from '../flows/descriptor.ts';
import type { Payload } from '../flows/flow.ts';
import { valueAt } from '../flows/pointer.ts';
import { effectFor, fillTemplate, isPresent } from './effect.ts';
import type { AnsweredQuestion, Flows, Organisations, Questions, Work } from './ports.ts';
import { type Answer, readKeptReply } from './read-answer.ts';
import type { RequestBody } from '../exchanges/request-body.ts';

export interface ReconcilerParts {
  readonly work: Work;
  readonly questions: Questions;
  readonly flows: Flows;
  readonly organisations: Organisations;
  /** Delays before the first question, the second, …; after the last one a person decides. */
  readonly delaysMs: readonly number[];
}

/** How often to look whether a question has been answered; its answer wakes the declaration sooner. */
const LOOK_AGAIN_MS = 30_000;

/**
 * Finds out what became of a declaration whose reply was lost (design decision 11). Each step asks the query that shows the effect
 * and reads its answer: seen, then it happened; surely absent after the last step, then it is sent again with the same ticket;
 * otherwise a person decides.
 */
export class Reconciler {
  private readonly parts: ReconcilerParts;

  constructor(parts: ReconcilerParts) {
    this.parts = parts;
  }

  /** Takes the next step for a declaration that this worker has claimed. @param request undefined when it can no longer be read. */
  async step(exchange: ExchangeRow, request: RequestBody | undefined): Promise<void> {
    const { work } = this.parts;
    const rule = this.ruleFor(exchange);
    const effect = rule && request && effectFor(rule, request.payload);
    if (request === undefined || rule === undefined || effect === undefined) return this.conclude(exchange, 'unknown');

    const question = await work.latestQuestion(exchange.id);
    if (question === undefined || question.exchange.reconcileStep < exchange.reconcileStep) {
      await this.ask(exchange, rule, request);
    } else if (!isFinal(question.exchange.state)) {
      await work.postpone(exchange.id, exchange.token, LOOK_AGAIN_MS, exchange.reconcileStep);
    } else {
      await this.weigh(exchange, question, effect, request.payload, rule.absenceProves === true);
    }
  }

  private ruleFor({ flow }: ExchangeRow): Reconciliation | undefined {
    try {
      return this.parts.flows.get(flow).descriptor.reconcile;
    } catch (error) {
      if (error instanceof GatewayError) return undefined;
      throw error;
    }
  }

  private async ask(exchange: ExchangeRow, rule: Reconciliation, request: RequestBody): Promise<void> {
    const { work, questions, flows } = this.parts;
    const payload = fillTemplate(rule.payload, request.payload) as Payload;
    await questions.ask(exchange, flows.get(rule.flow ?? exchange.flow), payload, request.context);
    await work.postpone(exchange.id, exchange.token, LOOK_AGAIN_MS, exchange.reconcileStep);
  }

  private async weigh(
    exchange: ExchangeRow,
    question: AnsweredQuestion,
    effect: Effect,
    payload: Payload,
    absenceProves: boolean,
  ): Promise<void> {
    const happened = await this.verdict(exchange, question, effect, payload);
    const isLast = exchange.reconcileStep + 1 >= this.parts.delaysMs.length;
    if (happened === true) return this.conclude(exchange, 'happened', question);
    if (!isLast) {
      const step = exchange.reconcileStep + 1;
      return this.parts.work.postpone(exchange.id, exchange.token, this.parts.delaysMs[step] ?? 0, step);
    }
    return this.conclude(exchange, happened === false && absenceProves ? 'did-not-happen' : 'unknown', question);
  }

  /** True, false, or undefined when the question got no answer that proves anything. */
  private async verdict(
    exchange: ExchangeRow,
    { exchange: question, reply }: AnsweredQuestion,
    effect: Effect,
    payload: Payload,
  ): Promise<boolean | undefined> {
    if (question.outcome !== 'answered' || reply === undefined) return undefined;
    try {
      const flow = this.parts.flows.get(question.flow);
      const answer = await readKeptReply(flow, reply);
      const organisation = this.parts.organisations.get(exchange.organisation);
      const present = isPresent(effect, answer.reply, { payload, organisation, acceptedAt: exchange.acceptedAt });
      // A row that is missing from an answer with reservations may be missing because of them.
      if (present === undefined || (!present && !isWholeAnswer(answer))) return undefined;
      return present === (effect.happened === 'present');
    } catch {
      // Read once and verified then; what cannot be read any more, under another contract or configuration, proves nothing.
      return undefined;
    }
  }

  /** Writes down what was found out, and by which question. */
  private async conclude(
    exchange: ExchangeRow,
    verdict: 'happened' | 'did-not-happen' | 'unknown',
    question?: AnsweredQuestion,
  ): Promise<void> {
    const { id, organisation, flow, ticket, token } = exchange;
    const end = CONCLUSIONS[verdict];
    const details = {
      verdict,
      ...(question !== undefined && { question: question.exchange.id }),
      next: end.next.state,
    };
    await this.parts.work.recordResult({
      exchangeId: id,
      token,
      attempt: undefined,
      result: { kind: 'result', organisation, exchangeId: id, flow, ticket, outcome: end.outcome, details },
      ...end,
    });
  }
}

/** An answer that says it is complete: no source was silent, nothing was remarked upon. */
function isWholeAnswer({ result, envelope }: Answer): boolean {
  const returnCode = valueAt(envelope, '/ServiceReply/ResultSummary/ReturnCode');
  return (
    (result.kind === 'found' || result.kind === 'nothing-found') &&
    (returnCode === undefined || returnCode === 0) &&
    result.messages.every(({ severity }) => severity === 'INFORMATION')
  );
}

const CONCLUSIONS = {
  happened: { outcome: 'answered', resultKind: 'found', next: { state: 'done' } },
  'did-not-happen': { outcome: 'unreachable', code: 'bcss-connection-lost', next: { state: 'queued' } },
  unknown: { outcome: 'uncertain', code: 'outcome-unknown', next: { state: 'undecided' } },
} as const satisfies Record<string, Pick<AttemptResult, 'outcome' | 'code' | 'resultKind' | 'next'>>;
