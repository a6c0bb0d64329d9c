import { type Day, type Period, plusDays } from './integrations/day.ts';

/** A month, `yyyy-mm`. */
export type Month = string;

/** A quarter, `yyyyQn`. */
export type Quarter = string;

/** The month a day lies in. */
export function monthOf(day: Day): Month {
  return day.slice(0, 7);
}

export function firstDayOf(month: Month): Day {
  return `${month}-01`;
}

export function lastDayOf(month: Month): Day {
  return plusDays(firstDayOf(plusMonths(month, 1)), -1);
}

/** First and last day of a month. */
export function daysOfMonth(month: Month): Required<Period> {
  return { start: firstDayOf(month), end: lastDayOf(month) };
}

/** Months before or after a month. */
export function plusMonths(month: Month, months: number): Month {
  const [year = 0, of = 1] = month.split('-').map(Number);
  const count = year * 12 + of - 1 + months;
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}`;
}

/** The months of a period, first to last, no further than the one given. */
export function monthsOf({ start, end }: Period, until: Month): Month[] {
  const last = end === undefined || monthOf(end) > until ? until : monthOf(end);
  const months: Month[] = [];
  for (let month = monthOf(start); month <= last; month = plusMonths(month, 1)) months.push(month);
  return months;
}

/** The months of a period that are over, and lie in the period asked about. */
export function endedMonths(period: Period, asked: Period, today: Day): Month[] {
  const [first, last] = [monthOf(asked.start), asked.end === undefined ? undefined : monthOf(asked.end)];
  return monthsOf(period, plusMonths(monthOf(today), -1)).filter(
    (month) => month >= first && (last === undefined || month <= last),
  );
}

/** The quarter a day lies in. */
export function quarterOf(day: Day): Quarter {
  return `${day.slice(0, 4)}Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
}

/** First and last day of a quarter. */
export function daysOfQuarter(quarter: Quarter): { readonly start: Day; readonly end: Day } {
  const month = plusMonths(`${quarter.slice(0, 4)}-01`, (Number(quarter.slice(5)) - 1) * 3);
  return { start: firstDayOf(month), end: lastDayOf(plusMonths(month, 2)) };
}

/** The quarters of a period, first to last, no further than the one a day lies in. */
export function quartersOf(period: Period, until: Day): Quarter[] {
  return [...new Set(monthsOf(period, monthOf(until)).map((month) => quarterOf(firstDayOf(month))))];
}
