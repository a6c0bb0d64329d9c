import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeSsin, parseSsin, ssinDefect, userSsinDefect } from '../../src/domain/ssin.ts';

describe('known numbers', () => {
  it.each([
    ['85073003328', '850730033', false],
    ['17073003384', '170730033', true],
    ['00010100173', '000101001', false],
    ['00010100105', '000101001', true],
    ['85473003317', '854730033', false],
    ['85273003371', '852730033', false],
    ['00012556777', '000125567', true],
    ['04021000188', '040210001', false],
  ])('%s is valid, and is what its first nine digits make', (ssin, base, bornFrom2000) => {
    expect(ssinDefect(ssin)).toBeUndefined();
    expect(parseSsin(ssin)).toBe(ssin);
    expect(completeSsin(base, bornFrom2000)).toBe(ssin);
    expect(userSsinDefect(ssin)).toBeUndefined();
  });
});

describe('the form is eleven ASCII digits', () => {
  it.each([
    '',
    '8507300332',
    '850730033288',
    '85.07.30-033.28',
    ' 85073003328',
    '85073003328\n',
    '85073003328 ',
    '٨٥٠٧٣٠٠٣٣٢٨',
    '８５０７３００３３２８',
    '8507300332x',
    '-8507300332',
    '8.507300e10',
  ])('%j is refused for its form', (text) => {
    expect(ssinDefect(text)).toBe('ssin-format');
    expect(userSsinDefect(text)).toBe('ssin-format');
    expect(parseSsin(text)).toBeUndefined();
  });
});

describe('month and day of birth', () => {
  const withMonth = (month: number): string => completeSsin(`85${String(month).padStart(2, '0')}30033`);
  const withDay = (day: number): string => completeSsin(`8507${String(day).padStart(2, '0')}033`);

  it('a month is 0 to 12, or that with 20 or 40 in a BIS number', () => {
    const allowed = Array.from({ length: 100 }, (_, month) => month).filter(
      (month) => ssinDefect(withMonth(month)) === undefined,
    );
    const thirteen = Array.from({ length: 13 }, (_, month) => month);
    expect(allowed).toEqual([0, 20, 40].flatMap((added) => thirteen.map((month) => month + added)));
  });

  it('a day is anything: the numbers of an unknown birth date go on past 31 when they are used up', () => {
    for (let day = 0; day < 100; day += 1) expect(ssinDefect(withDay(day))).toBeUndefined();
  });

  it.each(['01003200130', '05004512387', '05203200160', '05003200146'])('%s, past the 31st, is a number', (ssin) => {
    expect(parseSsin(ssin)).toBe(ssin);
  });

  it('a day past 31 still needs its check digits', () => {
    expect(ssinDefect('05003200147')).toBe('ssin-check-digits');
  });

  it('mean nothing for the acting user, who may be a program', () => {
    expect(ssinDefect(withMonth(99))).toBe('ssin-date');
    expect(userSsinDefect(withMonth(99))).toBeUndefined();
  });
});

describe('check digits', () => {
  const base = fc.integer({ min: 0, max: 999_999_999 }).map((number) => String(number).padStart(9, '0'));
  const century = fc.boolean();

  it('are two digits from 01 to 97', () => {
    fc.assert(
      fc.property(base, century, (digits, bornFrom2000) => {
        const ssin = completeSsin(digits, bornFrom2000);
        expect(ssin).toMatch(/^[0-9]{11}$/);
        expect(Number(ssin.slice(9))).toBeGreaterThanOrEqual(1);
        expect(Number(ssin.slice(9))).toBeLessThanOrEqual(97);
        expect(userSsinDefect(ssin)).toBeUndefined();
      }),
    );
  });

  it('differ between the two centuries, always', () => {
    fc.assert(fc.property(base, (digits) => completeSsin(digits, false) !== completeSsin(digits, true)));
  });

  it('of all hundred endings exactly two fit: one for each century', () => {
    fc.assert(
      fc.property(base, (digits) => {
        const fitting = Array.from({ length: 100 }, (_, n) => digits + String(n).padStart(2, '0')).filter(
          (text) => userSsinDefect(text) === undefined,
        );
        expect(fitting.sort()).toEqual([completeSsin(digits, false), completeSsin(digits, true)].sort());
      }),
      { numRuns: 50 },
    );
  });

  it('show one changed digit, unless the number becomes right for a person of the other century', () => {
    const place = fc.nat(10);
    const change = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(base, century, place, change, (digits, bornFrom2000, at, by) => {
        const ssin = completeSsin(digits, bornFrom2000);
        const changed = ssin.slice(0, at) + String((Number(ssin[at]) + by) % 10) + ssin.slice(at + 1);
        expect(completeSsin(changed.slice(0, 9), bornFrom2000)).not.toBe(changed);
        if (userSsinDefect(changed) === undefined)
          expect(completeSsin(changed.slice(0, 9), !bornFrom2000)).toBe(changed);
      }),
      { numRuns: 1_000 },
    );
  });
});
