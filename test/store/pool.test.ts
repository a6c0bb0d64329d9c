import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatabasePool, openPool } from '../../src/store/pool.ts';
import { asSuperuser, testDatabase, type TestDatabase } from '../support/database.ts';
import { until } from '../support/until.ts';
import { tcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { patient } from '../support/patient.ts';

let database: TestDatabase;
let pool: DatabasePool;

beforeAll(async () => {
  database = await testDatabase();
  pool = database.pool('accept');
  await asSuperuser(database.superuserUrl, (client) =>
    client.query('CREATE TABLE public.note (id int PRIMARY KEY); GRANT ALL ON public.note TO gateway_accept'),
  );
});
afterAll(() => database.drop());

const unavailable = expect.objectContaining({ code: 'database-unavailable', retryAfterSeconds: 5 }) as Error;
const notes = async (): Promise<number[]> =>
  (await pool.query<{ id: number }>('SELECT id FROM note ORDER BY id')).map(({ id }) => id);

async function end(pid: number): Promise<void> {
  await asSuperuser(database.superuserUrl, async (client) => {
    await client.query('SELECT pg_terminate_backend($1)', [pid]);
    await until(async () => (await client.query('SELECT FROM pg_stat_activity WHERE pid = $1', [pid])).rowCount === 0);
  });
}

describe('a transaction', () => {
  it('keeps all of its statements, or none', async () => {
    await pool.transaction((transaction) => transaction.query('INSERT INTO note VALUES (1)'));
    const second = pool.transaction(async (transaction) => {
      await transaction.query('INSERT INTO note VALUES (2)');
      await transaction.query('INSERT INTO note VALUES (1)');
    });
    await expect(second).rejects.toMatchObject({ code: '23505' });
    expect(await notes()).toEqual([1]);
  });

  it('whose server goes away between two statements is answered, and does not end the process', async () => {
    const lost: string[] = [];
    const watched = openPool({
      url: database.url,
      role: 'accept',
      connectionsMax: 1,
      onConnectionLost: ({ message }) => lost.push(message),
    });
    const attempt = watched.transaction(async (transaction) => {
      await transaction.query('INSERT INTO note VALUES (3)');
      const [row] = await transaction.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await end(row?.pid ?? 0);
      await until(() => lost.length > 0);
      await transaction.query('INSERT INTO note VALUES (4)');
    });
    await expect(attempt).rejects.toEqual(unavailable);
    expect(lost.join()).toMatch(/terminat/);
    expect(await watched.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(await notes()).toEqual([1]);
    await watched.close();
  });

  it('is run again when the database asks for it, and only then', async () => {
    let runs = 0;
    const failing = (code: string) => {
      runs = 0;
      return pool.transaction(async (transaction) => {
        runs += 1;
        if (runs < 3) await transaction.query(`DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '${code}'; END $$`);
        return runs;
      });
    };
    expect(await failing('40001')).toBe(3);
    expect(await failing('40P01')).toBe(3);
    await expect(failing('23505')).rejects.toMatchObject({ code: '23505' });
    expect(runs).toBe(1);
  });

  it('is not run for ever', async () => {
    let runs = 0;
    const deadlocked = pool.transaction((transaction) => {
      runs += 1;
      return transaction.query("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40P01'; END $$");
    });
    await expect(deadlocked).rejects.toMatchObject({ code: '40P01' });
    expect(runs).toBe(3);
  });
});

describe('a pool', () => {
  it('acts in its role and in no other', async () => {
    for (const role of ['accept', 'worker', 'auditor', 'ops', 'retention'] as const) {
      expect(await database.pool(role).query('SELECT current_user::text AS role')).toEqual([
        { role: `gateway_${role}` },
      ]);
    }
  });

  it('replaces a connection that was lost while nobody used it', async () => {
    const lost: Error[] = [];
    const idle = openPool({
      url: database.url,
      role: 'ops',
      connectionsMax: 1,
      onConnectionLost: (error) => lost.push(error),
    });
    const [row] = await idle.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await end(row?.pid ?? 0);
    await until(() => lost.length > 0);
    expect(await idle.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await idle.close();
  });

  it('says that the database is not there when nobody listens', async () => {
    const nowhere = openPool({ url: 'postgres://a:b@127.0.0.1:1/x', role: 'accept', connectionsMax: 1 });
    await expect(nowhere.query('SELECT 1')).rejects.toEqual(unavailable);
    await expect(nowhere.transaction((transaction) => transaction.query('SELECT 1'))).rejects.toEqual(unavailable);
    await nowhere.close();
  });

  it('waits no longer than two seconds for a server that takes the call and says nothing', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await until(() => silent.listening);
    const { port } = silent.address() as { port: number };
    const deaf = openPool({ url: `postgres://a:b@127.0.0.1:${port}/x`, role: 'accept', connectionsMax: 2 });
    const started = Date.now();
    const both = [deaf.query('SELECT 1'), deaf.transaction((transaction) => transaction.query('SELECT 1'))];
    for (const answer of await Promise.allSettled(both))
      expect(answer).toMatchObject({ status: 'rejected', reason: unavailable });
    expect(Date.now() - started).toBeLessThan(patient(2_600));
    await deaf.close();
    silent.close();
  });
});

describe('a server that is killed as it greets', () => {
  it('costs that attempt, and does not end the process', async () => {
    // The greeting and the farewell arrive in one piece: node-postgres reads both before anybody has been handed the connection.
    const dying = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(Buffer.concat([AUTHENTICATED, READY, TERMINATED])));
    }).listen(0, '127.0.0.1');
    await until(() => dying.listening);
    const { port } = dying.address() as { port: number };
    const pool = openPool({ url: `postgres://a:b@127.0.0.1:${port}/x`, role: 'accept', connectionsMax: 1 });
    await expect(pool.transaction((transaction) => transaction.query('SELECT 1'))).rejects.toEqual(unavailable);
    await expect(pool.query('SELECT 1')).rejects.toEqual(unavailable);
    await pool.close();
    dying.close();
  });

  /** A message of PostgreSQL's protocol: a letter, the length, the content. */
  function message(letter: string, content: Buffer): Buffer {
    const head = Buffer.alloc(5);
    head.write(letter);
    head.writeUInt32BE(content.length + 4, 1);
    return Buffer.concat([head, content]);
  }
  const AUTHENTICATED = message('R', Buffer.alloc(4));
  const READY = message('Z', Buffer.from('I'));
  const TERMINATED = message('E', Buffer.from('SFATAL\0C57P01\0Mterminating connection\0\0'));
});

describe('a server that stops answering', () => {
  let proxy: TcpProxy;
  let distant: DatabasePool;
  const STATEMENT_TIMEOUT_MS = 300;

  beforeAll(async () => {
    const url = new URL(database.url);
    proxy = await tcpProxy(Number(url.port));
    url.port = String(proxy.port);
    distant = openPool({
      url: url.href,
      role: 'accept',
      connectionsMax: 1,
      statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    });
  });
  afterAll(async () => {
    await distant.close();
    await proxy.close();
  });

  it('costs one time limit and not two, in a transaction too', async () => {
    const started = Date.now();
    const attempt = distant.transaction(async (transaction) => {
      await transaction.query('INSERT INTO note VALUES (5)');
      proxy.freeze();
      await transaction.query('INSERT INTO note VALUES (6)');
    });
    await expect(attempt).rejects.toEqual(unavailable);
    expect(Date.now() - started).toBeLessThan(patient(STATEMENT_TIMEOUT_MS + 1_000 + 500));
    proxy.thaw();
    expect(await distant.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(await notes()).not.toContain(5);
  });

  it('is told from a statement that is at fault', async () => {
    await expect(distant.query('SELECT pg_sleep(2)')).rejects.toEqual(unavailable);
    await expect(distant.query('SELEC 1')).rejects.toMatchObject({ code: '42601' });
    proxy.cut();
    await distant.query('SELECT 1').catch(() => undefined);
    expect(await distant.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});

describe('a table that a migration changes while the gateway runs', () => {
  it('is read as it now is, alone and in a transaction', async () => {
    const read = 'SELECT * FROM changing WHERE id = $1';
    await asSuperuser(database.superuserUrl, (client) =>
      client.query(
        'CREATE TABLE public.changing (id int); INSERT INTO changing VALUES (1); GRANT SELECT ON changing TO PUBLIC',
      ),
    );
    const single = openPool({ url: database.url, role: 'accept', connectionsMax: 1 });
    expect(await single.query(read, [1])).toEqual([{ id: 1 }]);

    await asSuperuser(database.superuserUrl, (client) => client.query('ALTER TABLE changing ADD more text'));
    expect(await single.query(read, [1])).toEqual([{ id: 1, more: null }]);

    await asSuperuser(database.superuserUrl, (client) => client.query('ALTER TABLE changing ADD yet_more text'));
    expect(await single.transaction((transaction) => transaction.query(read, [1]))).toEqual([
      { id: 1, more: null, yet_more: null },
    ]);
    await single.close();
  });
});
