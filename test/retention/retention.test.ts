import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogIndex } from '../../src/domain/entry.ts';
import type { NewEntry } from '../../src/log/entry.ts';
import { destroyOldContent, type Destruction } from '../../src/retention/retention.ts';
import type { DatabasePool } from '../../src/store/pool.ts';
import { asSuperuser } from '../support/database.ts';
import { CENTRE, OTHER_CENTRE, TestLedger } from '../support/ledger.ts';

let ledger: TestLedger;
let pool: DatabasePool;
beforeAll(async () => {
  ledger = await TestLedger.open();
  pool = ledger.database.pool('retention');
});
afterAll(() => ledger.close());

/** Writes an entry as it would have been written some days ago. Only a superuser can: the database gives entries their time. */
async function written(daysAgo: number, entry: Partial<NewEntry> = {}): Promise<LogIndex> {
  const whole = { kind: 'read', organisation: CENTRE, details: { what: 'x' }, body: Buffer.from('bytes'), ...entry };
  const { index } = await ledger.archive.append(ledger.desk, whole as NewEntry);
  return asSuperuser(ledger.database.superuserUrl, async (client) => {
    const { rows } = await client.query<{ index: LogIndex }>(COPY_INTO_THE_PAST, [index, `${daysAgo} days`]);
    return rows[0]?.index ?? index;
  });
}

const COPY_INTO_THE_PAST = `
  WITH old AS (
    INSERT INTO gateway.entry
      SELECT nextval('gateway.entry_index'), id, at - $2::interval, kind, organisation, exchange_id, flow, ticket, attempt, client, actor,
             legal_context, quality_code, policy, outcome, code, content_type, details, body, content_hash
        FROM gateway.entry WHERE index = $1
    RETURNING index
  ), keys AS (
    INSERT INTO gateway.entry_key SELECT old.index, k.kek, k.details_key, k.body_key FROM gateway.entry_key k, old WHERE k.entry_index = $1
  )
  SELECT index FROM old`;

async function isReadable(index: LogIndex): Promise<boolean> {
  const content = await ledger.archive.read(ledger.logPool, index);
  return content?.details !== undefined && content.body !== undefined;
}

function run(organisation = CENTRE, retentionDays = 60): Promise<Destruction> {
  return destroyOldContent({ pool, archive: ledger.archive, now: () => new Date() }, { organisation, retentionDays });
}

/** The entries in which the gateway says what it destroyed. */
async function testimonies(organisation = CENTRE): Promise<unknown[]> {
  const rows = await ledger.logPool.query<{ index: LogIndex }>(
    "SELECT index FROM gateway.entry WHERE kind = 'admin' AND organisation = $1 ORDER BY index",
    [organisation],
  );
  return Promise.all(rows.map(async ({ index }) => (await ledger.archive.read(ledger.logPool, index))?.details));
}

describe('the retention of a centre', () => {
  it('destroys content that is older, leaves what is younger, and says so in the log', async () => {
    const [old, young] = [await written(61), await written(59)];
    expect(await run()).toEqual({ organisation: CENTRE, destroyed: 1, held: 0 });
    expect([await isReadable(old), await isReadable(young)]).toEqual([false, true]);
    const [testimony] = await testimonies();
    expect(testimony).toMatchObject({
      what: 'content destroyed',
      retentionDays: 60,
      entries: 1,
      first: Number(old),
      last: Number(old),
    });
  });

  it('keeps the entry and its hash', async () => {
    const index = await written(61);
    const hash = async () =>
      (await ledger.logPool.query('SELECT content_hash, body FROM gateway.entry WHERE index = $1', [index]))[0];
    const before = await hash();
    await run();
    expect(await hash()).toEqual(before);
  });

  it('is each centre’s own', async () => {
    const [own, others] = [await written(61), await written(61, { organisation: OTHER_CENTRE })];
    await run();
    expect([await isReadable(own), await isReadable(others)]).toEqual([false, true]);
    await run(OTHER_CENTRE, 90);
    expect(await isReadable(others)).toBe(true);
    await run(OTHER_CENTRE, 60);
    expect(await isReadable(others)).toBe(false);
  });

  it('finds nothing the second time, and does not say that it destroyed nothing', async () => {
    await written(61);
    await run();
    const said = await testimonies();
    expect(await run()).toMatchObject({ destroyed: 0 });
    expect(await testimonies()).toEqual(said);
  });

  it('finds, after a first run, what has become old since', async () => {
    await run();
    const index = await written(60.99);
    expect(await run()).toMatchObject({ destroyed: 1 });
    expect(await isReadable(index)).toBe(false);
  });

  it('waits with what an exchange still needs, until it is over', async () => {
    const id = await ledger.accept();
    const [first, second] = [await written(61, { exchangeId: id }), await written(61)];
    expect(await run()).toMatchObject({ destroyed: 1, held: 1 });
    expect([await isReadable(first), await isReadable(second)]).toEqual([true, false]);
    expect(await ledger.command(id, 'cancel')).toBe('done');
    expect(await run()).toMatchObject({ destroyed: 1, held: 0 });
    expect(await isReadable(first)).toBe(false);
  });

  it('does not touch what says how the gateway was configured', async () => {
    const kept = [await written(61, { kind: 'admin' }), await written(61, { kind: 'policy' })];
    expect(await run()).toMatchObject({ destroyed: 0, held: 0 });
    expect(await Promise.all(kept.map(isReadable))).toEqual([true, true]);
  });

  it('is refused by the database below thirty days, whoever asks', async () => {
    const index = await written(29);
    await expect(run(CENTRE, 28)).rejects.toThrow('younger than thirty days');
    expect(await isReadable(index)).toBe(true);
  });

  it('has no other way to the keys', async () => {
    const index = await written(61);
    const directly = pool.query('DELETE FROM gateway.entry_key WHERE entry_index = $1', [index]);
    await expect(directly).rejects.toMatchObject({ code: '42501' });
    await expect(
      ledger.pool.query("SELECT gateway.destroy_content('x', now() - interval '1 year', 1)"),
    ).rejects.toThrow();
  });
});
