import { createPostgresBackend, Queue, runMigrations, Worker } from 'bullmq';
import type { Backend } from './bullmq-queue.ts';

/** What BullMQ's PostgreSQL backend needs of a pool; a `pg.Pool` in the queue's own role. */
export type QueuePool = Exclude<
  Parameters<typeof createPostgresBackend>[1]['connection'],
  string | { schema?: string }
>;

/** Where BullMQ's tables live; `store/roles.sql` makes it for the queue's own role. */
const SCHEMA = 'bullmq';

/** Brings BullMQ's tables to the version of this program; part of `gateway migrate`. */
export async function migrateQueue(connection: Parameters<typeof runMigrations>[0]): Promise<void> {
  await runMigrations(connection, SCHEMA);
}

/** BullMQ on PostgreSQL: the embedded default, and small centres that want one database and nothing else. */
export function openPostgresBackend(pool: QueuePool): Backend {
  return {
    queue: (name, options) => new Queue(name, { ...options, connection: pool }, createPostgresBackend) as never,
    worker: (name, process, options) =>
      new Worker(name, process, { ...options, connection: pool }, createPostgresBackend) as never,
    check: async () => {
      await pool.query('SELECT 1');
    },
    close: () => pool.end(),
  };
}
