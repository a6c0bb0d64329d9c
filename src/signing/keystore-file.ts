import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { FILE_DEFECTS, KeystoreDefect } from './keystore-defects.ts';

/** A keystore with a chain has 5 to 20 KiB, a bundle of authorities some hundreds. */
const FILE_BYTES_MAX = 1024 * 1024;

/** Without this, opening a pipe waits for somebody to write into it. */
const WITHOUT_WAITING = process.platform === 'win32' ? 0 : constants.O_NONBLOCK;

const READABLE_BY_EVERYBODY = 0o004;

/** What was read, and what about the file deserves a remark. */
export interface SecretFile {
  readonly bytes: Buffer;
  /** True when every account of this machine may read it. Never on Windows, whose modes say nothing. */
  readonly readableByEverybody: boolean;
  readonly mode: string;
}

/**
 * Reads a whole small file. Symbolic links are followed (Kubernetes mounts secrets as links); a link to nothing is named as such.
 *
 * @throws {@link KeystoreDefect}
 */
export async function readSecretFile(path: string): Promise<SecretFile> {
  try {
    const file = await open(path, constants.O_RDONLY | WITHOUT_WAITING);
    try {
      const stats = await file.stat();
      if (!stats.isFile()) throw new KeystoreDefect(FILE_DEFECTS.notFile);
      if (stats.size > FILE_BYTES_MAX) throw new KeystoreDefect(FILE_DEFECTS.large(FILE_BYTES_MAX));
      const bytes = await file.readFile();
      if (bytes.length === 0) throw new KeystoreDefect(FILE_DEFECTS.empty);
      return {
        bytes,
        readableByEverybody: process.platform !== 'win32' && (stats.mode & READABLE_BY_EVERYBODY) !== 0,
        mode: (stats.mode & 0o777).toString(8).padStart(4, '0'),
      };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw error instanceof KeystoreDefect ? error : await defectOf(path, error as NodeJS.ErrnoException);
  }
}

async function defectOf(path: string, error: NodeJS.ErrnoException): Promise<KeystoreDefect> {
  switch (error.code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new KeystoreDefect((await isLink(path)) ? FILE_DEFECTS.dangling : FILE_DEFECTS.missing);
    case 'EACCES':
    case 'EPERM':
      return new KeystoreDefect(FILE_DEFECTS.forbidden);
    case 'EISDIR':
      return new KeystoreDefect(FILE_DEFECTS.notFile);
    default:
      return new KeystoreDefect(FILE_DEFECTS.other(error.code ?? 'unknown'));
  }
}

async function isLink(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isSymbolicLink();
  } catch {
    return false;
  }
}
