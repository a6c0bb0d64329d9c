import type { Brand } from './brand.ts';

/**
 * A day by the calendar of Brussels, `2026-11-23`. Periods of integrations are counted in whole days, both ends included; as text
 * they compare in the order of time.
 */
export type CalendarDay = Brand<string, 'CalendarDay'>;

const FORM = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Reads a day; undefined for a text of another form or a day that no calendar has. */
export function calendarDay(text: string): CalendarDay | undefined {
  const [, year, month, day] = FORM.exec(text) ?? [];
  if (year === undefined || month === undefined || day === undefined || Number(year) < 1000) return undefined;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return written(date) === text ? (text as CalendarDay) : undefined;
}

/** The day some days later, or earlier where negative. */
export function plusDays(day: CalendarDay, days: number): CalendarDay {
  return written(new Date(Date.parse(day) + days * DAY_MS));
}

/**
 * The last day of a period that begins on `first` and lasts `months` calendar months: the day before the same day of that later
 * month, or the last of the month where it is shorter. One month from 31 January ends on 28 February (29 in a leap year).
 */
export function lastDayOf(first: CalendarDay, months: number): CalendarDay {
  const [year, month, day] = first.split('-').map(Number) as [number, number, number];
  const sameDay = new Date(Date.UTC(year, month - 1 + months, day));
  // 31 January + 1 month would be 3 March: the month has no such day, and its own last day is the end.
  if (sameDay.getUTCDate() !== day) return written(new Date(Date.UTC(year, month + months, 0)));
  return plusDays(written(sameDay), -1);
}

/** How many days from one day to the other; negative when `to` is earlier. */
export function daysBetween(from: CalendarDay, to: CalendarDay): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

const DAY_MS = 86_400_000;

function written(date: Date): CalendarDay {
  return date.toISOString().slice(0, 10) as CalendarDay;
}
