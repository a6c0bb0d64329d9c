import pg from 'pg';

/**
 * A pool for BullMQ's own tables, in the role that owns them and nothing else. BullMQ takes it as it is; the queue room treats it as
 * an opaque value, since only this room may know node-postgres.
 */
export function openQueuePool(url: string, onError: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    // Each worker keeps one connection to listen on.
    max: 8,
    keepAlive: true,
    connectionTimeoutMillis: 2_000,
    application_name: 'gateway-queue',
    options: '-c role=gateway_queue -c search_path=bullmq',
  });
  pool.on('error', onError);
  return pool;
}
