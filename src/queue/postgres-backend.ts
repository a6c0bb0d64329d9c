import { createPostgresBackend, Queue, runMigrations, Worker } from 'bullmq';
import type { Backend } from './bullmq-queue.ts';

/** What BullMQ's PostgreSQL backend needs of a pool; a `pg.Pool` in the queue's own role. */
export type QueuePool = Exclude<
  Parameters<typeof createPostgresBackend>[1]['connection'],
  string | { schema?: string }
>;

/** BullMQ on PostgreSQL: the embedded default, and small centres that want one database and nothing else. */
export async function openPostgresBackend(pool: QueuePool): Promise<Backend> {
  const client = await pool.connect();
  try {
    await runMigrations(client, 'bullmq');
  } finally {
    client.release();
  }
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
