import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  EXCHANGE_STATES,
  type ExchangeCommand,
  type ExchangeId,
  type ExchangeState,
} from '../../src/domain/exchange.ts';
import { CENTRE, DECLARATION, OTHER_CENTRE, TestLedger } from '../support/ledger.ts';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await TestLedger.open();
});
afterAll(() => ledger.close());

async function inState(state: ExchangeState): Promise<ExchangeId> {
  const id = await ledger.accept(DECLARATION);
  if (state === 'queued') return id;
  if (state === 'sending') {
    await ledger.claim(id);
  } else if (state === 'cancelled') {
    await ledger.command(id, 'cancel');
  } else {
    const outcome = state === 'reconciling' || state === 'undecided' ? 'uncertain' : 'unreachable';
    await ledger.attempt(id, { outcome, next: { state } });
  }
  return id;
}

const RESULTING: Partial<Record<`${ExchangeState} ${ExchangeCommand}`, ExchangeState>> = {
  'queued cancel': 'cancelled',
  'waiting cancel': 'cancelled',
  'dead-letter cancel': 'cancelled',
  'dead-letter requeue': 'queued',
  'undecided resolve': 'done',
};

describe('a person’s command', () => {
  const all = EXCHANGE_STATES.flatMap((state) =>
    (['cancel', 'requeue', 'resolve'] as const).map((command) => [command, state] as const),
  );
  it.each(all)(
    '%s, given to an exchange that is %s, is carried out and recorded, or neither',
    async (command, state) => {
      const id = await inState(state);
      const wanted = RESULTING[`${state} ${command}`];
      const end = await ledger.command(id, command, { verdict: 'happened' });
      expect(end).toBe(wanted === undefined ? 'not-now' : 'done');
      expect((await ledger.row(id)).state).toBe(wanted ?? state);
      const recorded = (await ledger.kinds(id)).filter((kind) => kind === 'command');
      expect(recorded).toHaveLength((wanted === undefined ? 0 : 1) + (state === 'cancelled' ? 1 : 0));
    },
  );

  it('does not exist for another centre’s exchange', async () => {
    const id = await inState('queued');
    expect(await ledger.command(id, 'cancel', { organisation: OTHER_CENTRE })).toBe('not-found');
    expect(await ledger.row(id)).toMatchObject({ state: 'queued', organisation: CENTRE });
  });

  it('to cancel is refused for a declaration that may have reached BCSS', async () => {
    const unsafe = await ledger.accept(DECLARATION);
    await ledger.attempt(unsafe, { outcome: 'uncertain', next: { state: 'waiting' } });
    expect(await ledger.command(unsafe, 'cancel')).toBe('not-now');
    const safe = await ledger.accept();
    await ledger.attempt(safe, { outcome: 'uncertain', next: { state: 'waiting' } });
    expect(await ledger.command(safe, 'cancel')).toBe('done');
  });

  it('to resolve does nothing without saying what was found out', async () => {
    const id = await inState('undecided');
    expect(await ledger.command(id, 'resolve')).toBe('not-now');
    expect((await ledger.row(id)).state).toBe('undecided');
  });

  it('to resolve as "it did not happen" sends it again, with its ticket and a fresh pace', async () => {
    const id = await inState('undecided');
    const { ticket } = await ledger.row(id);
    expect(await ledger.command(id, 'resolve', { verdict: 'did-not-happen' })).toBe('done');
    const row = await ledger.row(id);
    expect(row).toMatchObject({ state: 'queued', ticket, attempt: 1, attemptBase: 1, reconcileStep: 0 });
    expect([row.outcome, row.code, row.finishedAt]).toEqual([undefined, undefined, undefined]);
    const claim = await ledger.claim(id);
    expect(claim.openAttempt).toBeUndefined();
    await ledger.intent(claim);
    expect((await ledger.attempts(id)).map(({ number }) => number)).toEqual([1, 2]);
  });

  it('to resolve as "it happened" ends it as answered', async () => {
    const id = await inState('undecided');
    await ledger.command(id, 'resolve', { verdict: 'happened' });
    expect(await ledger.row(id)).toMatchObject({ state: 'done', outcome: 'answered', resultKind: 'found' });
  });

  it('that ends an exchange is told to subscribers, one that starts it again is not', async () => {
    const cancelled = await inState('queued');
    await ledger.command(cancelled, 'cancel');
    const resolved = await inState('undecided');
    await ledger.command(resolved, 'resolve', { verdict: 'happened' });
    const requeued = await inState('dead-letter');
    await ledger.command(requeued, 'requeue');
    const states = (id: ExchangeId) => ledger.announced.filter((told) => told.id === id).map(({ state }) => state);
    expect(states(cancelled)).toEqual(['cancelled']);
    expect(states(resolved)).toEqual(['undecided', 'done']);
    expect(states(requeued)).toEqual(['dead-letter']);
  });

  it('given twice at once is carried out once', async () => {
    const id = await inState('dead-letter');
    const ends = await Promise.all([1, 2, 3, 4].map(() => ledger.command(id, 'requeue')));
    expect(ends.sort()).toEqual(['done', 'not-now', 'not-now', 'not-now']);
  });

  it('to cancel and a claim at the same moment never both succeed', async () => {
    for (let round = 0; round < 20; round += 1) {
      const id = await ledger.accept(DECLARATION);
      const [end, claim] = await Promise.all([ledger.command(id, 'cancel'), ledger.tryClaim(id)]);
      expect([end, claim === undefined]).toEqual(claim === undefined ? ['done', true] : ['not-now', false]);
    }
  });

  it('to cancel fences off a worker that believes it still holds the exchange', async () => {
    const id = await ledger.accept(DECLARATION);
    const late = await ledger.claim(id);
    // As a worker would that lost the lease and whose exchange went back to the queue.
    await ledger.leaseRunsOut(id);
    const present = await ledger.claim(id);
    await ledger.result(present, { attempt: undefined, outcome: 'unsendable', next: { state: 'dead-letter' } });
    await ledger.command(id, 'cancel');
    expect(await ledger.intent(late)).toBeUndefined();
    expect(await ledger.intent(present)).toBeUndefined();
    expect((await ledger.result(present, { next: { state: 'done' } })).held).toBe(false);
    expect((await ledger.row(id)).state).toBe('cancelled');
  });
});
