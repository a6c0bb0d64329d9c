import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../src/embedded/postgres.ts';
import { migrateQueue } from '../../src/queue/postgres-backend.ts';
import { ensureDatabase } from '../../src/store/ensure-database.ts';
import { migrate } from '../../src/store/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A superuser on the server that all test files share; each clones the template `gateway_template`. */
    postgresUrl: string;
    /** A folder of this run of the tests, gone afterwards: what one test file made, another can use. */
    runFolder: string;
  }
}

export const TEMPLATE = 'gateway_template';
export const APPLICATION_USER = 'gateway_app';
export const APPLICATION_PASSWORD = 'only-for-tests';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Runs once before all test files: a real PostgreSQL, and a migrated database that each file clones. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'gateway-test-'));
  const postgres = await startEmbeddedPostgres({
    dataDir,
    log: silent,
    // What is lost when a test machine loses power is of no interest.
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' },
  });
  const { adminUrl } = await ensureDatabase({
    superuserUrl: postgres.superuserUrl,
    database: TEMPLATE,
    user: APPLICATION_USER,
    password: APPLICATION_PASSWORD,
  });
  await migrate({ adminUrl, applicationUser: APPLICATION_USER, migrateQueue });
  project.provide('postgresUrl', postgres.superuserUrl);
  const runFolder = await mkdtemp(join(tmpdir(), 'gateway-run-'));
  await chmod(runFolder, 0o711);
  project.provide('runFolder', runFolder);
  return async () => {
    await postgres.stop();
    for (const folder of [dataDir, runFolder]) await rm(folder, { recursive: true, force: true });
  };
}
