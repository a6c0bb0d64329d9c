import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { migrateQueue } from '../../src/queue/postgres-backend.ts';
import { ensureDatabase } from '../../src/store/ensure-database.ts';
import { checkMigrated, knownMigrations, migrate } from '../../src/store/migrate.ts';
import { APPLICATION_PASSWORD, APPLICATION_USER } from '../setup/global.ts';
import { testArchive } from '../support/archive.ts';
import { asSuperuser, testDatabase, type TestDatabase } from '../support/database.ts';

const superuserUrl = inject('postgresUrl');
const made: string[] = [];

afterAll(async () => {
  await asSuperuser(superuserUrl, async (client) => {
    for (const name of made) await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
  });
});

/** A database without anything in it. */
function bareDatabase() {
  const database = `bare_${randomBytes(6).toString('hex')}`;
  made.push(database);
  return ensureDatabase({ superuserUrl, database, user: APPLICATION_USER, password: APPLICATION_PASSWORD });
}

const all = knownMigrations().map(({ version }) => version);
const upgrade = (adminUrl: string) => migrate({ adminUrl, applicationUser: APPLICATION_USER, migrateQueue });

describe('migrating', () => {
  it('is done once by several processes that start together, and not again', async () => {
    const { adminUrl, url } = await bareDatabase();
    const applied = await Promise.all([upgrade(adminUrl), upgrade(adminUrl), upgrade(adminUrl)]);
    expect(applied.flat()).toEqual(all);
    expect(await upgrade(adminUrl)).toEqual([]);
    await checkMigrated(url);
  });

  it.each([
    ['a newer version has changed', "INSERT INTO gateway.migration (version, sha256) VALUES (999999, 'x')"],
    ['was migrated by another text of that number', "UPDATE gateway.migration SET sha256 = 'x'"],
  ])('refuses a database that %s', async (_name, change) => {
    const database = await testDatabase();
    const { superuserUrl: adminUrl, url } = database;
    await asSuperuser(adminUrl, (client) => client.query(change));
    await expect(upgrade(adminUrl)).rejects.toMatchObject({ code: 'database-newer' });
    await expect(checkMigrated(url)).rejects.toMatchObject({ code: 'database-newer' });
    await database.drop();
  });

  it('tells the application that it has not been done', async () => {
    const { url } = await bareDatabase();
    await expect(checkMigrated(url)).rejects.toMatchObject({ code: 'database-rights' });
  });

  it('needs an account that may make roles, and says so without naming its password', async () => {
    const { url } = await bareDatabase();
    const error = await upgrade(url).catch((refusal: unknown) => refusal);
    expect(error).toMatchObject({ code: 'database-rights' });
    expect(String(error)).not.toContain(APPLICATION_PASSWORD);
  });

  it('says that the database is not there, without its address', async () => {
    const error = await upgrade('postgres://somebody:a-password@127.0.0.1:1/x').catch((refusal: unknown) => refusal);
    expect(error).toMatchObject({ code: 'database-unreachable' });
    expect(String(error)).not.toContain('a-password');
  });

  it('leaves the queue’s role with no right to make anything outside its schema', async () => {
    const database = await testDatabase();
    await asSuperuser(database.url, async (client) => {
      await client.query('SET ROLE gateway_queue');
      await expect(client.query('CREATE SCHEMA elsewhere')).rejects.toMatchObject({ code: '42501' });
      await expect(client.query('SELECT FROM gateway.entry')).rejects.toMatchObject({ code: '42501' });
      await client.query('CREATE SEQUENCE bullmq.of_its_own');
    });
    await database.drop();
  });

  it('takes a changed password over', async () => {
    const database = made[0] ?? '';
    const user = `app_${randomBytes(4).toString('hex')}`;
    for (const password of ['the first one', "the ' second \\ one"]) {
      const { url } = await ensureDatabase({ superuserUrl, database, user, password });
      await asSuperuser(url, (client) => client.query('SELECT 1'));
    }
    await asSuperuser(superuserUrl, (client) => client.query(`DROP ROLE ${user}`));
  });
});

describe('the months of the log', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());

  it('are made ahead, and asking again changes nothing', async () => {
    await asSuperuser(database.superuserUrl, async (client) => {
      const prepare = async (months: number): Promise<unknown> =>
        (await client.query<{ made: number }>('SELECT gateway.prepare_partitions($1) AS made', [months])).rows[0]?.made;
      expect(await prepare(3)).toBe(0);
      expect(await prepare(5)).toBe(2);
      expect(await prepare(5)).toBe(0);
    });
  });

  it('that were not made in time do not keep the gateway from starting, nor from making the next ones', async () => {
    const { archive } = testArchive();
    await asSuperuser(database.superuserUrl, async (client) => {
      const month = await client.query<{ name: string }>(
        "SELECT 'entry_' || to_char(now() AT TIME ZONE 'UTC', 'YYYY_MM') AS name",
      );
      await client.query(`DROP TABLE gateway.${month.rows[0]?.name ?? ''}`);
      await archive.append(database.pool('accept'), { kind: 'admin', organisation: 'cpas-a' });
      const prepared = await client.query('SELECT gateway.prepare_partitions(6) AS made');
      expect(prepared.rows).toEqual([{ made: 1 }]);
      expect((await client.query('SELECT FROM gateway.entry_default')).rowCount).toBe(1);
      await expect(client.query('DELETE FROM gateway.entry')).rejects.toThrow('append-only');
    });
  });
});
