import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type DatabasePool, type DatabaseRole, openPool } from '../../src/store/pool.ts';
import { APPLICATION_PASSWORD, APPLICATION_USER, TEMPLATE } from '../setup/global.ts';

/** A database of one test file: migrated, empty, gone afterwards. */
export interface TestDatabase {
  /** As the application connects. */
  readonly url: string;
  /** As nobody in production may. */
  readonly superuserUrl: string;
  pool(role: DatabaseRole, connectionsMax?: number): DatabasePool;
  /** Ends every pool, and the database; throws when a connection was left open. */
  drop(): Promise<void>;
}

/** Clones the template. About 60 ms. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = inject('postgresUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asSuperuser(server, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`));
  const superuserUrl = withPath(server, name);
  const url = new URL(superuserUrl);
  url.username = APPLICATION_USER;
  url.password = APPLICATION_PASSWORD;
  const pools: DatabasePool[] = [];
  return {
    url: url.href,
    superuserUrl,
    pool: (role, connectionsMax = 4) => {
      const pool = openPool({ url: url.href, role, connectionsMax });
      pools.push(pool);
      return pool;
    },
    drop: async () => {
      await Promise.all(pools.map((pool) => pool.close()));
      await asSuperuser(server, async (client) => {
        const left = await openConnections(client, name);
        await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
        if (left.length > 0) throw new Error(`connections left open: ${left.join(', ')}`);
      });
    },
  };
}

/** Runs SQL as a superuser on some database, on a connection of its own. */
export async function asSuperuser<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Who is still connected; a pool that was just closed gets a moment to leave. */
async function openConnections(client: pg.Client, database: string): Promise<string[]> {
  for (let attempt = 0; ; attempt += 1) {
    const { rows } = await client.query<{ application_name: string }>(
      'SELECT application_name FROM pg_stat_activity WHERE datname = $1',
      [database],
    );
    if (rows.length === 0 || attempt === 20) return rows.map((row) => row.application_name);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function withPath(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
