import type { LogIndex } from '../domain/entry.ts';
import type { ExchangeState } from '../domain/exchange.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Result } from '../domain/result.ts';
import type { ServiceWait } from '../domain/service-state.ts';
import type { AttemptRow } from '../exchanges/find.ts';
import type { ExchangeRow } from '../exchanges/exchange-row.ts';
import type { Answer } from '../delivery/read-answer.ts';
import type { UncertainView } from './uncertain-view.ts';

/** Where an exchange stands, for those who may see it: everything but what the reply says. */
export interface ExchangeSummary {
  readonly id: string;
  readonly flow: string;
  readonly organisation: string;
  readonly kind: string;
  readonly ticket: string;
  readonly ticketCbss?: string;
  readonly state: ExchangeState;
  readonly outcome?: Outcome;
  /** Code of the problem catalogue, while there is a problem. */
  readonly code?: string;
  readonly acceptedAt: string;
  readonly finishedAt?: string;
  /** When the next attempt is due, while one is. */
  readonly nextAttemptAt?: string;
  /** The service lets no message in. */
  readonly serviceWait?: ServiceWaitView;
  readonly logIndex: number;
  /** The exchange on whose behalf the gateway asked this: a declaration whose effect it looks for, or the first page of an answer. */
  readonly about?: string;
}

/** The whole of it: attempts, and what the reply says. */
export interface ExchangeView extends ExchangeSummary {
  readonly attempts: readonly AttemptView[];
  /** Of a declaration of which it is not known whether it had its effect. */
  readonly uncertain?: UncertainView;
  readonly result?: Result;
  /** The reply element, complete, in the contract's own names. */
  readonly reply?: unknown;
  /** What SSDN says around the payload, in its own names. */
  readonly envelope?: unknown;
  readonly fault?: Answer['fault'];
  /** What the reply has and its contract does not foresee; kept, never dropped. */
  readonly deviations?: Answer['deviations'];
  /** Of an answer that was followed over several pages; `reply` then holds the lists of all. */
  readonly pages?: PagesView;
  /** Set when the content was destroyed under a retention rule. */
  readonly replyDestroyed?: true;
}

/** Why an exchange waits for its service: what stands there answers, since when, and when one message tries again. */
export interface ServiceWaitView {
  readonly httpStatus: number;
  readonly since: string;
  readonly nextTryAt: string;
}

/** The pages of an answer. */
export interface PagesView {
  /** Those that have come. */
  readonly count: number;
  /** False while some are missing: still being asked for, or not to be had. */
  readonly complete: boolean;
  /** Each page is an exchange of its own; the first is this one. */
  readonly exchanges: readonly string[];
}

export interface AttemptView {
  readonly number: number;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly durationMs?: number;
  readonly outcome?: Outcome;
  readonly code?: string;
  readonly httpStatus?: number;
  /** Whose word the reply rests on: its signature, or the TLS identity of the peer. */
  readonly trust?: 'signature' | 'tls';
  /** Where in the log: the bytes before they left, what came back, how it ended. */
  readonly logIndexes: { readonly intent: number; readonly reply?: number; readonly result?: number };
}

/** The summary of a row. */
export function summaryOf(row: ExchangeRow): ExchangeSummary {
  const waiting = row.state === 'waiting' || row.state === 'reconciling';
  return {
    id: row.id,
    flow: row.flow,
    organisation: row.organisation,
    kind: row.kind,
    ticket: row.ticket,
    ...(row.ticketCbss !== undefined && { ticketCbss: row.ticketCbss }),
    state: row.state,
    ...(row.outcome !== undefined && { outcome: row.outcome }),
    ...(row.code !== undefined && { code: row.code }),
    acceptedAt: row.acceptedAt.toISOString(),
    ...(row.finishedAt !== undefined && { finishedAt: row.finishedAt.toISOString() }),
    ...(waiting && { nextAttemptAt: row.notBefore.toISOString() }),
    logIndex: number(row.requestIndex),
    ...(row.parentId !== undefined && { about: row.parentId }),
  };
}

/** What a service makes its messages wait for. */
export function serviceWaitView({ httpStatus, since, nextProbeAt }: ServiceWait): ServiceWaitView {
  return { httpStatus, since: since.toISOString(), nextTryAt: nextProbeAt.toISOString() };
}

/** One attempt of a row. */
export function attemptView(row: AttemptRow): AttemptView {
  const { endedAt } = row;
  return {
    number: row.number,
    startedAt: row.startedAt.toISOString(),
    ...(endedAt !== undefined && {
      endedAt: endedAt.toISOString(),
      durationMs: endedAt.getTime() - row.startedAt.getTime(),
    }),
    ...(row.outcome !== undefined && { outcome: row.outcome }),
    ...(row.code !== undefined && { code: row.code }),
    ...(row.httpStatus !== undefined && { httpStatus: row.httpStatus }),
    ...(row.trust !== undefined && { trust: row.trust }),
    logIndexes: {
      intent: number(row.intentIndex),
      ...(row.replyIndex !== undefined && { reply: number(row.replyIndex) }),
      ...(row.resultIndex !== undefined && { result: number(row.resultIndex) }),
    },
  };
}

/** What the reply says, as fields of the view. */
export function answerFields(answer: Answer): Partial<ExchangeView> {
  return {
    result: answer.result,
    ...(answer.reply !== undefined && { reply: answer.reply }),
    ...(answer.envelope !== undefined && { envelope: answer.envelope }),
    ...(answer.fault !== undefined && { fault: answer.fault }),
    ...(answer.deviations.length > 0 && { deviations: answer.deviations }),
  };
}

/** Log indexes are exact as JSON numbers up to 2⁵³, a few thousand years of messages. */
function number(index: LogIndex): number {
  return Number(index);
}
