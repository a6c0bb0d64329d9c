import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ExchangeId } from '../../src/domain/exchange.ts';
import { takeDue } from '../../src/exchanges/due.ts';
import { type Backend, BullWorkQueue } from '../../src/queue/bullmq-queue.ts';
import { Relay } from '../../src/queue/relay.ts';
import { type DatabasePool, openPool } from '../../src/store/pool.ts';
import { systemClock } from '../../src/telemetry/clock.ts';
import { DECLARATION, TestLedger } from '../support/ledger.ts';
import { logLines, type LogLines } from '../support/log-lines.ts';
import { PERSON, USER } from '../support/people.ts';
import { tcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { until } from '../support/until.ts';
import { HASTY, queueHomes } from './backends.ts';

describe.each(queueHomes())('the ledger and its queue on $name', (home) => {
  let ledger: TestLedger;
  let proxy: TcpProxy;
  let distant: DatabasePool;
  let backend: Backend;
  let queue: BullWorkQueue;
  let lines: LogLines;
  let stops: (() => Promise<void>)[];
  let sent: ExchangeId[];

  beforeAll(async () => {
    ledger = await TestLedger.open();
    await home.start();
    const url = new URL(ledger.database.url);
    proxy = await tcpProxy(Number(url.port));
    url.port = String(proxy.port);
    distant = openPool({ url: url.href, role: 'worker', connectionsMax: 4 });
  });
  afterAll(async () => {
    await distant.close();
    await proxy.close();
    await home.remove();
    await ledger.close();
  });
  beforeEach(() => {
    lines = logLines();
    [stops, sent] = [[], []];
    backend = home.open(() => undefined);
    queue = new BullWorkQueue('exchanges', backend, () => undefined, HASTY);
  });
  afterEach(async () => {
    for (const stop of stops.reverse()) await stop();
    await queue.close();
    await backend.close();
  });

  function startRelay(pool = ledger.pool): Relay {
    const take = async (limit: number) =>
      (await takeDue(pool, limit)).map(({ id, token, pace }) => ({
        id,
        occasion: token,
        urgent: pace === 'interactive',
      }));
    const relay = new Relay({ takeDue: take, queue, clock: systemClock, log: lines.log });
    relay.start();
    stops.push(() => relay.stop());
    return relay;
  }

  function startWorker(): void {
    const worker = queue.work(async (id) => {
      const claim = await ledger.tryClaim(id as ExchangeId);
      if (claim === undefined || (await ledger.intent(claim)) === undefined) return;
      sent.push(claim.exchange.id);
      await ledger.result(claim, { next: { state: 'done' } });
    }, 4);
    stops.push(() => worker.close());
  }

  const accept = (n: number): Promise<ExchangeId[]> =>
    Promise.all(Array.from({ length: n }, () => ledger.accept(DECLARATION)));
  /** As if the time of a hint were over; a test need not wait for it. */
  const hintsGrowOld = () =>
    ledger.pool.query("UPDATE gateway.exchange SET relayed_at = relayed_at - interval '10 s' WHERE state = 'queued'");
  const allHinted = async (): Promise<boolean> => {
    const rows = await ledger.pool.query("SELECT FROM gateway.exchange WHERE state = 'queued' AND relayed_at IS NULL");
    return rows.length === 0;
  };
  async function allDone(ids: readonly ExchangeId[]): Promise<void> {
    await until(() => ids.every((id) => sent.includes(id)), 15_000);
    expect(sent.filter((id) => ids.includes(id))).toHaveLength(ids.length);
  }

  it('do each exchange once, however many relays and workers there are', async () => {
    startWorker();
    startWorker();
    const relays = [startRelay(), startRelay(), startRelay()];
    const ids = await accept(40);
    for (const relay of relays) relay.nudge();
    await hintsGrowOld();
    for (const relay of relays) relay.nudge();
    await allDone(ids);
  });

  it('lose nothing when all of the queue is lost', async () => {
    const relay = startRelay();
    const ids = await accept(30);
    relay.nudge();
    await until(allHinted);
    await until(async () => (await queue.depth()).waiting >= 30);
    await home.lose();
    expect((await queue.depth()).waiting).toBe(0);
    startWorker();
    await hintsGrowOld();
    relay.nudge();
    await allDone(ids);
  });

  it('keep nothing but opaque ids in the queue', async () => {
    const relay = startRelay();
    const ids = await accept(5);
    const ticket = (await ledger.row(ids[0] as ExchangeId)).ticket;
    relay.nudge();
    await until(allHinted);
    await until(async () => (await queue.depth()).waiting >= 5);
    const dump = await home.dump();
    for (const id of ids) expect(dump).toContain(id);
    for (const canary of [PERSON, USER, ticket, 'manage-access', 'cpas-a', 'payload', 'software'])
      expect(dump).not.toContain(canary);
    startWorker();
    await allDone(ids);
  });

  it('accept while the queue is away, and do it when it is back', async () => {
    startWorker();
    const relay = startRelay();
    await home.goAway();
    const ids = await accept(3);
    relay.nudge();
    await until(() => lines.of('relay.failing').length === 1);
    await home.comeBack();
    await until(async () => {
      await hintsGrowOld();
      return lines.of('relay.recovered').length === 1;
    }, 15_000);
    await allDone(ids);
  });

  it('go on when the database has been away', async () => {
    startWorker();
    const relay = startRelay(distant);
    await until(async () => (await distant.query('SELECT 1')).length === 1);
    await proxy.refuse();
    relay.nudge();
    await until(() => lines.of('relay.failing').length === 1);
    const ids = await accept(2);
    await proxy.readmit();
    await allDone(ids);
    // The exchanges may be done before the relay has looked again.
    await until(() => lines.of('relay.recovered').length === 1, 15_000);
  });
});
