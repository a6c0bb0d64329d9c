import pg from 'pg';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import { isStalePlan, isUnavailable, isWorthRepeating } from './database-errors.ts';
import { databaseAddress } from './database-tls.ts';
import { StatementNames } from './statement-names.ts';

/** What a part of the program may do in the database; each is a role of `roles.sql`. */
export type DatabaseRole = 'accept' | 'worker' | 'auditor' | 'ops' | 'retention' | 'verify';

/** Runs SQL: a pool, or the one connection of a transaction. */
export interface Database {
  /** Runs one statement; rows as objects. */
  query<Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
}

/** A pool that speaks in one role. */
export interface DatabasePool extends Database {
  /** Runs `work` in one transaction; rolled back when it throws, repeated when the database asks for it. */
  transaction<Result>(work: (database: Database) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

export interface PoolOptions {
  readonly url: string;
  readonly role: DatabaseRole;
  readonly connectionsMax: number;
  /** A connection that is lost is replaced at the next query; the operator may want to know. */
  readonly onConnectionLost?: (error: Error) => void;
  /** {@link STATEMENT_TIMEOUT_MS} when absent. */
  readonly statementTimeoutMs?: number;
}

/** A request must not hang on the database: it is answered 503 instead. */
const CONNECT_TIMEOUT_MS = 2_000;
const STATEMENT_TIMEOUT_MS = 15_000;

/** Opens a pool whose connections act in the given role. Connects on first use. */
export function openPool(options: PoolOptions): DatabasePool {
  const { url, role, connectionsMax, onConnectionLost, statementTimeoutMs = STATEMENT_TIMEOUT_MS } = options;
  const onLost = (error: Error): void => onConnectionLost?.(error);
  const pool = new pg.Pool({
    ...databaseAddress(url),
    max: connectionsMax,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: statementTimeoutMs,
    // The server's own limit is the better one; this is for a server that no longer says anything.
    query_timeout: statementTimeoutMs + 1_000,
    idle_in_transaction_session_timeout: statementTimeoutMs,
    keepAlive: true,
    application_name: `gateway-${role}`,
    options: `-c role=gateway_${role}`,
  });
  pool.on('error', onLost);
  survivePassingHands(pool);
  return {
    query: (sql, parameters) => withRepeats(() => run(pool, sql, parameters)),
    transaction: (work) => withRepeats(() => inTransaction(pool, onLost, work)),
    close: () => pool.end(),
  };
}

/**
 * Between the pool and whoever asked for it, a connection has no listener of either for a moment. One that is lost just then (a server
 * killed while it answers) would end the process; its next query fails all the same.
 */
export function survivePassingHands(pool: pg.Pool): void {
  pool.on('connect', (client) => client.on('error', () => undefined));
}

const NAMES = new StatementNames();

async function run<Row extends object>(
  client: pg.Pool | pg.PoolClient,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<Row[]> {
  try {
    const name = parameters.length === 0 ? undefined : NAMES.of(sql);
    const { rows } = await client.query<Row>({
      text: sql,
      values: [...parameters],
      ...(name !== undefined && { name }),
    });
    return rows;
  } catch (error) {
    if (isStalePlan(error)) NAMES.renew();
    throw isUnavailable(error) ? unavailable(error) : error;
  }
}

async function inTransaction<Result>(
  pool: pg.Pool,
  onLost: (error: Error) => void,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect().catch((error: unknown) => {
    throw unavailable(error);
  });
  // node-postgres reports a lost connection as an event too: without a listener it would end the process.
  client.on('error', onLost);
  let broken = false;
  try {
    await run(client, 'BEGIN');
    const result = await work({ query: (sql, parameters) => run(client, sql, parameters) });
    await run(client, 'COMMIT');
    return result;
  } catch (error) {
    // Over a connection that is gone, or that no longer answers, ROLLBACK would only wait as long again; ending it says the same.
    broken = isAway(error) || !(await rolledBack(client));
    throw error;
  } finally {
    if (!broken) client.removeListener('error', onLost);
    client.release(broken);
  }
}

function rolledBack(client: pg.PoolClient): Promise<boolean> {
  return client.query('ROLLBACK').then(
    () => true,
    () => false,
  );
}

const REPEATS_MAX = 3;

/** Serialization failures and deadlocks are the database's way of saying "once more". */
async function withRepeats<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= REPEATS_MAX || !isWorthRepeating(error)) throw error;
    }
  }
}

function isAway(error: unknown): boolean {
  return error instanceof GatewayError && error.code === 'database-unavailable';
}

function unavailable(cause: unknown): GatewayError {
  return new GatewayError('database-unavailable', { cause, retryAfterSeconds: 5 });
}
