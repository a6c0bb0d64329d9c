import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, inject } from 'vitest';
import { startGateway } from './gateway-process.ts';
import { until } from './until.ts';

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

/** A DATA_DIR with keys, secrets and a database, as an earlier start left it: most tests are not about the first start. */
export async function usedDataDir(): Promise<string> {
  const dataDir = newDataDir();
  cpSync(await usedOnce(), dataDir, { recursive: true, preserveTimestamps: true });
  // Two copies that come back at one moment would both take the remembered port, and one would find the server of the other.
  rmSync(join(dataDir, 'postgres.port'), { force: true });
  return dataDir;
}

/** Made by the test file that needs it first, for all of this run. */
async function usedOnce(): Promise<string> {
  const folder = join(inject('runFolder'), 'used');
  const dataDir = join(folder, 'data');
  const ready = join(folder, 'ready');
  if (mkdirSync(folder, { recursive: true, mode: 0o711 }) !== undefined) {
    const gateway = await startGateway({ dataDir });
    await gateway.stop();
    writeFileSync(ready, '');
  }
  await until(() => existsSync(ready), READY_MS);
  return dataDir;
}

const READY_MS = 60_000;
