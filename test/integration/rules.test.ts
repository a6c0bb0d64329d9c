import { describe, expect, it } from 'vitest';
import { fieldProblemText } from '../../src/domain/problems/field-problem.ts';
import { QUALITY_CODES } from '../../src/domain/quality-code.ts';
import { latestEnd, periodProblems } from '../../src/domain/integration-period.ts';
import { duplicateProblems, overlapProblems } from '../../src/integration/rules.ts';
import type { CalendarDay } from '../../src/domain/calendar-day.ts';
import { OTHER_PERSON, PERSON } from '../support/people.ts';
import { fc, test as property } from '../support/property.ts';

const PLACES = { qualityCode: '/code', firstDay: '/first', lastDay: '/last' };
const wanted = (qualityCode: number, firstDay: string, lastDay?: string, ssin: string = PERSON) => ({
  ssin,
  qualityCode,
  firstDay,
  lastDay,
  places: PLACES,
});
const rulesOf = (...of: Parameters<typeof wanted>): string[] => periodProblems(wanted(...of)).map(({ rule }) => rule);

/** The longest durations as the presentation of BCSS for the centres lists them, typed in again: months, or none. */
const MONTHS: Readonly<Record<number, number | undefined>> = {
  1: 2,
  2: 12,
  3: 12,
  4: 12,
  5: 12,
  6: 12,
  7: 60,
  8: 60,
  9: 24,
  11: undefined,
  12: undefined,
  20: undefined,
  21: undefined,
  40: 12,
};

/** Another way to the same answer: counts days one by one until the calendar shows the same day so many months later. */
function lastAllowed(first: string, months: number): string {
  const [year = 0, month = 0, day = 0] = first.split('-').map(Number);
  const wantedMonth = (month - 1 + months) % 12;
  const wantedYear = year + Math.floor((month - 1 + months) / 12);
  const at = new Date(`${first}T12:00:00Z`);
  for (;;) {
    const next = new Date(at.getTime() + 86_400_000);
    const isThere = next.getUTCFullYear() === wantedYear && next.getUTCMonth() === wantedMonth;
    const isPast =
      next.getUTCFullYear() > wantedYear || (next.getUTCFullYear() === wantedYear && next.getUTCMonth() > wantedMonth);
    if ((isThere && next.getUTCDate() === day) || isPast) return at.toISOString().slice(0, 10);
    at.setTime(next.getTime());
  }
}

const someDay = fc
  .integer({ min: 0, max: 4_000 })
  .map((n) => new Date(Date.UTC(2024, 0, 1 + n)).toISOString().slice(0, 10));
const someCode = fc.constantFrom(...Object.keys(MONTHS).map(Number));

describe('the rules of a period', () => {
  it('know the codes of the list, no more and no fewer', () => {
    expect(QUALITY_CODES.map(({ code }) => code)).toEqual(Object.keys(MONTHS).map(Number));
  });

  property(
    'allow exactly what the list of longest durations allows',
    [someCode, someDay, fc.integer({ min: -40, max: 2_000 })],
    (code, first, length) => {
      const last = new Date(Date.parse(first) + length * 86_400_000).toISOString().slice(0, 10);
      const months = MONTHS[code];
      const isAllowed =
        last >= first &&
        (months === undefined || last <= lastAllowed(first, months)) &&
        (code !== 40 || last.slice(0, 4) === first.slice(0, 4));
      expect(rulesOf(code, first, last).length === 0).toBe(isAllowed);
    },
  );

  property('name as the latest end one that they allow, and no later one', [someCode, someDay], (code, first) => {
    const rule = QUALITY_CODES.find((known) => known.code === code);
    const latest = rule && latestEnd(rule, first as CalendarDay);
    if (latest === undefined) return;
    const next = new Date(Date.parse(latest) + 86_400_000).toISOString().slice(0, 10);
    expect([rulesOf(code, first, latest), rulesOf(code, first, next).length > 0]).toEqual([[], true]);
  });

  it.each<[string, string[], string[]]>([
    ['an enquiry of two months', ['1', '2026-01-15', '2026-03-14'], []],
    ['an enquiry of two months and a day', ['1', '2026-01-15', '2026-03-15'], ['period-too-long']],
    ['a month that is shorter', ['1', '2025-12-31', '2026-02-28'], []],
    ['a leap year', ['2', '2024-02-29', '2025-02-28'], []],
    ['heating of one year', ['40', '2026-01-01', '2026-12-31'], []],
    ['heating over New Year', ['40', '2026-12-01', '2027-01-31'], ['period-calendar-year']],
    ['heating of two years', ['40', '2026-06-01', '2028-01-31'], ['period-too-long', 'period-calendar-year']],
    ['an end before its start', ['2', '2026-03-02', '2026-03-01'], ['period-order']],
    ['one day', ['2', '2026-03-01', '2026-03-01'], []],
    ['no end, where there is a limit', ['2', '2026-03-01'], ['period-end-missing']],
    ['no end, where there is none', ['21', '2026-03-01'], []],
    ['a day that no calendar has', ['2', '2026-02-29', '2026-04-31'], ['calendar-day', 'calendar-day']],
    ['a code that is on no list', ['10', '2026-03-01', '2026-04-01'], ['enum']],
  ])('%s', (_name, [code = '', first = '', last], expected) => {
    expect(rulesOf(Number(code), first, last)).toEqual(expected);
  });

  it('say in four languages what would be allowed, and never whom it is about', () => {
    const [problem] = periodProblems(wanted(1, '2026-01-15', '2026-12-31'));
    if (problem === undefined) throw new Error('no problem');
    expect(problem).toEqual({ pointer: '/last', rule: 'period-too-long', expected: 'P2M, 2026-03-14' });
    const text = fieldProblemText(problem);
    for (const words of [text.fr, text.nl, text.en]) expect(words).toContain('2026-03-14');
  });
});

describe('the same integration twice', () => {
  property(
    'is found exactly where two periods of one person and code share a day',
    [someDay, fc.nat(60), someDay, fc.nat(60)],
    (a, m, b, n) => {
      const end = (first: string, days: number): string =>
        new Date(Date.parse(first) + days * 86_400_000).toISOString().slice(0, 10);
      const daysOf = (first: string, days: number): string[] =>
        Array.from({ length: days + 1 }, (_, i) => end(first, i));
      const shared = daysOf(a, m).some((day) => daysOf(b, n).includes(day));
      const one = wanted(2, a, end(a, m));
      const other = wanted(2, b, end(b, n));
      const had = { ...other, firstDay: b as CalendarDay, lastDay: end(b, n) as CalendarDay };
      expect(duplicateProblems([one, other])).toHaveLength(shared ? 1 : 0);
      expect(overlapProblems([one], [had])).toHaveLength(shared ? 1 : 0);
      expect(overlapProblems([one], [{ ...had, qualityCode: 3 }])).toEqual([]);
      expect(overlapProblems([one], [{ ...had, ssin: OTHER_PERSON }])).toEqual([]);
    },
  );

  it('is named where it stands the second time', () => {
    const [first, second] = [wanted(2, '2026-01-01', '2026-06-30'), wanted(2, '2026-06-30', '2026-12-31')];
    expect(duplicateProblems([first, { ...second, places: { ...PLACES, qualityCode: '/second' } }])).toEqual([
      { pointer: '/second', rule: 'duplicate' },
    ]);
  });

  it('is named with the days that are there, also when they have no end', () => {
    const had = { ssin: PERSON, qualityCode: 11, firstDay: '2026-01-01' as CalendarDay, lastDay: undefined };
    expect(overlapProblems([wanted(11, '2030-01-01')], [had])).toEqual([
      { pointer: '/code', rule: 'period-overlap', expected: '2026-01-01 – …' },
    ]);
  });
});
