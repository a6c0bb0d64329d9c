import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BullWorkQueue } from '../../src/queue/bullmq-queue.ts';
import { openPostgresBackend, type QueuePool } from '../../src/queue/postgres-backend.ts';
import { openQueuePool } from '../../src/store/queue-pool.ts';
import { asSuperuser, testDatabase, type TestDatabase } from '../support/database.ts';
import { tcpProxy } from '../support/tcp-proxy.ts';
import { pause } from '../support/until.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

it('the queue’s pool acts as the owner of the queue’s tables, and sees nothing of the log', async () => {
  const pool = openQueuePool(database.url, () => undefined);
  const { rows } = await pool.query<{ role: string; path: string }>(
    "SELECT current_user AS role, current_setting('search_path') AS path",
  );
  expect(rows).toEqual([{ role: 'gateway_queue', path: 'bullmq' }]);
  for (const table of ['entry', 'exchange', 'client', 'subscription'])
    await expect(pool.query(`SELECT FROM gateway.${table}`)).rejects.toMatchObject({ code: '42501' });
  await pool.end();
});

it('its first connection waits for a database that is not there yet', async () => {
  const proxy = await tcpProxy(Number(new URL(database.url).port));
  const url = new URL(database.url);
  url.port = String(proxy.port);
  await proxy.refuse();
  const pool = openQueuePool(url.href, () => undefined);
  let connected = false;
  const connecting = pool.connect().then((client) => {
    connected = true;
    client.release();
  });
  await pause(700);
  expect(connected).toBe(false);
  await proxy.readmit();
  await connecting;
  expect(connected).toBe(true);
  await pool.end();
  await proxy.close();
});

it('a pool that is closed while it waits gives up', async () => {
  const proxy = await tcpProxy(Number(new URL(database.url).port));
  const url = new URL(database.url);
  url.port = String(proxy.port);
  await proxy.refuse();
  const pool = openQueuePool(url.href, () => undefined);
  const connecting = expect(pool.connect()).rejects.toThrow();
  await pool.end();
  await connecting;
  await proxy.close();
});

it('a connection that is lost is told, and replaced at the next use', async () => {
  const lost: Error[] = [];
  const pool = openQueuePool(database.url, (error) => lost.push(error));
  await pool.query('SELECT 1');
  await asSuperuser(database.superuserUrl, (client) =>
    client.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'gateway-queue' AND datname = $1",
      [new URL(database.url).pathname.slice(1)],
    ),
  );
  await expect.poll(() => lost.length).toBeGreaterThan(0);
  expect((await pool.query<{ one: number }>('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await pool.end();
});

it('a queue whose connection is lost between its coming and BullMQ’s first question works once the database answers', async () => {
  const pool = openQueuePool(database.url, () => undefined);
  let lost = 0;
  pool.on('connect', (client) => {
    lost += 1;
    if (lost <= 3) (client as unknown as { connection: { stream: Socket } }).connection.stream.destroy();
  });
  const errors: Error[] = [];
  const backend = openPostgresBackend(pool as unknown as QueuePool);
  const queue = new BullWorkQueue('interrupted', backend, (error) => errors.push(error));
  const done: string[] = [];
  const worker = queue.work((id) => {
    done.push(id);
    return Promise.resolve();
  }, 1);

  const id = randomUUID();
  await expect
    .poll(() =>
      queue.add([{ id, occasion: 'first', urgent: false }]).then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);
  await expect.poll(() => done, { timeout: 10_000 }).toEqual([id]);

  expect(lost).toBeGreaterThan(3);
  expect(errors.length).toBeLessThan(20);
  await worker.close();
  await queue.close();
  await pool.end();
});
