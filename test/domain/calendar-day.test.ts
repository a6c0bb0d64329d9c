import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CalendarDay, calendarDay, daysBetween, lastDayOf, plusDays } from '../../src/domain/calendar-day.ts';

const day = (text: string): CalendarDay => calendarDay(text) as CalendarDay;

/** Counted without the function under test. */
const anyDay = fc
  .integer({ min: Date.UTC(1900, 0, 1) / 86_400_000, max: Date.UTC(2199, 11, 31) / 86_400_000 })
  .map((number) => day(new Date(number * 86_400_000).toISOString().slice(0, 10)));

describe('a calendar day', () => {
  it.each(['2026-11-23', '2024-02-29', '2000-02-29', '1901-01-01'])('is %s', (text) => {
    expect(calendarDay(text)).toBe(text);
  });

  it.each([
    '2026-02-29',
    '1900-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '2026-4-3',
    '0000-01-01',
    '26-11-23',
    '2026-11-23T00:00',
    '',
  ])('is not %j', (text) => {
    expect(calendarDay(text)).toBeUndefined();
  });

  it('goes there and back', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -5000, max: 5000 }), (from, days) => {
        const to = plusDays(from, days);
        expect(daysBetween(from, to)).toBe(days);
        expect(plusDays(to, -days)).toBe(from);
        expect(days > 0).toBe(to > from);
      }),
    );
  });
});

describe('the last day of a period', () => {
  it.each([
    ['2026-01-01', 12, '2026-12-31'],
    ['2026-03-15', 2, '2026-05-14'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2026-12-31', 2, '2027-02-28'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2026-07-01', 60, '2031-06-30'],
  ])('from %s for %i months is %s', (first, months, last) => {
    expect(lastDayOf(day(first), months)).toBe(last);
  });

  it('is never later than a period that began one day later', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 60 }), (first, months) => {
        expect(lastDayOf(first, months) <= lastDayOf(plusDays(first, 1), months)).toBe(true);
        expect(lastDayOf(first, months) > first).toBe(true);
      }),
    );
  });
});
