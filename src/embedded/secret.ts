import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import { dataDirUnusable } from './failure.ts';
import { createPrivateFile, makePrivateFolder } from './private-file.ts';

const NAME = /^[a-z][a-z0-9-]*$/;

/**
 * A random secret that is made once and kept in `<dataDir>/secrets/<name>`, mode 0600. Concurrent starts get the same one.
 *
 * @param name kebab-case, for instance `log-kek`.
 * @param bytes how much randomness.
 * @returns the secret as base64url text; `Buffer.from(secret, 'base64url')` gives the bytes.
 * @throws GatewayError `config-invalid` when DATA_DIR cannot hold it or the file was damaged. A damaged secret is never replaced:
 *   what it protects would be lost.
 */
export async function ensureSecret(dataDir: string, name: string, bytes: number): Promise<string> {
  if (!NAME.test(name)) throw new TypeError(`not a name of a secret: ${name}`);
  const folder = join(dataDir, 'secrets');
  const path = join(folder, name);
  try {
    await makePrivateFolder(dataDir);
    await makePrivateFolder(folder);
    return await ensureSecretFile(path, bytes);
  } catch (error) {
    throw error instanceof GatewayError ? error : dataDirUnusable(path, error);
  }
}

/** The same for any path. Errors of the file system come out as they are. */
export async function ensureSecretFile(path: string, bytes: number): Promise<string> {
  const kept = await readSecret(path, bytes);
  if (kept !== undefined) return kept;
  await createPrivateFile(path, `${randomBytes(bytes).toString('base64url')}\n`);
  // Read back in any case: another process may have been first.
  const made = await readSecret(path, bytes);
  if (made === undefined) throw dataDirUnusable(path, undefined);
  return made;
}

/** The secret in a file; undefined where there is no file. */
export async function readSecret(path: string, bytes: number): Promise<string | undefined> {
  let text: string;
  try {
    text = (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  if (!/^[\w-]+$/.test(text) || Buffer.from(text, 'base64url').length !== bytes)
    throw new GatewayError('config-invalid', {
      detail: {
        fr: `DATA_DIR : ${path} devrait contenir un secret de ${bytes} octets en base64url ; restaurez ce fichier`,
        nl: `DATA_DIR: ${path} zou een geheim van ${bytes} bytes in base64url moeten bevatten; zet dit bestand terug`,
        en: `DATA_DIR: ${path} should hold a secret of ${bytes} bytes in base64url; restore this file`,
        de: `DATA_DIR: ${path} müsste ein Geheimnis von ${bytes} Bytes in base64url enthalten; stellen Sie diese Datei wieder her`,
      },
    });
  return text;
}
