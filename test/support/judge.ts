import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newFolder } from './data-dir.ts';
import { installed } from './tools.ts';
import { until } from './until.ts';

/**
 * A peer that shares no code with this repository: it checks what we send with xmllint and xmlsec1 against the official schemas, and
 * answers with samples. It lives beside the repository, as the official contracts do, or where BCSS_JUDGE says.
 */
const PROGRAM =
  process.env.BCSS_JUDGE ?? resolve(fileURLToPath(new URL('../../../shared/judge/judge.mjs', import.meta.url)));

const TOOLS = ['xmllint', 'xmlsec1', 'xsltproc', 'openssl'];
const PASSPHRASE = 'judge-passphrase';
const START_MS = 60_000;

/** False where there is no judge, or not what it needs: its tests are skipped, and that is said. */
export const judgePresent = isPresent();

function isPresent(): boolean {
  if (!existsSync(PROGRAM)) {
    process.stderr.write(`no judge at ${PROGRAM}: the tests that need it are skipped\n`);
    return false;
  }
  return TOOLS.every(installed);
}

/** What it found in one request. */
export interface Verdict {
  readonly ok: boolean;
  readonly root: string;
  readonly xsd: string;
  readonly signature: string;
  readonly clientCertificate: string;
  /** The sample it answered with; absent when it has none and answered a fault. */
  readonly reply?: string;
  readonly error?: string;
}

export interface Judge {
  readonly url: string;
  /** Folder of the keys it made. */
  readonly keys: string;
  /** What a gateway must be told to have this one as its BCSS; at another address where something stands between. */
  env(url?: string): Record<string, string>;
  /** All verdicts so far. */
  verdicts(): Verdict[];
  stop(): Promise<void>;
}

export interface JudgeOptions {
  /** Sign the replies. */
  readonly sign: boolean;
  /** Folder of other replies than those beside the contracts. */
  readonly samples?: string;
  readonly kind?: 'response-success' | 'response-negative' | 'fault';
}

export async function startJudge({ sign, samples, kind }: JudgeOptions): Promise<Judge> {
  const dir = newFolder();
  const options = [
    ...(sign ? ['--sign'] : []),
    ...(samples === undefined ? [] : ['--samples', samples]),
    ...(kind === undefined ? [] : ['--kind', kind]),
  ];
  const child = spawn(process.execPath, [PROGRAM, '--port', '0', '--dir', dir, ...options]);
  process.once('exit', () => child.kill('SIGKILL'));
  const url = await addressOf(child);
  const keys = join(dir, 'keys');
  return {
    url,
    keys,
    env: (at = url) => ({
      BCSS_SSDN_URL: `${at}/connectors/webservice/KSZBCSSWebServiceConnectorPort`,
      BCSS_SOAP_BASE_URL: `${at}/SOA4520/`,
      BCSS_CA: join(keys, 'ca.pem'),
      BCSS_CLIENT_P12: join(keys, 'client.p12'),
      BCSS_CLIENT_P12_PASSPHRASE: PASSPHRASE,
      SIGNING_P12: join(keys, 'signing.p12'),
      SIGNING_P12_PASSPHRASE: PASSPHRASE,
      ...(sign && { BCSS_SIGNING_CERT: join(keys, 'peer-signing.pem'), BCSS_REPLY_SIGNATURE: 'required' }),
    }),
    verdicts: () => linesOf(join(dir, 'verdicts.ndjson')),
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function addressOf(child: ChildProcess): Promise<string> {
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (said += text));
  let ended = false;
  child.once('exit', () => (ended = true));
  const address = (): string | undefined => /judge on (https:\S+)/.exec(said)?.[1];
  await until(() => ended || address() !== undefined, START_MS);
  const url = address();
  if (url === undefined) throw new Error(`the judge did not start: ${said}`);
  return url;
}

function linesOf(file: string): Verdict[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Verdict);
}
