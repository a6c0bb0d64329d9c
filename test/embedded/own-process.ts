import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** Tests that kill a gateway need one in a process of its own; Node 20 does not run TypeScript, so the rooms it needs are compiled. */

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const ROOMS = ['domain', 'xml', 'signing', 'embedded'];

/** What such a process does: starts the database, reports, stops it on SIGTERM and on nothing else. */
const PROGRAM = `
import { startEmbeddedPostgres } from './embedded/postgres.js';
const log = { info() {}, warn() {}, error() {} };
const report = (line) => process.stdout.write(JSON.stringify(line) + '\\n');
process.on('SIGINT', () => report({ signal: 'SIGINT' }));
try {
  const postgres = await startEmbeddedPostgres({ ...JSON.parse(process.argv[2]), log });
  const beat = setInterval(() => undefined, 1000);
  process.on('SIGTERM', () => void postgres.stop().then(() => clearInterval(beat)));
  report({ pid: postgres.pid, port: postgres.port, superuserUrl: postgres.superuserUrl });
} catch (error) {
  report({ error: error.code + ': ' + error.message });
}
`;

/** What the process said at first. */
export interface Report {
  readonly error?: string;
  readonly pid: number;
  readonly port: number;
  readonly superuserUrl: string;
}

export interface OwnProcess {
  readonly process: ChildProcess;
  readonly report: Report;
  /** Kills it with a signal, or lets it end when it reported an error, and waits for its end. */
  end(signal?: NodeJS.Signals): Promise<void>;
}

/** Compiles the rooms into a folder that every account can read. */
export function compileRooms(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-rooms-'));
  chmodSync(folder, 0o755);
  for (const room of ROOMS) {
    for (const name of readdirSync(join(ROOT, 'src', room), { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts')) continue;
      const { outputText } = ts.transpileModule(readFileSync(join(ROOT, 'src', room, name), 'utf8'), {
        compilerOptions: {
          target: ts.ScriptTarget.ES2023,
          module: ts.ModuleKind.ESNext,
          verbatimModuleSyntax: true,
          rewriteRelativeImportExtensions: true,
        },
      });
      const target = join(folder, room, name.replace(/\.ts$/, '.js'));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, outputText);
    }
  }
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'gateway.js'), PROGRAM);
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

export function removeRooms(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Begins to start the database in a process of its own, in a process group of its own, as a shell would. */
export function beginInOwnProcess(folder: string, options: object, uid?: number) {
  return spawn(process.execPath, [join(folder, 'gateway.js'), JSON.stringify(options)], {
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(uid !== undefined && { uid, gid: uid }),
  });
}

/** The same, until the database is ready or refused; `uid` for another account. */
export async function startInOwnProcess(folder: string, options: object, uid?: number): Promise<OwnProcess> {
  const child = beginInOwnProcess(folder, options, uid);
  const exit = once(child, 'exit');
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return {
    process: child,
    report: JSON.parse(line) as Report,
    async end(signal) {
      if (signal !== undefined) child.kill(signal);
      await exit;
    },
  };
}
