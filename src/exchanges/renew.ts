import type { ExchangeId } from '../domain/exchange.ts';
import type { Database } from '../store/pool.ts';

/** What a worker holds. */
export interface HeldLease {
  readonly id: ExchangeId;
  readonly token: string;
}

/** Prolongs the leases that are still ours; one statement for all that a worker has in hand. @returns those it could prolong. */
export async function renewLeases(
  database: Database,
  held: readonly HeldLease[],
  leaseMs: number,
): Promise<readonly HeldLease[]> {
  if (held.length === 0) return [];
  return database.query<HeldLease>(RENEW, [held.map(({ id }) => id), held.map(({ token }) => token), leaseMs]);
}

const RENEW = `
  UPDATE gateway.exchange x
     SET lease_until = clock_timestamp() + make_interval(secs => $3::double precision / 1000)
    FROM unnest($1::uuid[], $2::bigint[]) AS held (id, token)
   WHERE x.id = held.id AND x.token = held.token AND x.lease_until > clock_timestamp()
  RETURNING x.id, x.token`;
