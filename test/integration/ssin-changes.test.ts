import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CalendarDay } from '../../src/domain/calendar-day.ts';
import type { LogIndex } from '../../src/domain/entry.ts';
import { completeSsin } from '../../src/domain/ssin.ts';
import { integrationsOf } from '../../src/integration/find.ts';
import { addIntegration, householdOf } from '../../src/integration/register.ts';
import { SsinChanges } from '../../src/integration/ssin-change-list.ts';
import {
  type AnnouncedSsinChange,
  heedSsinChange,
  type LearntSsinChange,
  ssinChangeFrom,
} from '../../src/integration/ssin-changes.ts';
import type { Log } from '../../src/integration/ports.ts';
import type { DatabasePool } from '../../src/store/pool.ts';
import { systemIds } from '../../src/telemetry/ids.ts';
import { testArchive } from '../support/archive.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { CENTRE, OTHER_CENTRE } from '../support/ledger.ts';
import { clientOf } from '../support/organisations.ts';

let database: TestDatabase;
let pool: DatabasePool;
/** In the role that checks the log, which reads all of it. */
let logPool: DatabasePool;
const { vault, archive } = testArchive();
const log: Log = { record: async (on, entry) => (await archive.append(on, entry)).index };
let told: AnnouncedSsinChange[] = [];
const parts = {
  vault,
  ids: systemIds,
  log,
  announce: (_database: unknown, change: AnnouncedSsinChange) => {
    told.push(change);
    return Promise.resolve();
  },
};

beforeAll(async () => {
  database = await testDatabase();
  pool = database.pool('accept');
  logPool = database.pool('verify', 2);
});
afterAll(() => database.drop());
beforeEach(() => {
  told = [];
});

let count = 0;
/** Two numbers that nobody else in this file has. */
function numbers(): { old: string; successor: string } {
  count += 1;
  const serial = String(count).padStart(3, '0');
  return { old: completeSsin(`030401${serial}`), successor: completeSsin(`034401${serial}`) };
}

async function integrated(
  ssin: string,
  { organisation = CENTRE, file }: { organisation?: string; file?: string } = {},
) {
  const householdId = await householdOf(pool, parts, organisation, file === undefined ? { ssin } : { reference: file });
  return addIntegration(pool, parts, {
    organisation,
    householdId,
    ssin,
    proof: { sisCardNumber: '0123456789' },
    qualityCode: 2,
    firstDay: '2026-01-01' as CalendarDay,
    lastDay: '2026-12-31' as CalendarDay,
    state: 'open',
    source: 'household',
  });
}

function heed(change: Partial<LearntSsinChange> & Pick<LearntSsinChange, 'ssin'>): Promise<void> {
  const learnt: LearntSsinChange = {
    organisation: CENTRE,
    kind: 'replaced',
    from: { exchange: systemIds.uuid() },
    ...change,
  };
  return pool.transaction((on) => heedSsinChange(parts, on, learnt));
}

const of = (ssin: string, organisation = CENTRE) => integrationsOf(pool, vault, organisation, [ssin]);

describe('a number that was replaced', () => {
  it('moves the integrations to the new number, with everything they have', async () => {
    const { old, successor } = numbers();
    const before = await integrated(old, { file: '2026/1' });
    await heed({ ssin: old, replacedBy: successor });
    expect(await of(old)).toEqual([]);
    const [after] = await of(successor);
    expect(after).toMatchObject({ ...before, ssin: successor });
  });

  it('is told to subscribers once, however often it is heard', async () => {
    const { old, successor } = numbers();
    const { id } = await integrated(old);
    await heed({ ssin: old, replacedBy: successor });
    const entries = 'SELECT count(*) AS count FROM gateway.entry';
    const before = await logPool.query(entries);
    for (let i = 0; i < 2; i += 1) await heed({ ssin: old, replacedBy: successor });
    expect(await logPool.query(entries), 'no news, no entry').toEqual(before);
    expect(told).toEqual([
      {
        id: expect.any(String) as string,
        organisation: CENTRE,
        kind: 'replaced',
        person: vault.personLane(old),
        integrations: [id],
      },
    ]);
  });

  it('is one change when two replies bring it at once', async () => {
    const { old, successor } = numbers();
    await integrated(old);
    await Promise.all(Array.from({ length: 6 }, () => heed({ ssin: old, replacedBy: successor })));
    expect(told).toHaveLength(1);
    expect(await of(successor)).toHaveLength(1);
  });

  it('moves what was integrated under the old number later, without telling it again', async () => {
    const { old, successor } = numbers();
    await heed({ ssin: old, replacedBy: successor });
    await integrated(old);
    await heed({ ssin: old, replacedBy: successor });
    expect(await of(successor)).toHaveLength(1);
    expect(told).toHaveLength(1);
  });

  it('leaves the register of another centre alone', async () => {
    const { old, successor } = numbers();
    await integrated(old, { organisation: OTHER_CENTRE });
    await heed({ ssin: old, replacedBy: successor });
    expect(await of(old, OTHER_CENTRE)).toHaveLength(1);
    expect(await of(successor, OTHER_CENTRE)).toEqual([]);
    expect(told).toHaveLength(1);
  });

  it('renames the household of a person alone, so that the next integration joins it', async () => {
    const { old, successor } = numbers();
    const { householdId } = await integrated(old);
    await heed({ ssin: old, replacedBy: successor });
    expect(await householdOf(pool, parts, CENTRE, { ssin: successor })).toBe(householdId);
  });

  it('joins two files of one person without losing either', async () => {
    const { old, successor } = numbers();
    await integrated(old);
    await integrated(successor);
    await heed({ ssin: old, replacedBy: successor });
    expect(await of(successor)).toHaveLength(2);
  });

  it('is found in the log under both numbers', async () => {
    const { old, successor } = numbers();
    await integrated(old);
    await heed({ ssin: old, replacedBy: successor });
    for (const ssin of [old, successor]) {
      const [row] = await logPool.query<{ entry_index: LogIndex }>(
        'SELECT entry_index FROM gateway.entry_subject WHERE subject = $1 ORDER BY entry_index DESC',
        [vault.personHash(ssin, new Date().getUTCFullYear())],
      );
      const content = row && (await archive.read(logPool, row.entry_index));
      expect(content?.details).toMatchObject({ what: 'number replaced', subjects: [old, successor] });
    }
  });

  it('moves nothing when the transaction that brought the news fails', async () => {
    const { old, successor } = numbers();
    await integrated(old);
    const failing = pool.transaction(async (on) => {
      await heedSsinChange(parts, on, {
        organisation: CENTRE,
        ssin: old,
        kind: 'replaced',
        replacedBy: successor,
        from: { mutation: 'm' },
      });
      throw new Error('the reply was not kept');
    });
    await expect(failing).rejects.toThrow('not kept');
    expect(await of(old)).toHaveLength(1);
  });

  it('stands in no mutable table in clear', async () => {
    const { old, successor } = numbers();
    await integrated(old);
    await heed({ ssin: old, replacedBy: successor });
    const rows = await pool.query(
      "SELECT encode(ssin, 'escape') AS a, encode(replaced_by, 'escape') AS b FROM gateway.ssin_change",
    );
    expect(JSON.stringify(rows)).not.toContain(old);
    expect(JSON.stringify(rows)).not.toContain(successor);
  });
});

describe('a number that was cancelled', () => {
  it('moves nothing, and is told once', async () => {
    const { old } = numbers();
    const { id } = await integrated(old);
    await heed({ ssin: old, kind: 'cancelled' });
    await heed({ ssin: old, kind: 'cancelled' });
    expect(await of(old)).toHaveLength(1);
    expect(told).toMatchObject([{ kind: 'cancelled', integrations: [id] }]);
  });
});

describe('the news of a number', () => {
  const { old, successor } = numbers();
  it.each([
    [
      'its successor',
      old,
      { kind: 'replaced', replacedBy: successor },
      { ssin: old, kind: 'replaced', replacedBy: successor },
    ],
    [
      'the old one, to whoever asked about the new',
      successor,
      { kind: 'replaced', replacedBy: successor, replaces: old },
      { ssin: old, kind: 'replaced', replacedBy: successor },
    ],
    ['no successor', old, { kind: 'replaced' }, undefined],
    ['itself as its successor', old, { kind: 'replaced', replacedBy: old }, undefined],
    ['what is no number', old, { kind: 'replaced', replacedBy: '12345678901' }, undefined],
    ['that it was cancelled', old, { kind: 'cancelled' }, { ssin: old, kind: 'cancelled' }],
  ] as const)('that names %s', (_what, person, change, expected) => {
    expect(ssinChangeFrom(person, change)).toEqual(expected);
  });
});

describe('a change of a number, shown', () => {
  it('names both numbers to the centre that learnt it, and is a reading that is recorded', async () => {
    const { old, successor } = numbers();
    await integrated(old);
    await heed({ ssin: old, replacedBy: successor });
    const id = told[0]?.id ?? '';
    const changes = new SsinChanges(pool, vault, log);
    const view = await changes.view(clientOf(), id);
    expect(view).toMatchObject({ id, ssin: old, replacedBy: successor, integrations: 1, kind: 'replaced' });
    const [reading] = await logPool.query<{ kind: string }>(
      'SELECT kind FROM gateway.entry ORDER BY index DESC LIMIT 1',
    );
    expect(reading?.kind).toBe('read');
    for (const [client, asked] of [
      [clientOf({ organisation: OTHER_CENTRE }), id],
      [clientOf(), systemIds.uuid()],
      [clientOf(), 'no-id'],
    ] as const)
      await expect(changes.view(client, asked)).rejects.toMatchObject({ code: 'not-found' });
  });
});
