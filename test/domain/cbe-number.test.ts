import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cbeNumberDefect,
  cbeOrUnitNumberDefect,
  completeCbeNumber,
  parseCbeNumber,
} from '../../src/domain/cbe-number.ts';

describe('a CBE number', () => {
  it('is known to be right: 0566988259', () => {
    expect(parseCbeNumber('0566988259')).toBe('0566988259');
    expect(completeCbeNumber('05669882')).toBe('0566988259');
  });

  it.each(['', '566988259', '00566988259', '0566.988.259', 'BE0566988259', '2566988259', '0566988259\n', '٠٥٦٦٩٨٨٢٥٩'])(
    '%j is refused for its form',
    (text) => {
      expect(cbeNumberDefect(text)).toBe('cbe-number-format');
      expect(parseCbeNumber(text)).toBeUndefined();
    },
  );

  const base = fc.integer({ min: 0, max: 19_999_999 }).map((number) => String(number).padStart(8, '0'));

  it('has exactly one ending that fits', () => {
    fc.assert(
      fc.property(base, (digits) => {
        const endings = Array.from({ length: 100 }, (_, n) => digits + String(n).padStart(2, '0'));
        expect(endings.filter((text) => cbeNumberDefect(text) === undefined)).toEqual([completeCbeNumber(digits)]);
      }),
      { numRuns: 50 },
    );
  });

  it('shows one changed digit', () => {
    fc.assert(
      fc.property(base, fc.nat(9), fc.integer({ min: 1, max: 9 }), (digits, at, by) => {
        const right = completeCbeNumber(digits);
        const changed = right.slice(0, at) + String((Number(right[at]) + by) % 10) + right.slice(at + 1);
        expect(cbeNumberDefect(changed)).toBeDefined();
      }),
    );
  });
});

describe('a field that may also hold the number of a business unit', () => {
  const numbers = Array.from({ length: 10 }, (_, first) => completeCbeNumber(`${first}5669882`));

  it('takes a first digit from 0 to 8, where an enterprise has 0 or 1', () => {
    expect(numbers.map(cbeOrUnitNumberDefect)).toEqual([...Array.from({ length: 9 }), 'cbe-number-format']);
    expect(numbers.filter((number) => cbeNumberDefect(number) === undefined)).toEqual(numbers.slice(0, 2));
  });

  it('has check digits all the same', () => {
    expect(cbeOrUnitNumberDefect('2566988259')).toBe('cbe-number-check-digits');
  });
});
