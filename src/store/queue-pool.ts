import pg from 'pg';
import { systemClock } from '../telemetry/clock.ts';
import { databaseAddress } from './database-tls.ts';
import { isUnavailable } from './database-errors.ts';
import { survivePassingHands } from './pool.ts';

/**
 * A pool for BullMQ's own tables, in the role that owns them and nothing else. BullMQ takes it as it is; the queue room treats it as
 * an opaque value, since only this room may know node-postgres.
 */
export function openQueuePool(url: string, onError: (error: Error) => void): pg.Pool {
  const pool = new PatientPool({
    ...databaseAddress(url),
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

/** What BullMQ asks once per queue and worker, before anything else: the ledger of its own migrations. */
const READINESS = /\bmin_client_version\b/;

/**
 * Answers the question whether BullMQ may begin as soon as the database can, however long that takes: BullMQ remembers for ever that it
 * failed, would need a restart when the database is back, and asks again without a pause until then.
 */
class PatientPool extends pg.Pool {
  private wasConnected = false;

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: OnConnected): void;
  override connect(callback?: OnConnected): Promise<pg.PoolClient> | undefined {
    if (callback === undefined) return this.patientClient();
    super.connect(callback);
    return undefined;
  }

  /** A client whose connection may be lost between here and the question. */
  private async patientClient(): Promise<pg.PoolClient> {
    const client = this.wasConnected ? await super.connect() : await this.firstConnection();
    const query = client.query.bind(client) as Query;
    const release = client.release.bind(client);
    return Object.assign(client, {
      query: async (text: string, values?: unknown[]) => {
        try {
          return await query(text, values);
        } catch (error) {
          if (!READINESS.test(text) || !isUnavailable(error) || this.ending) throw error;
          return this.whenBack(text, values);
        }
      },
      release: (broken?: Error | boolean) => {
        // The next who holds this connection is the pool itself, which calls it otherwise.
        Reflect.deleteProperty(client, 'query');
        release(broken);
      },
    });
  }

  private async whenBack(text: string, values: unknown[] | undefined): Promise<unknown> {
    for (;;) {
      await systemClock.sleep(TRY_AGAIN_MS);
      try {
        return await this.query(text, values);
      } catch (error) {
        if (this.ending || !isUnavailable(error)) throw error;
      }
    }
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

type Query = (text: string, values?: unknown[]) => Promise<unknown>;
