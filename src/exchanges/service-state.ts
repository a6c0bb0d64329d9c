import { type Passage, PROBE_DELAYS_MS, REFUSALS_MAX, type ServiceWait } from '../domain/service-state.ts';
import type { Database, DatabasePool } from '../store/pool.ts';

/** Whose messages, and where they go. */
export interface ServiceKey {
  readonly organisation: string;
  readonly address: string;
}

/**
 * Asks whether a message may leave. Of those that come when it is time to try again, one may, for as long as `probeMs`; the others
 * wait for what becomes of it.
 */
export async function enterService(database: Database, key: ServiceKey, probeMs: number): Promise<Passage> {
  const [row] = await database.query<{ closed: boolean; probing: boolean; wait_ms: number }>(ENTER, [
    key.organisation,
    key.address,
    probeMs,
  ]);
  if (row === undefined) return { kind: 'open', counted: false };
  if (!row.closed) return { kind: 'open', counted: true };
  return row.probing ? { kind: 'probe' } : { kind: 'closed', waitMs: Math.max(0, row.wait_ms) };
}

const ENTER = `
  WITH probe AS (
    UPDATE gateway.service_state SET probe_until = clock_timestamp() + make_interval(secs => $3::double precision / 1000)
     WHERE organisation = $1 AND address = $2
       AND next_probe_at <= clock_timestamp() AND (probe_until IS NULL OR probe_until < clock_timestamp())
    RETURNING address
  )
  SELECT next_probe_at IS NOT NULL AS closed, EXISTS (SELECT FROM probe) AS probing,
         extract(epoch FROM greatest(next_probe_at, probe_until) - clock_timestamp())::double precision * 1000 AS wait_ms
    FROM gateway.service_state WHERE organisation = $1 AND address = $2`;

/**
 * Counts a message that was not let in.
 *
 * @returns milliseconds for it to wait, when the service was closed already; undefined while messages still go out, and for the one
 * that closed it.
 */
export async function countRefusal(
  database: Database,
  key: ServiceKey,
  httpStatus: number,
  isProbe: boolean,
): Promise<Refusal> {
  const [row] = await database.query<{ refusals: number; next_probe_at: Date | null; wait_ms: number | null }>(
    REFUSED,
    [key.organisation, key.address, httpStatus, isProbe, REFUSALS_MAX, PROBE_DELAYS_MS],
  );
  if (row === undefined) throw new Error('a refusal was not counted');
  return {
    closedNow: row.refusals === REFUSALS_MAX,
    ...(row.refusals > REFUSALS_MAX && { waitMs: Math.max(0, row.wait_ms ?? 0) }),
  };
}

/** What follows from a refusal. */
export interface Refusal {
  /** This one made the service wait. */
  readonly closedNow: boolean;
  /** It was waiting already: so does this message, for that long. */
  readonly waitMs?: number;
}

// Messages that were under way when the service closed say nothing new: only the one that tries moves the next trial.
const REFUSED = `
  INSERT INTO gateway.service_state AS s (organisation, address, http_status) VALUES ($1, $2, $3)
  ON CONFLICT (organisation, address) DO UPDATE
     SET http_status = excluded.http_status,
         refusals = s.refusals + 1,
         probes = s.probes + $4::boolean::integer,
         next_probe_at = CASE
           WHEN s.refusals + 1 < $5::integer THEN NULL
           WHEN s.next_probe_at IS NULL OR $4::boolean THEN clock_timestamp() + make_interval(secs =>
             ($6::double precision[])[least(s.probes + $4::boolean::integer + 1, cardinality($6::double precision[]))] / 1000)
           ELSE s.next_probe_at END,
         probe_until = CASE WHEN $4::boolean THEN NULL ELSE s.probe_until END
  RETURNING refusals, next_probe_at,
            extract(epoch FROM next_probe_at - clock_timestamp())::double precision * 1000 AS wait_ms`;

/** The message that tried did not come as far as the entrance, or broke: another one tries later. */
export async function endProbe(database: Database, key: ServiceKey): Promise<void> {
  await database.query(END_PROBE, [key.organisation, key.address, PROBE_DELAYS_MS]);
}

const END_PROBE = `
  UPDATE gateway.service_state s
     SET probes = s.probes + 1, probe_until = NULL,
         next_probe_at = clock_timestamp() + make_interval(secs =>
           ($3::double precision[])[least(s.probes + 2, cardinality($3::double precision[]))] / 1000)
   WHERE organisation = $1 AND address = $2 AND next_probe_at IS NOT NULL`;

/** A message was let in: whatever waits for this service goes on at once. @returns true when messages had to wait. */
export function openService(pool: DatabasePool, { organisation, address }: ServiceKey): Promise<boolean> {
  return pool.transaction(async (database) => {
    const [opened] = await database.query<{ was_closed: boolean }>(OPEN, [organisation, address]);
    if (opened?.was_closed !== true) return false;
    await database.query(WAKE, [organisation, address]);
    return true;
  });
}

const OPEN = `
  DELETE FROM gateway.service_state WHERE organisation = $1 AND address = $2
  RETURNING next_probe_at IS NOT NULL AS was_closed`;

const WAKE = `
  UPDATE gateway.exchange SET not_before = clock_timestamp(), relayed_at = NULL, address = NULL
   WHERE organisation = $1 AND address = $2 AND state = 'waiting'`;

/** A person says that the cause is mended: the next message tries at once. */
export async function hastenProbe(database: Database, key: ServiceKey): Promise<void> {
  await database.query(HASTEN, [key.organisation, key.address]);
}

const HASTEN = `
  UPDATE gateway.service_state SET next_probe_at = clock_timestamp()
   WHERE organisation = $1 AND address = $2 AND next_probe_at > clock_timestamp()`;

/** Why messages to this service wait; undefined when they do not. */
export async function findServiceWait(database: Database, key: ServiceKey): Promise<ServiceWait | undefined> {
  const [row] = await database.query<RawWait>(`${WAITS} AND organisation = $1 AND address = $2`, [
    key.organisation,
    key.address,
  ]);
  return row === undefined ? undefined : toWait(row);
}

/** All services that messages wait for, the longest first. */
export async function listServiceWaits(database: Database): Promise<(ServiceWait & ServiceKey)[]> {
  const rows = await database.query<RawWait & ServiceKey>(`${WAITS} ORDER BY since LIMIT ${LISTED_MAX}`);
  return rows.map((row) => ({ organisation: row.organisation, address: row.address, ...toWait(row) }));
}

const LISTED_MAX = 100;

const WAITS = `
  SELECT organisation, address, http_status, since, next_probe_at FROM gateway.service_state WHERE next_probe_at IS NOT NULL`;

interface RawWait {
  readonly http_status: number;
  readonly since: Date;
  readonly next_probe_at: Date;
}

function toWait({ http_status: httpStatus, since, next_probe_at: nextProbeAt }: RawWait): ServiceWait {
  return { httpStatus, since, nextProbeAt };
}

/** Puts an exchange off until its service lets messages in again, and gives the claim back. No attempt was made. */
export async function hold(database: Database, exchange: Held): Promise<void> {
  const { id, token, address, waitMs, code } = exchange;
  await database.query(HOLD, [id, token, waitMs, address, code]);
}

/** An exchange that has to wait. */
export interface Held {
  readonly id: string;
  readonly token: string;
  readonly address: string;
  readonly waitMs: number;
  /** Code of the problem catalogue. */
  readonly code: string;
}

const HOLD = `
  UPDATE gateway.exchange
     SET state = 'waiting', code = $5, address = $4,
         not_before = clock_timestamp() + make_interval(secs => $3::double precision / 1000),
         lease_until = NULL, relayed_at = NULL
   WHERE id = $1 AND token = $2 AND state = 'sending'`;
