import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { startGateway } from './gateway-process.ts';

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** A folder of this test file, gone afterwards. Others may pass through: as root, PostgreSQL runs under another account. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-e2e-'));
  chmodSync(folder, 0o711);
  folders.push(folder);
  return folder;
}

/** A DATA_DIR that nobody has used. */
export function newDataDir(): string {
  return join(newFolder(), 'data');
}

let used: Promise<string> | undefined;

/** A DATA_DIR with keys, secrets and a database, as an earlier start left it: most tests are not about the first start. */
export async function usedDataDir(): Promise<string> {
  used ??= makeUsed();
  const dataDir = newDataDir();
  cpSync(await used, dataDir, { recursive: true, preserveTimestamps: true });
  return dataDir;
}

async function makeUsed(): Promise<string> {
  const dataDir = newDataDir();
  const gateway = await startGateway({ dataDir });
  await gateway.stop();
  return dataDir;
}
