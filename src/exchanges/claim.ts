import type { ExchangeId } from '../domain/exchange.ts';
import type { Database } from '../store/pool.ts';
import { exchangeColumns, type ExchangeRow, type RawExchangeRow, toExchangeRow } from './exchange-row.ts';

/** A lease on an exchange. Every later write names its token, and is refused when somebody else has claimed since. */
export interface Claim {
  readonly exchange: ExchangeRow;
  /** An attempt whose intent was committed and whose end nobody recorded: the worker died in between. */
  readonly openAttempt: number | undefined;
}

/**
 * Claims an exchange that is due, for `leaseMs`. The database's clock decides, since workers' clocks differ.
 *
 * BullMQ's own lock is no fence: a stalled worker goes on while another starts. The token is (ADR 0005).
 *
 * @returns undefined when there is nothing to do: finished, held by another worker, or not yet due.
 */
export async function claimExchange(database: Database, id: ExchangeId, leaseMs: number): Promise<Claim | undefined> {
  const [row] = await database.query<RawExchangeRow & { open_attempt: number | null }>(CLAIM, [id, leaseMs]);
  if (row === undefined) return undefined;
  return { exchange: toExchangeRow(row), openAttempt: row.open_attempt ?? undefined };
}

// The last attempt is open unless its end is seen. Looking for an open one instead would miss an intent that was committed while
// this statement waited for the row: its subqueries still see the table as it was before.
const CLAIM = `
  UPDATE gateway.exchange x
     SET state = CASE WHEN x.state IN ('reconciling', 'paging') THEN x.state ELSE 'sending' END,
         lease_until = clock_timestamp() + make_interval(secs => $2::double precision / 1000),
         -- Whoever wakes a held exchange clears it, and postpone sees that.
         relayed_at = coalesce(x.relayed_at, clock_timestamp()),
         token = x.token + 1
   WHERE x.id = $1
     AND x.state IN ('queued', 'waiting', 'sending', 'reconciling', 'paging')
     AND x.not_before <= clock_timestamp()
     AND (x.lease_until IS NULL OR x.lease_until < clock_timestamp())
  RETURNING ${exchangeColumns('x')},
    CASE WHEN x.attempt > 0 AND NOT EXISTS (SELECT FROM gateway.attempt a
                                             WHERE a.exchange_id = x.id AND a.number = x.attempt AND a.ended_at IS NOT NULL)
         THEN x.attempt END AS open_attempt`;

/** Gives a claim back unused: shutting down before anything was sent is no attempt. */
export async function releaseExchange(database: Database, id: ExchangeId, token: string): Promise<void> {
  await database.query(RELEASE, [id, token]);
}

const RELEASE = `
  UPDATE gateway.exchange
     SET state = CASE state WHEN 'sending' THEN 'queued' ELSE state END, lease_until = NULL, relayed_at = NULL
   WHERE id = $1 AND token = $2 AND state IN ('sending', 'reconciling', 'paging')`;
