import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExchangeId } from '../../src/domain/exchange.ts';
import { acceptExchange, type IdempotencyClaim } from '../../src/exchanges/accept.ts';
import { systemIds } from '../../src/telemetry/ids.ts';
import { newExchange, TestLedger } from '../support/ledger.ts';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await TestLedger.open();
});
afterAll(() => ledger.close());

const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
const key = (name: string, body = 'body'): { idempotency: IdempotencyClaim } => ({
  idempotency: { keyHash: hash(name), bodyHash: hash(body) },
});
const count = async (table: string): Promise<number> => {
  const pool = table === 'entry' ? ledger.logPool : ledger.pool;
  return Number((await pool.query<{ n: string }>(`SELECT count(*) AS n FROM gateway.${table}`))[0]?.n);
};

describe('accepting', () => {
  it('gives a receipt with the place in the log and the database’s time', async () => {
    const exchange = newExchange();
    const acceptance = await ledger.tryAccept(exchange);
    expect(acceptance).toMatchObject({ kind: 'accepted', logIndex: expect.stringMatching(/^\d+$/) as string });
    const row = await ledger.row(exchange.id);
    expect(row).toMatchObject({ state: 'queued', attempt: 0, token: '0', ticket: exchange.ticket });
    if (acceptance.kind === 'accepted') {
      expect(row.requestIndex).toBe(acceptance.logIndex);
      expect(row.acceptedAt).toEqual(acceptance.acceptedAt);
      const content = await ledger.archive.read(ledger.logPool, acceptance.logIndex);
      expect(content?.body).toEqual(Buffer.from(exchange.entry.body ?? ''));
    }
    expect(await ledger.kinds(exchange.id)).toEqual(['request']);
  });

  it('takes two exchanges without a key as two', async () => {
    expect(await ledger.accept()).not.toBe(await ledger.accept());
  });

  it('twice under one key with one message is one exchange, and the second call learns which', async () => {
    const id = await ledger.accept(key('same'));
    expect(await ledger.tryAccept(newExchange(key('same')))).toEqual({
      kind: 'known',
      exchangeId: id,
      sameBody: true,
    });
    expect(await ledger.kinds(id)).toEqual(['request']);
  });

  it('under a key that was used for another message changes nothing, and says so', async () => {
    const id = await ledger.accept(key('reused'));
    const before = [await count('entry'), await count('exchange')];
    const second = await ledger.tryAccept(newExchange(key('reused', 'another body')));
    expect(second).toEqual({ kind: 'known', exchangeId: id, sameBody: false });
    expect([await count('entry'), await count('exchange')]).toEqual(before);
  });

  it('fifty times at the same instant is one exchange, one entry and one key', async () => {
    const before = [await count('entry'), await count('exchange'), await count('idempotency')];
    const all = await Promise.all(Array.from({ length: 50 }, () => ledger.tryAccept(newExchange(key('fifty')))));
    expect(all.filter(({ kind }) => kind === 'accepted')).toHaveLength(1);
    const known = all.flatMap((one) => (one.kind === 'known' ? [one] : []));
    expect(known).toHaveLength(49);
    expect(new Set(known.map(({ exchangeId }) => exchangeId)).size).toBe(1);
    expect(known.every(({ sameBody }) => sameBody)).toBe(true);
    expect([await count('entry'), await count('exchange'), await count('idempotency')]).toEqual(
      before.map((n) => n + 1),
    );
  });

  it('under another client’s key is an exchange of its own', async () => {
    const ours = await ledger.accept(key('shared'));
    const theirs = await ledger.accept({ client: 'other software', ...key('shared', 'theirs') });
    expect(theirs).not.toBe(ours);
  });

  it('that is rolled back leaves the key free for the next try', async () => {
    const lost = newExchange(key('rolled back'));
    const attempt = ledger.desk.transaction(async (transaction) => {
      await acceptExchange(transaction, ledger.archive, lost);
      throw new Error('the connection broke before COMMIT');
    });
    await expect(attempt).rejects.toThrow('the connection broke');
    expect(await ledger.kinds(lost.id)).toEqual([]);
    const again = newExchange(key('rolled back'));
    expect((await ledger.tryAccept(again)).kind).toBe('accepted');
  });

  it('waits for a first call that is under way, and takes over when that one fails', async () => {
    let second: ReturnType<TestLedger['tryAccept']> | undefined;
    const first = ledger.desk.transaction(async (transaction) => {
      await acceptExchange(transaction, ledger.archive, newExchange(key('under way')));
      second = ledger.tryAccept(newExchange(key('under way')));
      const early = await Promise.race([second, new Promise((resolve) => setTimeout(resolve, 100, 'waits'))]);
      expect(early).toBe('waits');
      throw new Error('rolled back');
    });
    await expect(first).rejects.toThrow('rolled back');
    expect((await second)?.kind).toBe('accepted');
  });

  it('refuses a ticket that exists, since BCSS would take the second message for the first', async () => {
    const exchange = newExchange();
    await ledger.tryAccept(exchange);
    const again = { ...exchange, id: systemIds.uuid() as ExchangeId };
    await expect(ledger.tryAccept(again)).rejects.toMatchObject({ code: '23505' });
  });

  it('keeps no key in clear', async () => {
    await ledger.accept(key('a-key-in-clear'));
    const rows = await ledger.desk.query<{ t: string }>('SELECT i::text AS t FROM gateway.idempotency i');
    expect(rows.map(({ t }) => t).join('\n')).not.toMatch(/a-key-in-clear|612d6b6579/);
  });
});
