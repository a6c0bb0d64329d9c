import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { unavailable } from './failure.ts';
import { isPostmasterOf, isRunning } from './process-identity.ts';
import { run } from './run.ts';

/** What a running server writes about itself into its data directory. */
export interface PostmasterFile {
  readonly pid: number;
  readonly port: number;
}

/** Reads `postmaster.pid`: number, folder, start time, port, one to a line. */
export async function readPostmasterFile(cluster: string): Promise<PostmasterFile | undefined> {
  const text = await readFile(join(cluster, FILE), 'utf8').catch(() => '');
  const [pid, , , port] = text.split('\n').map(Number);
  if (pid === undefined || port === undefined || !Number.isSafeInteger(pid) || pid <= 0) return undefined;
  return { pid, port };
}

const FILE = 'postmaster.pid';

/** How long each way of stopping may take: a shutdown with a checkpoint, then one without (the next start recovers). */
export const STOP_LIMITS = { fastMs: 20_000, immediateMs: 8_000 } as const;

/**
 * Ends a server that an earlier gateway left behind, so that this start has the data for itself. Rather ended than taken over: one
 * way to start means one set of settings, one keeper, one port. Usually it is ending already, told by its keeper.
 *
 * A process that merely has the number is left alone; its number in the file would make PostgreSQL refuse to start for ever (in a
 * container the numbers come back the same), so then the file is removed.
 *
 * @throws GatewayError `embedded-unavailable` when it does not end.
 */
export async function endLeftoverPostmaster(cluster: string, pgCtl: string | undefined): Promise<'none' | 'ended'> {
  const left = await readPostmasterFile(cluster);
  if (left === undefined) return 'none';
  if (process.platform === 'win32') {
    if (!isRunning(left.pid) || pgCtl === undefined) return 'none';
    const { status } = await run(pgCtl, ['stop', '-m', 'fast', '-w', '-D', cluster], {
      account: undefined,
      cwd: cluster,
    });
    return status === 0 ? 'ended' : 'none';
  }
  if (!(await isPostmasterOf(left.pid, cluster))) {
    if (isRunning(left.pid)) await rm(join(cluster, FILE), { force: true });
    return 'none';
  }
  for (const [signal, limitMs] of [
    ['SIGINT', STOP_LIMITS.fastMs],
    ['SIGQUIT', STOP_LIMITS.immediateMs],
  ] as const) {
    if (await endWith(signal, limitMs, left.pid, cluster)) return 'ended';
  }
  throw unavailable({
    fr: `le PostgreSQL d’un démarrage précédent (processus ${left.pid}) ne s’arrête pas`,
    nl: `de PostgreSQL van een vorige start (proces ${left.pid}) stopt niet`,
    en: `the PostgreSQL of an earlier start (process ${left.pid}) does not stop`,
    de: `das PostgreSQL eines früheren Starts (Prozess ${left.pid}) wird nicht beendet`,
  });
}

const LOOK_MS = 20;

async function endWith(signal: NodeJS.Signals, limitMs: number, pid: number, cluster: string): Promise<boolean> {
  try {
    process.kill(pid, signal);
  } catch {
    // Ended in this very moment; the look below sees it.
  }
  for (let waitedMs = 0; waitedMs < limitMs; waitedMs += LOOK_MS) {
    if (!(await isPostmasterOf(pid, cluster))) return true;
    await sleep(LOOK_MS);
  }
  return false;
}
