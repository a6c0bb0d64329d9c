import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brusselsDate, brusselsDateTime, ssdnDateTime } from '../../src/domain/brussels-time.ts';

describe('the clock in Brussels', () => {
  it.each([
    ['winter', '2026-11-23T10:15:00.250Z', '2026-11-23T11:15:00.250+01:00', '20261123T111500'],
    ['summer', '2026-07-21T10:15:00Z', '2026-07-21T12:15:00.000+02:00', '20260721T121500'],
    ['the last second of winter time', '2026-03-29T00:59:59.999Z', '2026-03-29T01:59:59.999+01:00', '20260329T015959'],
    ['the first second of summer time', '2026-03-29T01:00:00Z', '2026-03-29T03:00:00.000+02:00', '20260329T030000'],
    ['half past two, the first time', '2026-10-25T00:30:00Z', '2026-10-25T02:30:00.000+02:00', '20261025T023000'],
    ['half past two, the second time', '2026-10-25T01:30:00Z', '2026-10-25T02:30:00.000+01:00', '20261025T023000'],
    ['midnight, which is 00 and not 24', '2026-11-22T23:00:00Z', '2026-11-23T00:00:00.000+01:00', '20261123T000000'],
    ['New Year', '2026-12-31T23:00:00Z', '2027-01-01T00:00:00.000+01:00', '20270101T000000'],
    ['a leap day', '2028-02-28T23:30:00Z', '2028-02-29T00:30:00.000+01:00', '20280229T003000'],
  ])('%s', (_when, instant, dateTime, ssdn) => {
    expect(brusselsDateTime(new Date(instant))).toBe(dateTime);
    expect(ssdnDateTime(new Date(instant))).toBe(ssdn);
    expect(brusselsDate(new Date(instant))).toBe(dateTime.slice(0, 10));
  });

  it('always names the instant it was given', () => {
    const instants = fc.date({ min: new Date('1980-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(instants, (instant) => {
        expect(Date.parse(brusselsDateTime(instant))).toBe(instant.getTime());
        expect(brusselsDateTime(instant)).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}\+0[12]:00$/);
      }),
      { numRuns: 500 },
    );
  });

  it('shows every half hour around both changes of the clock, in order', () => {
    for (const change of ['2026-03-29T01:00:00Z', '2026-10-25T01:00:00Z']) {
      const around = Array.from({ length: 13 }, (_, n) => Date.parse(change) + (n - 6) * 1_800_000);
      expect(around.map((ms) => Date.parse(brusselsDateTime(new Date(ms))))).toEqual(around);
    }
  });
});
