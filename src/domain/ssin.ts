import type { Brand } from './brand.ts';

/**
 * Social security identification number (NL INSZ, FR NISS): 11 digits, always text. Either a national register number or a
 * BIS number, which adds 20 (sex unknown) or 40 (sex known) to the month of birth.
 *
 * Never derive a birth date or a sex from it for a decision: unknown parts are written 00 and the rule has exceptions.
 */
export type Ssin = Brand<string, 'Ssin'>;

/** What is wrong with a candidate SSIN. The value itself is never part of a message. */
export type SsinDefect = 'ssin-format' | 'ssin-date' | 'ssin-check-digits';

/** Where in the number a month may stand: unknown (00), national register, BIS with sex unknown (+20), BIS with sex known (+40). */
const MONTH_RANGES = [
  [0, 12],
  [20, 32],
  [40, 52],
] as const;

/**
 * Checks a candidate: form, month, and the two check digits, which are 97 − (n mod 97) where n is the first nine digits, preceded
 * by a 2 for a person born from 2000 on. Both centuries are tried; they can never both fit, since 2·10⁹ mod 97 is not 0.
 *
 * The two digits of the day may be anything: when the sequence of an unknown birth date is used up, the numbers go on in the day,
 * past 31. Those who bear such a number are mostly refugees.
 */
export function ssinDefect(text: string): SsinDefect | undefined {
  if (!/^[0-9]{11}$/.test(text)) return 'ssin-format';
  const month = Number(text.slice(2, 4));
  if (!MONTH_RANGES.some(([from, to]) => month >= from && month <= to)) return 'ssin-date';
  return hasCheckDigits(text) ? undefined : 'ssin-check-digits';
}

/** The candidate as an {@link Ssin}, or undefined when {@link ssinDefect} finds anything. */
export function parseSsin(text: string): Ssin | undefined {
  return ssinDefect(text) === undefined ? (text as Ssin) : undefined;
}

/**
 * Identifier of the person at the keyboard. The connector's `UserID` is an SSIN or "a program id in the same format"
 * (SSDN `AuthorizedUserType`), so the check digits must fit while the month may be anything.
 */
export type UserSsin = Brand<string, 'UserSsin'>;

/** As {@link ssinDefect}, for the acting user: form and check digits, no calendar. */
export function userSsinDefect(text: string): SsinDefect | undefined {
  if (!/^[0-9]{11}$/.test(text)) return 'ssin-format';
  return hasCheckDigits(text) ? undefined : 'ssin-check-digits';
}

function hasCheckDigits(text: string): boolean {
  const base = Number(text.slice(0, 9));
  const check = Number(text.slice(9));
  return check === 97 - (base % 97) || check === 97 - ((2_000_000_000 + base) % 97);
}

/** The number with its two check digits, for test data and the simulator's town. `base` is the first nine digits. */
export function completeSsin(base: string, bornFrom2000 = false): Ssin {
  const n = Number(base) + (bornFrom2000 ? 2_000_000_000 : 0);
  return `${base}${String(97 - (n % 97)).padStart(2, '0')}` as Ssin;
}
