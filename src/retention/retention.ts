import type { Archive } from '../log/archive.ts';
import type { DatabasePool } from '../store/pool.ts';

/** A centre whose content is not kept for ever. */
export interface Retained {
  readonly organisation: string;
  readonly retentionDays: number;
}

/** What one run destroyed. */
export interface Destruction {
  readonly organisation: string;
  /** Entries whose content can be read no more. */
  readonly destroyed: number;
  /** Entries whose time has come and whose exchange is not over: they go when it is. */
  readonly held: number;
}

export interface RetentionParts {
  /** In the role `retention`, which can do this and nothing else. */
  readonly pool: DatabasePool;
  readonly archive: Archive;
  readonly now: () => Date;
}

/** Entries of one transaction. */
const SLICE = 5_000;
const DAY_MS = 24 * 60 * 60_000;

/**
 * Destroys the content of a centre's log that is older than its retention: the wrapped keys go, so that nobody can read it any more,
 * while entry, content hash and every proof about it stand. What was destroyed is itself an entry, in the same transaction.
 *
 * Backups hold the keys for as long as backups are kept: the retention of a centre ends when the oldest of them is gone.
 */
export async function destroyOldContent(
  { pool, archive, now }: RetentionParts,
  { organisation, retentionDays }: Retained,
): Promise<Destruction> {
  const before = new Date(now().getTime() - retentionDays * DAY_MS);
  for (let destroyed = 0; ;) {
    const slice = await pool.transaction(async (database) => {
      const [row] = await database.query<RawSlice>(DESTROY, [organisation, before, SLICE]);
      if (row === undefined) throw new Error('destroy_content gave no row');
      if (row.destroyed > 0) {
        const { destroyed: entries, first_index: first, last_index: last } = row;
        const rule = { retentionDays, before: before.toISOString() };
        const details = { what: 'content destroyed', ...rule, entries, first: Number(first), last: Number(last) };
        await archive.append(database, { kind: 'admin', organisation, details });
      }
      return row;
    });
    destroyed += slice.destroyed;
    if (slice.looked_at < SLICE) return { organisation, destroyed, held: slice.held };
  }
}

const DESTROY = 'SELECT * FROM gateway.destroy_content($1, $2, $3)';

interface RawSlice {
  readonly looked_at: number;
  readonly destroyed: number;
  readonly held: number;
  readonly first_index: string | null;
  readonly last_index: string | null;
}
