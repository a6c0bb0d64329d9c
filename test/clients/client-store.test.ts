import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashApiKey, newApiKey } from '../../src/clients/api-key.ts';
import { addClient, listClients, revokeClient } from '../../src/clients/client-store.ts';
import { findClientByKey } from './find-client.ts';
import type { Archive } from '../../src/log/archive.ts';
import type { DatabasePool } from '../../src/store/pool.ts';
import { testArchive } from '../support/archive.ts';
import { asSuperuser, testDatabase, type TestDatabase } from '../support/database.ts';
import { CENTRE, OTHER_CENTRE } from '../support/ledger.ts';

let database: TestDatabase;
let pool: DatabasePool;
/** In the role that checks the log, which reads all of it. */
let logPool: DatabasePool;
let archive: Archive;
beforeAll(async () => {
  database = await testDatabase();
  pool = database.pool('accept');
  logPool = database.pool('verify', 2);
  ({ archive } = testArchive());
});
afterAll(() => database.drop());

const add = (id: string, organisation = CENTRE, expiresAt?: Date): Promise<string> =>
  addClient(pool, archive, { id, organisation, rights: ['send', 'read'], ...(expiresAt && { expiresAt }) });

async function adminEntries(): Promise<{ organisation: string; details: unknown }[]> {
  const rows = await logPool.query<{ index: string; organisation: string }>(
    "SELECT index, organisation FROM gateway.entry WHERE kind = 'admin' ORDER BY index",
  );
  return Promise.all(
    rows.map(async ({ index, organisation }) => ({
      organisation,
      details: (await archive.read(logPool, index as never))?.details,
    })),
  );
}

describe('a key', () => {
  it('has 256 random bits, says what it is, and is never twice the same', () => {
    const keys = Array.from({ length: 100 }, newApiKey);
    expect(new Set(keys).size).toBe(100);
    for (const key of keys) expect(key).toMatch(/^cbg_[\w-]{43}$/);
  });

  it('is stored as its hash only: a stolen table opens nothing', async () => {
    const key = await add('hashed');
    const dump = await asSuperuser(database.superuserUrl, async (client) => {
      const { rows } = await client.query<{ row: string }>('SELECT client::text AS row FROM gateway.client');
      return rows.map(({ row }) => row).join('\n');
    });
    expect(dump).toContain('hashed');
    expect(dump).not.toContain(key);
    expect(dump).not.toContain(key.slice(4));
    expect(dump).toContain(hashApiKey(key).toString('hex'));
  });

  it('opens as its client, with the rights and the centre it was made for', async () => {
    const key = await add('opens');
    expect(await findClientByKey(pool, key)).toEqual({
      id: 'opens',
      organisation: CENTRE,
      rights: ['send', 'read'],
      bootstrap: false,
    });
  });

  it.each(['', 'cbg_', newApiKey()])('that nobody made opens nothing: "%s"', async (key) => {
    expect(await findClientByKey(pool, key)).toBeUndefined();
  });

  it('with one character changed, in front or behind, opens nothing', async () => {
    const key = await add('changed');
    for (const other of [`${key} `, ` ${key}`, key.slice(0, -1), key.toUpperCase(), `${key}=`])
      expect(await findClientByKey(pool, other)).toBeUndefined();
  });

  it('that has expired opens nothing, and one that has not does', async () => {
    const [past, future] = [
      await add('past', CENTRE, new Date(Date.now() - 1000)),
      await add('future', CENTRE, new Date(Date.now() + 60_000)),
    ];
    expect(await findClientByKey(pool, past)).toBeUndefined();
    expect(await findClientByKey(pool, future)).toMatchObject({ id: 'future' });
  });

  it('keeps no right that this version does not know', async () => {
    const key = await add('older');
    await asSuperuser(database.superuserUrl, (client) =>
      client.query("UPDATE gateway.client SET rights = ARRAY['audit', 'fly'] WHERE id = 'older'"),
    );
    expect((await findClientByKey(pool, key))?.rights).toEqual(['audit']);
  });
});

describe('a new key for a client', () => {
  it('replaces the old one at once', async () => {
    const [first, second] = [await add('rotated'), await add('rotated')];
    expect(await findClientByKey(pool, first)).toBeUndefined();
    expect(await findClientByKey(pool, second)).toMatchObject({ id: 'rotated' });
  });

  it('gives a revoked one its access back', async () => {
    await add('returns');
    await revokeClient(pool, archive, 'returns');
    expect(await findClientByKey(pool, await add('returns'))).toMatchObject({ id: 'returns' });
  });

  it('is not had by taking another centre’s name: nothing changes there', async () => {
    const key = await add('theirs', OTHER_CENTRE);
    const entries = (await adminEntries()).length;
    await expect(add('theirs', CENTRE)).rejects.toMatchObject({ code: 'config-invalid' });
    expect(await findClientByKey(pool, key)).toMatchObject({ organisation: OTHER_CENTRE });
    expect(await adminEntries()).toHaveLength(entries);
  });
});

describe('a client that is revoked', () => {
  it('has no access from then on, once, and the others keep theirs', async () => {
    const [key, other] = [await add('revoked'), await add('stays')];
    expect(await revokeClient(pool, archive, 'revoked')).toBe(true);
    expect(await findClientByKey(pool, key)).toBeUndefined();
    expect(await findClientByKey(pool, other)).toMatchObject({ id: 'stays' });
    expect(await revokeClient(pool, archive, 'revoked')).toBe(false);
    expect(await revokeClient(pool, archive, 'nobody')).toBe(false);
  });

  it('stays in the list, with the day', async () => {
    await add('listed', CENTRE, new Date('2030-01-01T00:00:00Z'));
    await revokeClient(pool, archive, 'listed');
    const listed = (await listClients(pool)).find(({ id }) => id === 'listed');
    expect(listed).toMatchObject({
      organisation: CENTRE,
      rights: ['send', 'read'],
      expiresAt: new Date('2030-01-01T00:00:00Z'),
      revokedAt: expect.any(Date),
    });
    expect((await listClients(pool)).find(({ id }) => id === 'stays')?.revokedAt).toBeUndefined();
  });
});

it('each change is an entry of the log of its centre, without a key in it', async () => {
  const before = (await adminEntries()).length;
  const key = await add('recorded', OTHER_CENTRE);
  await revokeClient(pool, archive, 'recorded');
  await revokeClient(pool, archive, 'recorded');
  const entries = (await adminEntries()).slice(before);
  expect(entries).toEqual([
    { organisation: OTHER_CENTRE, details: { what: 'client added', client: 'recorded', rights: ['send', 'read'] } },
    { organisation: OTHER_CENTRE, details: { what: 'client revoked', client: 'recorded' } },
  ]);
  expect(JSON.stringify(entries)).not.toContain(key);
});

it('a change that cannot be recorded is none', async () => {
  const key = await add('unrecorded');
  const unwritable = Object.create(archive) as Archive;
  unwritable.append = () => Promise.reject(new Error('the log is away'));
  await expect(revokeClient(pool, unwritable, 'unrecorded')).rejects.toThrow('the log is away');
  await expect(
    addClient(pool, unwritable, { id: 'unrecorded', organisation: CENTRE, rights: ['send'] }),
  ).rejects.toThrow('the log is away');
  expect(await findClientByKey(pool, key)).toMatchObject({ id: 'unrecorded' });
});
