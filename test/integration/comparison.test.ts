import { describe, expect, it } from 'vitest';
import { type CalendarDay, plusDays } from '../../src/domain/calendar-day.ts';
import type { IntegrationId, Period } from '../../src/domain/integration.ts';
import { type ComparedPeriod, type Difference, differences, type OwnPeriod } from '../../src/integration/comparison.ts';
import { fc, test } from '../support/property.ts';

const TODAY = '2026-06-15' as CalendarDay;
const day = (text: string): CalendarDay => text as CalendarDay;
const period = (firstDay: string, lastDay?: string, qualityCode = 2): ComparedPeriod => ({
  qualityCode,
  firstDay: day(firstDay),
  lastDay: lastDay === undefined ? undefined : day(lastDay),
});
const own = (id: string, ...of: Parameters<typeof period>): OwnPeriod => ({
  id: id as IntegrationId,
  ...period(...of),
});
const days = ({ firstDay, lastDay }: Period): Period => ({ firstDay, lastDay });
const YEAR = ['2026-01-01', '2026-12-31'] as const;

describe('our register beside that of BCSS', () => {
  it('finds nothing where both say the same', () => {
    expect(differences([own('a', ...YEAR)], [period(...YEAR)], TODAY)).toEqual([]);
    expect(differences([own('a', '2026-01-01')], [period('2026-01-01')], TODAY)).toEqual([]);
  });

  it('finds what BCSS does not have', () => {
    expect(differences([own('a', ...YEAR)], [], TODAY)).toEqual([
      { kind: 'missing-there', qualityCode: 2, integration: 'a', here: days(period(...YEAR)) },
    ]);
  });

  it('finds what we do not have', () => {
    expect(differences([], [period(...YEAR)], TODAY)).toEqual([
      { kind: 'missing-here', qualityCode: 2, there: days(period(...YEAR)) },
    ]);
  });

  it('finds other days', () => {
    expect(differences([own('a', ...YEAR)], [period('2026-01-01', '2026-09-30')], TODAY)).toEqual([
      {
        kind: 'other-period',
        qualityCode: 2,
        integration: 'a',
        here: days(period(...YEAR)),
        there: days(period('2026-01-01', '2026-09-30')),
      },
    ]);
    expect(differences([own('a', '2026-01-01')], [period(...YEAR)], TODAY)).toMatchObject([{ kind: 'other-period' }]);
    expect(differences([own('a', ...YEAR)], [period('2026-01-02', '2026-12-31')], TODAY)).toHaveLength(1);
  });

  it('takes two periods that touch for one, as BCSS does', () => {
    const ours = [own('a', '2025-01-01', '2025-12-31'), own('b', ...YEAR)];
    expect(differences(ours, [period('2025-01-01', '2026-12-31')], TODAY)).toEqual([]);
  });

  it('keeps codes apart', () => {
    const found = differences([own('a', ...YEAR, 2)], [period(...YEAR, 5)], TODAY);
    expect(found.map(({ kind, qualityCode }) => [qualityCode, kind])).toEqual([
      [2, 'missing-there'],
      [5, 'missing-here'],
    ]);
  });

  it('does not compare what is over', () => {
    expect(differences([own('a', '2025-01-01', '2026-06-14')], [], TODAY)).toEqual([]);
    expect(differences([own('a', '2025-01-01', '2026-06-15')], [], TODAY)).toHaveLength(1);
    expect(differences([own('a', '2026-07-01', '2026-06-30')], [], TODAY), 'one that lost all its days').toEqual([]);
  });

  it('names each of our periods that BCSS lacks, but not one that is over and touches it', () => {
    const ours = [own('a', '2026-01-01', '2026-06-01'), own('b', '2026-06-02', '2026-12-31')];
    expect(differences(ours, [], TODAY)).toMatchObject([{ integration: 'b' }]);
  });

  it('names what BCSS has besides where it has two periods and we one', () => {
    const theirs = [period('2026-01-01', '2026-08-31'), period('2026-10-01', '2026-12-31')];
    expect(differences([own('a', ...YEAR)], theirs, TODAY)).toMatchObject([
      { kind: 'other-period', there: { lastDay: '2026-08-31' } },
      { kind: 'missing-here', there: { firstDay: '2026-10-01' } },
    ]);
  });
});

const SPAN = 40;
const anyPeriod = fc
  .tuple(fc.nat(SPAN), fc.option(fc.nat(12)), fc.constantFrom(2, 5))
  .map(([from, length, qualityCode]) => ({
    qualityCode,
    firstDay: plusDays(TODAY, from - SPAN / 2),
    lastDay: length === null ? undefined : plusDays(TODAY, from - SPAN / 2 + length),
  }));
const ours = fc
  .array(anyPeriod, { maxLength: 4 })
  .map((rows) => rows.map((row, i) => ({ ...row, id: `i${i}` as IntegrationId })));
/** As BCSS answers: whole registrations that have a day from today on, each set of days once. */
const theirs = fc.array(anyPeriod, { maxLength: 4 });

/** Code and day, one by one: a second opinion that knows nothing of periods. */
function cells(periods: readonly ComparedPeriod[]): Set<string> {
  const all = new Set<string>();
  for (const { qualityCode, firstDay, lastDay } of periods)
    for (let i = -SPAN; i <= 2 * SPAN; i += 1) {
      const one = plusDays(TODAY, i);
      if (one >= firstDay && (lastDay === undefined || one <= lastDay)) all.add(`${qualityCode} ${one}`);
    }
  return all;
}

const fromToday = (all: Set<string>): string[] => [...all].filter((cell) => cell.slice(2) >= TODAY).sort();

/** What our register would be, were every proposal accepted: BCSS's days taken over, what it lacks registered there. */
function mended(rows: readonly OwnPeriod[], found: readonly Difference[]): ComparedPeriod[] {
  const spans = found.flatMap((one) => (one.kind === 'other-period' ? [one] : []));
  const kept = rows.filter(
    (row) =>
      !spans.some(
        ({ qualityCode, here }) =>
          qualityCode === row.qualityCode &&
          row.firstDay >= here.firstDay &&
          (here.lastDay === undefined || (row.lastDay !== undefined && row.lastDay <= here.lastDay)),
      ),
  );
  const added = found.flatMap((one) =>
    one.kind === 'missing-there' ? [] : [{ qualityCode: one.qualityCode, ...one.there }],
  );
  return [...kept, ...added];
}

describe('the comparison', () => {
  test('of anything with itself finds nothing', [ours], (rows) => {
    expect(differences(rows, rows, TODAY)).toEqual([]);
  });

  test('finds something wherever a day from today on is on one side only', [ours, theirs], (rows, registrations) => {
    const apart = fromToday(cells(rows)).join() !== fromToday(cells(registrations)).join();
    const found = differences(rows, registrations, TODAY);
    if (apart) expect(found.length).toBeGreaterThan(0);
  });

  test('does not depend on the order of either side', [ours, theirs], (rows, registrations) => {
    const kinds = (found: Difference[]): string[] =>
      found.map(({ kind, qualityCode }) => `${qualityCode} ${kind}`).sort();
    expect(kinds(differences([...rows].reverse(), [...registrations].reverse(), TODAY))).toEqual(
      kinds(differences(rows, registrations, TODAY)),
    );
  });

  test('proposes what makes the two the same from today on', [ours, theirs], (rows, registrations) => {
    const found = differences(rows, registrations, TODAY);
    const registered = found.flatMap((one) =>
      one.kind === 'missing-there' ? [{ qualityCode: one.qualityCode, ...one.here }] : [],
    );
    expect(fromToday(cells(mended(rows, found)))).toEqual(fromToday(cells([...registrations, ...registered])));
  });
});
