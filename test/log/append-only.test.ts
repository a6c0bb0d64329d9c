import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testArchive } from '../support/archive.ts';
import { asSuperuser, testDatabase, type TestDatabase } from '../support/database.ts';

const { archive } = testArchive();
let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
  await archive.append(database.pool('accept'), { kind: 'admin', organisation: 'cpas-a', details: { what: 'first' } });
});
afterAll(() => database.drop());

const partition = `gateway.entry_${new Date().toISOString().slice(0, 7).replace('-', '_')}`;
const roles = ['accept', 'worker', 'auditor', 'ops', 'retention', 'verify'] as const;
const attacks: readonly (readonly [string, string])[] = [
  ['change an entry', "UPDATE gateway.entry SET organisation = 'cpas-b'"],
  ['remove an entry', 'DELETE FROM gateway.entry'],
  ['empty the log', 'TRUNCATE gateway.entry'],
  ['change an entry through its partition', `UPDATE ${partition} SET organisation = 'cpas-b'`],
  ['remove an entry through its partition', `DELETE FROM ${partition}`],
  ['empty a partition', `TRUNCATE ${partition}`],
  ['detach a partition', `ALTER TABLE gateway.entry DETACH PARTITION ${partition}`],
  ['drop a partition', `DROP TABLE ${partition}`],
  [
    'write an entry past the function',
    "INSERT INTO gateway.entry (index, id, at, kind, organisation, content_hash) VALUES (0, gen_random_uuid(), now(), 'admin', 'x', '')",
  ],
  ['set back the numbering', "SELECT setval('gateway.entry_index', 1)"],
  ['switch the trigger off', 'ALTER TABLE gateway.entry DISABLE TRIGGER ALL'],
  ['drop the trigger', 'DROP TRIGGER entry_unchanged ON gateway.entry'],
  [
    'replace the trigger’s function',
    "CREATE OR REPLACE FUNCTION gateway.refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
  ],
  ['play replica', "SET session_replication_role = 'replica'"],
  ['become the owner', 'SET ROLE gateway_owner'],
  ['forget whom an entry is about', 'DELETE FROM gateway.entry_subject'],
  ['empty the keys', 'TRUNCATE gateway.entry_key'],
  ['drop the schema', 'DROP SCHEMA gateway CASCADE'],
];

describe.each(roles)('in the role gateway_%s', (role) => {
  it.each(attacks)('nobody can %s', async (_what, sql) => {
    await expect(database.pool(role).query(sql)).rejects.toMatchObject({ code: '42501' });
    const [row] = await database
      .pool('verify')
      .query<{ count: string }>("SELECT count(*) FROM gateway.entry WHERE organisation = 'cpas-a'");
    expect(row?.count).toBe('1');
  });
});

describe('the owner of the tables', () => {
  it.each([
    ['change an entry', "UPDATE gateway.entry SET organisation = 'cpas-b'"],
    ['remove an entry', 'DELETE FROM gateway.entry'],
    ['empty the log', 'TRUNCATE gateway.entry'],
    ['empty a partition', `TRUNCATE ${partition}`],
    ['empty the keys', 'TRUNCATE gateway.entry_key'],
  ])('is stopped by a trigger when it tries to %s', async (_what, sql) => {
    await asSuperuser(database.superuserUrl, async (client) => {
      await client.query('SET ROLE gateway_owner');
      await expect(client.query(sql)).rejects.toThrow(/append-only/);
    });
  });

  it('is stopped by the trigger in replica mode too', async () => {
    await asSuperuser(database.superuserUrl, async (client) => {
      await client.query("SET session_replication_role = 'replica'");
      await expect(client.query("UPDATE gateway.entry SET organisation = 'cpas-b'")).rejects.toThrow(/append-only/);
    });
  });
});

describe('partitions', () => {
  it('are guarded like the whole, also those that are made later', async () => {
    await asSuperuser(database.superuserUrl, async (client) => {
      const { rows } = await client.query<{ made: number }>('SELECT gateway.prepare_partitions(14) AS made');
      expect(rows[0]?.made).toBe(11);
      const unguarded = await client.query(`
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
         WHERE i.inhparent = 'gateway.entry'::regclass
           AND (SELECT count(*) FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgenabled = 'A') < 2`);
      expect(unguarded.rows).toEqual([]);
    });
  });

  it('catch an entry of a month nobody prepared', async () => {
    await asSuperuser(database.superuserUrl, async (client) => {
      const { rows } = await client.query(
        `SELECT pg_get_expr(c.relpartbound, c.oid) AS bound FROM pg_class c WHERE c.relname = 'entry_default'`,
      );
      expect(rows[0]).toEqual({ bound: 'DEFAULT' });
    });
  });
});
