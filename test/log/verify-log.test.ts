import fc from 'fast-check';
import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Archive, contentHash } from '../../src/log/archive.ts';
import { type LogReport, verifyLog } from '../../src/log/verify-log.ts';
import { Vault } from '../../src/log/vault.ts';
import { asSuperuser } from '../support/database.ts';
import { CENTRE, DECLARATION, TestLedger } from '../support/ledger.ts';
import { OTHER_PERSON, PERSON } from '../support/people.ts';

let ledger: TestLedger;
let archive: Archive;
/** Entries of one answered exchange, by kind. */
let indexOf: Record<'request' | 'intent' | 'reply' | 'result', number>;

beforeEach(async () => {
  ledger = await TestLedger.open();
  ({ archive } = ledger);
  const id = await ledger.accept();
  const reply = {
    kind: 'reply',
    organisation: CENTRE,
    exchangeId: id,
    attempt: 1,
    body: Buffer.from('an answer'),
  } as const;
  const claim = await ledger.claim(id);
  await ledger.intent(claim);
  await ledger.result(claim, {
    reply,
    replyIsAnswer: true,
    result: { kind: 'result', organisation: CENTRE, exchangeId: id, attempt: 1, outcome: 'answered' },
    next: { state: 'done' },
  });
  const { requestIndex } = await ledger.row(id);
  const [attempt] = await ledger.attempts(id);
  indexOf = {
    request: Number(requestIndex),
    intent: Number(attempt?.intentIndex),
    reply: Number(attempt?.replyIndex),
    result: Number(attempt?.resultIndex),
  };
});
afterEach(() => ledger.close());

const verify = (settled = true, withVault = ledger.vault): Promise<LogReport> =>
  verifyLog(ledger.logPool, withVault, settled);
const faultsOf = async (settled = true): Promise<string[]> =>
  (await verify(settled)).faults.map(({ index, what }) => `${what} ${index}`);

/** What only somebody can do who rules over the database: every guard is off. */
function tamper(sql: string, parameters: unknown[] = []): Promise<void> {
  return asSuperuser(ledger.database.superuserUrl, async (client) => {
    await withoutGuards(client);
    await client.query(sql, parameters);
  });
}

async function withoutGuards(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'gateway.entry'::regclass
     UNION SELECT unnest(ARRAY['gateway.entry', 'gateway.entry_key', 'gateway.entry_subject'])`,
  );
  for (const { name } of rows) await client.query(`ALTER TABLE ${name} DISABLE TRIGGER ALL`);
}

const remove = (index: number): Promise<void> => tamper('DELETE FROM gateway.entry WHERE index = $1', [index]);

describe('a sound log', () => {
  it('has no fault, and is counted', async () => {
    expect(await verify()).toMatchObject({ entries: 4, exchanges: 1, destroyed: 0, faults: [], faultCount: 0 });
  });

  it('may have gaps in its numbers: what was rolled back is not missing', async () => {
    const rolledBack = ledger.desk.transaction(async (database) => {
      await archive.append(database, { kind: 'admin', organisation: CENTRE });
      throw new Error('never mind');
    });
    await expect(rolledBack).rejects.toThrow('never mind');
    await ledger.accept();
    expect(await faultsOf()).toEqual([]);
  });

  it('may have content that was destroyed under a rule', async () => {
    await tamper('UPDATE gateway.entry_key SET body_key = NULL WHERE entry_index = $1', [indexOf.reply]);
    await tamper('DELETE FROM gateway.entry_key WHERE entry_index = $1', [indexOf.intent]);
    expect(await verify()).toMatchObject({ destroyed: 2, faults: [] });
  });

  it('may be of many pages', async () => {
    await tamper(
      `INSERT INTO gateway.entry (index, id, at, kind, organisation, content_hash)
       SELECT nextval('gateway.entry_index'), gen_random_uuid(), clock_timestamp(), 'admin', $1, sha256('') FROM generate_series(1, 1200)`,
      [CENTRE],
    );
    expect(await verify()).toMatchObject({ entries: 1204, faults: [] });
  });

  it('may have an exchange on its way, unless everything is said to be settled', async () => {
    const id = await ledger.accept(DECLARATION);
    const intent = await ledger.intent(await ledger.claim(id));
    expect(await faultsOf(false)).toEqual([]);
    expect(await faultsOf(true)).toEqual([`intent-without-end ${Number(intent)}`]);
  });

  it('may be read while it is written', async () => {
    const writing = Promise.all(Array.from({ length: 20 }, () => ledger.accept()));
    expect(await faultsOf(false)).toEqual([]);
    await writing;
    expect(await verify()).toMatchObject({ exchanges: 21, faults: [] });
  });
});

describe('an entry that was altered', () => {
  it.each(['body', 'details', 'content_hash'])('in one byte of its %s is named', async (column) => {
    const index = Number(
      (
        await archive.append(ledger.desk, {
          kind: 'admin',
          organisation: CENTRE,
          details: { a: 1 },
          body: Buffer.from('b'),
        })
      ).index,
    );
    await tamper(
      `UPDATE gateway.entry SET ${column} = set_byte(${column}, 20, 255 - get_byte(${column}, 20)) WHERE index = $1`,
      [index],
    );
    expect(await faultsOf()).toContain(`content-altered ${index}`);
  });

  it('is named although its hash was made to fit', async () => {
    await tamper(`UPDATE gateway.entry SET body = set_byte(body, 20, 255 - get_byte(body, 20)) WHERE index = $1`, [
      indexOf.reply,
    ]);
    await tamper('UPDATE gateway.entry SET content_hash = sha256(body) WHERE index = $1', [indexOf.reply]);
    expect(await faultsOf()).toEqual([`content-unreadable ${indexOf.reply}`]);
  });

  it.each(['kind', 'organisation', 'id'])('in its %s is named: what is sealed belongs to its place', async (column) => {
    const value = { kind: 'intent', organisation: 'cpas-b', id: '00000000-0000-7000-8000-000000000000' }[column];
    await tamper(`UPDATE gateway.entry SET ${column} = $2 WHERE index = $1`, [indexOf.reply, value]);
    expect(await faultsOf(false)).toContain(`content-unreadable ${indexOf.reply}`);
  });

  it('by content and key of another is named, both of the two that changed places', async () => {
    const [one, two] = [indexOf.intent, indexOf.reply];
    await tamper(
      `UPDATE gateway.entry e SET body = o.body, content_hash = o.content_hash FROM gateway.entry o
        WHERE (e.index, o.index) IN (($1, $2), ($2, $1))`,
      [one, two],
    );
    expect(await faultsOf()).toEqual([`content-unreadable ${one}`, `content-unreadable ${two}`]);
    await tamper(
      `UPDATE gateway.entry_key k SET body_key = o.body_key, kek = o.kek FROM gateway.entry_key o
        WHERE (k.entry_index, o.entry_index) IN (($1, $2), ($2, $1))`,
      [one, two],
    );
    expect(await faultsOf()).toEqual([`content-unreadable ${one}`, `content-unreadable ${two}`]);
  });

  it('by its two parts changing places is named', async () => {
    const { index } = await archive.append(ledger.desk, {
      kind: 'admin',
      organisation: CENTRE,
      details: { a: 1 },
      body: Buffer.from('b'),
    });
    await tamper(
      'UPDATE gateway.entry SET details = body, body = details, content_hash = sha256(body || details) WHERE index = $1',
      [index],
    );
    await tamper('UPDATE gateway.entry_key SET details_key = body_key, body_key = details_key WHERE entry_index = $1', [
      index,
    ]);
    expect(await faultsOf()).toEqual([`content-unreadable ${Number(index)}`]);
  });

  it('in its time, so that it seems older than those before it, is named', async () => {
    await tamper("UPDATE gateway.entry SET at = at - interval '61 s' WHERE index = $1", [indexOf.reply]);
    expect(await faultsOf()).toEqual([`order ${indexOf.reply}`]);
  });

  it('is one of all when the key is not the one they were sealed with', async () => {
    const report = await verify(true, new Vault(Buffer.alloc(32, 1)));
    expect(report.faults.every(({ what }) => what === 'content-unreadable')).toBe(true);
    expect(report.faultCount).toBeGreaterThan(2);
  });
});

describe('a person', () => {
  const shown = async (): Promise<number> => {
    const { index } = await archive.append(ledger.desk, {
      kind: 'reply',
      organisation: CENTRE,
      found: [PERSON, OTHER_PERSON],
      details: { found: [PERSON, OTHER_PERSON] },
    });
    return Number(index);
  };

  it('who was taken out of the index of an entry is missed by it', async () => {
    const index = await shown();
    expect(await faultsOf()).toEqual([]);
    await tamper('DELETE FROM gateway.entry_subject WHERE entry_index = $1 AND subject = $2', [
      index,
      ledger.vault.personHash(OTHER_PERSON, new Date().getUTCFullYear()),
    ]);
    expect(await faultsOf()).toEqual([`person-not-indexed ${index}`]);
  });

  it('who was asked about and stands in the index as shown is missed by the entry', async () => {
    const { index } = await archive.append(ledger.desk, {
      kind: 'denied',
      organisation: CENTRE,
      subjects: [PERSON],
      details: { subjects: [PERSON] },
    });
    await tamper("UPDATE gateway.entry_subject SET role = 'found' WHERE entry_index = $1", [index]);
    expect(await faultsOf()).toEqual([`person-not-indexed ${Number(index)}`]);
  });
});

describe('an entry that was taken out', () => {
  it.each(['request', 'intent', 'reply', 'result'] as const)('of an exchange is named: its %s', async (kind) => {
    await remove(indexOf[kind]);
    expect(await faultsOf()).toContain(`missing ${indexOf[kind]}`);
  });

  it.each(['request', 'intent', 'reply', 'result'] as const)(
    'with its keys and its index of persons is named by what stands on it: its %s',
    async (kind) => {
      await remove(indexOf[kind]);
      for (const table of ['entry_key', 'entry_subject'])
        await tamper(`DELETE FROM gateway.${table} WHERE entry_index = $1`, [indexOf[kind]]);
      expect(await faultsOf()).toContain(`missing ${indexOf[kind]}`);
    },
  );

  it('is missed by the entries after it, when the state was changed too', async () => {
    await remove(indexOf.request);
    expect(await faultsOf()).toEqual(
      expect.arrayContaining([
        `exchange-without-request ${indexOf.intent}`,
        `exchange-without-request ${indexOf.reply}`,
        `exchange-without-request ${indexOf.result}`,
      ]),
    );
    await remove(indexOf.intent);
    expect(await faultsOf()).toContain(`result-without-intent ${indexOf.result}`);
  });

  it('is named where only its keys or persons were left, and where a mutation stands on it', async () => {
    const { index: noted } = await archive.append(ledger.desk, {
      kind: 'admin',
      organisation: CENTRE,
      details: { a: 1 },
    });
    const { index: seen } = await archive.append(ledger.desk, {
      kind: 'read',
      organisation: CENTRE,
      subjects: [PERSON, OTHER_PERSON],
    });
    const { index: told } = await archive.append(ledger.desk, { kind: 'notification', organisation: CENTRE });
    await ledger.desk.query(
      `INSERT INTO gateway.mutation (id, organisation, source, source_id, body_hash, kind, sequence, entry_index, received_at)
       VALUES (gen_random_uuid(), $1, 'RN', '1', '', 'NAME', 1, $2, now())`,
      [CENTRE, told],
    );
    for (const index of [noted, seen, told]) await remove(Number(index));
    expect(await faultsOf()).toEqual([noted, seen, told].map((index) => `missing ${Number(index)}`));
  });

  it('is one of twenty that are named, and all are counted', async () => {
    const made = await Promise.all(
      Array.from({ length: 25 }, () =>
        archive.append(ledger.desk, { kind: 'admin', organisation: CENTRE, details: {} }),
      ),
    );
    for (const { index } of made) await remove(Number(index));
    const report = await verify();
    expect(report.faults).toHaveLength(20);
    expect(report.faultCount).toBe(25);
  });
});

it('any change to what an entry holds is found, and the first thing named is that entry', async () => {
  const entries = Object.values(indexOf);
  const columns = await ledger.logPool.query<{ index: string; details: Buffer | null; body: Buffer | null }>(
    'SELECT index, details, body FROM gateway.entry ORDER BY index',
  );
  const places = columns.flatMap(({ index, details, body }) => [
    ...(details === null ? [] : [{ index: Number(index), column: 'details', bytes: details }]),
    ...(body === null ? [] : [{ index: Number(index), column: 'body', bytes: body }]),
  ]);
  expect(entries.length).toBeGreaterThan(0);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...places),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      fc.boolean(),
      async (place, at, change, fit) => {
        const altered = Buffer.from(place.bytes);
        const where = at % altered.length;
        altered[where] = (altered[where] ?? 0) ^ change;
        const row = columns.find(({ index }) => Number(index) === place.index);
        const parts = { details: row?.details ?? undefined, body: row?.body ?? undefined, [place.column]: altered };
        const set = `UPDATE gateway.entry SET ${place.column} = $2${fit ? ', content_hash = $3' : ''} WHERE index = $1`;
        await tamper(set, [place.index, altered, ...(fit ? [contentHash(parts.details, parts.body)] : [])]);
        expect((await verify()).faults[0]).toMatchObject({ index: place.index });
        const whole = contentHash(row?.details ?? undefined, row?.body ?? undefined);
        await tamper(`UPDATE gateway.entry SET ${place.column} = $2, content_hash = $3 WHERE index = $1`, [
          place.index,
          place.bytes,
          whole,
        ]);
      },
    ),
    { numRuns: 40 },
  );
  expect(await faultsOf()).toEqual([]);
});
