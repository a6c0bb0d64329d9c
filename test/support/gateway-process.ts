import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from './until.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PROGRAM = join(ROOT, 'bin', 'gateway.js');
const START_MS = 60_000;
const COMMAND_MS = 60_000;

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A `gateway …` in a process of its own, as an operator runs it. */
export interface GatewayProcess {
  readonly pid: number;
  /** Of the clients' door and of the network's; empty for a role that has none. */
  readonly url: string;
  readonly networkUrl: string;
  /** Of the simulator that came with it; empty when there is none. */
  readonly simulatorUrl: string;
  readonly dataDir: string;
  /** The first client's key. */
  readonly apiKey: string;
  readonly ended: Promise<Ended>;
  /** Whatever it has written so far, on both outputs. */
  readonly output: () => string;
  /** The lines of one event. */
  readonly lines: (event: string) => Record<string, unknown>[];
  signal(name: NodeJS.Signals): void;
  /** Sends SIGTERM and waits for the end. */
  stop(): Promise<Ended>;
  /** As a power cut: nothing is tidied up. */
  kill(): Promise<Ended>;
}

export interface StartOptions {
  readonly dataDir: string;
  /** `serve` when absent. */
  readonly command?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a role that stays up, and waits until it says that it does. Rejects with what it said when it ended instead. */
export async function startGateway({ dataDir, command = ['serve'], env = {} }: StartOptions): Promise<GatewayProcess> {
  const started = spawnGateway(command, { DATA_DIR: dataDir, PORT: '0', NETWORK_PORT: '0', ...env });
  const { child, ended, output } = started;
  const lines = (event: string): Record<string, unknown>[] => linesOf(output(), event);
  const isUp = (): boolean => lines(`${command[0] === 'worker' ? 'worker' : 'gateway'}.started`).length > 0;
  let end: Ended | undefined;
  void ended.then((how) => (end = how));
  await until(() => end !== undefined || isUp(), START_MS);
  if (!isUp()) throw new Error(`gateway ${command.join(' ')} ended with ${end?.code ?? '?'}:\n${output()}`);
  const [{ url = '', networkUrl = '', simulator = '' } = {}] = lines('gateway.started') as Partial<
    Record<string, string>
  >[];
  return {
    pid: child.pid ?? 0,
    url,
    networkUrl,
    simulatorUrl: simulator,
    dataDir,
    apiKey: env.BOOTSTRAP_API_KEY ?? secretOf(dataDir, 'bootstrap-api-key'),
    ended,
    output,
    lines,
    signal: (name) => void child.kill(name),
    stop: async () => {
      child.kill('SIGTERM');
      return ended;
    },
    kill: async () => {
      child.kill('SIGKILL');
      return ended;
    },
  };
}

/** How a command ended and what it said. */
export interface CommandEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly cwd?: string;
}

/** Runs a command to its end. */
export async function gateway(command: readonly string[], options: CommandOptions = {}): Promise<CommandEnd> {
  const { child, ended, stdout, stderr } = spawnGateway(command, options.env ?? {}, options.cwd);
  child.stdin?.end(options.input ?? '');
  const limit = setTimeout(() => child.kill('SIGKILL'), COMMAND_MS);
  const { code } = await ended;
  clearTimeout(limit);
  return { code, stdout: stdout(), stderr: stderr() };
}

interface Spawned {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly output: () => string;
}

/** Only what is given reaches the program: a variable of the machine that runs the tests must not. */
function spawnGateway(command: readonly string[], env: Readonly<Record<string, string>>, cwd = ROOT): Spawned {
  const { PATH = '', HOME = '', TMPDIR } = process.env;
  const child = spawn(process.execPath, [PROGRAM, ...command], {
    cwd,
    env: { PATH, HOME, LANG: 'en', ...(TMPDIR !== undefined && { TMPDIR }), ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  running.add(child);
  const said = { stdout: '', stderr: '', output: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text;
      said.output += text;
    });
  }
  // A program that ends before it has read its input is not our trouble.
  child.stdin.on('error', () => undefined);
  const ended = once(child, 'close').then(([code, signal]) => {
    running.delete(child);
    return { code, signal };
  });
  return { child, ended, stdout: () => said.stdout, stderr: () => said.stderr, output: () => said.output };
}

/** What a failing test leaves behind ends with the process that ran it. */
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

function linesOf(output: string, event: string): Record<string, unknown>[] {
  return output
    .split('\n')
    .filter((line) => line.includes(`"${event}"`) && line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((line) => line.event === event);
}

function secretOf(dataDir: string, name: string): string {
  try {
    return readFileSync(join(dataDir, 'secrets', name), 'utf8').trim();
  } catch {
    return '';
  }
}
