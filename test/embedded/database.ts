import { chmodSync, cpSync, mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, expect } from 'vitest';
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from '../../src/embedded/postgres.ts';
import { isRunning } from '../../src/embedded/process-identity.ts';

export const isRoot = process.getuid?.() === 0;
export const isLinux = process.platform === 'linux';

/** Tests give up durability for speed, but where it is what they look at. */
export const QUICK = { fsync: 'off' };

const cleanups: (() => Promise<void> | void)[] = [];

/** Runs after the test, last registered first. */
export function afterwards(cleanup: () => Promise<void> | void): void {
  cleanups.push(cleanup);
}

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A data directory for one test, not made yet, under a folder that others may pass through. */
export function newDataDir(): string {
  const folder = mkdtempSync(join(tmpdir(), 'embedded-'));
  chmodSync(folder, 0o711);
  afterwards(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return join(folder, 'data');
}

let used: string | undefined;

/**
 * The data directory of an earlier start, the same for all tests of a file: most are not about the first start, which takes its
 * time. Who spoils it asks for a copy.
 */
export async function usedDataDir(): Promise<string> {
  if (used === undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'embedded-used-'));
    chmodSync(folder, 0o711);
    used = join(folder, 'data');
    const { stop } = await startEmbeddedPostgres({ dataDir: used, log: SILENT, settings: QUICK });
    await stop();
  }
  return used;
}

export async function copyOfUsedDataDir(): Promise<string> {
  const dataDir = newDataDir();
  cpSync(await usedDataDir(), dataDir, { recursive: true });
  return dataDir;
}

afterAll(async () => {
  if (used !== undefined) await rm(join(used, '..'), { recursive: true, force: true, maxRetries: 5 });
});

const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

export interface LogLine {
  readonly level: string;
  readonly message: string;
}

export interface Started extends EmbeddedPostgres {
  readonly lines: readonly LogLine[];
}

export async function start(dataDir: string, options: Partial<EmbeddedPostgresOptions> = {}): Promise<Started> {
  const lines: LogLine[] = [];
  const keep = (level: string) => (_fields: object, message: string) => lines.push({ level, message });
  const log = { info: keep('info'), warn: keep('warn'), error: keep('error') };
  const postgres = await startEmbeddedPostgres({ dataDir, log, settings: QUICK, ...options });
  afterwards(() => postgres.stop());
  return { ...postgres, lines };
}

/** One statement in a session of its own; the first column of the first row, as text. */
export async function ask(url: string, sql: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return String(Object.values(rows[0] ?? {})[0]);
  } finally {
    await client.end();
  }
}

let kept = 0;

/** Commits a row, and gives the question whose answer is 42 as long as it is there. */
export async function keepRow(url: string): Promise<string> {
  kept += 1;
  await ask(url, `CREATE TABLE kept_${process.pid}_${kept} AS SELECT 42 AS answer`);
  return `SELECT answer FROM kept_${process.pid}_${kept}`;
}

/** The processes between a server and its gateway: the parent of the server. */
export function parentOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]);
}

export async function untilGone(pid: number, limitMs = 10_000): Promise<void> {
  for (let waitedMs = 0; isRunning(pid); waitedMs += 20) {
    expect(waitedMs).toBeLessThan(limitMs);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
