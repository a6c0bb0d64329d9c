import { spawn } from 'node:child_process';
import type { Account } from './account.ts';

export interface RunOptions {
  /** Undefined: our own. */
  readonly account: Account | undefined;
  /** The process starts in it before it changes its account, so it need not be reachable for that account. */
  readonly cwd: string;
  readonly timeoutMs?: number;
}

/** How a short program ended. `status` is null when it did not start or was killed. */
export interface RunResult {
  readonly status: number | null;
  /** Both outputs, as they came, bounded. */
  readonly output: string;
  /** `EACCES`, `ENOENT` and so on, when it did not start. */
  readonly code: string | undefined;
}

const TIMEOUT_MS = 120_000;
const OUTPUT_CHARACTERS_MAX = 64 * 1024;

/** Runs a program to its end. Never throws: how it ended is the result. */
export async function run(command: string, parameters: string[], options: RunOptions): Promise<RunResult> {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(command, parameters, {
      cwd: options.cwd,
      env: postgresEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: options.timeoutMs ?? TIMEOUT_MS,
      killSignal: 'SIGKILL',
      windowsHide: true,
      ...identity(options.account),
    });
    const collect = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-OUTPUT_CHARACTERS_MAX);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error: NodeJS.ErrnoException) => {
      resolve({ status: null, output: output + error.message, code: error.code ?? 'unknown' });
    });
    child.on('close', (status) => resolve({ status, output, code: undefined }));
  });
}

/** What `spawn` needs to change the account. */
export function identity(account: Account | undefined): { uid?: number; gid?: number } {
  return account === undefined ? {} : { uid: account.uid, gid: account.gid };
}

/** Variables that a program needs of its system. */
const PASSED_ON = ['PATH', 'SystemRoot', 'windir', 'TEMP', 'TMP', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH'];

/**
 * The environment of PostgreSQL's programs. Not ours: it has secrets, which another account could read in /proc, and PG… variables,
 * which would change what the server does.
 */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  const passed = PASSED_ON.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(passed), LC_ALL: 'C' } as NodeJS.ProcessEnv;
}
