import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExchangeId } from '../../src/domain/exchange.ts';
import { countWork, findExchange, listExchanges, statesOf } from '../../src/exchanges/find.ts';
import { systemIds } from '../../src/telemetry/ids.ts';
import { CENTRE, DECLARATION, OTHER_CENTRE, TestLedger } from '../support/ledger.ts';

let ledger: TestLedger;
let ours: ExchangeId[];
let theirs: ExchangeId;

beforeAll(async () => {
  ledger = await TestLedger.open();
  ours = [];
  for (let i = 0; i < 7; i += 1) {
    const id = systemIds.uuid().replace(/^.{13}/, `0190000${i}-0000`) as ExchangeId;
    ours.push(await ledger.accept({ id, ...(i % 2 === 0 && DECLARATION) }));
  }
  theirs = await ledger.accept({ organisation: OTHER_CENTRE });
  await ledger.attempt(ours[0] as ExchangeId, { next: { state: 'done' } });
  await ledger.attempt(ours[1] as ExchangeId, { outcome: 'unreachable', next: { state: 'dead-letter' } });
});
afterAll(() => ledger.close());

const list = async (more: Partial<Parameters<typeof listExchanges>[1]> = {}): Promise<string[]> =>
  (await listExchanges(ledger.pool, { organisation: CENTRE, limit: 100, ...more })).map(({ id }) => id);

describe('looking for exchanges', () => {
  it('shows those of one centre, the newest first', async () => {
    expect(await list()).toEqual(ours.toReversed());
    expect(await list({ organisation: OTHER_CENTRE })).toEqual([theirs]);
  });

  it('shows them page by page, each once', async () => {
    const seen: string[] = [];
    for (let page = await list({ limit: 3 }); page.length > 0;) {
      seen.push(...page);
      page = await list({ limit: 3, before: page.at(-1) as ExchangeId });
    }
    expect(seen).toEqual(ours.toReversed());
  });

  it('narrows to states and to a flow', async () => {
    expect(await list({ states: ['done', 'dead-letter'] })).toEqual([ours[1], ours[0]]);
    expect(await list({ flow: DECLARATION.flow })).toEqual([6, 4, 2, 0].map((i) => ours[i]));
    expect(await list({ states: [] })).toEqual([]);
    expect(await list({ flow: "x' OR true --" })).toEqual([]);
  });

  it('does not find another centre’s exchange, nor one that does not exist', async () => {
    expect(await findExchange(ledger.pool, theirs, CENTRE)).toBeUndefined();
    expect(await findExchange(ledger.pool, systemIds.uuid() as ExchangeId, CENTRE)).toBeUndefined();
    expect(await findExchange(ledger.pool, theirs)).toMatchObject({ id: theirs });
  });

  it('reads the states of those that somebody waits for, in one question', async () => {
    const states = await statesOf(ledger.pool, [ours[0] as ExchangeId, ours[2] as ExchangeId]);
    expect(Object.fromEntries(states.map(({ id, state }) => [id, state]))).toEqual({
      [ours[0] as string]: 'done',
      [ours[2] as string]: 'queued',
    });
  });

  it('counts what stands where, and how long the oldest has been due', async () => {
    await ledger.pool.query("UPDATE gateway.exchange SET not_before = now() - interval '42 s' WHERE id = $1", [
      ours[2],
    ]);
    const { states, oldestDueSeconds } = await countWork(ledger.pool);
    expect(states).toEqual({ queued: 6, 'dead-letter': 1 });
    expect(oldestDueSeconds).toBeGreaterThanOrEqual(42);
    expect(oldestDueSeconds).toBeLessThan(60);
  });
});
