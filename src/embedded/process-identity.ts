import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile, readlink, realpath } from 'node:fs/promises';
import { promisify } from 'node:util';

/**
 * Process numbers are used again, in containers within seconds. Nothing here is ever done to a process because of its number alone:
 * it must also have started when the one we mean did, or work in the folder that the one we mean works in.
 */

const runFile = promisify(execFile);

/** Whether a process runs. One that ended and whose parent has not noticed yet does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it exists, under another account.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return linuxStat(pid)?.state !== 'Z';
}

/** When a process started, in a form that only means something compared; undefined where the system does not tell. */
export async function startOf(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') {
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
    const ticks = linuxStat(pid)?.startTicks;
    return ticks === undefined ? undefined : `${boot.trim()} ${ticks}`;
  }
  return process.platform === 'win32' ? undefined : psField(pid, 'lstart=');
}

/** Whether a process is a PostgreSQL server of this cluster: a server works in the folder of its data. */
export async function isPostmasterOf(pid: number, cluster: string): Promise<boolean> {
  if (!isRunning(pid)) return false;
  if (process.platform === 'linux') {
    const [works, data] = await Promise.all([readlink(`/proc/${pid}/cwd`), realpath(cluster)]).catch(() => ['', '-']);
    return works === data && linuxStat(pid)?.name === 'postgres';
  }
  // `ps` shows the parameters we gave. On Windows pg_ctl does the stopping, and cannot mean another program.
  const command = await psField(pid, 'command=');
  return command !== undefined && command.includes('postgres') && command.includes(`-D ${cluster}`);
}

interface LinuxStat {
  readonly name: string;
  readonly state: string;
  readonly startTicks: string;
}

/** `/proc/<pid>/stat`: number, name in brackets (which may have brackets and spaces), then fields from the third on. */
function linuxStat(pid: number): LinuxStat | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const end = text.lastIndexOf(')');
    const fields = text.slice(end + 2).split(' ');
    return { name: text.slice(text.indexOf('(') + 1, end), state: fields[0] ?? '', startTicks: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}

async function psField(pid: number, field: string): Promise<string | undefined> {
  try {
    const { stdout } = await runFile('ps', ['-ww', '-o', field, '-p', String(pid)], { timeout: 5000 });
    return stdout.trim() === '' ? undefined : stdout.trim();
  } catch {
    return undefined;
  }
}
