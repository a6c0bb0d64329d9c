import { brusselsDate, brusselsDateTime } from '../../domain/brussels-time.ts';

/** A day, `yyyy-mm-dd`. Days of one form compare as texts. */
export type Day = string;

/** From a day on, until a day or without end; both days belong to it. */
export interface Period {
  readonly start: Day;
  readonly end?: Day;
}

const FOREVER = '9999-12-31';

/** Days before or after a day. */
export function plusDays(day: Day, days: number): Day {
  const at = new Date(`${day}T12:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** The day it is in Brussels. */
export function dayOf(instant: Date): Day {
  return brusselsDate(instant);
}

/** The day of an xs:date, which may carry a time zone. */
export function dayOfDate(date: string): Day {
  return date.slice(0, 10);
}

/** A day with the offset that Brussels has on it; so replies of BCSS write dates (`2026-01-01+01:00`). */
export function withZone(day: Day): string {
  return `${day}${brusselsDateTime(new Date(`${day}T12:00:00Z`)).slice(-'+01:00'.length)}`;
}

/** True when two periods have a day in common. */
export function overlaps(a: Period, b: Period): boolean {
  return a.start <= (b.end ?? FOREVER) && b.start <= (a.end ?? FOREVER);
}

/** True when a day lies in a period. */
export function contains(period: Period, day: Day): boolean {
  return overlaps(period, { start: day, end: day });
}

/** The smallest period that holds two overlapping ones. */
export function union(a: Period, b: Period): Period {
  const start = a.start < b.start ? a.start : b.start;
  if (a.end === undefined || b.end === undefined) return { start };
  return { start, end: a.end > b.end ? a.end : b.end };
}

/** What remains of a period when another one is taken out of it. */
export function without(period: Period, taken: Period): Period[] {
  if (!overlaps(period, taken)) return [period];
  const rest: Period[] = [];
  if (period.start < taken.start) rest.push({ start: period.start, end: plusDays(taken.start, -1) });
  if (taken.end !== undefined && taken.end < (period.end ?? FOREVER)) {
    const start = plusDays(taken.end, 1);
    rest.push(period.end === undefined ? { start } : { start, end: period.end });
  }
  return rest;
}
