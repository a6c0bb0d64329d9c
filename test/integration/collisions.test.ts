import { describe, expect, it } from 'vitest';
import { type CalendarDay, plusDays } from '../../src/domain/calendar-day.ts';
import type { Registration } from '../../src/domain/lesson.ts';
import { collisions } from '../../src/integration/collisions.ts';
import { loadMunicipalities } from '../../src/organisations/municipalities.ts';
import { ownCodes } from '../../src/organisations/own-codes.ts';
import { fc, test } from '../support/property.ts';

const day = (text: string): CalendarDay => text as CalendarDay;
const TODAY = day('2026-06-15');
const OURS = new Set(['99901']);
const year = { firstDay: day('2026-01-01'), lastDay: day('2026-12-31') };
const theirs = (more: Partial<Registration> = {}): Registration => ({
  qualityCode: 2,
  nisCode: '99902',
  ...year,
  ...more,
});

describe('a collision with another centre', () => {
  it('is a registration of another centre on a day that is ours', () => {
    expect(collisions([theirs()], [year], OURS, TODAY)).toEqual([theirs()]);
    expect(collisions([theirs({ qualityCode: 8 })], [year], OURS, TODAY), 'whatever its code').toHaveLength(1);
    expect(collisions([theirs({ lastDay: undefined })], [year], OURS, TODAY), 'without an end').toHaveLength(1);
  });

  it.each([
    ['our own registration', [theirs({ nisCode: '99901' })], [year], TODAY],
    ['a person whom we do not have', [theirs()], [], TODAY],
    [
      'one that begins after ours ended',
      [theirs({ firstDay: day('2027-01-01'), lastDay: day('2027-12-31') })],
      [year],
      TODAY,
    ],
    ['one that is over', [theirs({ lastDay: day('2026-06-14') })], [year], TODAY],
    ['ours that is over', [theirs()], [{ ...year, lastDay: day('2026-06-14') }], TODAY],
    ['ours that lost all its days', [theirs()], [{ firstDay: day('2026-07-01'), lastDay: day('2026-06-30') }], TODAY],
  ])('is not %s', (_what, registrations, own, today) => {
    expect(collisions(registrations, own, OURS, today)).toEqual([]);
  });

  it('is one still on its last day', () => {
    expect(collisions([theirs({ lastDay: TODAY })], [{ firstDay: TODAY, lastDay: TODAY }], OURS, TODAY)).toHaveLength(
      1,
    );
  });

  const period = fc.tuple(fc.nat(20), fc.option(fc.nat(20))).map(([from, days]) => ({
    firstDay: plusDays(TODAY, from - 10),
    lastDay: days === null ? undefined : plusDays(TODAY, from - 10 + days),
  }));

  /** The days of forty around today that a period has, one by one. */
  const daysOf = ({ firstDay, lastDay }: { firstDay: CalendarDay; lastDay: CalendarDay | undefined }): Set<string> =>
    new Set(
      Array.from({ length: 61 }, (_, i) => plusDays(TODAY, i - 20)).filter(
        (one) => one >= firstDay && (lastDay === undefined || one <= lastDay),
      ),
    );

  test(
    'is exactly a day from today on that is in both',
    [fc.array(period, { maxLength: 3 }), period, fc.constantFrom('99901', '99902')],
    (own, other, nisCode) => {
      const registration = theirs({ ...other, nisCode });
      const shared = own.some((mine) => [...daysOf(mine)].some((one) => one >= TODAY && daysOf(other).has(one)));
      // Two that overlap only in the past are over together: each must reach today by itself, and then they share a day from today on.
      const both = collisions([registration], own, OURS, TODAY).length > 0;
      expect(both).toBe(shared && nisCode === '99902');
    },
  );
});

describe('the codes of a centre', () => {
  it('are its own and those of the municipalities that merged into its own', () => {
    const municipalities = loadMunicipalities();
    expect([...ownCodes(municipalities, '46030')].sort()).toEqual(['11056', '46003', '46013', '46030']);
    expect([...ownCodes(municipalities, '99901')]).toEqual(['99901']);
    expect(ownCodes(municipalities, '46003').has('46030')).toBe(false);
  });
});
