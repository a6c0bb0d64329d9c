import { actsFor, type Client } from '../domain/client.ts';
import type { CalendarDay } from '../domain/calendar-day.ts';
import type { Registration } from '../domain/lesson.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import { isUuid } from '../domain/uuid.ts';
import type { Vault } from '../log/vault.ts';
import type { Database, DatabasePool } from '../store/pool.ts';
import type { Ids } from '../telemetry/ids.ts';
import type { Log } from './ports.ts';
import { conflictPlace } from './ssin-changes.ts';

/**
 * Where people stand with a conflict: `open` nobody has dealt with it; `settled` the two centres agreed; `referred` they did not, and SPP IS
 * / POD MI was asked.
 */
export const CONFLICT_STATES = ['open', 'settled', 'referred'] as const;
export type ConflictState = (typeof CONFLICT_STATES)[number];

/** A registration of another centre that collides with ours. */
export interface Conflict {
  readonly id: string;
  readonly organisation: string;
  readonly ssin: string;
  /** The other centre, by the NIS code of its municipality. */
  readonly nisCode: string;
  readonly qualityCode: number;
  readonly firstDay: CalendarDay;
  readonly lastDay: CalendarDay | undefined;
  readonly state: ConflictState;
  readonly note: string | undefined;
  readonly seenAt: Date;
  readonly lastSeenAt: Date;
}

/** A person's change of a conflict. */
export interface ConflictChange {
  readonly state: ConflictState;
  readonly note: string;
  readonly user: { readonly ssin: string; readonly name?: string };
}

export interface ConflictParts {
  readonly vault: Vault;
  readonly ids: Ids;
  readonly log: Log;
}

/**
 * Keeps the collisions that a reply showed. One that is known is seen again; one that was settled and has other days now is open again,
 * since what was agreed on is not what is there.
 */
export async function keepConflicts(
  { vault, ids, log }: ConflictParts,
  database: Database,
  { organisation, ssin }: { readonly organisation: string; readonly ssin: string },
  found: readonly Registration[],
): Promise<void> {
  const person = vault.personLane(ssin);
  for (const { nisCode, qualityCode, firstDay, lastDay } of found) {
    const id = ids.uuid();
    const sealed = vault.sealSecret(ssin, conflictPlace(id));
    const days = [firstDay, lastDay ?? null];
    const [kept] = await database.query<{ id: string; is_news: boolean }>(KEEP, [
      id,
      organisation,
      person,
      sealed,
      nisCode,
      qualityCode,
      ...days,
    ]);
    if (kept?.is_news !== true) continue;
    const details = { what: 'conflict seen', conflict: kept.id, nisCode, firstDay, lastDay, subjects: [ssin] };
    await log.record(database, { kind: 'integration', organisation, subjects: [ssin], qualityCode, details });
  }
}

const KEEP = `
  INSERT INTO gateway.integration_conflict AS c (id, organisation, person, ssin, nis_code, quality_code, first_day, last_day, state)
  VALUES ($1, $2, $3, $4, $5, $6, $7::date, $8::date, 'open')
  ON CONFLICT (organisation, person, nis_code, quality_code, first_day) DO UPDATE
     SET last_seen_at = now(), last_day = excluded.last_day,
         state = CASE WHEN c.last_day IS DISTINCT FROM excluded.last_day THEN 'open' ELSE c.state END,
         changed_at = CASE WHEN c.last_day IS DISTINCT FROM excluded.last_day THEN now() ELSE c.changed_at END
  RETURNING c.id, c.changed_at = now() AS is_news`;

/** What a list of conflicts may be narrowed to. */
export interface ConflictFilter {
  readonly organisation: string;
  readonly state?: ConflictState;
  readonly before?: string;
  readonly limit: number;
}

/** The conflicts of a centre, for the people who settle them. Each showing is a reading of personal data, each change an entry of the log. */
export class Conflicts {
  private readonly pool: DatabasePool;
  private readonly parts: ConflictParts;

  constructor(pool: DatabasePool, parts: ConflictParts) {
    this.pool = pool;
    this.parts = parts;
  }

  /** A page, newest first. */
  async list(client: Client, { organisation, state, before, limit }: ConflictFilter): Promise<Conflict[]> {
    if (before !== undefined && !isUuid(before)) throw new GatewayError('not-found');
    const rows = await this.pool.query<RawConflict>(LIST, [organisation, state ?? null, before ?? null, limit]);
    const conflicts = rows.map((row) => this.open(row));
    await this.recordReading(client, organisation, conflicts);
    return conflicts;
  }

  /** One conflict. @throws GatewayError `not-found`, for another centre's as for none */
  async view(client: Client, id: string): Promise<Conflict> {
    const conflict = this.open(await this.row(this.pool, client, id));
    await this.recordReading(client, conflict.organisation, [conflict]);
    return conflict;
  }

  /** Writes down what people agreed on, or that they did not. @throws GatewayError `not-found` */
  change(client: Client, id: string, { state, note, user }: ConflictChange): Promise<Conflict> {
    const { vault, log } = this.parts;
    return this.pool.transaction(async (database) => {
      const { organisation, ssin } = this.open(await this.row(database, client, id));
      const [row] = await database.query<RawConflict>(CHANGE, [id, state, vault.sealSecret(note, notePlace(id))]);
      if (row === undefined) throw new GatewayError('not-found');
      await log.record(database, {
        kind: 'command',
        organisation,
        client: client.id,
        actor: user.ssin,
        subjects: [ssin],
        outcome: state,
        details: { what: 'conflict', conflict: id, user, note, subjects: [ssin] },
      });
      return this.open(row);
    });
  }

  private async row(database: Database, client: Client, id: string): Promise<RawConflict> {
    const [row] = isUuid(id) ? await database.query<RawConflict>(`SELECT ${COLUMNS} WHERE id = $1`, [id]) : [];
    if (row === undefined || !actsFor(client, row.organisation)) throw new GatewayError('not-found');
    return row;
  }

  private open(row: RawConflict): Conflict {
    const { vault } = this.parts;
    return {
      id: row.id,
      organisation: row.organisation,
      ssin: vault.openSecret(row.ssin, conflictPlace(row.id)),
      nisCode: row.nis_code,
      qualityCode: row.quality_code,
      firstDay: row.first_day,
      lastDay: row.last_day ?? undefined,
      state: row.state,
      note: row.note === null ? undefined : vault.openSecret(row.note, notePlace(row.id)),
      seenAt: row.seen_at,
      lastSeenAt: row.last_seen_at,
    };
  }

  private async recordReading(client: Client, organisation: string, shown: readonly Conflict[]): Promise<void> {
    if (shown.length === 0) return;
    const subjects = [...new Set(shown.map(({ ssin }) => ssin))];
    const details = { what: 'conflicts', conflicts: shown.map(({ id }) => id), subjects };
    await this.parts.log.record(this.pool, { kind: 'read', organisation, client: client.id, subjects, details });
  }
}

function notePlace(id: string): string {
  return `conflict/${id}/note`;
}

interface RawConflict {
  readonly id: string;
  readonly organisation: string;
  readonly ssin: Buffer;
  readonly nis_code: string;
  readonly quality_code: number;
  readonly first_day: CalendarDay;
  readonly last_day: CalendarDay | null;
  readonly state: ConflictState;
  readonly note: Buffer | null;
  readonly seen_at: Date;
  readonly last_seen_at: Date;
}

const OWN = `id, organisation, ssin, nis_code, quality_code, first_day::text AS first_day, last_day::text AS last_day, state, note,
  seen_at, last_seen_at`;
const COLUMNS = `${OWN} FROM gateway.integration_conflict`;

const LIST = `
  SELECT ${COLUMNS}
   WHERE organisation = $1 AND ($2::text IS NULL OR state = $2) AND ($3::uuid IS NULL OR id < $3)
   ORDER BY id DESC LIMIT $4`;

const CHANGE = `
  UPDATE gateway.integration_conflict SET state = $2, note = $3, changed_at = now() WHERE id = $1 RETURNING ${OWN}`;
