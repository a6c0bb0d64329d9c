import { ensureDevelopmentKeys } from '../../src/embedded/development-keys.ts';
import { type BcssInProcess, startBcss } from '../support/bcss-in-process.ts';
import { freePort } from '../support/free-port.ts';
import { gateway as command, type GatewayProcess, startGateway } from '../support/gateway-process.ts';
import { personsIn } from '../support/nobody.ts';
import { RestClient } from '../support/rest-client.ts';
import { pause, until } from '../support/until.ts';
import { Chance } from './chance.ts';
import { violations } from './invariants.ts';
import { Load } from './load.ts';
import { Messages } from './messages.ts';
import { type Strike, strikesOf } from './strikes.ts';

export interface FaultRun {
  readonly seed: number;
  /** What may break; each comes in turn. */
  readonly kinds: readonly Strike[];
  readonly strikes: number;
  readonly messages: number;
  readonly dataDir: string;
  /** Where the database and the queue are; embedded when absent. */
  readonly env?: Readonly<Record<string, string>>;
}

/** What became of a run. */
export interface FaultReport {
  readonly seed: number;
  readonly strikes: number;
  readonly accepted: number;
  readonly declarations: number;
  /** Exchanges by state and outcome. */
  readonly ends: Readonly<Record<string, number>>;
  /** Attempts that a strike cut short. */
  readonly interrupted: number;
  /** Calls that the client had to repeat. */
  readonly repeated: number;
  /** From the last strike until nothing was left to do. */
  readonly settleMs: number;
  readonly violations: readonly string[];
}

const KEY = 'key-of-the-load-driver-only-for-tests-0123456789';
const SETTLE_MS = 90_000;
/** Between two strikes; a strike falls somewhere within the time that one message takes. */
const PROGRESS_MS = 60_000;
const MOMENT_MS = 60;
/** A reconciliation in seconds instead of hours. */
const RECONCILE_SECONDS = '1,2,4';

/** Strikes a gateway again and again while software sends messages through it, and looks what is left. */
export async function runWithStrikes(run: FaultRun): Promise<FaultReport> {
  const { seed, messages, dataDir, env = {} } = run;
  const chance = new Chance(seed);
  const bcss = await startBcss(await ensureDevelopmentKeys(dataDir));
  const port = await freePort();
  const start = (): Promise<GatewayProcess> =>
    startGateway({
      dataDir,
      env: {
        ...bcss.env,
        ...env,
        PORT: String(port),
        BOOTSTRAP_API_KEY: KEY,
        RECONCILE_DELAYS_SECONDS: RECONCILE_SECONDS,
      },
    });
  const made = new Messages(bcss.simulator, chance);
  const load = new Load(new RestClient({ url: `http://127.0.0.1:${port}`, apiKey: KEY }), made);
  let gateway = await start();
  const lives = new Set([gateway]);
  try {
    const sending = load.run(messages);
    sending.catch(() => undefined);
    const slice = Math.floor(messages / (run.strikes + 1));
    for (const [at, strike] of strikesOf(run.kinds, run.strikes, chance).entries()) {
      const progress = at * slice + chance.between(1, slice);
      await until(() => load.records.length >= progress, PROGRESS_MS);
      await pause(chance.between(0, MOMENT_MS));
      gateway = await strike(gateway, start);
      lives.add(gateway);
    }
    const lastStrike = Date.now();
    await sending;
    const exchanges = await load.settled(SETTLE_MS);
    const settleMs = Date.now() - lastStrike;
    await replay(load);
    const output = [...lives].map((life) => life.output()).join('\n');
    return {
      seed,
      strikes: run.strikes,
      accepted: exchanges.size,
      declarations: load.records.filter(({ message }) => message.wanted !== undefined).length,
      ends: countOf([...exchanges.values()].map(({ state, outcome }) => `${state} ${outcome ?? ''}`)),
      interrupted: [...exchanges.values()]
        .flatMap(({ attempts }) => attempts)
        .filter(({ code }) => code === 'attempt-interrupted').length,
      repeated: load.records.reduce((sum, { failures }) => sum + failures, 0),
      settleMs,
      violations: [
        ...violations({
          records: load.records,
          exchanges,
          effects: wantedOnly(bcss, load),
          requests: bcss.simulator.requests(),
        }),
        ...(await onlyThose(load, exchanges.size)),
        ...personsIn(output, [...made.canaries, KEY]).map(() => 'a person or a key stands in the technical log'),
        ...(await logFaults({ ...env, DATA_DIR: dataDir })),
      ],
    };
  } finally {
    await gateway.stop();
    await bcss.close();
  }
}

/** Every message again with its key: each must name the exchange it was promised. */
async function replay(load: Load): Promise<void> {
  for (const record of load.records) await load.send(record);
}

/** Changes that the test made itself, to have something to end, are none of the gateway's. */
function wantedOnly({ effects }: BcssInProcess, { records }: Load): BcssInProcess['effects'] {
  const prepared = new Set(
    records.flatMap(({ message: { wanted } }) =>
      wanted?.action === 'UNREGISTER' ? [`${wanted.ssin} ${wanted.start}`] : [],
    ),
  );
  return effects.filter(({ action, ssin, start }) => action === 'UNREGISTER' || !prepared.has(`${ssin} ${start}`));
}

/** Nothing was accepted that the client does not know of, besides the gateway's own questions. */
async function onlyThose({ client }: Load, known: number): Promise<string[]> {
  let listed = 0;
  let before = '';
  for (;;) {
    const path = `/v1/exchanges?limit=200${before}`;
    const { body } = await client.get<{ exchanges: { about?: string }[]; next?: string }>(path);
    listed += body.exchanges.filter(({ about }) => about === undefined).length;
    if (body.next === undefined) break;
    before = `&before=${body.next}`;
  }
  return listed === known ? [] : [`${listed} exchanges in the gateway, ${known} known to the client`];
}

async function logFaults(env: Readonly<Record<string, string>>): Promise<string[]> {
  const { code, stdout, stderr } = await command(['verify', '--settled'], { env });
  return code === 0 ? [] : [`the log is not sound: ${stdout} ${stderr}`];
}

function countOf(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
