import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CalendarDay } from '../../src/domain/calendar-day.ts';
import type { Registration } from '../../src/domain/lesson.ts';
import { type Conflict, Conflicts, keepConflicts } from '../../src/integration/conflicts.ts';
import type { Log } from '../../src/integration/ports.ts';
import { completeSsin } from '../../src/domain/ssin.ts';
import type { DatabasePool } from '../../src/store/pool.ts';
import { systemIds } from '../../src/telemetry/ids.ts';
import { testArchive } from '../support/archive.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { CENTRE, OTHER_CENTRE } from '../support/ledger.ts';
import { clientOf } from '../support/organisations.ts';
import { USER } from '../support/people.ts';

let database: TestDatabase;
let pool: DatabasePool;
/** In the role that checks the log, which reads all of it. */
let logPool: DatabasePool;
let conflicts: Conflicts;
const { vault, archive } = testArchive();
const log: Log = { record: async (on, entry) => (await archive.append(on, entry)).index };
const parts = { vault, ids: systemIds, log };

beforeAll(async () => {
  database = await testDatabase();
  pool = database.pool('accept');
  logPool = database.pool('verify', 2);
  conflicts = new Conflicts(pool, parts);
});
afterAll(() => database.drop());

let people = 0;
function newPerson(): string {
  people += 1;
  return completeSsin(`030511${String(people).padStart(3, '0')}`);
}

const day = (text: string): CalendarDay => text as CalendarDay;
const THEIRS: Registration = {
  qualityCode: 2,
  nisCode: '92094',
  firstDay: day('2026-01-01'),
  lastDay: day('2026-12-31'),
};

function seen(ssin: string, ...found: readonly Registration[]): Promise<void> {
  return pool.transaction((on) => keepConflicts(parts, on, { organisation: CENTRE, ssin }, found));
}

async function of(ssin: string): Promise<Conflict[]> {
  const all = await conflicts.list(clientOf(), { organisation: CENTRE, limit: 100 });
  return all.filter((conflict) => conflict.ssin === ssin);
}

const settled = { state: 'settled', note: 'agreed by telephone: they close', user: { ssin: USER } } as const;

async function kinds(): Promise<string[]> {
  const rows = await logPool.query<{ kind: string }>('SELECT kind FROM gateway.entry ORDER BY index');
  return rows.map(({ kind }) => kind);
}

describe('a collision with another centre', () => {
  it('is kept open, with whom and for which days, and is an entry of the log once', async () => {
    const ssin = newPerson();
    const before = (await kinds()).length;
    await seen(ssin, THEIRS);
    await seen(ssin, THEIRS);
    expect((await kinds()).slice(before)).toEqual(['integration']);
    expect(await of(ssin)).toMatchObject([{ ...THEIRS, organisation: CENTRE, state: 'open', note: undefined }]);
  });

  it('is another one for another code, centre or beginning', async () => {
    const ssin = newPerson();
    await seen(ssin, THEIRS, { ...THEIRS, qualityCode: 8 }, { ...THEIRS, nisCode: '92003' });
    await seen(ssin, { ...THEIRS, firstDay: day('2026-02-01') });
    expect(await of(ssin)).toHaveLength(4);
  });

  it('has a note and a state that a person gives it, each change logged', async () => {
    const ssin = newPerson();
    await seen(ssin, THEIRS);
    const [conflict] = await of(ssin);
    const id = conflict?.id ?? '';
    expect(await conflicts.change(clientOf(), id, settled)).toMatchObject({ state: 'settled', note: settled.note });
    expect((await kinds()).at(-1)).toBe('command');
    expect(await conflicts.view(clientOf(), id)).toMatchObject({ state: 'settled', note: settled.note });
    expect((await kinds()).at(-1)).toBe('read');
    const open = await conflicts.list(clientOf(), { organisation: CENTRE, state: 'open', limit: 100 });
    expect(open.map((one) => one.id)).not.toContain(id);
  });

  it('stays settled while it is the same, and is open again with other days', async () => {
    const ssin = newPerson();
    await seen(ssin, THEIRS);
    const [conflict] = await of(ssin);
    await conflicts.change(clientOf(), conflict?.id ?? '', settled);
    await seen(ssin, THEIRS);
    expect(await of(ssin)).toMatchObject([{ state: 'settled' }]);
    await seen(ssin, { ...THEIRS, lastDay: undefined });
    expect(await of(ssin)).toMatchObject([{ state: 'open', lastDay: undefined, note: settled.note }]);
  });

  it('exists for its own centre only', async () => {
    const ssin = newPerson();
    await seen(ssin, THEIRS);
    const [conflict] = await of(ssin);
    const other = clientOf({ organisation: OTHER_CENTRE });
    for (const id of [conflict?.id ?? '', systemIds.uuid(), 'no-id']) {
      await expect(conflicts.view(other, id)).rejects.toMatchObject({ code: 'not-found' });
      await expect(conflicts.change(other, id, settled)).rejects.toMatchObject({ code: 'not-found' });
    }
    expect(await conflicts.list(other, { organisation: OTHER_CENTRE, limit: 10 })).toEqual([]);
  });

  it('is listed page by page', async () => {
    const whole = await conflicts.list(clientOf(), { organisation: CENTRE, limit: 100 });
    const first = await conflicts.list(clientOf(), { organisation: CENTRE, limit: 2 });
    const before = first.at(-1)?.id ?? '';
    const rest = await conflicts.list(clientOf(), { organisation: CENTRE, before, limit: 100 });
    expect([...first, ...rest].map(({ id }) => id)).toEqual(whole.map(({ id }) => id));
  });

  it('stands in no mutable table in clear', async () => {
    const rows = await pool.query<{ a: string; b: string | null }>(
      "SELECT encode(ssin, 'escape') AS a, encode(note, 'escape') AS b FROM gateway.integration_conflict",
    );
    expect(JSON.stringify(rows)).not.toMatch(/030511|telephone/);
  });
});
