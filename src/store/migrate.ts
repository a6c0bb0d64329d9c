import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import { isUnavailable } from './database-errors.ts';

/** A numbered SQL file of `migrations/`. */
export interface Migration {
  readonly version: number;
  readonly sql: string;
  readonly sha256: string;
}

/** What the application's login is granted: one of these is taken on per connection. */
const APPLICATION_ROLES =
  'gateway_accept, gateway_worker, gateway_auditor, gateway_ops, gateway_retention, gateway_verify, gateway_queue';

/** The migrations that this version knows, in order. */
export function knownMigrations(): Migration[] {
  const folder = new URL('./migrations/', import.meta.url);
  return readdirSync(folder)
    .filter((file) => /^\d{6}\.sql$/.test(file))
    .sort()
    .map((file) => {
      const sql = readFileSync(new URL(file, folder), 'utf8');
      return { version: Number(file.slice(0, 6)), sql, sha256: createHash('sha256').update(sql).digest('hex') };
    });
}

export interface MigrateOptions {
  /** An account that may create roles. */
  readonly adminUrl: string;
  /** The application's account, which is granted its roles. */
  readonly applicationUser: string;
  /** Brings the queue's own tables to their version, on a connection that acts as their owner. */
  readonly migrateQueue: (connection: QueueConnection) => Promise<void>;
}

/** One connection, as much of it as BullMQ's migrations use. */
export interface QueueConnection {
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- BullMQ's own signature is like this
  query<Row>(sql: string, parameters?: readonly unknown[]): Promise<{ rows: Row[]; rowCount?: number | null }>;
}

/**
 * Brings the database to the version of this program: roles, schemas, then each missing migration in its own transaction, under
 * a lock, so that several starting processes do it once.
 *
 * @returns the versions that were applied now.
 * @throws GatewayError `database-unreachable`, `database-rights`, or `database-newer`.
 */
export async function migrate({ adminUrl, applicationUser, migrateQueue }: MigrateOptions): Promise<number[]> {
  return withClient(adminUrl, async (client) => {
    await client.query("SELECT pg_advisory_lock(hashtext('gateway.migrate'))");
    try {
      await prepareRoles(client, applicationUser);
      const applied = await applyMissing(client);
      await asQueueOwner(client, migrateQueue);
      return applied;
    } finally {
      await client.query("SELECT pg_advisory_unlock(hashtext('gateway.migrate'))");
    }
  });
}

async function prepareRoles(client: pg.Client, applicationUser: string): Promise<void> {
  const roles = readFileSync(new URL('./roles.sql', import.meta.url), 'utf8');
  try {
    await client.query(roles);
    await client.query(`GRANT ${APPLICATION_ROLES} TO ${pg.escapeIdentifier(applicationUser)}`);
    await client.query(`
      CREATE TABLE IF NOT EXISTS gateway.migration
        (version integer PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`);
    await client.query('ALTER TABLE gateway.migration OWNER TO gateway_owner');
    await client.query('GRANT USAGE ON SCHEMA gateway TO PUBLIC; GRANT SELECT ON gateway.migration TO PUBLIC');
  } catch (cause) {
    throw new GatewayError('database-rights', { detail: messageOf(cause), cause });
  }
}

async function applyMissing(client: pg.Client): Promise<number[]> {
  const { rows } = await client.query<AppliedMigration>(
    'SELECT version, sha256 FROM gateway.migration ORDER BY version',
  );
  const known = knownMigrations();
  refuseUnknown(rows, known);
  const missing = known.filter(({ version }) => !rows.some((row) => row.version === version));
  for (const { version, sql, sha256 } of missing) {
    await client.query('BEGIN');
    try {
      await client.query('SET LOCAL ROLE gateway_owner');
      await client.query(sql);
      await client.query('INSERT INTO gateway.migration (version, sha256) VALUES ($1, $2)', [version, sha256]);
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    }
  }
  return missing.map(({ version }) => version);
}

/**
 * BullMQ asks for its schema to be created even where it exists, for which PostgreSQL wants a right on the whole database: lent for
 * the moment, since the role that owns the queue should be able to make nothing elsewhere.
 */
async function asQueueOwner(client: pg.Client, work: (connection: QueueConnection) => Promise<void>): Promise<void> {
  const database = pg.escapeIdentifier(client.database ?? 'postgres');
  await client.query(`GRANT CREATE ON DATABASE ${database} TO gateway_queue`);
  try {
    await client.query('SET ROLE gateway_queue');
    await work(client);
  } finally {
    await client.query('RESET ROLE');
    await client.query(`REVOKE CREATE ON DATABASE ${database} FROM gateway_queue`);
  }
}

interface AppliedMigration {
  readonly version: number;
  readonly sha256: string;
}

/** A database that a newer version has changed is not touched: this program does not understand it. */
function refuseUnknown(applied: readonly AppliedMigration[], known: readonly Migration[]): void {
  for (const { version, sha256 } of applied) {
    const ours = known.find((migration) => migration.version === version);
    if (ours === undefined)
      throw new GatewayError('database-newer', { detail: `migration ${version}, this program knows ${known.length}` });
    if (ours.sha256 !== sha256)
      throw new GatewayError('database-newer', { detail: `migration ${version} is not the one of this program` });
  }
}

/**
 * Checks, as the application, that the database has been migrated to exactly this version.
 *
 * @throws GatewayError `database-unreachable`, `database-rights` (not migrated), or `database-newer`.
 */
export async function checkMigrated(url: string): Promise<void> {
  await withClient(url, async (client) => {
    const { rows } = await client
      .query<AppliedMigration>('SELECT version, sha256 FROM gateway.migration ORDER BY version')
      .catch((cause: unknown) => {
        throw new GatewayError('database-rights', { detail: messageOf(cause), cause });
      });
    const known = knownMigrations();
    refuseUnknown(rows, known);
    if (rows.length < known.length)
      throw new GatewayError('database-rights', { detail: `${known.length - rows.length} migrations are missing` });
  });
}

async function withClient<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  // A connection that breaks is reported by the query under way; without a listener it would end the process instead.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (cause) {
    throw new GatewayError('database-unreachable', { detail: messageOf(cause), cause });
  }
  try {
    return await work(client);
  } catch (error) {
    throw isUnavailable(error)
      ? new GatewayError('database-unreachable', { detail: messageOf(error), cause: error })
      : error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** What the database said, without the connection string that some messages carry. */
function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message || error.name : 'unknown error';
  const code = typeof error === 'object' && error !== null && 'code' in error ? ` (${String(error.code)})` : '';
  return message.replace(/postgres(?:ql)?:\/\/\S+/g, '<url>') + code;
}
