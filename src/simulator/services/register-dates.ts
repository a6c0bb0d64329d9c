import type { RegisterDate } from '../town/person.ts';

/** The parts of a date that the registers know; an unknown one is 00. */
interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

function partsOf(date: RegisterDate): Parts {
  const [year = '0', month = '0', day = '0'] = date.split('-');
  return { year: Number(year), month: Number(month), day: Number(day) };
}

/** True when the day or the month of a date is unknown. */
export function isIncomplete(date: RegisterDate): boolean {
  const { month, day } = partsOf(date);
  return month === 0 || day === 0;
}

/**
 * True when a date of the register lies within a tolerance of the one searched for: in days when that is complete, in months when
 * its day is missing, in years when its month is. A part that the register does not know is no obstacle.
 */
export function isNear(searched: RegisterDate, found: RegisterDate, tolerance: number): boolean {
  const [a, b] = [partsOf(searched), partsOf(found)];
  if (a.month === 0 || b.month === 0) return Math.abs(a.year - b.year) <= (a.month === 0 ? tolerance : 0);
  if (a.day === 0 || b.day === 0) {
    return Math.abs(a.year * 12 + a.month - b.year * 12 - b.month) <= (a.day === 0 ? tolerance : 0);
  }
  const days = (Date.UTC(a.year, a.month - 1, a.day) - Date.UTC(b.year, b.month - 1, b.day)) / 86_400_000;
  return Math.abs(days) <= tolerance;
}
