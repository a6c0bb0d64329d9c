import pg from 'pg';
import { systemClock } from '../telemetry/clock.ts';
import { survivePassingHands } from './pool.ts';

/**
 * A pool for BullMQ's own tables, in the role that owns them and nothing else. BullMQ takes it as it is; the queue room treats it as
 * an opaque value, since only this room may know node-postgres.
 */
export function openQueuePool(url: string, onError: (error: Error) => void): pg.Pool {
  const pool = new PatientPool({
    connectionString: url,
    // Each worker keeps one connection to listen on.
    max: 8,
    keepAlive: true,
    connectionTimeoutMillis: 2_000,
    application_name: 'gateway-queue',
    options: '-c role=gateway_queue -c search_path=bullmq',
  });
  pool.on('error', onError);
  survivePassingHands(pool);
  return pool;
}

const TRY_AGAIN_MS = 500;

type OnConnected = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  done: (release?: unknown) => void,
) => void;

/**
 * Waits for its first connection as long as it takes: BullMQ remembers for ever that its first one failed, and would need a restart
 * when the database is back.
 */
class PatientPool extends pg.Pool {
  private wasConnected = false;

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: OnConnected): void;
  override connect(callback?: OnConnected): Promise<pg.PoolClient> | undefined {
    if (callback === undefined) return this.wasConnected ? super.connect() : this.firstConnection();
    super.connect(callback);
    return undefined;
  }

  private async firstConnection(): Promise<pg.PoolClient> {
    for (;;) {
      try {
        const client = await super.connect();
        this.wasConnected = true;
        return client;
      } catch (error) {
        if (this.ending) throw error;
        await systemClock.sleep(TRY_AGAIN_MS);
      }
    }
  }
}
