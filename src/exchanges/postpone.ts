import type { ExchangeId } from '../domain/exchange.ts';
import type { Database } from '../store/pool.ts';

/**
 * Puts off an exchange that waits for another's answer, at the step given, and gives the claim back. An answer that came while it was
 * held has taken the mark of its hint away: then it is due at once, or it would sleep through what it waits for.
 */
export async function postpone(
  database: Database,
  id: ExchangeId,
  token: string,
  delayMs: number,
  step: number,
): Promise<void> {
  await database.query(POSTPONE, [id, token, delayMs, step]);
}

const POSTPONE = `
  UPDATE gateway.exchange
     SET not_before = clock_timestamp()
           + CASE WHEN relayed_at IS NULL THEN interval '0' ELSE make_interval(secs => $3::double precision / 1000) END,
         reconcile_step = $4,
         lease_until = NULL, relayed_at = NULL
   WHERE id = $1 AND token = $2 AND state IN ('reconciling', 'paging')`;
