import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExchangeId } from '../../src/domain/exchange.ts';
import { PROBE_DELAYS_MS, REFUSALS_MAX } from '../../src/domain/service-state.ts';
import { statesOf } from '../../src/exchanges/find.ts';
import {
  countRefusal,
  endProbe,
  enterService,
  findServiceWait,
  hold,
  listServiceWaits,
  openService,
  type ServiceKey,
} from '../../src/exchanges/service-state.ts';
import { CENTRE, OTHER_CENTRE, TestLedger } from '../support/ledger.ts';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await TestLedger.open();
});
afterAll(() => ledger.close());

let services = 0;
/** A service that nobody was refused by yet. */
const service = (): ServiceKey => ({ organisation: CENTRE, address: `https://bcss.example/${(services += 1)}` });
const enter = (key: ServiceKey) => enterService(ledger.pool, key, 30_000);
const refuse = (key: ServiceKey, isProbe = false) => countRefusal(ledger.pool, key, 403, isProbe);

async function closed(): Promise<ServiceKey> {
  const key = service();
  for (let n = 0; n < REFUSALS_MAX; n += 1) await refuse(key);
  return key;
}

/** As if it were time to try again. */
const probeIsDue = (key: ServiceKey): Promise<unknown> =>
  ledger.pool.query('UPDATE gateway.service_state SET next_probe_at = now() WHERE address = $1', [key.address]);

describe('a service that does not let messages in', () => {
  it('is open until it refused several in a row, and then closed for everybody of that centre', async () => {
    const key = service();
    expect(await enter(key)).toEqual({ kind: 'open', counted: false });
    for (let n = 1; n < REFUSALS_MAX; n += 1) {
      expect(await refuse(key)).toEqual({ closedNow: false });
      expect(await enter(key)).toEqual({ kind: 'open', counted: true });
    }
    expect(await refuse(key)).toEqual({ closedNow: true });
    const passage = await enter(key);
    expect(passage).toMatchObject({ kind: 'closed' });
    expect(passage.kind === 'closed' && passage.waitMs).toBeGreaterThan(PROBE_DELAYS_MS[0]! - 5_000);
    expect(await enter({ ...key, organisation: OTHER_CENTRE })).toMatchObject({ kind: 'open' });
  });

  it('counts in a row only: one message that is let in between begins anew', async () => {
    const key = service();
    for (let n = 1; n < REFUSALS_MAX; n += 1) await refuse(key);
    expect(await openService(ledger.pool, key)).toBe(false);
    expect(await refuse(key)).toEqual({ closedNow: false });
    expect(await enter(key)).toMatchObject({ kind: 'open' });
  });

  it('lets what was under way when it closed wait, and is left alone no longer for that', async () => {
    const key = await closed();
    const before = await findServiceWait(ledger.pool, key);
    const { closedNow, waitMs } = await refuse(key);
    expect(closedNow).toBe(false);
    expect(waitMs).toBeGreaterThan(0);
    expect((await findServiceWait(ledger.pool, key))?.nextProbeAt).toEqual(before?.nextProbeAt);
  });

  it('is tried by one message at a time', async () => {
    const key = await closed();
    await probeIsDue(key);
    const passages = await Promise.all([1, 2, 3, 4, 5].map(() => enter(key)));
    expect(passages.filter(({ kind }) => kind === 'probe')).toHaveLength(1);
    expect(passages.filter(({ kind }) => kind === 'closed')).toHaveLength(4);
  });

  it.each([
    ['refused again', (key: ServiceKey) => refuse(key, true)],
    ['not answered', (key: ServiceKey) => endProbe(ledger.pool, key)],
  ])('is left alone for longer each time the one that tries is %s', async (_what, end) => {
    const key = await closed();
    for (const delay of [...PROBE_DELAYS_MS.slice(1), PROBE_DELAYS_MS.at(-1)!]) {
      await probeIsDue(key);
      expect(await enter(key)).toEqual({ kind: 'probe' });
      await end(key);
      const passage = await enter(key);
      expect(passage.kind === 'closed' && passage.waitMs).toBeGreaterThan(delay - 5_000);
      expect(passage.kind === 'closed' && passage.waitMs).toBeLessThanOrEqual(delay);
    }
  });

  it('is tried by another when the one that tried was not heard of again', async () => {
    const key = await closed();
    await probeIsDue(key);
    expect(await enterService(ledger.pool, key, 0)).toEqual({ kind: 'probe' });
    expect(await enter(key)).toEqual({ kind: 'probe' });
  });

  it('says what it answers and since when, and is in the list of those that keep us out', async () => {
    const key = await closed();
    expect(await findServiceWait(ledger.desk, key)).toMatchObject({ httpStatus: 403, since: expect.any(Date) as Date });
    expect(await findServiceWait(ledger.desk, service())).toBeUndefined();
    const listed = await listServiceWaits(ledger.database.pool('ops', 1));
    expect(listed.filter(({ address }) => address === key.address)).toHaveLength(1);
  });
});

describe('an exchange whose service lets nothing in', () => {
  async function held(key: ServiceKey): Promise<ExchangeId> {
    const id = await ledger.accept();
    const { exchange } = await ledger.claim(id);
    const { address } = key;
    await hold(ledger.pool, { id, token: exchange.token, address, waitMs: 60_000, code: 'bcss-service-waits' });
    return id;
  }

  it('waits without an attempt, says why, and goes on when the service is open', async () => {
    const key = await closed();
    const id = await held(key);
    expect(await ledger.row(id)).toMatchObject({ state: 'waiting', attempt: 0, code: 'bcss-service-waits', ...key });
    expect(await ledger.attempts(id)).toEqual([]);
    expect(await statesOf(ledger.desk, [id])).toMatchObject([{ held: true }]);
    expect(await ledger.tryClaim(id)).toBeUndefined();
    expect(await openService(ledger.pool, key)).toBe(true);
    expect((await ledger.claim(id)).exchange.attempt).toBe(0);
  });

  it('uses up no attempt of its pace by trying', async () => {
    const id = await ledger.accept();
    const { address } = service();
    await ledger.attempt(id, { outcome: 'refused', address, next: { state: 'waiting', delayMs: 0 } });
    expect(await ledger.row(id)).toMatchObject({ state: 'waiting', attempt: 1, attemptBase: 1, address });
  });

  it('tries at once when a person sends a dead letter of that service again', async () => {
    const key = await closed();
    const { address } = key;
    const id = await ledger.accept();
    await ledger.attempt(id, { outcome: 'refused', address, next: { state: 'dead-letter' } });
    expect(await enter(key)).toMatchObject({ kind: 'closed' });
    expect(await ledger.command(id, 'requeue')).toBe('done');
    expect(await ledger.kinds(id)).toContain('command');
    expect(await enter(key)).toEqual({ kind: 'probe' });
    expect(await ledger.row(id)).toMatchObject({ state: 'queued', address: undefined });
  });
});
