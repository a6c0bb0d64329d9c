import { randomBytes } from 'node:crypto';
import { link, mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder for what only this program should see. As root the folder lets others pass through, because PostgreSQL then runs
 * under an account of its own inside it; every file in it has its own rights. A folder that exists is left as it is.
 */
export async function makePrivateFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
}

/** Writes a file of mode 0600 in one step: whoever reads sees the old content or the new one, also after a power failure. */
export async function replacePrivateFile(path: string, content: string | Buffer): Promise<void> {
  const temporary = await writeBeside(path, content);
  await rename(temporary, path);
  await persistFolder(dirname(path));
}

/** The same, unless the file exists. Of several that try at once, exactly one gets true. */
export async function createPrivateFile(path: string, content: string | Buffer): Promise<boolean> {
  const temporary = await writeBeside(path, content);
  try {
    await link(temporary, path);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (!WITHOUT_LINKS.has(code)) throw error;
    return await createInPlace(path, content);
  } finally {
    await rm(temporary, { force: true });
  }
  await persistFolder(dirname(path));
  return true;
}

/** What file systems without hard links answer (exFAT, some shares of virtual machines). */
const WITHOUT_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/** Second best: still one winner, but a power failure in between leaves a damaged file. */
async function createInPlace(path: string, content: string | Buffer): Promise<boolean> {
  try {
    await writeFile(path, content, { flag: 'wx', mode: 0o600, flush: true });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function writeBeside(path: string, content: string | Buffer): Promise<string> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    return temporary;
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Makes a new name in a folder survive a power failure. Windows has no such operation and needs none. */
export async function persistFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
