import { type Day, type Period, plusDays } from './day.ts';

/** How long a CPAS may have somebody under a quality code. */
interface Limit {
  /** Calendar months; no limit is known where absent. */
  readonly months?: number;
  /** From 1 January to 31 December of one year at most. */
  readonly withinOneYear?: true;
}

/**
 * The quality codes of sector 17, read from the slides of BCSS for centres a second time: the gateway has a table of its own, and a
 * mistake in either shows as a refusal. Codes that every sector has (0, 902, 999) are not for a centre to give.
 */
const LIMITS: ReadonlyMap<number, Limit> = new Map<number, Limit>([
  [1, { months: 2 }],
  [2, { months: 12 }],
  [3, { months: 12 }],
  [4, { months: 12 }],
  [5, { months: 12 }],
  [6, { months: 12 }],
  [7, { months: 60 }],
  [8, { months: 60 }],
  [9, { months: 24 }],
  [11, {}],
  [12, {}],
  [20, {}],
  [21, {}],
  [40, { months: 12, withinOneYear: true }],
]);

/** True for a code that a CPAS may integrate somebody under. */
export function isQualityCode(code: number): boolean {
  return LIMITS.has(code);
}

/**
 * True when somebody may be integrated under a code for a period. A period without an end is taken, as the contract takes it, but
 * for a code that is bound to one year.
 */
export function allowsPeriod(code: number, { start, end }: Period): boolean {
  const { months, withinOneYear = false } = LIMITS.get(code) ?? {};
  if (end === undefined) return !withinOneYear;
  if (withinOneYear && start.slice(0, 4) !== end.slice(0, 4)) return false;
  return months === undefined || end <= lastDay(start, months);
}

/** The last of some calendar months that begin on a day; one that begins on the 31st ends with a shorter month. */
function lastDay(start: Day, months: number): Day {
  const [year = 0, month = 1, day = 1] = start.split('-').map(Number);
  const same = new Date(Date.UTC(year, month - 1 + months, day));
  if (same.getUTCDate() !== day) return new Date(Date.UTC(year, month + months, 0)).toISOString().slice(0, 10);
  return plusDays(same.toISOString().slice(0, 10), -1);
}
