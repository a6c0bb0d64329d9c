import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogIndex } from '../../src/domain/entry.ts';
import type { ExchangeId } from '../../src/domain/exchange.ts';
import { listExceptions } from '../../src/policy/exceptions.ts';
import type { DatabasePool } from '../../src/store/pool.ts';
import { CENTRE, DECLARATION, OTHER_CENTRE, TestLedger } from '../support/ledger.ts';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await TestLedger.open();
});
afterAll(() => ledger.close());

const roles = ['accept', 'worker'] as const;
const ROW = 'SELECT id FROM gateway.read_entry($1)';

const poolOf = (role: (typeof roles)[number]): DatabasePool => (role === 'accept' ? ledger.desk : ledger.pool);
const reads = async (pool: DatabasePool, index: LogIndex | undefined): Promise<boolean> =>
  (await pool.query(ROW, [index])).length === 1;
const requestOf = async (id: ExchangeId): Promise<LogIndex> => (await ledger.row(id)).requestIndex;

/** An exchange that was answered; with its request, intent, reply and result in the log. */
async function answered(): Promise<{
  id: ExchangeId;
  request: LogIndex;
  intent: LogIndex;
  reply: LogIndex;
  result: LogIndex;
}> {
  const id = await ledger.accept();
  const claim = await ledger.claim(id);
  const intent = await ledger.intent(claim);
  const { exchange } = claim;
  const entry = { organisation: exchange.organisation, exchangeId: id, flow: exchange.flow };
  const { replyIndex: reply, resultIndex: result } = await ledger.result(claim, {
    next: { state: 'done' },
    reply: { ...entry, kind: 'reply', body: Buffer.from('somebody’s data') },
    replyIsAnswer: true,
  });
  if (intent === undefined || reply === undefined) throw new Error('not answered');
  return { id, request: await requestOf(id), intent, reply, result };
}

describe.each(roles)('somebody with the login of gateway_%s', (role) => {
  it.each([
    'SELECT * FROM gateway.entry',
    'SELECT count(*) FROM gateway.entry',
    'SELECT index FROM gateway.entry WHERE false',
    'SELECT * FROM gateway.entry_default',
    'SELECT * FROM gateway.entry_key',
    'SELECT subject FROM gateway.entry_subject',
    'COPY gateway.entry TO STDOUT',
    'SELECT * FROM gateway.read_entries(gen_random_uuid(), 0, 10)',
  ])('does not get to the log by %s', async (sql) => {
    await expect(poolOf(role).query(sql)).rejects.toMatchObject({ code: '42501' });
  });

  it('does not read the request of an exchange that nobody is at work on, nor of one that is over', async () => {
    const waiting = await ledger.accept();
    expect(await reads(poolOf(role), await requestOf(waiting))).toBe(false);
    const { request } = await answered();
    expect(await reads(poolOf(role), request)).toBe(false);
  });

  it('does not read what was sent, how it ended, who was refused, and who read', async () => {
    const { intent, result } = await answered();
    const entry = { organisation: CENTRE, body: Buffer.from('x') };
    const others = [];
    for (const kind of ['denied', 'read', 'admin', 'policy', 'notification', 'webhook', 'command'] as const)
      others.push((await ledger.archive.append(ledger.desk, { ...entry, kind })).index);
    for (const index of [intent, result, ...others]) expect(await reads(poolOf(role), index)).toBe(false);
    for (const index of [intent, ...others]) expect(await reads(ledger.logPool, index)).toBe(true);
  });

  it('walks through all numbers and finds nothing but what is at hand', async () => {
    const { reply } = await answered();
    const found = await poolOf(role).query<{ kind: string }>(
      'SELECT r.kind FROM generate_series(1, 10000) AS n (index) CROSS JOIN LATERAL gateway.read_entry(n.index) AS r',
    );
    expect(new Set(found.map(({ kind }) => kind))).toEqual(new Set(role === 'accept' ? ['reply'] : []));
    expect(await reads(poolOf(role), reply)).toBe(role === 'accept');
  });
});

describe('what a step needs', () => {
  it('is the request of the exchange that is claimed, as long as it is, and of no other', async () => {
    const [id, other] = [await ledger.accept(DECLARATION), await ledger.accept(DECLARATION)];
    await ledger.claim(id);
    expect(await reads(ledger.pool, await requestOf(id))).toBe(true);
    expect(await reads(ledger.pool, await requestOf(other))).toBe(false);
    await ledger.pool.query('UPDATE gateway.exchange SET lease_until = clock_timestamp() WHERE id = $1', [id]);
    expect(await reads(ledger.pool, await requestOf(id))).toBe(false);
  });

  it('is the request of an exchange that ends in the same transaction, so that the register learns from it', async () => {
    const id = await ledger.accept(DECLARATION);
    const request = await requestOf(id);
    const seen = await ledger.pool.transaction(async (database) => {
      await database.query(
        "UPDATE gateway.exchange SET state = 'done', finished_at = clock_timestamp() WHERE id = $1",
        [id],
      );
      return (await database.query(ROW, [request])).length;
    });
    expect(seen).toBe(1);
    expect(await reads(ledger.pool, request)).toBe(false);
  });

  it('is the answer to a question for who is at work on what was asked about', async () => {
    const parent = await ledger.accept(DECLARATION);
    const { id, reply } = await answered();
    await ledger.pool.query('UPDATE gateway.exchange SET parent_id = $2 WHERE id = $1', [id, parent]);
    expect(await reads(ledger.pool, reply)).toBe(false);
    await ledger.claim(parent);
    expect(await reads(ledger.pool, reply)).toBe(true);
  });

  it('is, for the desk, the answer that it shows', async () => {
    const { reply } = await answered();
    expect(await reads(ledger.desk, reply)).toBe(true);
  });

  it('is the list of exceptions without their content', async () => {
    const id = await ledger.accept();
    await ledger.archive.append(ledger.desk, {
      kind: 'request',
      organisation: CENTRE,
      code: 'bootstrap',
      flow: 'f',
      client: 'c',
      exchangeId: id,
    });
    const period = { since: new Date(Date.now() - 86_400_000), until: new Date(Date.now() + 86_400_000), limit: 10 };
    expect(await listExceptions(ledger.desk, { ...period, organisation: CENTRE })).toMatchObject([
      { exception: 'bootstrap', exchange: id },
    ]);
    expect(await listExceptions(ledger.desk, { ...period, organisation: OTHER_CENTRE })).toEqual([]);
    await expect(listExceptions(ledger.pool, { ...period, organisation: CENTRE })).rejects.toMatchObject({
      code: '42501',
    });
  });
});
