import { open, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Account, accountFor } from './account.ts';
import { type Binaries, usableBinaries } from './binaries.ts';
import { createCluster, hasCluster, type Layout, layoutOf, placeFor, prepareCluster, SUPERUSER } from './cluster.ts';
import { unavailable, unavailableAfter, unavailableAt } from './failure.ts';
import { type KeptPostgres, startKept } from './kept-postgres.ts';
import { choosePort } from './port.ts';
import { endLeftoverPostmaster, readPostmasterFile, STOP_LIMITS } from './postmaster.ts';
import { makePrivateFolder, replacePrivateFile } from './private-file.ts';
import { isPostmasterOf } from './process-identity.ts';
import { waitUntilReady } from './ready.ts';
import { identity, postgresEnvironment, run } from './run.ts';
import { ensureSecretFile, readSecret } from './secret.ts';
import { settingParameters } from './settings.ts';
import { lockHolder, takeStartLock } from './start-lock.ts';

/** What this room tells while it works; pino's logger fits. */
interface EmbeddedLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface EmbeddedPostgresOptions {
  /** DATA_DIR: the database lies in its folder `postgres`, with password, port, lock and log beside it. */
  readonly dataDir: string;
  /** By default the port of last time while it is free, else any free one. */
  readonly port?: number;
  readonly log: EmbeddedLog;
  /** Server settings that replace ours, for instance `{ fsync: 'off' }` in a test. */
  readonly settings?: Readonly<Record<string, string>>;
  /** The folder with PostgreSQL's `bin`, `lib` and `share`, instead of the npm package's. */
  readonly binariesFolder?: string;
  /** Where a copy of the programs may go when PostgreSQL's account cannot read them. */
  readonly binariesCopyTo?: readonly string[];
}

export interface EmbeddedPostgres {
  /** For migrations and roles only; has the password. */
  readonly superuserUrl: string;
  readonly port: number;
  /** The server's main process. */
  readonly pid: number;
  /** Settles when the server ends, asked or not, with how. */
  readonly ended: Promise<string>;
  /** Stops the server: clients are cut off, what was committed is kept. Ends within about half a minute; can be called twice. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts the PostgreSQL that npm brought, for development, demonstrations and tests: on 127.0.0.1, with a random password, with
 * its data under DATA_DIR. Returns when it accepts sessions.
 *
 * Holds: one gateway per data directory. What was committed survives `kill -9` of anything. However this process ends, the server
 * ends too (`keeper.ts`); what an earlier one left is ended first. As root it runs under another account (`account.ts`).
 *
 * @throws GatewayError `embedded-unavailable` with the cause in words.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const layout = layoutOf(resolve(options.dataDir));
  try {
    await makePrivateFolder(layout.dataDir);
    const lock = await takeStartLock(layout.lock);
    try {
      return await startLocked(layout, options, () => lock.release());
    } catch (error) {
      await lock.release();
      throw error;
    }
  } catch (error) {
    throw unavailableAt((error as NodeJS.ErrnoException).path ?? layout.dataDir, error);
  }
}

/**
 * The server that a running gateway has on a data directory, for commands that work beside it (`gateway report`); undefined when
 * there is none.
 */
export async function runningEmbeddedPostgres(
  dataDir: string,
): Promise<Pick<EmbeddedPostgres, 'superuserUrl' | 'port' | 'pid'> | undefined> {
  const layout = layoutOf(resolve(dataDir));
  const server = await readPostmasterFile(layout.cluster);
  const password = await readSecret(layout.password, PASSWORD_BYTES);
  if (server === undefined || password === undefined || (await lockHolder(layout.lock)) === undefined) return undefined;
  if (process.platform !== 'win32' && !(await isPostmasterOf(server.pid, layout.cluster))) return undefined;
  return { superuserUrl: urlOf(password, server.port), ...server };
}

async function startLocked(
  layout: Layout,
  options: EmbeddedPostgresOptions,
  release: () => Promise<void>,
): Promise<EmbeddedPostgres> {
  const { log, settings = {} } = options;
  const account = await accountFor(layout.cluster);
  const binaries = await usableBinaries({
    folder: options.binariesFolder,
    copyTo: options.binariesCopyTo,
    account,
    dataDir: layout.dataDir,
  });
  if ((await endLeftoverPostmaster(layout.cluster, binaries.pgCtl)) === 'ended')
    log.warn({ dataDir: layout.dataDir }, 'ended the PostgreSQL that an earlier gateway left running');

  const password = await passwordOf(layout);
  const first = !(await hasCluster(layout));
  if (first) await createCluster({ layout, binaries, account, password, durable: settings['fsync'] !== 'off' });
  await prepareCluster(layout.cluster, account, binaries.major);

  const { kept, port } = await startOnPort(layout, options, binaries, account);
  log.info({ port, pid: kept.pid, first, account: account?.name ?? 'own' }, 'embedded PostgreSQL is ready');
  let stopped: Promise<void> | undefined;
  void kept.ended.then((how) => {
    if (stopped === undefined) log.error({ how, logFile: layout.log }, 'embedded PostgreSQL ended by itself');
  });
  return {
    superuserUrl: urlOf(password, port),
    port,
    pid: kept.pid,
    ended: kept.ended,
    stop() {
      stopped ??= stopAll(kept, layout, binaries).finally(release);
      return stopped;
    },
  };
}

async function stopAll(kept: KeptPostgres, { cluster }: Layout, { pgCtl }: Binaries): Promise<void> {
  await kept.stop();
  // Nothing in the ordinary case. If somebody killed the keeper, the server is still there.
  await endLeftoverPostmaster(cluster, pgCtl);
}

const PASSWORD_BYTES = 24;

async function passwordOf(layout: Layout): Promise<string> {
  if ((await hasCluster(layout)) && (await readSecret(layout.password, PASSWORD_BYTES)) === undefined)
    throw unavailable({
      fr: `${layout.password} manque, et sans lui la base existante ne s’ouvre pas : restaurez ce fichier`,
      nl: `${layout.password} ontbreekt, en zonder dit bestand opent de bestaande databank niet: zet het terug`,
      en: `${layout.password} is missing, and without it the existing database does not open: restore this file`,
      de: `${layout.password} fehlt, und ohne diese Datei lässt sich die bestehende Datenbank nicht öffnen: stellen Sie sie wieder her`,
    });
  return ensureSecretFile(layout.password, PASSWORD_BYTES);
}

function urlOf(password: string, port: number): string {
  return `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`;
}

const PORT_ATTEMPTS_MAX = 3;

/** Between finding a port free and listening on it somebody else may take it; then another one is as good, unless it was asked for. */
async function startOnPort(
  layout: Layout,
  options: EmbeddedPostgresOptions,
  binaries: Binaries,
  account: Account | undefined,
): Promise<{ kept: KeptPostgres; port: number }> {
  const remembered = Number(await readFile(layout.port, 'utf8').catch(() => Number.NaN));
  const place = await placeFor(account, layout.cluster);
  const compression = await compressionSetting(layout, binaries, account, place);
  for (let attempt = 1; ; attempt += 1) {
    const mayRemember = attempt === 1 && remembered > 0 && remembered < 65_536;
    const port = await choosePort(options.port, mayRemember ? remembered : undefined);
    const logged = await sizeOf(layout.log);
    const kept = await startKept({
      command: binaries.postgres,
      parameters: ['-D', place, ...settingParameters(port, { ...compression, ...options.settings })],
      cwd: layout.cluster,
      env: postgresEnvironment(),
      identity: identity(account),
      logFile: layout.log,
      logBytesMax: LOG_BYTES_MAX,
      ...STOP_LIMITS,
      ...(process.platform === 'win32' && {
        stopCommand: [binaries.pgCtl, 'stop', '-m', 'fast', '-D', layout.cluster] as const,
      }),
    });
    const outcome = await waitUntilReady(port, kept.ended).catch(async (error: unknown) => {
      await kept.stop();
      throw error;
    });
    if (outcome === 'ready') {
      if (port !== remembered) await replacePrivateFile(layout.port, `${port}\n`);
      return { kept, port };
    }
    const said = await readFrom(layout.log, logged);
    const taken = /Address already in use/.test(said) && options.port === undefined;
    if (!taken || attempt === PORT_ATTEMPTS_MAX) throw unavailableAfter(said);
  }
}

/** Of the server's own log; with the one before it, twice this is kept. */
const LOG_BYTES_MAX = 5 * 1024 * 1024;

/** lz4 packs replies faster than the default; not every build has it (18.4.0-beta.17 for Linux has not), so the server is asked. */
async function compressionSetting(
  { cluster }: Layout,
  { postgres }: Binaries,
  account: Account | undefined,
  place: string,
): Promise<Readonly<Record<string, string>>> {
  const setting = { default_toast_compression: 'lz4' };
  const ask = ['-D', place, '-C', 'default_toast_compression', '-c', 'default_toast_compression=lz4'];
  const { status } = await run(postgres, ask, { account, cwd: cluster });
  return status === 0 ? setting : {};
}

async function sizeOf(path: string): Promise<number> {
  const file = await open(path, 'a', 0o600);
  try {
    return (await file.stat()).size;
  } finally {
    await file.close();
  }
}

async function readFrom(path: string, start: number): Promise<string> {
  const bytes = await readFile(path).catch(() => Buffer.alloc(0));
  return bytes.subarray(bytes.length >= start ? start : 0).toString();
}
