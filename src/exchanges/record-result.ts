import type { LogIndex } from '../domain/entry.ts';
import type { Lesson } from '../domain/lesson.ts';
import { type ExchangeId, type ExchangeState, isFinal } from '../domain/exchange.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { ResultKind } from '../domain/result.ts';
import type { Archive } from '../log/archive.ts';
import type { NewEntry } from '../log/entry.ts';
import type { Database, DatabasePool } from '../store/pool.ts';
import { type Announce, finish, FINISHED_COLUMNS, type FinishedRow } from './finish.ts';

/** How an attempt ended and what follows from it. */
export interface AttemptResult {
  readonly exchangeId: ExchangeId;
  readonly token: string;
  /** Undefined when nothing was attempted: a message that could not be built. */
  readonly attempt: number | undefined;
  /** Exactly what came back, trusted or not. */
  readonly reply?: NewEntry;
  /** The reply was verified and is the answer; any other is evidence only, and never shown as one. */
  readonly replyIsAnswer?: boolean;
  readonly result: NewEntry;
  readonly outcome: Outcome;
  readonly code?: string;
  readonly httpStatus?: number;
  readonly trust?: 'signature' | 'tls';
  readonly ticketCbss?: string;
  readonly resultKind?: ResultKind;
  /** What the answer teaches besides. */
  readonly lesson?: Lesson;
  readonly next: NextState;
}

/** Where the exchange goes from here. */
export interface NextState {
  readonly state: ExchangeState;
  /** When it is due again, for the states that wait. */
  readonly delayMs?: number;
}

/** Indexes of the entries that were written, and whether the state could still be changed by this claim. */
export interface RecordedResult {
  readonly replyIndex: LogIndex | undefined;
  readonly resultIndex: LogIndex;
  /** False: another worker has claimed meanwhile. The reply is kept as evidence; the state is theirs. */
  readonly held: boolean;
}

/** Heeds what an answer teaches, in the transaction that keeps the answer. */
export type Heed = (database: Database, exchange: FinishedRow, lesson: Lesson) => Promise<void>;

/**
 * Commits what came back, how the attempt ended, and the next state, in one transaction.
 *
 * From a claim that another has overtaken, the entries are kept and nothing else: the attempt stays open until whoever holds the
 * exchange has closed it, since an open attempt is what keeps a declaration from being sent again.
 */
export function recordResult(
  pool: DatabasePool,
  archive: Archive,
  announce: Announce,
  result: AttemptResult,
  heed: Heed = () => Promise.resolve(),
): Promise<RecordedResult> {
  return pool.transaction(async (database) => {
    const reply = result.reply === undefined ? undefined : await archive.append(database, result.reply);
    const { index: resultIndex } = await archive.append(database, result.result);
    const moved = await moveOn(database, result, result.replyIsAnswer === true ? reply?.index : undefined);
    if (moved !== undefined) {
      if (result.attempt !== undefined) await endAttempt(database, result, reply?.index, resultIndex);
      if (isFinal(moved.state)) await finish(database, announce, moved);
      if (result.lesson !== undefined) await heed(database, moved, result.lesson);
    }
    return { replyIndex: reply?.index, resultIndex, held: moved !== undefined };
  });
}

async function endAttempt(
  database: Database,
  result: AttemptResult,
  replyIndex: LogIndex | undefined,
  resultIndex: LogIndex,
): Promise<void> {
  await database.query(END_ATTEMPT, [
    result.exchangeId,
    result.attempt,
    replyIndex ?? null,
    resultIndex,
    result.outcome,
    result.code ?? null,
    result.httpStatus ?? null,
    result.trust ?? null,
  ]);
}

const END_ATTEMPT = `
  UPDATE gateway.attempt
     SET ended_at = clock_timestamp(), reply_index = $3, result_index = $4, outcome = $5, code = $6, http_status = $7, trust = $8
   WHERE exchange_id = $1 AND number = $2 AND ended_at IS NULL`;

async function moveOn(
  database: Database,
  result: AttemptResult,
  answerIndex: LogIndex | undefined,
): Promise<FinishedRow | undefined> {
  const [row] = await database.query<FinishedRow>(MOVE_ON, [
    result.exchangeId,
    result.token,
    result.next.state,
    result.next.delayMs ?? null,
    result.outcome,
    result.code ?? null,
    answerIndex ?? null,
    result.ticketCbss ?? null,
    result.resultKind ?? null,
  ]);
  return row;
}

const MOVE_ON = `
  UPDATE gateway.exchange
     SET state = $3,
         not_before = clock_timestamp() + make_interval(secs => coalesce($4::double precision, 0) / 1000),
         finished_at = CASE WHEN $3 IN ('done', 'dead-letter', 'undecided') THEN clock_timestamp() END,
         lease_until = NULL, relayed_at = NULL,
         outcome = $5, code = $6, reply_index = CASE state WHEN 'paging' THEN reply_index ELSE $7::bigint END, ticket_cbss = coalesce($8, ticket_cbss),
         result_kind = $9,
         -- Each uncertain attempt is asked about from the first question on.
         reconcile_step = CASE $3 WHEN 'reconciling' THEN 0 ELSE reconcile_step END
   WHERE id = $1 AND token = $2 AND state IN ('sending', 'reconciling', 'paging')
  RETURNING ${FINISHED_COLUMNS}`;
