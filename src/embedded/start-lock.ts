import { randomBytes } from 'node:crypto';
import { link, readFile, rename, rm } from 'node:fs/promises';
import { unavailable } from './failure.ts';
import { createPrivateFile } from './private-file.ts';
import { isRunning, startOf } from './process-identity.ts';

/** Who holds a data directory. */
interface Holder {
  readonly pid: number;
  /** When that process started, where the system tells. */
  readonly start?: string;
}

/** The right of one gateway to a data directory. */
export interface StartLock {
  release(): Promise<void>;
}

const ATTEMPTS_MAX = 10;

/**
 * Takes a data directory for this process. A lock whose process is gone, or whose number now belongs to another process, is
 * replaced; of several that try, one succeeds.
 *
 * @throws GatewayError `embedded-unavailable` naming the process that holds it.
 */
export async function takeStartLock(path: string): Promise<StartLock> {
  const start = await startOf(process.pid);
  const mine = `${JSON.stringify({ pid: process.pid, ...(start !== undefined && { start }) })}\n`;
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    if (await createPrivateFile(path, mine)) return { release: () => release(path, mine) };
    const text = await readText(path);
    if (text === undefined) continue;
    const holder = parseHolder(text);
    if (holder !== undefined && (await isHeld(holder))) throw heldBy(path, holder);
    await discard(path, text);
  }
  throw unavailable({
    fr: `${path} change sans cesse : plusieurs passerelles démarrent sur ce dossier`,
    nl: `${path} verandert voortdurend: meerdere gateways starten op deze map`,
    en: `${path} keeps changing: several gateways start on this folder`,
    de: `${path} ändert sich ständig: mehrere Gateways starten in diesem Ordner`,
  });
}

/** The process that holds a data directory now. */
export async function lockHolder(path: string): Promise<number | undefined> {
  const holder = parseHolder((await readText(path)) ?? '');
  return holder !== undefined && (await isHeld(holder)) ? holder.pid : undefined;
}

async function release(path: string, mine: string): Promise<void> {
  if ((await readText(path)) === mine) await rm(path, { force: true });
}

async function isHeld({ pid, start }: Holder): Promise<boolean> {
  if (!isRunning(pid)) return false;
  const running = await startOf(pid);
  return start === undefined || running === undefined || start === running;
}

/** Removes the lock that was judged, and no other: between judging and removing, another process may have replaced it. */
async function discard(path: string, judged: string): Promise<void> {
  const aside = `${path}.${randomBytes(6).toString('hex')}.old`;
  try {
    await rename(path, aside);
    if ((await readText(aside)) !== judged) await link(aside, path);
  } catch {
    // Gone already, or taken again meanwhile: the next attempt sees which.
  } finally {
    await rm(aside, { force: true });
  }
}

async function readText(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
}

function parseHolder(text: string): Holder | undefined {
  try {
    const holder = JSON.parse(text) as Partial<Holder> | null;
    return Number.isSafeInteger(holder?.pid) ? (holder as Holder) : undefined;
  } catch {
    return undefined;
  }
}

function heldBy(path: string, { pid }: Holder): Error {
  const self = pid === process.pid;
  return unavailable({
    fr: `une passerelle utilise déjà ce dossier : processus ${pid}${self ? ' (celui-ci)' : ''} (${path})`,
    nl: `een gateway gebruikt deze map al: proces ${pid}${self ? ' (dit proces)' : ''} (${path})`,
    en: `a gateway uses this folder already: process ${pid}${self ? ' (this one)' : ''} (${path})`,
    de: `ein Gateway verwendet diesen Ordner bereits: Prozess ${pid}${self ? ' (dieser)' : ''} (${path})`,
  });
}
