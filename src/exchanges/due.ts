import type { ExchangeId } from '../domain/exchange.ts';
import type { Database } from '../store/pool.ts';

/** An exchange that a worker should look at now. `token` tells one such occasion from the next. */
export interface DueExchange {
  readonly id: ExchangeId;
  readonly token: string;
  readonly pace: 'interactive' | 'background';
}

/** A hint that was lost with the queue is given again after this long. */
const HINT_LIFETIME_SECONDS = 10;

/**
 * Takes up to `limit` exchanges that are due and that no recent hint points at, and marks them as hinted. Also those whose worker's
 * lease has run out: a killed worker's exchange comes back by itself.
 *
 * Several relays may run: each takes rows that no other holds.
 */
export async function takeDue(database: Database, limit: number): Promise<DueExchange[]> {
  return database.query<DueExchange>(TAKE_DUE, [limit, HINT_LIFETIME_SECONDS]);
}

const TAKE_DUE = `
  UPDATE gateway.exchange x SET relayed_at = clock_timestamp()
    FROM (SELECT id FROM gateway.exchange
           WHERE state IN ('queued', 'waiting', 'reconciling', 'paging', 'sending')
             AND not_before <= clock_timestamp()
             AND (lease_until IS NULL OR lease_until < clock_timestamp())
             AND (relayed_at IS NULL OR relayed_at < clock_timestamp() - make_interval(secs => $2))
           ORDER BY not_before LIMIT $1 FOR UPDATE SKIP LOCKED) due
   WHERE x.id = due.id
  RETURNING x.id, x.token, x.pace`;
