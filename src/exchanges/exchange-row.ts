import type { LogIndex } from '../domain/entry.ts';
import type { ExchangeId, ExchangeState } from '../domain/exchange.ts';
import type { FlowId, FlowKind } from '../domain/flow.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { ResultKind } from '../domain/result.ts';
import type { Ticket } from '../domain/ticket.ts';

/** An exchange as the table has it: where it stands now. What happened is in the log. */
export interface ExchangeRow {
  readonly id: ExchangeId;
  readonly organisation: string;
  readonly flow: FlowId;
  readonly kind: FlowKind;
  readonly client: string;
  readonly ticket: Ticket;
  readonly state: ExchangeState;
  readonly pace: 'interactive' | 'background';
  readonly resendSafe: boolean;
  readonly parentId: ExchangeId | undefined;
  readonly requestIndex: LogIndex;
  readonly acceptedAt: Date;
  readonly finishedAt: Date | undefined;
  /** Attempts made so far. */
  readonly attempt: number;
  /** Attempts made before a person requeued it. */
  readonly attemptBase: number;
  readonly reconcileStep: number;
  readonly notBefore: Date;
  readonly token: string;
  readonly outcome: Outcome | undefined;
  readonly code: string | undefined;
  readonly replyIndex: LogIndex | undefined;
  readonly ticketCbss: string | undefined;
  readonly resultKind: ResultKind | undefined;
  /** Where it was not let in, or waits to be. */
  readonly address: string | undefined;
}

/** The columns of {@link ExchangeRow}, for a SELECT or RETURNING; `alias` names the table. */
export function exchangeColumns(alias: string): string {
  return COLUMNS.map((column) => `${alias}.${column}`).join(', ');
}

const COLUMNS = [
  'id',
  'organisation',
  'flow',
  'kind',
  'client',
  'ticket',
  'state',
  'pace',
  'resend_safe',
  'parent_id',
  'request_index',
  'accepted_at',
  'finished_at',
  'attempt',
  'attempt_base',
  'reconcile_step',
  'not_before',
  'token',
  'outcome',
  'code',
  'reply_index',
  'ticket_cbss',
  'result_kind',
  'address',
] as const;

/** A row as node-postgres gives it: bigint as text. */
export type RawExchangeRow = Readonly<Record<(typeof COLUMNS)[number], unknown>>;

/** The row in our names. */
export function toExchangeRow(raw: RawExchangeRow): ExchangeRow {
  return {
    id: raw.id as ExchangeId,
    organisation: raw.organisation as string,
    flow: raw.flow as FlowId,
    kind: raw.kind as FlowKind,
    client: raw.client as string,
    ticket: raw.ticket as Ticket,
    state: raw.state as ExchangeState,
    pace: raw.pace as ExchangeRow['pace'],
    resendSafe: raw.resend_safe as boolean,
    parentId: (raw.parent_id as ExchangeId | null) ?? undefined,
    requestIndex: raw.request_index as LogIndex,
    acceptedAt: raw.accepted_at as Date,
    finishedAt: (raw.finished_at as Date | null) ?? undefined,
    attempt: raw.attempt as number,
    attemptBase: raw.attempt_base as number,
    reconcileStep: raw.reconcile_step as number,
    notBefore: raw.not_before as Date,
    token: raw.token as string,
    outcome: (raw.outcome as Outcome | null) ?? undefined,
    code: (raw.code as string | null) ?? undefined,
    replyIndex: (raw.reply_index as LogIndex | null) ?? undefined,
    ticketCbss: (raw.ticket_cbss as string | null) ?? undefined,
    resultKind: (raw.result_kind as ResultKind | null) ?? undefined,
    address: (raw.address as string | null) ?? undefined,
  };
}
