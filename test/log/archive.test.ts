import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogIndex } from '../../src/domain/entry.ts';
import { contentHash } from '../../src/log/archive.ts';
import type { NewEntry } from '../../src/log/entry.ts';
import type { DatabasePool } from '../../src/store/pool.ts';
import { testArchive } from '../support/archive.ts';
import { asSuperuser, testDatabase, type TestDatabase } from '../support/database.ts';
import { PERSON, USER } from '../support/people.ts';

const { archive, vault } = testArchive();
let database: TestDatabase;
let pool: DatabasePool;
/** In the role that checks the log, which reads all of it. */
let logPool: DatabasePool;

beforeAll(async () => {
  database = await testDatabase();
  pool = database.pool('accept', 8);
  logPool = database.pool('verify', 2);
});
afterAll(() => database.drop());

const entry: NewEntry = {
  kind: 'request',
  organisation: 'cpas-a',
  flow: 'manage-access',
  client: 'software',
  actor: USER,
  subjects: [PERSON],
  details: { user: { ssin: USER }, purpose: 'a test' },
  body: Buffer.from('{"payload":{"SSIN":"…"}}'),
  contentType: 'application/json',
};

describe('the archive', () => {
  it('gives back the exact bytes and details of an entry', async () => {
    const { index } = await archive.append(pool, entry);
    const content = await archive.read(logPool, index);
    expect(content?.body).toEqual(Buffer.from(entry.body ?? ''));
    expect(content?.details).toEqual(entry.details);
    expect(content?.contentType).toBe('application/json');
  });

  it('numbers entries in ascending order, from the database', async () => {
    const indexes: number[] = [];
    for (let i = 0; i < 5; i += 1) indexes.push(Number((await archive.append(pool, entry)).index));
    expect(indexes).toEqual([...indexes].sort((a, b) => a - b));
    expect(new Set(indexes).size).toBe(5);
  });

  it('forgets an entry whose transaction is rolled back', async () => {
    let index: LogIndex | undefined;
    await expect(
      pool.transaction(async (transaction) => {
        ({ index } = await archive.append(transaction, entry));
        throw new Error('something else failed');
      }),
    ).rejects.toThrow('something else failed');
    expect(await archive.read(logPool, index as LogIndex)).toBeUndefined();
  });

  it('keeps every entry of fifty writers at once', async () => {
    const marker = randomUUID();
    await Promise.all(Array.from({ length: 50 }, () => archive.append(pool, { ...entry, ticket: marker })));
    const [row] = await logPool.query<{ count: string }>('SELECT count(*) FROM gateway.entry WHERE ticket = $1', [
      marker,
    ]);
    expect(row?.count).toBe('50');
  });

  it('stores no national number and no content in clear', async () => {
    await archive.append(pool, { ...entry, details: { user: { ssin: USER }, note: 'in-clear-marker' } });
    const dump = await asSuperuser(database.superuserUrl, async (client) => {
      const tables = ['entry', 'entry_key', 'entry_subject'];
      const rows = await Promise.all(tables.map((table) => client.query(`SELECT t::text FROM gateway.${table} t`)));
      return rows.flatMap((result) => result.rows.map((row: { t: string }) => Buffer.from(row.t))).join('\n');
    });
    for (const secret of [PERSON, USER, 'in-clear-marker']) {
      expect(dump).not.toContain(secret);
      expect(dump).not.toContain(Buffer.from(secret).toString('hex'));
    }
  });

  it('finds a person by keyed hash', async () => {
    const { index } = await archive.append(pool, entry);
    const rows = await logPool.query<{ entry_index: string }>(
      'SELECT entry_index FROM gateway.entry_subject WHERE subject = $1',
      [vault.personHash(PERSON, new Date().getUTCFullYear())],
    );
    expect(rows.map((row) => row.entry_index)).toContain(index);
  });

  it('finds a person by role, and who was asked about and shown in one entry as asked about', async () => {
    const { index } = await archive.append(pool, { ...entry, subjects: [PERSON], found: [PERSON, USER, USER] });
    const rolesOf = (ssin: string) =>
      logPool.query('SELECT role FROM gateway.entry_subject WHERE entry_index = $1 AND subject = $2', [
        index,
        vault.personHash(ssin, new Date().getUTCFullYear()),
      ]);
    expect(await rolesOf(PERSON)).toEqual([{ role: 'asked' }]);
    expect(await rolesOf(USER)).toEqual([{ role: 'found' }]);
  });

  it('keeps a hash of the stored content that outlives its key', async () => {
    const { index } = await archive.append(pool, entry);
    const stored = (): Promise<{ details: Buffer; body: Buffer; content_hash: Buffer } | undefined> =>
      logPool
        .query<{ details: Buffer; body: Buffer; content_hash: Buffer }>(
          'SELECT details, body, content_hash FROM gateway.entry WHERE index = $1',
          [index],
        )
        .then(([row]) => row);
    const before = await stored();
    await asSuperuser(database.superuserUrl, (client) =>
      client.query('DELETE FROM gateway.entry_key WHERE entry_index = $1', [index]),
    );
    expect((await archive.read(logPool, index))?.body).toBeUndefined();
    expect((await archive.read(logPool, index))?.details).toBeUndefined();
    const after = await stored();
    expect(after).toEqual(before);
    expect(after?.content_hash).toEqual(contentHash(after?.details, after?.body));
  });
});
