import {
  chmod,
  chown,
  lchown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  rmdir,
  stat,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { type Account, canEnter } from './account.ts';
import type { Binaries } from './binaries.ts';
import { unavailable, unavailableAfter } from './failure.ts';
import { persistFolder } from './private-file.ts';
import { run } from './run.ts';

/** Where everything of the embedded database lies under DATA_DIR. */
export interface Layout {
  readonly dataDir: string;
  /** PostgreSQL's own data directory. */
  readonly cluster: string;
  readonly password: string;
  readonly port: string;
  readonly log: string;
  readonly lock: string;
}

export function layoutOf(dataDir: string): Layout {
  return {
    dataDir,
    cluster: join(dataDir, 'postgres'),
    password: join(dataDir, 'postgres.password'),
    port: join(dataDir, 'postgres.port'),
    log: join(dataDir, 'postgres.log'),
    lock: join(dataDir, 'postgres.lock'),
  };
}

export const SUPERUSER = 'postgres';

/** Whether there is a database from an earlier start. */
export async function hasCluster({ cluster }: Layout): Promise<boolean> {
  return (await majorOf(cluster)) !== undefined;
}

export interface NewCluster {
  readonly layout: Layout;
  readonly binaries: Binaries;
  readonly account: Account | undefined;
  readonly password: string;
  /** False only where a test gives up durability. */
  readonly durable: boolean;
}

/**
 * Makes the database. It grows under a temporary name and gets its own when it is complete: a start that is killed in the middle
 * leaves nothing that looks like a database.
 *
 * @throws GatewayError `embedded-unavailable`, and errors of the file system.
 */
export async function createCluster({ layout, binaries, account, password, durable }: NewCluster): Promise<void> {
  await removeUnfinished(layout);
  const nursery = await mkdtemp(join(layout.dataDir, NURSERY));
  const data = join(nursery, 'data');
  const passwordCopy = join(nursery, 'password');
  try {
    await mkdir(data, { mode: 0o700 });
    // PostgreSQL's account cannot read our password file; it gets a copy for this moment, in a folder that is its own.
    await writeFile(passwordCopy, password, { mode: 0o600 });
    if (account !== undefined)
      for (const path of [nursery, data, passwordCopy]) await chown(path, account.uid, account.gid);
    const place = await placeFor(account, data);
    const { status, output } = await run(binaries.initdb, initParameters(place, durable), { account, cwd: data });
    if (status !== 0) throw unavailableAfter(output);
    await rename(data, layout.cluster);
    await persistFolder(layout.dataDir);
  } finally {
    await rm(nursery, REMOVE);
  }
}

const NURSERY = 'postgres.new-';
const REMOVE = { recursive: true, force: true, maxRetries: 5 } as const;

function initParameters(place: string, durable: boolean): string[] {
  return [
    ['-D', place, '-U', SUPERUSER, `--pwfile=${place}/../password`],
    ['-A', 'scram-sha-256', '-E', 'UTF8', '--no-instructions'],
    // The built-in C.UTF-8 sorts the same everywhere and needs no locale of the system; older macOS has no C.UTF-8 of its own.
    ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'],
    durable ? [] : ['--no-sync'],
  ].flat();
}

async function removeUnfinished({ dataDir, cluster }: Layout): Promise<void> {
  const names = await readdir(dataDir);
  await Promise.all(names.filter((name) => name.startsWith(NURSERY)).map((name) => rm(join(dataDir, name), REMOVE)));
  if (!names.includes('postgres')) return;
  try {
    await rmdir(cluster);
  } catch {
    throw unavailable({
      fr: `${cluster} existe et n’est pas une base PostgreSQL : déplacez ce dossier, ou restaurez-le entièrement`,
      nl: `${cluster} bestaat en is geen PostgreSQL-databank: verplaats deze map of zet ze volledig terug`,
      en: `${cluster} exists and is no PostgreSQL database: move this folder away, or restore it completely`,
      de: `${cluster} besteht und ist keine PostgreSQL-Datenbank: verschieben Sie diesen Ordner, oder stellen Sie ihn vollständig wieder her`,
    });
  }
}

/**
 * Makes the data of an earlier start fit for this one: the same major version, the right owner (a backup restored by root belongs
 * to root) and no rights for others, without which PostgreSQL refuses them.
 *
 * @throws GatewayError `embedded-unavailable`, and errors of the file system.
 */
export async function prepareCluster(cluster: string, account: Account | undefined, major: string): Promise<void> {
  const found = await majorOf(cluster);
  if (found !== major)
    throw unavailable({
      fr: `les données de ${cluster} sont de PostgreSQL ${found ?? '?'}, les programmes de PostgreSQL ${major} : exportez-les avec l’ancienne version`,
      nl: `de gegevens van ${cluster} zijn van PostgreSQL ${found ?? '?'}, de programma’s van PostgreSQL ${major}: exporteer ze met de oude versie`,
      en: `the data in ${cluster} are of PostgreSQL ${found ?? '?'}, the programs of PostgreSQL ${major}: export them with the old version`,
      de: `die Daten in ${cluster} sind von PostgreSQL ${found ?? '?'}, die Programme von PostgreSQL ${major}: exportieren Sie die Daten mit der alten Version`,
    });
  const { uid, mode } = await stat(cluster);
  if (account !== undefined && uid !== account.uid) await giveTo(cluster, account);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) await chmod(cluster, 0o700);
}

async function giveTo(folder: string, { uid, gid }: Account): Promise<void> {
  for (const name of await readdir(folder, { recursive: true })) await lchown(join(folder, name), uid, gid);
  await lchown(folder, uid, gid);
}

/**
 * The path under which a program finds the folder it is started in. Usually the folder's own; where the account may not pass
 * through a parent (DATA_DIR under a home directory of mode 0700), the link that Linux keeps to every process's own folder. That
 * stays right while PostgreSQL makes the folder its own, and in all its processes; a folder further down would not.
 *
 * The other ways were to open somebody's home directory, or to put the data somewhere else without being asked.
 */
export async function placeFor(account: Account | undefined, folder: string): Promise<string> {
  if (await canEnter(account, folder)) return folder;
  if (process.platform === 'linux') return '/proc/self/cwd';
  const name = account?.name ?? '';
  throw unavailable({
    fr: `le compte « ${name} », sous lequel PostgreSQL doit tourner, ne peut accéder à ${folder} : choisissez un DATA_DIR hors d’un dossier privé`,
    nl: `account “${name}”, waaronder PostgreSQL moet draaien, kan niet bij ${folder}: kies een DATA_DIR buiten een privémap`,
    en: `account "${name}", under which PostgreSQL must run, cannot reach ${folder}: choose a DATA_DIR outside a private folder`,
    de: `das Konto „${name}“, unter dem PostgreSQL laufen muss, erreicht ${folder} nicht: wählen Sie ein DATA_DIR außerhalb eines privaten Ordners`,
  });
}

async function majorOf(cluster: string): Promise<string | undefined> {
  try {
    return (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
