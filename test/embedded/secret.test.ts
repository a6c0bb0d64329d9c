import { mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ensureSecret } from '../../src/embedded/secret.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = join(mkdtempSync(join(tmpdir(), 'secret-')), 'data');
});
afterEach(() => rm(join(dataDir, '..'), { recursive: true }));

it('a secret is made once, kept for its owner only, and different for each name', async () => {
  const secret = await ensureSecret(dataDir, 'log-kek', 32);
  expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
  expect(await ensureSecret(dataDir, 'log-kek', 32)).toBe(secret);
  expect(await ensureSecret(dataDir, 'bootstrap-api-key', 32)).not.toBe(secret);
  if (process.platform !== 'win32') expect(statSync(join(dataDir, 'secrets', 'log-kek')).mode & 0o777).toBe(0o600);
});

it('twenty starts at once get the same one, and leave no other file', async () => {
  const secrets = await Promise.all(Array.from({ length: 20 }, () => ensureSecret(dataDir, 'log-kek', 32)));
  expect(new Set(secrets).size).toBe(1);
  expect(readdirSync(join(dataDir, 'secrets'))).toEqual(['log-kek']);
});

it('a damaged secret is an error that names the file, never replaced', async () => {
  await ensureSecret(dataDir, 'log-kek', 32);
  const path = join(dataDir, 'secrets', 'log-kek');
  for (const damage of ['', 'c2hvcnQ', 'not base64url!', 'x'.repeat(100)]) {
    writeFileSync(path, damage);
    await expect(ensureSecret(dataDir, 'log-kek', 32)).rejects.toMatchObject({
      code: 'config-invalid',
      detail: { en: expect.stringContaining(path) as string },
    });
  }
});

it('a folder that cannot hold secrets is named, and a name that is a path is a mistake of ours', async () => {
  writeFileSync(dataDir, 'a file in the place of the folder');
  await expect(ensureSecret(dataDir, 'log-kek', 32)).rejects.toMatchObject({ code: 'config-invalid' });
  await expect(ensureSecret(dataDir, '../log-kek', 32)).rejects.toThrow(TypeError);
});
