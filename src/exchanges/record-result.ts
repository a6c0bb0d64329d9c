import type { LogIndex } from '../domain/entry.ts';
import type { Lesson } from '../domain/lesson.ts';
import { type ExchangeId, type ExchangeState, isFinal } from '../domain/exchange.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { ResultKind } from '../domain/result.ts';
import type { Archive } from '../log/archive.ts';
import type { NewEntry } from '../log/entry.ts';
import type { Database, DatabasePool } from '../store/pool.ts';
import { anythingOfItsOwn, apart } from '../store/savepoint.ts';
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
  /** Where the message was not let in. */
  readonly address?: string;
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
  /** What the answer teaches about the register could not be taken note of: somebody should look. */
  readonly unheeded?: true;
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
    const { reply_index: replyIndex, result_index: resultIndex, ...moved } = await write(database, archive, result);
    if (!isHeld(moved)) return { replyIndex: replyIndex ?? undefined, resultIndex, held: false };
    if (isFinal(moved.state)) await finish(database, announce, moved);
    const isHeeded = await heeded(database, heed, moved, result.lesson);
    return {
      replyIndex: replyIndex ?? undefined,
      resultIndex,
      held: true,
      ...(!isHeeded && { unheeded: true as const }),
    };
  });
}

/** What an answer teaches besides being one must not be why the answer itself is lost. @returns false when it could not be learnt */
async function heeded(
  database: Database,
  heed: Heed,
  exchange: FinishedRow,
  lesson: Lesson | undefined,
): Promise<boolean> {
  if (lesson === undefined) return true;
  const learn = async (): Promise<true> => {
    await heed(database, exchange, lesson);
    return true;
  };
  return (await apart(database, learn, anythingOfItsOwn)) === true;
}

/** The columns of an exchange that was not ours to move are null. */
function isHeld(moved: FinishedRow | NotMoved): moved is FinishedRow {
  return moved.id !== null;
}

type NotMoved = { readonly [Column in keyof FinishedRow]: null };
type Written = { readonly reply_index: LogIndex | null; readonly result_index: LogIndex } & (FinishedRow | NotMoved);

/** The entries, the next state and the end of the attempt, in one round trip. */
async function write(database: Database, archive: Archive, result: AttemptResult): Promise<Written> {
  const own = [
    result.exchangeId,
    result.token,
    result.next.state,
    result.next.delayMs ?? null,
    result.outcome,
    result.code ?? null,
    result.replyIsAnswer === true,
    result.ticketCbss ?? null,
    result.resultKind ?? null,
    result.attempt ?? null,
    result.httpStatus ?? null,
    result.trust ?? null,
    result.address ?? null,
  ];
  const reply = result.reply === undefined ? undefined : archive.appendCall(result.reply, own.length + 1);
  const after = own.length + 1 + (reply?.parameters.length ?? 0);
  const end = archive.appendCall(result.result, after, reply === undefined ? undefined : 'reply.index');
  const [row] = await database.query<Written>(statement(reply?.sql, end.sql), [
    ...own,
    ...(reply?.parameters ?? []),
    ...end.parameters,
  ]);
  if (row === undefined) throw new Error('append_entry gave no row');
  return row;
}

function statement(appendReply: string | undefined, appendResult: string): string {
  const written =
    appendReply === undefined
      ? `SELECT NULL::bigint AS reply_index, result.index AS result_index FROM ${appendResult} AS result`
      : `SELECT reply.index AS reply_index, result.index AS result_index
           FROM ${appendReply} AS reply CROSS JOIN LATERAL ${appendResult} AS result`;
  return `
    WITH written AS MATERIALIZED (
      ${written}
    ), moved AS (
      ${MOVE_ON}
    ), ended AS (
      UPDATE gateway.attempt a
         SET ended_at = clock_timestamp(), reply_index = written.reply_index, result_index = written.result_index,
             outcome = $5, code = $6, http_status = $11, trust = $12
        FROM moved CROSS JOIN written
       WHERE a.exchange_id = moved.id AND a.number = $10 AND a.ended_at IS NULL
    )
    SELECT written.reply_index, written.result_index, moved.* FROM written LEFT JOIN moved ON true`;
}

const MOVE_ON = `
  UPDATE gateway.exchange
     SET state = $3,
         not_before = clock_timestamp() + make_interval(secs => coalesce($4::double precision, 0) / 1000),
         finished_at = CASE WHEN $3 IN ('done', 'dead-letter', 'undecided') THEN clock_timestamp() END,
         lease_until = NULL, relayed_at = NULL,
         outcome = $5, code = $6,
         -- What left open whether a declaration happened is shown to whoever decides it.
         reply_index = CASE WHEN state = 'paging' OR (state = 'reconciling' AND $3 = 'undecided') THEN reply_index WHEN $7::boolean THEN (SELECT written.reply_index FROM written) END,
         ticket_cbss = coalesce($8, ticket_cbss),
         result_kind = $9,
         address = $13,
         -- A message that waits to be let in uses up no attempts.
         attempt_base = CASE WHEN $3 = 'waiting' AND $13::text IS NOT NULL THEN attempt_base + 1 ELSE attempt_base END,
         -- Each uncertain attempt is asked about from the first question on.
         reconcile_step = CASE $3 WHEN 'reconciling' THEN 0 ELSE reconcile_step END
   WHERE id = $1 AND token = $2 AND state IN ('sending', 'reconciling', 'paging')
  RETURNING ${FINISHED_COLUMNS}`;
