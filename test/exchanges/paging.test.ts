import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExchangeId } from '../../src/domain/exchange.ts';
import { takeDue } from '../../src/exchanges/due.ts';
import { countWork, listPages } from '../../src/exchanges/find.ts';
import { postpone } from '../../src/exchanges/postpone.ts';
import { CENTRE, TestLedger } from '../support/ledger.ts';

let ledger: TestLedger;
beforeEach(async () => {
  ledger = await TestLedger.open();
});
afterEach(() => ledger.close());

const reply = (exchangeId: ExchangeId) =>
  ({ kind: 'reply', organisation: CENTRE, exchangeId, body: Buffer.from('page') }) as const;
const due = async (): Promise<ExchangeId[]> => (await takeDue(ledger.pool, 10)).map(({ id }) => id);

/** An exchange whose first page has come, and leads on. */
async function paging(): Promise<ExchangeId> {
  const id = await ledger.accept();
  await ledger.attempt(id, { reply: reply(id), replyIsAnswer: true, resultKind: 'found', next: { state: 'paging' } });
  return id;
}

describe('an exchange whose further pages are being asked for', () => {
  it('is not over, is due at once, and keeps its state in the hands of a worker', async () => {
    const id = await paging();
    expect(await ledger.row(id)).toMatchObject({ state: 'paging', outcome: 'answered', finishedAt: undefined });
    expect(ledger.announced).toEqual([]);
    expect(await due()).toEqual([id]);
    const { exchange, openAttempt } = await ledger.claim(id);
    expect(exchange.state).toBe('paging');
    expect(openAttempt).toBeUndefined();
    expect((await countWork(ledger.pool)).states).toEqual({ paging: 1 });
  });

  it('waits for a page, and is woken by its end, whichever it is', async () => {
    const id = await paging();
    const { exchange } = await ledger.claim(id);
    const page = await ledger.accept({ parentId: id });
    await postpone(ledger.pool, id, exchange.token, 30_000, 0);
    expect(await due()).toEqual([page]);
    await ledger.attempt(page, { reply: reply(page), replyIsAnswer: true, next: { state: 'done' } });
    expect(await due()).toEqual([id]);
    expect(ledger.announced).toEqual([]);
  });

  it('is due at once when the page came before it began to wait for it', async () => {
    const id = await paging();
    const { exchange } = await ledger.claim(id);
    const page = await ledger.accept({ parentId: id });
    await ledger.attempt(page, { reply: reply(page), replyIsAnswer: true, next: { state: 'done' } });
    await postpone(ledger.pool, id, exchange.token, 30_000, 0);
    expect(await due()).toEqual([id]);
  });

  it('comes back when its worker dies', async () => {
    const id = await paging();
    await ledger.claim(id);
    expect(await due()).toEqual([]);
    await ledger.leaseRunsOut(id);
    expect(await due()).toEqual([id]);
  });

  it('ends with the reply of its first page, and is told of once', async () => {
    const id = await paging();
    const { replyIndex } = await ledger.row(id);
    const claim = await ledger.claim(id);
    await ledger.result(claim, {
      attempt: undefined,
      code: 'pages-incomplete',
      resultKind: 'partial',
      next: { state: 'done' },
    });
    expect(await ledger.row(id)).toMatchObject({
      state: 'done',
      outcome: 'answered',
      code: 'pages-incomplete',
      resultKind: 'partial',
      replyIndex,
    });
    expect(replyIndex).toBeDefined();
    expect(ledger.announced.map((one) => one.id)).toEqual([id]);
    expect(await ledger.kinds(id)).toEqual(['request', 'intent', 'reply', 'result', 'result']);
  });

  it('cannot be withdrawn, nor ended by a worker that was overtaken', async () => {
    const id = await paging();
    expect(await ledger.command(id, 'cancel')).toBe('not-now');
    const old = await ledger.claim(id);
    await ledger.leaseRunsOut(id);
    await ledger.claim(id);
    await ledger.result(old, { attempt: undefined, next: { state: 'done' } });
    expect(await ledger.row(id)).toMatchObject({ state: 'paging' });
  });

  it('has its pages in the order in which they were asked for', async () => {
    const id = await paging();
    const pages = [await ledger.accept({ parentId: id }), await ledger.accept({ parentId: id })];
    await ledger.accept();
    expect((await listPages(ledger.pool, id)).map((page) => page.id)).toEqual(pages);
  });
});
