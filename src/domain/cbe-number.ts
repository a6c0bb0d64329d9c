import type { Brand } from './brand.ts';

/** Number of an enterprise at the Crossroads Bank for Enterprises (KBO/BCE): 10 digits starting with 0 or 1, the last two check digits. */
export type CbeNumber = Brand<string, 'CbeNumber'>;

/** What is wrong with a candidate CBE number. */
export type CbeNumberDefect = 'cbe-number-format' | 'cbe-number-check-digits';

/** Checks the form and the check digits: 97 − (first eight digits mod 97). */
export function cbeNumberDefect(text: string): CbeNumberDefect | undefined {
  return /^[01]/.test(text) ? cbeOrUnitNumberDefect(text) : 'cbe-number-format';
}

/**
 * As {@link cbeNumberDefect}, for a field that may also hold the number of a business unit (first digit 2 to 8): the published
 * CbeNumberType names both.
 */
export function cbeOrUnitNumberDefect(text: string): CbeNumberDefect | undefined {
  if (!/^[0-8][0-9]{9}$/.test(text)) return 'cbe-number-format';
  return Number(text.slice(8)) === 97 - (Number(text.slice(0, 8)) % 97) ? undefined : 'cbe-number-check-digits';
}

/** The candidate as a {@link CbeNumber}, or undefined when {@link cbeNumberDefect} finds anything. */
export function parseCbeNumber(text: string): CbeNumber | undefined {
  return cbeNumberDefect(text) === undefined ? (text as CbeNumber) : undefined;
}

/** The number with its two check digits, for test data. `base` is the first eight digits. */
export function completeCbeNumber(base: string): CbeNumber {
  return `${base}${String(97 - (Number(base) % 97)).padStart(2, '0')}` as CbeNumber;
}
