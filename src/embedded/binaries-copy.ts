import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { chmod, copyFile, lstat, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Account } from './account.ts';

/**
 * Where a copy may go. For another account: a place that everybody can read; `/var/cache` before the temporary folders, because
 * those are swept while a server that loads libraries on demand is still running. For our own account, which only lacked the right
 * to complete the installed folder: beside the data.
 */
export function placesForCopy(account: Account | undefined, dataDir: string): readonly string[] {
  return account === undefined ? [dataDir, tmpdir()] : ['/var/cache', '/var/tmp', tmpdir(), '/tmp'];
}

/**
 * Copies the programs to the first place where `check` finds them usable. An earlier copy is used again when it is complete and
 * nobody else can have changed it.
 *
 * @returns what `check` gave, or undefined when no place did.
 */
export async function copyBinaries<T>(
  folder: string,
  places: readonly string[],
  check: (copy: string) => Promise<T | undefined>,
): Promise<T | undefined> {
  for (const place of places) {
    try {
      const copy = join(place, `cpas-bcss-gateway-postgres-${await stampOf(folder)}`);
      if (!(await isSound(copy, folder))) await makeCopy(folder, copy);
      const usable = await check(copy);
      if (usable !== undefined) return usable;
      // A place that forbids running programs (noexec), or that the account cannot enter either.
      await rm(copy, { recursive: true, force: true });
    } catch {
      // A place that does not exist or cannot be written: the next one may.
    }
  }
  return undefined;
}

/** Names a copy after its original: another installation or version gets another copy. */
async function stampOf(folder: string): Promise<string> {
  const { size, mtimeMs } = await stat(join(folder, 'bin'));
  return createHash('sha256').update(`${folder} ${size} ${mtimeMs}`).digest('hex').slice(0, 16);
}

const WRITABLE_BY_OTHERS = 0o022;

/** Complete, ours, and writable by nobody else: somebody could have put a folder of that name there first. */
async function isSound(copy: string, folder: string): Promise<boolean> {
  try {
    const { uid, mode } = await lstat(copy);
    if (uid !== process.getuid?.() || (mode & WRITABLE_BY_OTHERS) !== 0) return false;
    const [wanted, found] = await Promise.all([sizesIn(folder), sizesIn(copy)]);
    return [...wanted].every(([name, size]) => found.get(name) === size);
  } catch {
    return false;
  }
}

async function sizesIn(folder: string): Promise<ReadonlyMap<string, number>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map(async ({ parentPath, name }): Promise<[string, number]> => {
      const path = join(parentPath, name);
      return [path.slice(folder.length), (await stat(path)).size];
    });
  return new Map(await Promise.all(sizes));
}

/** Copies beside the final name and renames, so that a copy under that name is always whole. */
async function makeCopy(folder: string, copy: string): Promise<void> {
  const temporary = `${copy}.${randomBytes(6).toString('hex')}`;
  try {
    await copyFolder(folder, temporary);
    await rm(copy, { recursive: true, force: true });
    await rename(temporary, copy);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

const EXECUTABLE = 0o100;

async function copyFolder(from: string, to: string): Promise<void> {
  await mkdir(to);
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await copyFolder(source, target);
    if (!entry.isFile()) continue;
    // Shares the blocks where the file system can.
    await copyFile(source, target, constants.COPYFILE_FICLONE);
    const { mode } = await stat(source);
    await chmod(target, (mode & EXECUTABLE) !== 0 ? 0o755 : 0o644);
  }
}
