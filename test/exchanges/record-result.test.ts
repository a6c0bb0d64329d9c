import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExchangeState } from '../../src/domain/exchange.ts';
import { findLatestChild } from '../../src/exchanges/find.ts';
import { postpone } from '../../src/exchanges/postpone.ts';
import { recordResult } from '../../src/exchanges/record-result.ts';
import { CENTRE, DECLARATION, TestLedger } from '../support/ledger.ts';
import { PERSON } from '../support/people.ts';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await TestLedger.open();
});
afterAll(() => ledger.close());

const reply = (text: string) => ({ kind: 'reply', organisation: CENTRE, body: Buffer.from(text) }) as const;

describe('the end of an attempt', () => {
  it.each<[ExchangeState, boolean]>([
    ['done', true],
    ['dead-letter', true],
    ['undecided', true],
    ['waiting', false],
    ['reconciling', false],
    ['queued', false],
  ])('leads to %s, and the exchange has an end: %s', async (state, hasEnd) => {
    const id = await ledger.accept(DECLARATION);
    await ledger.attempt(id, { outcome: 'uncertain', code: 'bcss-timeout', next: { state, delayMs: 60_000 } });
    const row = await ledger.row(id);
    expect(row).toMatchObject({ state, outcome: 'uncertain', code: 'bcss-timeout', attempt: 1 });
    expect(row.finishedAt !== undefined).toBe(hasEnd);
    expect(row.notBefore.getTime() - Date.now()).toBeGreaterThan(50_000);
    expect(ledger.announced.filter((told) => told.id === id)).toHaveLength(hasEnd ? 1 : 0);
  });

  it('keeps what came back and what followed, and says where both are', async () => {
    const id = await ledger.accept();
    const claim = await ledger.claim(id);
    const intentIndex = await ledger.intent(claim);
    const { replyIndex, resultIndex, held } = await ledger.result(claim, {
      reply: { ...reply('an answer'), exchangeId: id },
      replyIsAnswer: true,
      httpStatus: 200,
      trust: 'signature',
      ticketCbss: 'theirs',
      resultKind: 'found',
      next: { state: 'done' },
    });
    expect(held).toBe(true);
    expect(await ledger.row(id)).toMatchObject({ replyIndex, ticketCbss: 'theirs', resultKind: 'found' });
    const [attempt] = await ledger.attempts(id);
    expect(attempt).toMatchObject({ intentIndex, replyIndex, resultIndex, httpStatus: 200, trust: 'signature' });
    expect(attempt?.endedAt?.getTime()).toBeGreaterThanOrEqual(attempt?.startedAt.getTime() ?? Infinity);
    expect(await ledger.kinds(id)).toEqual(['request', 'intent', 'reply', 'result']);
  });

  it('shows no reply that was not verified as the answer, though it is kept', async () => {
    const id = await ledger.accept();
    await ledger.attempt(id, {
      outcome: 'uncertain',
      reply: { ...reply('unsigned'), exchangeId: id },
      replyIsAnswer: false,
      next: { state: 'dead-letter' },
    });
    expect((await ledger.row(id)).replyIndex).toBeUndefined();
    expect((await ledger.attempts(id))[0]?.replyIndex).toBeDefined();
    expect(await ledger.kinds(id)).toContain('reply');
  });

  it('forgets the answer of an earlier attempt, and keeps the reference BCSS gave then', async () => {
    const id = await ledger.accept();
    const refusal = { outcome: 'refused', reply: { ...reply('later'), exchangeId: id }, replyIsAnswer: true } as const;
    await ledger.attempt(id, { ...refusal, ticketCbss: 'theirs', next: { state: 'waiting' } });
    expect((await ledger.row(id)).replyIndex).toBeDefined();
    await ledger.attempt(id, { outcome: 'unreachable', next: { state: 'dead-letter' } });
    expect(await ledger.row(id)).toMatchObject({ replyIndex: undefined, ticketCbss: 'theirs', outcome: 'unreachable' });
  });

  it('needs no attempt when the message could not be built', async () => {
    const id = await ledger.accept();
    const claim = await ledger.claim(id);
    const end = {
      attempt: undefined,
      outcome: 'unsendable',
      code: 'unsendable',
      next: { state: 'dead-letter' },
    } as const;
    expect((await ledger.result(claim, end)).held).toBe(true);
    expect(await ledger.row(id)).toMatchObject({ state: 'dead-letter', attempt: 0, outcome: 'unsendable' });
    expect(await ledger.kinds(id)).toEqual(['request', 'result']);
  });

  it('is told to subscribers in its own transaction, or not at all', async () => {
    const id = await ledger.accept();
    const { exchange } = await ledger.claim(id);
    const ending = recordResult(ledger.pool, ledger.archive, () => Promise.reject(new Error('no webhook made')), {
      exchangeId: id,
      token: exchange.token,
      attempt: undefined,
      outcome: 'answered',
      result: { kind: 'result', organisation: CENTRE, exchangeId: id },
      next: { state: 'done' },
    });
    await expect(ending).rejects.toThrow('no webhook made');
    expect(await ledger.row(id)).toMatchObject({ state: 'sending' });
    expect(await ledger.kinds(id)).toEqual(['request']);
  });

  it.each([
    ['that no table takes', (sql: (text: string) => Promise<unknown>) => sql("SELECT 'x'::integer")],
    ['that nobody foresaw', () => Promise.reject(new TypeError('cannot read'))],
  ])('is kept when what it teaches is something %s: that alone is not learnt', async (_what, heed) => {
    const id = await ledger.accept();
    const { exchange } = await ledger.claim(id);
    const end = {
      exchangeId: id,
      token: exchange.token,
      attempt: undefined,
      outcome: 'answered',
      result: { kind: 'result', organisation: CENTRE, exchangeId: id },
      lesson: { person: PERSON },
      next: { state: 'done' },
    } as const;
    const recorded = await recordResult(
      ledger.pool,
      ledger.archive,
      () => Promise.resolve(),
      end,
      async (database) => {
        await database.query("UPDATE gateway.exchange SET result_kind = 'found' WHERE id = $1", [id]);
        await heed((text) => database.query(text));
      },
    );
    expect(recorded).toMatchObject({ held: true, unheeded: true });
    expect(await ledger.row(id)).toMatchObject({ state: 'done', outcome: 'answered' });
    expect((await ledger.row(id)).resultKind, 'nothing half learnt').toBeUndefined();
  });

  it('counts for the lease that made it even when that has run out, as long as nobody else has claimed', async () => {
    const id = await ledger.accept();
    const claim = await ledger.claim(id);
    await ledger.intent(claim);
    await ledger.leaseRunsOut(id);
    expect((await ledger.result(claim, { next: { state: 'done' } })).held).toBe(true);
    expect(await ledger.row(id)).toMatchObject({ state: 'done' });
  });

  it('cannot be told twice', async () => {
    const id = await ledger.accept();
    const claim = await ledger.attempt(id, { next: { state: 'done' } });
    const again = await ledger.result(claim, { outcome: 'refused', next: { state: 'waiting' } });
    expect(again.held).toBe(false);
    expect(await ledger.row(id)).toMatchObject({ state: 'done', outcome: 'answered' });
    expect(ledger.announced.filter((told) => told.id === id)).toHaveLength(1);
  });
});

describe('a question about an uncertain declaration', () => {
  async function uncertainDeclaration() {
    const id = await ledger.accept(DECLARATION);
    await ledger.attempt(id, { outcome: 'uncertain', next: { state: 'reconciling', delayMs: 60_000 } });
    return id;
  }

  it('wakes it when it is over, and is announced to nobody', async () => {
    const parentId = await uncertainDeclaration();
    const question = await ledger.accept({ parentId, questionStep: 0 });
    expect(await ledger.tryClaim(parentId)).toBeUndefined();
    await ledger.attempt(question, { next: { state: 'done' } });
    expect((await ledger.claim(parentId)).exchange.state).toBe('reconciling');
    expect(ledger.announced.map(({ id }) => id)).not.toContain(question);
  });

  it('wakes it when a person has cancelled the question, too', async () => {
    const parentId = await uncertainDeclaration();
    const question = await ledger.accept({ parentId });
    expect(await ledger.command(question, 'cancel')).toBe('done');
    expect(await ledger.tryClaim(parentId)).toBeDefined();
    expect(ledger.announced.map(({ id }) => id)).not.toContain(question);
  });

  it('does not wake it while there is another attempt to come', async () => {
    const parentId = await uncertainDeclaration();
    const question = await ledger.accept({ parentId });
    await ledger.attempt(question, { outcome: 'unreachable', next: { state: 'waiting', delayMs: 60_000 } });
    expect(await ledger.tryClaim(parentId)).toBeUndefined();
  });

  it('says nothing about a later attempt', async () => {
    const parentId = await uncertainDeclaration();
    const first = await ledger.accept({ parentId, questionStep: 2 });
    await ledger.attempt(first, { next: { state: 'done' } });
    expect((await findLatestChild(ledger.pool, parentId))?.id).toBe(first);
    // Absent: so it is sent again, and is uncertain again.
    const { exchange } = await ledger.claim(parentId);
    await postpone(ledger.pool, parentId, exchange.token, 0, 2);
    const again = await ledger.claim(parentId);
    await ledger.result(again, { attempt: undefined, outcome: 'unreachable', next: { state: 'queued' } });
    await ledger.attempt(parentId, { outcome: 'uncertain', next: { state: 'reconciling' } });
    expect(await findLatestChild(ledger.pool, parentId)).toBeUndefined();
    expect(await ledger.row(parentId)).toMatchObject({ state: 'reconciling', reconcileStep: 0 });
    const second = await ledger.accept({ parentId, questionStep: 0 });
    expect((await findLatestChild(ledger.pool, parentId))?.id).toBe(second);
  });
});

describe('putting a reconciliation off', () => {
  it('gives the claim back and moves to the step given', async () => {
    const id = await ledger.accept(DECLARATION);
    await ledger.attempt(id, { outcome: 'uncertain', next: { state: 'reconciling' } });
    const { exchange } = await ledger.claim(id);
    await postpone(ledger.pool, id, exchange.token, 60_000, 1);
    expect(await ledger.row(id)).toMatchObject({ state: 'reconciling', reconcileStep: 1 });
    expect(await ledger.tryClaim(id)).toBeUndefined();
    await ledger.comesDue(id);
    expect((await ledger.claim(id)).exchange.token).toBe('3');
  });

  it('does nothing for one who was overtaken', async () => {
    const id = await ledger.accept(DECLARATION);
    await ledger.attempt(id, { outcome: 'uncertain', next: { state: 'reconciling' } });
    const { exchange: late } = await ledger.claim(id);
    await ledger.leaseRunsOut(id);
    await ledger.claim(id);
    await postpone(ledger.pool, id, late.token, 60_000, 3);
    expect((await ledger.row(id)).reconcileStep).toBe(0);
    expect(await ledger.tryClaim(id)).toBeUndefined();
  });
});
