import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExchangeId } from '../../src/domain/exchange.ts';
import { takeDue } from '../../src/exchanges/due.ts';
import { DECLARATION, TestLedger } from '../support/ledger.ts';

let ledger: TestLedger;
beforeEach(async () => {
  ledger = await TestLedger.open();
});
afterEach(() => ledger.close());

const take = async (limit = 200): Promise<ExchangeId[]> =>
  (await takeDue(ledger.pool, limit)).map(({ id }) => id).sort();
const some = (n: number, change = {}): Promise<ExchangeId[]> =>
  Promise.all(Array.from({ length: n }, () => ledger.accept(change)));
const hintsGrowOld = () => ledger.pool.query("UPDATE gateway.exchange SET relayed_at = relayed_at - interval '10 s'");

describe('what is due', () => {
  it('is taken once by several relays at once, and all of it', async () => {
    const ids = await some(60);
    const taken = (await Promise.all(Array.from({ length: 8 }, () => take(20)))).flat();
    for (let more = await take(20); more.length > 0; more = await take(20)) taken.push(...more);
    expect(taken.sort()).toEqual(ids.sort());
  });

  it('is hinted at again when a hint has led to nothing for ten seconds', async () => {
    const [id] = await some(1);
    expect(await take()).toEqual([id]);
    expect(await take()).toEqual([]);
    await hintsGrowOld();
    expect(await take()).toEqual([id]);
  });

  it('tells one occasion from the next, so that a hint is not mistaken for an earlier one', async () => {
    const [id] = await some(1);
    const occasions = [await takeDue(ledger.pool, 1)];
    await ledger.attempt(id as ExchangeId, { outcome: 'unreachable', next: { state: 'waiting' } });
    occasions.push(await takeDue(ledger.pool, 1));
    expect(occasions.flat().map(({ token }) => token)).toEqual(['0', '1']);
  });

  it('is not what a worker has in hand, until its lease has run out', async () => {
    const [id] = await some(1);
    await ledger.claim(id as ExchangeId);
    expect(await take()).toEqual([]);
    await ledger.leaseRunsOut(id as ExchangeId);
    expect(await take()).toEqual([id]);
  });

  it('is not what waits for its time, nor what is over', async () => {
    const [waiting, done, undecided] = (await some(3, DECLARATION)) as [ExchangeId, ExchangeId, ExchangeId];
    await ledger.attempt(waiting, { outcome: 'unreachable', next: { state: 'waiting', delayMs: 60_000 } });
    await ledger.attempt(done, { next: { state: 'done' } });
    await ledger.attempt(undecided, { outcome: 'uncertain', next: { state: 'undecided' } });
    expect(await take()).toEqual([]);
    await ledger.comesDue(waiting);
    await ledger.comesDue(done);
    expect(await take()).toEqual([waiting]);
  });

  it('is an exchange again at once that a person requeued', async () => {
    const [id] = (await some(1)) as [ExchangeId];
    await take();
    await ledger.attempt(id, { outcome: 'unreachable', next: { state: 'dead-letter' } });
    await ledger.command(id, 'requeue');
    expect(await take()).toEqual([id]);
  });

  it('comes oldest first, no more than asked for', async () => {
    const ids = await some(5);
    await ledger.pool.query(
      'UPDATE gateway.exchange x SET not_before = now() - make_interval(secs => o.n) FROM unnest($1::uuid[]) WITH ORDINALITY o (id, n) WHERE x.id = o.id',
      [ids],
    );
    expect(await take(2)).toEqual(ids.slice(3).sort());
  });

  it('carries the pace, so that what a person waits for can go first', async () => {
    await some(1, DECLARATION);
    expect(await takeDue(ledger.pool, 1)).toMatchObject([{ pace: 'background' }]);
  });
});
