import type { Outcome } from '../domain/outcome.ts';
import type { Archive } from '../log/archive.ts';
import type { NewEntry } from '../log/entry.ts';
import type { Database, DatabasePool } from '../store/pool.ts';

/** A delivery that a courier holds. */
export interface ClaimedDelivery {
  readonly id: string;
  readonly organisation: string;
  readonly subscriptionId: string;
  readonly event: string;
  readonly payload: Buffer;
  readonly attempt: number;
  readonly token: string;
  readonly url: string;
  readonly secrets: Buffer;
}

const LEASE_SECONDS = 45;
const HINT_LIFETIME_SECONDS = 10;

/** Earlier deliveries of the same person to the same subscriber must be over first. */
const FIRST_IN_LANE = `
  (d.lane IS NULL OR NOT EXISTS (
     SELECT FROM gateway.delivery e
      WHERE e.subscription_id = d.subscription_id AND e.lane = d.lane AND (e.created_at, e.id) < (d.created_at, d.id)
        AND e.state IN ('queued', 'waiting', 'sending')))`;

/** Takes deliveries that are due and marks them as hinted. */
export async function takeDueDeliveries(database: Database, limit: number): Promise<{ id: string; token: string }[]> {
  return database.query(TAKE_DUE, [limit, HINT_LIFETIME_SECONDS]);
}

const TAKE_DUE = `
  UPDATE gateway.delivery x SET relayed_at = clock_timestamp()
    FROM (SELECT d.id FROM gateway.delivery d JOIN gateway.subscription s ON s.id = d.subscription_id
           WHERE d.state IN ('queued', 'waiting', 'sending') AND s.state = 'active'
             AND d.not_before <= clock_timestamp()
             AND (d.lease_until IS NULL OR d.lease_until < clock_timestamp())
             AND (d.relayed_at IS NULL OR d.relayed_at < clock_timestamp() - make_interval(secs => $2))
             AND ${FIRST_IN_LANE}
           ORDER BY d.not_before LIMIT $1 FOR UPDATE OF d SKIP LOCKED) due
   WHERE x.id = due.id
  RETURNING x.id, x.token`;

/** Claims a delivery that is due. */
export async function claimDelivery(database: Database, id: string): Promise<ClaimedDelivery | undefined> {
  const [row] = await database.query<RawClaim>(CLAIM, [id, LEASE_SECONDS]);
  return (
    row && {
      id: row.id,
      organisation: row.organisation,
      subscriptionId: row.subscription_id,
      event: row.event,
      payload: row.payload,
      attempt: row.attempt,
      token: row.token,
      url: row.url,
      secrets: row.secrets,
    }
  );
}

interface RawClaim {
  readonly id: string;
  readonly organisation: string;
  readonly subscription_id: string;
  readonly event: string;
  readonly payload: Buffer;
  readonly attempt: number;
  readonly token: string;
  readonly url: string;
  readonly secrets: Buffer;
}

const CLAIM = `
  UPDATE gateway.delivery d
     SET state = 'sending', attempt = d.attempt + 1, token = d.token + 1,
         lease_until = clock_timestamp() + make_interval(secs => $2)
    FROM gateway.subscription s
   WHERE d.id = $1 AND s.id = d.subscription_id AND s.state = 'active'
     AND d.state IN ('queued', 'waiting', 'sending')
     AND d.not_before <= clock_timestamp()
     AND (d.lease_until IS NULL OR d.lease_until < clock_timestamp())
     AND ${FIRST_IN_LANE}
  RETURNING d.id, d.organisation, d.subscription_id, d.event, d.payload, d.attempt, d.token, s.url, s.secrets`;

/** How an attempt ended. */
export interface DeliveryEnd {
  readonly delivery: ClaimedDelivery;
  readonly outcome: Outcome;
  readonly code?: string;
  readonly next: { readonly state: 'done' | 'waiting' | 'dead-letter'; readonly delayMs?: number };
  /** The subscriber said that it is gone. */
  readonly disable: boolean;
  readonly entry: NewEntry;
}

/**
 * Records the attempt, the next state, and how the subscriber is doing, in one transaction. From a claim that another has overtaken
 * only the attempt is recorded: it was made.
 *
 * @returns whether this attempt was the one after which the subscription is left alone.
 */
export function endDelivery(
  pool: DatabasePool,
  archive: Archive,
  end: DeliveryEnd,
): Promise<{ readonly disabled: boolean }> {
  const { delivery, outcome, code, next } = end;
  const { id, token, subscriptionId, organisation } = delivery;
  return pool.transaction(async (database) => {
    await archive.append(database, end.entry);
    const held = await database.query(END, [id, token, next.state, next.delayMs ?? 0, outcome, code ?? null]);
    if (held.length === 0) return { disabled: false };
    if (outcome === 'answered') {
      await database.query(RECOVERED, [subscriptionId]);
      return { disabled: false };
    }
    const [failed] = await database.query<{ state: string }>(FAILED, [subscriptionId, end.disable, FAILING_DAYS_MAX]);
    if (failed?.state !== 'disabled') return { disabled: false };
    const why = end.disable ? 'the subscriber is gone (410)' : `only failures for ${FAILING_DAYS_MAX} days`;
    await archive.append(database, {
      kind: 'admin',
      organisation,
      details: { what: 'subscription disabled', id: subscriptionId, why },
    });
    return { disabled: true };
  });
}

/** A subscriber that only fails for this long is left alone until a person switches it on again. */
const FAILING_DAYS_MAX = 5;

const END = `
  UPDATE gateway.delivery
     SET state = $3, not_before = clock_timestamp() + make_interval(secs => $4::double precision / 1000), outcome = $5, code = $6,
         lease_until = NULL, relayed_at = NULL,
         finished_at = CASE WHEN $3 IN ('done', 'dead-letter') THEN clock_timestamp() END
   WHERE id = $1 AND token = $2 AND state = 'sending'
  RETURNING id`;

const RECOVERED = 'UPDATE gateway.subscription SET failing_since = NULL WHERE id = $1 AND failing_since IS NOT NULL';

// One that a person has switched off meanwhile is left as it is.
const FAILED = `
  UPDATE gateway.subscription
     SET failing_since = coalesce(failing_since, clock_timestamp()),
         state = CASE WHEN $2 OR failing_since < clock_timestamp() - make_interval(days => $3) THEN 'disabled' ELSE state END,
         disabled_at = CASE WHEN $2 OR failing_since < clock_timestamp() - make_interval(days => $3) THEN clock_timestamp() END
   WHERE id = $1 AND state = 'active'
  RETURNING state`;
