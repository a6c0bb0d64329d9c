import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, expect, inject, it } from 'vitest';
import { ensureDatabase, type NewDatabase } from '../../src/store/ensure-database.ts';
import { asSuperuser } from '../support/database.ts';

const suffix = randomBytes(4).toString('hex');
const wanted: NewDatabase = {
  superuserUrl: inject('postgresUrl'),
  // Names that must be quoted, and a password that must be escaped in SQL and in a URL.
  database: `Ensured "${suffix}"`,
  user: `the-app-${suffix}`,
  password: `it's 100% "safe" / @:?#\\`,
};
afterAll(() =>
  asSuperuser(wanted.superuserUrl, async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(wanted.database)} WITH (FORCE)`);
    await client.query(`DROP ROLE IF EXISTS ${pg.escapeIdentifier(wanted.user)}`);
  }),
);

/** Who one is, and where, over a URL. */
async function whoAmI(url: string): Promise<{ user: string; database: string; isSuperuser: boolean }> {
  return asSuperuser(url, async (client) => {
    const { rows } = await client.query<{ user: string; database: string; isSuperuser: boolean }>(
      `SELECT current_user AS user, current_database() AS database, rolsuper AS "isSuperuser" FROM pg_roles WHERE rolname = current_user`,
    );
    return rows[0] as { user: string; database: string; isSuperuser: boolean };
  });
}

it('an account and a database are made once, whatever their names and password contain', async () => {
  const urls = await ensureDatabase(wanted);
  expect(await whoAmI(urls.url)).toEqual({ user: wanted.user, database: wanted.database, isSuperuser: false });
  expect(await whoAmI(urls.adminUrl)).toMatchObject({ database: wanted.database, isSuperuser: true });
  await asSuperuser(urls.adminUrl, (client) => client.query('CREATE TABLE public.kept (id int)'));
  expect(await ensureDatabase(wanted)).toEqual(urls);
  await asSuperuser(urls.adminUrl, (client) => client.query('SELECT FROM public.kept'));
});

it('the account may make nothing: neither roles, databases nor tables', async () => {
  const { url } = await ensureDatabase(wanted);
  for (const sql of ['CREATE ROLE intruder', 'CREATE DATABASE intruder', 'CREATE TABLE public.intruder (id int)'])
    await expect(asSuperuser(url, (client) => client.query(sql))).rejects.toMatchObject({ code: '42501' });
});

it('a new password counts, and the old one does not', async () => {
  const { url } = await ensureDatabase({ ...wanted, password: 'another' });
  expect(await whoAmI(url)).toMatchObject({ user: wanted.user });
});
