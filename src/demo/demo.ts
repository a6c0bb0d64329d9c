import { exampleRequest } from '../app/examples.ts';
import type { Gateway } from '../app/serve.ts';
import type { Flow } from '../flows/flow.ts';
import { verifyLog } from '../log/verify-log.ts';
import { DemoClient, type ShownExchange } from './demo-client.ts';
import { integrateHousehold, SOMEBODY_HELPED } from './household.ts';
import { startWebhookReceiver } from './webhook-receiver.ts';

/** One line of the summary. */
export interface DemoRow {
  readonly flow: string;
  readonly outcome: string;
  readonly status: string;
  readonly ms: number;
  readonly logIndex: number | undefined;
  /** Undefined: as it should be. */
  readonly fault?: string;
}

export interface DemoReport {
  readonly rows: readonly DemoRow[];
  readonly faults: readonly string[];
  readonly logLine: string;
}

/** Told of each step, as it happens. */
export type Progress = (line: string) => void;

const MUTATION_MS = 20_000;

/**
 * The main job, seen: one exchange of every flow through the gateway to the simulator and back, a mutation that comes in by the
 * network's door and goes out by webhook, and a verification of the log that all of it left.
 */
export async function runDemo(gateway: Gateway, progress: Progress): Promise<DemoReport> {
  const { foundation } = gateway;
  const client = new DemoClient(gateway.url, foundation.bootstrapApiKey ?? '');
  const household = await sendHousehold(client, foundation.clock.now());
  const rows: DemoRow[] = [household];
  progress(lineOf(household));
  for (const flow of inDemoOrder(foundation.flows.all())) {
    const row = await sendOne(client, flow);
    rows.push(row);
    progress(lineOf(row));
  }
  const mutation = await receiveMutation(gateway, client);
  rows.push(mutation);
  progress(lineOf(mutation));

  const log = await verifyLog(foundation.pool('verify', 1), foundation.vault, true);
  const logLine = `${log.entries} entries, ${log.exchanges} exchanges, ${log.faultCount} faults, ${Math.round(log.entries / log.seconds)} entries/s`;
  progress(`${log.faultCount === 0 ? '✓' : '✗'} log verified: ${logLine}`);
  const faults = [
    ...rows.flatMap(({ flow, fault }) => (fault === undefined ? [] : [`${flow}: ${fault}`])),
    ...log.faults.map(({ index, what }) => `log entry ${index}: ${what}`),
  ];
  return { rows, faults, logLine };
}

function lineOf({ fault, flow, outcome, status, ms }: DemoRow): string {
  return `${fault === undefined ? '✓' : '✗'} ${flow.padEnd(58)} ${outcome} ${status}  ${ms} ms`;
}

/** Before a centre asks about people it says that it helps them. */
async function sendHousehold(client: DemoClient, now: Date): Promise<DemoRow> {
  const started = Date.now();
  const row = { flow: 'integrations (household)', logIndex: undefined };
  try {
    const { state, summary } = await integrateHousehold(client, now);
    const status = `${state} (${summary.open ?? 0} of 3)`;
    return { ...row, outcome: 'answered', status, ms: Date.now() - started };
  } catch (error) {
    const fault = error instanceof Error ? error.message : String(error);
    return { ...row, outcome: '—', status: '—', ms: Date.now() - started, fault };
  }
}

/**
 * Flows that can be asked: whoever integrates people comes first, then who only looks, then who changes something; else what was
 * looked for could be gone. Those that change something each do so to a thing of its own.
 */
function inDemoOrder(flows: readonly Flow[]): Flow[] {
  const ranks = ['registration', 'consultation', 'declaration'] as const;
  const askable = ranks.map((kind) => flows.filter((flow) => flow.kind === kind));
  return askable.flatMap((group) => group.sort((a, b) => (a.id < b.id ? -1 : 1)));
}

async function sendOne(client: DemoClient, flow: Flow): Promise<DemoRow> {
  const started = Date.now();
  try {
    const exchange = await client.send(flow.id, exampleOf(flow));
    return { flow: shownName(flow), ...rowOf(exchange), ms: Date.now() - started };
  } catch (error) {
    const fault = error instanceof Error ? error.message : String(error);
    return { flow: shownName(flow), outcome: '—', status: '—', ms: Date.now() - started, logIndex: undefined, fault };
  }
}

/** @throws Error when there is none: a flow that nobody has seen work is not as it should be. */
function exampleOf({ id }: Flow): unknown {
  const example = exampleRequest(id);
  if (example === undefined) throw new Error(`no example: fixtures/${id}/request.json is missing`);
  return example;
}

/** A contract of our own is not one of BCSS, and says so wherever it shows. */
function shownName({ id, status }: Flow): string {
  return status === 'provisional' ? `${id} (provisional)` : id;
}

function rowOf({ state, outcome = '—', code, result, logIndex }: ShownExchange): Omit<DemoRow, 'flow' | 'ms'> {
  const status = result === undefined ? (code ?? '—') : `${result.kind} (${result.status})`;
  const isFine = state === 'done' && outcome === 'answered';
  return { outcome, status, logIndex, ...(!isFine && { fault: `${state}, ${outcome}, ${status}` }) };
}

/** Subscribes a receiver, has the simulator push a change of address of somebody who was integrated, and waits for it to arrive. */
async function receiveMutation({ simulator, networkUrl, foundation }: Gateway, client: DemoClient): Promise<DemoRow> {
  const started = Date.now();
  const row = { flow: 'mutations (webhook, provisional)', logIndex: undefined };
  const receiver = await startWebhookReceiver();
  try {
    if (simulator === undefined) throw new Error('without the simulator nobody pushes a mutation');
    const organisation = foundation.organisations.only()?.id;
    const subscription = await client.call<{ id: string; secret: string }>('POST', '/v1/subscriptions', {
      organisation,
      url: receiver.url,
      events: ['mutation.received'],
    });
    receiver.secret = subscription.secret;
    try {
      const answer = await simulator.pushMutation({
        url: `${networkUrl ?? ''}/bcss/notifications`,
        mutation: { ssin: SOMEBODY_HELPED },
      });
      if (answer.status !== 200) throw new Error(`the network’s door answered ${answer.status}`);
      const { data } = await receiver.next('mutation.received', MUTATION_MS);
      const mutation = await client.call<{ logIndex: number; kind: string; source: string }>('GET', String(data.href));
      await client.call('POST', `${String(data.href)}/ack`);
      const status = `${mutation.source} ${mutation.kind}`;
      return { ...row, outcome: 'answered', status, ms: Date.now() - started, logIndex: mutation.logIndex };
    } finally {
      await client.call('DELETE', `/v1/subscriptions/${subscription.id}`);
    }
  } catch (error) {
    const fault = error instanceof Error ? error.message : String(error);
    return { ...row, outcome: '—', status: '—', ms: Date.now() - started, fault };
  } finally {
    await receiver.close();
  }
}

/** Sends many exchanges, some at once; for those who want to pull the plug in the middle. @returns how many ended. */
export async function runLoop(gateway: Gateway, count: number, progress: Progress): Promise<number> {
  const client = new DemoClient(gateway.url, gateway.foundation.bootstrapApiKey ?? '');
  const flows = inDemoOrder(gateway.foundation.flows.all());
  let next = 0;
  let ended = 0;
  const one = async (): Promise<void> => {
    while (next < count) {
      const flow = flows[next % flows.length];
      next += 1;
      if (flow === undefined) return;
      await client.send(flow.id, exampleOf(flow));
      ended += 1;
      if (ended % 20 === 0) progress(`${ended} of ${count}`);
    }
  };
  await Promise.all(Array.from({ length: LOOP_AT_ONCE }, one));
  return ended;
}

const LOOP_AT_ONCE = 8;
