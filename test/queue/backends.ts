import { Redis } from 'ioredis';
import type { Backend, QueueTiming } from '../../src/queue/bullmq-queue.ts';
import { openPostgresBackend, type QueuePool } from '../../src/queue/postgres-backend.ts';
import { openRedisBackend } from '../../src/queue/redis-backend.ts';
import { openQueuePool } from '../../src/store/queue-pool.ts';
import { asSuperuser, testDatabase, type TestDatabase } from '../support/database.ts';
import { tcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { installed } from '../support/tools.ts';
import { redisServer, type RedisServer } from './redis-server.ts';

/** For tests that wait for what takes half a minute in production. */
export const HASTY: QueueTiming = { lockMs: 1_000, stalledEveryMs: 500, addMs: 1_000, closeMs: 300 };

/** Where BullMQ lives in a test, and what can happen to it there. */
export interface QueueHome {
  readonly name: string;
  start(): Promise<void>;
  open(onError: (error: Error) => void): Backend;
  /** Everything is gone, as after a disk. */
  lose(): Promise<void>;
  /** Every byte that the queue holds, as text. */
  dump(): Promise<string>;
  /** It is away; and there again. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  remove(): Promise<void>;
}

/** Both, where both are installed. */
export function queueHomes(): QueueHome[] {
  return [new OnPostgres(), ...(installed('redis-server') ? [new OnRedis()] : [])];
}

class OnPostgres implements QueueHome {
  readonly name = 'PostgreSQL';
  private database!: TestDatabase;
  private proxy!: TcpProxy;
  private url = '';

  async start(): Promise<void> {
    this.database = await testDatabase();
    const url = new URL(this.database.url);
    this.proxy = await tcpProxy(Number(url.port));
    url.port = String(this.proxy.port);
    this.url = url.href;
  }

  open(onError: (error: Error) => void): Backend {
    return openPostgresBackend(openQueuePool(this.url, onError) as unknown as QueuePool);
  }

  async lose(): Promise<void> {
    await asSuperuser(this.database.superuserUrl, async (client) => {
      const names = await tables(this.database.superuserUrl);
      await client.query(`TRUNCATE ${names.filter((name) => !name.includes('migration')).join(', ')}`);
    });
  }

  async dump(): Promise<string> {
    const names = await tables(this.database.superuserUrl);
    return asSuperuser(this.database.superuserUrl, async (client) => {
      const texts: string[] = [];
      for (const name of names) {
        const { rows } = await client.query<{ t: string }>(`SELECT t::text AS t FROM ${name} t`);
        texts.push(...rows.map(({ t }) => `${name} ${t}`));
      }
      return texts.join('\n');
    });
  }

  goAway = (): Promise<void> => this.proxy.refuse();
  comeBack = (): Promise<void> => this.proxy.readmit();

  async remove(): Promise<void> {
    await this.proxy.close();
    await this.database.drop();
  }
}

async function tables(url: string): Promise<string[]> {
  return asSuperuser(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      "SELECT format('bullmq.%I', tablename) AS name FROM pg_tables WHERE schemaname = 'bullmq'",
    );
    return rows.map(({ name }) => name);
  });
}

class OnRedis implements QueueHome {
  readonly name = 'Redis';
  private server!: RedisServer;

  async start(): Promise<void> {
    this.server = await redisServer();
    await this.server.start();
  }

  open(onError: (error: Error) => void): Backend {
    return openRedisBackend(this.server.url, onError);
  }

  async lose(): Promise<void> {
    await this.with((redis) => redis.flushall());
  }

  dump(): Promise<string> {
    return this.with(async (redis) => {
      const keys = await redis.keys('*');
      // DUMP is a key's every byte; numbers and short texts stand in it as they are.
      const values = await Promise.all(keys.map(async (key) => `${key} ${await valueOf(redis, key)}`));
      return values.join('\n');
    });
  }

  goAway = (): Promise<void> => this.server.stop();
  comeBack = (): Promise<void> => this.server.start();
  remove = (): Promise<void> => this.server.remove();

  private async with<Result>(work: (redis: Redis) => Promise<Result>): Promise<Result> {
    const redis = new Redis(this.server.url);
    try {
      return await work(redis);
    } finally {
      redis.disconnect();
    }
  }
}

async function valueOf(redis: Redis, key: string): Promise<string> {
  const read: Readonly<Record<string, () => Promise<unknown>>> = {
    string: () => redis.get(key),
    list: () => redis.lrange(key, '0', '-1'),
    set: () => redis.smembers(key),
    zset: () => redis.zrange(key, '0', '-1'),
    hash: () => redis.hgetall(key),
    stream: () => redis.xrange(key, '-', '+'),
  };
  return JSON.stringify(await read[await redis.type(key)]?.());
}
