import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CalendarDay } from '../../src/domain/calendar-day.ts';
import type { IntegrationState } from '../../src/domain/integration.ts';
import { addIntegration, householdOf } from '../../src/integration/register.ts';
import { RegisterStandings } from '../../src/integration/standings.ts';
import type { DatabasePool } from '../../src/store/pool.ts';
import { systemIds } from '../../src/telemetry/ids.ts';
import { testArchive } from '../support/archive.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { CENTRE, OTHER_CENTRE } from '../support/ledger.ts';
import { OTHER_PERSON, PERSON, USER } from '../support/people.ts';

const day = (text: string): CalendarDay => text as CalendarDay;
const TODAY = day('2026-06-15');
const EMPTY = { own: [], household: [] };

let database: TestDatabase;
let pool: DatabasePool;
let standings: RegisterStandings;
const { vault } = testArchive();
const parts = { vault, ids: systemIds };

beforeAll(async () => {
  database = await testDatabase();
  pool = database.pool('accept');
  standings = new RegisterStandings(pool, vault);
});
afterAll(() => database.drop());

interface Given {
  readonly ssin: string;
  readonly qualityCode?: number;
  readonly from?: string;
  readonly until?: string | undefined;
  readonly state?: IntegrationState;
  readonly closingDay?: string;
  readonly file?: string;
  readonly organisation?: string;
}

async function given(rows: readonly Given[]): Promise<void> {
  await pool.query('UPDATE gateway.integration SET state = $1, closing_day = NULL', ['abandoned']);
  for (const row of rows) {
    const { organisation = CENTRE, ssin, file, from = '2026-01-01', state = 'open', closingDay } = row;
    const householdId = await householdOf(
      pool,
      parts,
      organisation,
      file === undefined ? { ssin } : { reference: file },
    );
    const { id } = await addIntegration(pool, parts, {
      organisation,
      householdId,
      ssin,
      proof: undefined,
      qualityCode: row.qualityCode ?? 2,
      firstDay: day(from),
      lastDay: 'until' in row ? (row.until as CalendarDay | undefined) : day('2026-12-31'),
      state: 'open',
      source: 'household',
    });
    await pool.query('UPDATE gateway.integration SET state = $2, closing_day = $3 WHERE id = $1', [
      id,
      state,
      closingDay ?? null,
    ]);
  }
}

async function standingOf(ssin: string, on = TODAY, organisation = CENTRE): Promise<unknown> {
  const [standing] = await standings.of(organisation, [ssin], on);
  return standing;
}

describe('how a centre stands towards a person', () => {
  it('is nothing at all for a person the register does not know', async () => {
    await given([{ ssin: OTHER_PERSON }]);
    expect(await standingOf(PERSON)).toEqual(EMPTY);
  });

  it('is what is open on the day, both ends of the period included', async () => {
    await given([{ ssin: PERSON, qualityCode: 3, from: '2026-06-15', until: '2026-06-16' }]);
    const open = { qualityCode: 3, from: '2026-06-15', until: '2026-06-16' };
    expect(await standingOf(PERSON, day('2026-06-14'))).toEqual(EMPTY);
    expect(await standingOf(PERSON, day('2026-06-15'))).toEqual({ own: [open], household: [] });
    expect(await standingOf(PERSON, day('2026-06-16'))).toEqual({ own: [open], household: [] });
    expect(await standingOf(PERSON, day('2026-06-17'))).toEqual(EMPTY);
  });

  it('has no end where the code has none', async () => {
    await given([{ ssin: PERSON, qualityCode: 11, until: undefined }]);
    const open = { qualityCode: 11, from: '2026-01-01', until: undefined };
    expect(await standingOf(PERSON, day('2126-01-01'))).toEqual({ own: [open], household: [] });
  });

  it('counts every code of the person', async () => {
    await given([
      { ssin: PERSON, qualityCode: 40 },
      { ssin: PERSON, qualityCode: 2 },
    ]);
    expect(await standingOf(PERSON)).toMatchObject({ own: [{ qualityCode: 2 }, { qualityCode: 40 }] });
  });

  it.each(['opening', 'failed', 'abandoned'] as const)('counts nothing that is %s', async (state) => {
    await given([{ ssin: PERSON, state }]);
    expect(await standingOf(PERSON)).toEqual(EMPTY);
  });

  it('counts what a person ended until its last day, and not a day longer', async () => {
    await given([{ ssin: PERSON, state: 'closed', until: '2026-06-20' }]);
    expect(await standingOf(PERSON, day('2026-06-20'))).toMatchObject({ own: [{ until: '2026-06-20' }] });
    expect(await standingOf(PERSON, day('2026-06-21'))).toEqual(EMPTY);
  });

  it('counts what is being ended until the day it shall end, though BCSS has not answered yet', async () => {
    await given([{ ssin: PERSON, state: 'closing', closingDay: '2026-06-10' }]);
    expect(await standingOf(PERSON, day('2026-06-10'))).toMatchObject({ own: [{ until: '2026-06-10' }] });
    expect(await standingOf(PERSON, TODAY)).toEqual(EMPTY);
  });

  it('never says what another centre knows', async () => {
    await given([{ ssin: PERSON, organisation: OTHER_CENTRE }]);
    expect(await standingOf(PERSON)).toEqual(EMPTY);
    expect(await standingOf(PERSON, TODAY, OTHER_CENTRE)).toMatchObject({ own: [{ qualityCode: 2 }] });
  });
});

describe('the household of a person', () => {
  it('is the other members of the file in which the person is open', async () => {
    await given([
      { ssin: PERSON, qualityCode: 2, file: 'A-1' },
      { ssin: OTHER_PERSON, qualityCode: 5, file: 'A-1' },
      { ssin: USER, qualityCode: 7, file: 'A-2' },
    ]);
    expect(await standingOf(PERSON)).toMatchObject({ own: [{ qualityCode: 2 }], household: [{ qualityCode: 5 }] });
    expect(await standingOf(USER)).toMatchObject({ own: [{ qualityCode: 7 }], household: [] });
  });

  it('says nothing to somebody who has no open integration in it any more', async () => {
    await given([
      { ssin: PERSON, file: 'A-1', until: '2026-06-14' },
      { ssin: OTHER_PERSON, file: 'A-1' },
    ]);
    expect(await standingOf(PERSON)).toEqual(EMPTY);
  });

  it('is told once, however many codes the person has in it', async () => {
    await given([
      { ssin: PERSON, qualityCode: 2, file: 'A-1' },
      { ssin: PERSON, qualityCode: 7, file: 'A-1' },
      { ssin: OTHER_PERSON, qualityCode: 5, file: 'A-1' },
    ]);
    expect(await standingOf(PERSON)).toMatchObject({ household: [{ qualityCode: 5 }] });
    expect(((await standingOf(PERSON)) as { household: unknown[] }).household).toHaveLength(1);
  });

  it('leaves out members whose own integration is not open', async () => {
    await given([
      { ssin: PERSON, file: 'A-1' },
      { ssin: OTHER_PERSON, file: 'A-1', state: 'failed' },
    ]);
    expect(await standingOf(PERSON)).toMatchObject({ household: [] });
  });

  it('is not shared by two centres that use one reference', async () => {
    await given([
      { ssin: PERSON, file: 'A-1' },
      { ssin: OTHER_PERSON, file: 'A-1', organisation: OTHER_CENTRE },
    ]);
    expect(await standingOf(PERSON)).toMatchObject({ household: [] });
  });
});

describe('asked about several persons at once', () => {
  it('answers in the order asked, and for somebody asked twice both times', async () => {
    await given([
      { ssin: PERSON, qualityCode: 2 },
      { ssin: OTHER_PERSON, qualityCode: 3 },
    ]);
    const answers = await standings.of(CENTRE, [OTHER_PERSON, USER, PERSON, OTHER_PERSON], TODAY);
    expect(answers.map(({ own }) => own.map(({ qualityCode }) => qualityCode))).toEqual([[3], [], [2], [3]]);
  });

  it('answers nothing when nobody is asked about', async () => {
    expect(await standings.of(CENTRE, [], TODAY)).toEqual([]);
  });
});
