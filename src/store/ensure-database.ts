import pg from 'pg';

export interface NewDatabase {
  /** A superuser, on the embedded server. */
  readonly superuserUrl: string;
  readonly database: string;
  readonly user: string;
  readonly password: string;
}

/** URLs of a database for the two kinds of work. */
export interface DatabaseUrls {
  /** For migrations. */
  readonly adminUrl: string;
  /** For everything else: an account that owns nothing. */
  readonly url: string;
}

/** Makes the application's account and database on the embedded server, once; the password is brought up to date. */
export async function ensureDatabase({ superuserUrl, database, user, password }: NewDatabase): Promise<DatabaseUrls> {
  const client = new pg.Client({ connectionString: superuserUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const role = pg.escapeIdentifier(user);
    const known = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [user]);
    if (known.rowCount === 0) await client.query(`CREATE ROLE ${role} LOGIN NOINHERIT`);
    await client.query(`ALTER ROLE ${role} PASSWORD ${pg.escapeLiteral(password)}`);
    const there = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
    if (there.rowCount === 0) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
  return { adminUrl: urlOf(superuserUrl, database), url: urlOf(superuserUrl, database, user, password) };
}

function urlOf(base: string, database: string, user?: string, password?: string): string {
  const url = new URL(base);
  url.pathname = `/${database}`;
  if (user !== undefined) url.username = encodeURIComponent(user);
  if (password !== undefined) url.password = encodeURIComponent(password);
  return url.href;
}
