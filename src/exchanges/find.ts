import type { LogIndex } from '../domain/entry.ts';
import type { ExchangeId, ExchangeState } from '../domain/exchange.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Database } from '../store/pool.ts';
import { exchangeColumns, type ExchangeRow, type RawExchangeRow, toExchangeRow } from './exchange-row.ts';

/** One attempt, for the status resource. */
export interface AttemptRow {
  readonly number: number;
  readonly startedAt: Date;
  readonly endedAt: Date | undefined;
  readonly intentIndex: LogIndex;
  readonly replyIndex: LogIndex | undefined;
  readonly resultIndex: LogIndex | undefined;
  readonly outcome: Outcome | undefined;
  readonly code: string | undefined;
  readonly httpStatus: number | undefined;
  readonly trust: 'signature' | 'tls' | undefined;
}

/** One exchange by its id; `organisation` limits whose it may be. Another centre's exchange is not found, like none at all. */
export async function findExchange(
  database: Database,
  id: ExchangeId,
  organisation?: string,
): Promise<ExchangeRow | undefined> {
  const [row] = await database.query<RawExchangeRow>(
    `SELECT ${exchangeColumns('x')} FROM gateway.exchange x WHERE x.id = $1 AND ($2::text IS NULL OR x.organisation = $2)`,
    [id, organisation ?? null],
  );
  return row === undefined ? undefined : toExchangeRow(row);
}

/** What a list of exchanges may be narrowed to. */
export interface ExchangeFilter {
  readonly organisation: string;
  readonly states?: readonly ExchangeState[];
  readonly flow?: string;
  /** Only those older than this one: the last of the page before. */
  readonly before?: ExchangeId;
  readonly limit: number;
}

/** A page of exchanges, newest first; ids ascend with time, so pages are cut by id and not by counting. */
export async function listExchanges(database: Database, filter: ExchangeFilter): Promise<ExchangeRow[]> {
  const rows = await database.query<RawExchangeRow>(LIST, [
    filter.organisation,
    filter.states ?? null,
    filter.flow ?? null,
    filter.before ?? null,
    filter.limit,
  ]);
  return rows.map(toExchangeRow);
}

const LIST = `
  SELECT ${exchangeColumns('x')} FROM gateway.exchange x
   WHERE x.organisation = $1
     AND ($2::text[] IS NULL OR x.state = ANY ($2))
     AND ($3::text IS NULL OR x.flow = $3)
     AND ($4::uuid IS NULL OR x.id < $4)
   ORDER BY x.id DESC LIMIT $5`;

/** The attempts of an exchange, in order. */
export async function listAttempts(database: Database, id: ExchangeId): Promise<AttemptRow[]> {
  const rows = await database.query<RawAttempt>(ATTEMPTS, [id]);
  return rows.map((row) => ({
    number: row.number,
    startedAt: row.started_at,
    endedAt: row.ended_at ?? undefined,
    intentIndex: row.intent_index as LogIndex,
    replyIndex: (row.reply_index as LogIndex | null) ?? undefined,
    resultIndex: (row.result_index as LogIndex | null) ?? undefined,
    outcome: row.outcome ?? undefined,
    code: row.code ?? undefined,
    httpStatus: row.http_status ?? undefined,
    trust: row.trust ?? undefined,
  }));
}

const ATTEMPTS = `
  SELECT number, started_at, ended_at, intent_index, reply_index, result_index, outcome, code, http_status, trust
    FROM gateway.attempt WHERE exchange_id = $1 ORDER BY number`;

interface RawAttempt {
  readonly number: number;
  readonly started_at: Date;
  readonly ended_at: Date | null;
  readonly intent_index: string;
  readonly reply_index: string | null;
  readonly result_index: string | null;
  readonly outcome: Outcome | null;
  readonly code: string | null;
  readonly http_status: number | null;
  readonly trust: 'signature' | 'tls' | null;
}

/**
 * The newest question asked about an uncertain declaration since it was last sent. What was answered before that says nothing about
 * this attempt.
 */
export async function findLatestChild(database: Database, parentId: ExchangeId): Promise<ExchangeRow | undefined> {
  const [row] = await database.query<RawExchangeRow>(LATEST_CHILD, [parentId]);
  return row === undefined ? undefined : toExchangeRow(row);
}

const LATEST_CHILD = `
  SELECT ${exchangeColumns('x')} FROM gateway.exchange x
   WHERE x.parent_id = $1
     AND x.request_index > coalesce((SELECT max(a.intent_index) FROM gateway.attempt a WHERE a.exchange_id = $1), 0)
   ORDER BY x.request_index DESC LIMIT 1`;

/** The exchanges that ask for the further pages of an answer, in order. */
export async function listPages(database: Database, parentId: ExchangeId): Promise<ExchangeRow[]> {
  const rows = await database.query<RawExchangeRow>(PAGES, [parentId]);
  return rows.map(toExchangeRow);
}

const PAGES = `
  SELECT ${exchangeColumns('x')} FROM gateway.exchange x
   WHERE x.parent_id = $1 ORDER BY x.request_index`;

/** The states of some exchanges, for those who wait for them. */
export async function statesOf(database: Database, ids: readonly ExchangeId[]): Promise<StateRow[]> {
  return database.query<StateRow>(STATES, [ids]);
}

const STATES = `
  SELECT id, state, attempt, (state = 'waiting' AND address IS NOT NULL) AS held FROM gateway.exchange WHERE id = ANY ($1::uuid[])`;

export interface StateRow {
  readonly id: ExchangeId;
  readonly state: ExchangeState;
  readonly attempt: number;
  /** Its service lets nothing in; nobody knows for how long. */
  readonly held: boolean;
}

/** How many exchanges stand in which state, and how long the oldest due one has waited, in seconds. */
export async function countWork(database: Database): Promise<WorkCount> {
  const rows = await database.query<{ state: ExchangeState; count: string; oldest: number | null }>(COUNT);
  const states = Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)]));
  return { states, oldestDueSeconds: Math.max(0, ...rows.map(({ oldest }) => oldest ?? 0)) };
}

const COUNT = `
  SELECT state, count(*) AS count,
         extract(epoch FROM clock_timestamp() - min(not_before) FILTER (WHERE state IN ('queued', 'waiting', 'reconciling', 'paging')
                                                                          AND not_before <= clock_timestamp()))::double precision AS oldest
    FROM gateway.exchange
   WHERE state IN ('queued', 'waiting', 'sending', 'reconciling', 'paging', 'undecided', 'dead-letter')
   GROUP BY state`;

export interface WorkCount {
  readonly states: Readonly<Partial<Record<ExchangeState, number>>>;
  readonly oldestDueSeconds: number;
}
