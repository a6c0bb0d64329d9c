import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordIntent } from '../../src/exchanges/record-intent.ts';
import { releaseExchange } from '../../src/exchanges/claim.ts';
import { renewLeases } from '../../src/exchanges/renew.ts';
import { DECLARATION, LEASE_MS, TestLedger } from '../support/ledger.ts';
import { pause } from '../support/until.ts';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await TestLedger.open();
});
afterAll(() => ledger.close());

const DONE = { next: { state: 'done' } } as const;

describe('a claim', () => {
  it('is given to one of twenty workers that ask at once', async () => {
    const id = await ledger.accept();
    const claims = await Promise.all(Array.from({ length: 20 }, () => ledger.tryClaim(id)));
    expect(claims.filter((claim) => claim !== undefined)).toHaveLength(1);
    expect(await ledger.row(id)).toMatchObject({ state: 'sending', token: '1' });
  });

  it('is not given before the exchange is due', async () => {
    const id = await ledger.accept();
    await ledger.attempt(id, { outcome: 'unreachable', next: { state: 'waiting', delayMs: 60_000 } });
    expect(await ledger.tryClaim(id)).toBeUndefined();
    await ledger.comesDue(id);
    expect(await ledger.tryClaim(id)).toBeDefined();
  });

  it.each(['done', 'dead-letter', 'undecided'] as const)('is not given for an exchange that is %s', async (state) => {
    const id = await ledger.accept();
    await ledger.attempt(id, { next: { state } });
    expect(await ledger.tryClaim(id)).toBeUndefined();
  });

  it('is given again when the lease has run out, with the next token', async () => {
    const id = await ledger.accept();
    const first = await ledger.claim(id);
    expect(await ledger.tryClaim(id)).toBeUndefined();
    await ledger.leaseRunsOut(id);
    const second = await ledger.claim(id);
    expect([first.exchange.token, second.exchange.token]).toEqual(['1', '2']);
    expect(second.openAttempt).toBeUndefined();
  });

  it('lasts as long as it is prolonged by its holder, and by nobody else', async () => {
    const id = await ledger.accept();
    const { exchange } = await ledger.claim(id);
    const held = { id, token: exchange.token };
    expect(await renewLeases(ledger.pool, [held], LEASE_MS)).toEqual([held]);
    expect(await renewLeases(ledger.pool, [{ id, token: '0' }], LEASE_MS)).toEqual([]);
    await ledger.leaseRunsOut(id);
    expect(await renewLeases(ledger.pool, [held], LEASE_MS)).toEqual([]);
    expect(await ledger.tryClaim(id)).toBeDefined();
  });

  it('given back unused is due at once, and counts as no attempt', async () => {
    const id = await ledger.accept();
    const { exchange } = await ledger.claim(id);
    await releaseExchange(ledger.pool, id, exchange.token);
    expect(await ledger.row(id)).toMatchObject({ state: 'queued', attempt: 0 });
    expect((await ledger.claim(id)).exchange.token).toBe('2');
    await releaseExchange(ledger.pool, id, exchange.token);
    expect(await ledger.row(id)).toMatchObject({ state: 'sending', token: '2' });
  });

  it('shows the attempt that a worker began and did not end', async () => {
    const id = await ledger.accept(DECLARATION);
    await ledger.intent(await ledger.claim(id));
    await ledger.leaseRunsOut(id);
    expect((await ledger.claim(id)).openAttempt).toBe(1);
  });
});

describe('an intent', () => {
  it('is recorded with the bytes, numbered from one without a gap', async () => {
    const id = await ledger.accept();
    for (const number of [1, 2, 3]) {
      const claim = await ledger.claim(id);
      const index = await ledger.intent(claim);
      const content = await ledger.archive.read(ledger.logPool, index ?? (await ledger.row(id)).requestIndex);
      expect(content?.body?.toString()).toBe(`attempt ${number}`);
      await ledger.result(claim, { outcome: 'unreachable', next: { state: 'waiting' } });
    }
    const attempts = await ledger.attempts(id);
    expect(attempts.map(({ number, outcome }) => [number, outcome])).toEqual([1, 2, 3].map((n) => [n, 'unreachable']));
    expect(await ledger.row(id)).toMatchObject({ attempt: 3 });
  });

  it('is refused when the lease has run out, though nobody else has claimed', async () => {
    const id = await ledger.accept();
    const claim = await ledger.claim(id);
    await ledger.leaseRunsOut(id);
    expect(await ledger.intent(claim)).toBeUndefined();
    expect(await ledger.kinds(id)).toEqual(['request']);
    expect(await ledger.attempts(id)).toEqual([]);
  });

  it('is refused when another has claimed', async () => {
    const id = await ledger.accept();
    const late = await ledger.claim(id);
    await ledger.leaseRunsOut(id);
    const present = await ledger.claim(id);
    expect(await ledger.intent(late)).toBeUndefined();
    expect(await ledger.intent(present)).toBeDefined();
  });

  it('cannot be recorded twice for one attempt, nor out of turn', async () => {
    const id = await ledger.accept();
    const claim = await ledger.claim(id);
    expect(await ledger.intent(claim, 2)).toBeUndefined();
    expect(await ledger.intent(claim)).toBeDefined();
    expect(await ledger.intent(claim)).toBeUndefined();
    expect(await ledger.kinds(id)).toEqual(['request', 'intent']);
  });

  it('is refused while the exchange is being reconciled', async () => {
    const id = await ledger.accept(DECLARATION);
    await ledger.attempt(id, { outcome: 'uncertain', next: { state: 'reconciling' } });
    expect(await ledger.intent(await ledger.claim(id))).toBeUndefined();
  });

  it('leaves nothing when its transaction is rolled back', async () => {
    const id = await ledger.accept();
    const claim = await ledger.claim(id);
    const { token } = claim.exchange;
    const entry = { kind: 'intent', organisation: 'cpas-a', exchangeId: id } as const;
    const attempt = ledger.pool.transaction(async (transaction) => {
      await recordIntent(transaction, ledger.archive, { exchangeId: id, token, attempt: 1, entry });
      throw new Error('no commit');
    });
    await expect(attempt).rejects.toThrow('no commit');
    expect(await ledger.row(id)).toMatchObject({ attempt: 0 });
    expect(await ledger.intent(claim)).toBeDefined();
  });
});

describe('a worker that was overtaken', () => {
  it('has its reply kept as evidence and changes nothing else', async () => {
    const id = await ledger.accept(DECLARATION);
    const late = await ledger.claim(id);
    await ledger.intent(late);
    await ledger.leaseRunsOut(id);
    const present = await ledger.claim(id);
    const before = await ledger.row(id);
    const reply = { kind: 'reply', organisation: 'cpas-a', exchangeId: id, body: Buffer.from('late') } as const;
    const recorded = await ledger.result(late, { ...DONE, reply, replyIsAnswer: true });
    expect(recorded.held).toBe(false);
    expect(await ledger.row(id)).toEqual(before);
    const kept = recorded.replyIndex && (await ledger.archive.read(ledger.logPool, recorded.replyIndex));
    expect(kept?.body?.toString()).toBe('late');
    expect(present.openAttempt).toBe(1);
  });

  it('does not make a third worker believe that nothing was sent', async () => {
    const id = await ledger.accept(DECLARATION);
    const late = await ledger.claim(id);
    await ledger.intent(late);
    await ledger.leaseRunsOut(id);
    await ledger.claim(id);
    await ledger.result(late, DONE);
    // The second worker dies before it has closed the attempt.
    await ledger.leaseRunsOut(id);
    const third = await ledger.claim(id);
    expect(third.openAttempt).toBe(1);
  });

  it('is seen by one who had to wait for the row while the intent was being committed', async () => {
    const id = await ledger.accept(DECLARATION);
    const SHORT_MS = 100;
    const first = await ledger.tryClaim(id, SHORT_MS);
    const token = first?.exchange.token ?? '';
    let second: ReturnType<TestLedger['tryClaim']> | undefined;
    await ledger.pool.transaction(async (transaction) => {
      const entry = { kind: 'intent', organisation: 'cpas-a', exchangeId: id } as const;
      const intent = { exchangeId: id, token, attempt: 1, entry };
      expect(await recordIntent(transaction, ledger.archive, intent)).toBeDefined();
      await pause(SHORT_MS);
      second = ledger.tryClaim(id);
      await pause(50);
    });
    expect(await second).toMatchObject({ openAttempt: 1, exchange: { attempt: 1, token: '2' } });
  });

  it('that gives up its claim late leaves the new one alone', async () => {
    const id = await ledger.accept();
    const late = await ledger.claim(id);
    await ledger.leaseRunsOut(id);
    const present = await ledger.claim(id);
    await releaseExchange(ledger.pool, id, late.exchange.token);
    expect(await ledger.intent(present)).toBeDefined();
  });
});
