import { type CalendarDay, calendarDay, lastDayOf } from './calendar-day.ts';
import type { FieldProblem } from './problems/field-problem.ts';
import { QUALITY_CODES, type QualityCode } from './quality-code.ts';

/** A period under a quality code that somebody wants, and where in the call it stands. */
export interface WantedPeriod {
  readonly qualityCode: number;
  /** Days as they were given; what is no day is a problem. */
  readonly firstDay: string;
  readonly lastDay: string | undefined;
  readonly places: PeriodPlaces;
}

/** JSON Pointers into the call. */
export interface PeriodPlaces {
  readonly qualityCode: string;
  readonly firstDay: string;
  readonly lastDay: string;
}

/**
 * What the rules of the field have against an integration on its own: an end before its start, a period longer than its quality code
 * allows, one that leaves the calendar year where the code asks for one. Durations: {@link QUALITY_CODES}.
 */
export function periodProblems(wanted: WantedPeriod): FieldProblem[] {
  const { qualityCode, places } = wanted;
  const code = QUALITY_CODES.find((known) => known.code === qualityCode);
  const problems = [...(code === undefined ? [unknownCode(places.qualityCode)] : []), ...orderProblems(wanted)];
  const first = calendarDay(wanted.firstDay);
  if (code === undefined || first === undefined || problems.length > 0) return problems;
  const last = wanted.lastDay === undefined ? undefined : calendarDay(wanted.lastDay);
  if (last === undefined) return code.durationMax === undefined ? [] : [endless(places.lastDay, code, first)];
  return [...tooLong(places.lastDay, code, first, last), ...outsideYear(places.lastDay, code, first, last)];
}

/** What is wrong with two days as such: one that no calendar has, an end before its start. */
export function orderProblems({
  firstDay,
  lastDay,
  places,
}: Pick<WantedPeriod, 'firstDay' | 'lastDay' | 'places'>): FieldProblem[] {
  const first = calendarDay(firstDay);
  const last = lastDay === undefined ? undefined : calendarDay(lastDay);
  const impossible = [
    ...(first === undefined ? [noSuchDay(places.firstDay)] : []),
    ...(lastDay !== undefined && last === undefined ? [noSuchDay(places.lastDay)] : []),
  ];
  if (first === undefined || last === undefined || last >= first) return impossible;
  return [{ pointer: places.lastDay, rule: 'period-order', expected: first }];
}

/** The last day that a quality code allows for a period that begins on a day; undefined where it names no limit. */
export function latestEnd(
  { durationMax, withinCalendarYear }: QualityCode,
  first: CalendarDay,
): CalendarDay | undefined {
  if (durationMax === undefined) return undefined;
  const latest = lastDayOf(first, MONTHS[durationMax]);
  const endOfYear = `${first.slice(0, 4)}-12-31` as CalendarDay;
  return withinCalendarYear === true && endOfYear < latest ? endOfYear : latest;
}

const MONTHS: Readonly<Record<NonNullable<QualityCode['durationMax']>, number>> = { P2M: 2, P1Y: 12, P2Y: 24, P5Y: 60 };

function noSuchDay(pointer: string): FieldProblem {
  return { pointer, rule: 'calendar-day' };
}

function unknownCode(pointer: string): FieldProblem {
  return { pointer, rule: 'enum', expected: QUALITY_CODES.map(({ code }) => code).join(' | ') };
}

function endless(pointer: string, code: QualityCode, first: CalendarDay): FieldProblem {
  return { pointer, rule: 'period-end-missing', expected: latestEnd(code, first) ?? '' };
}

function tooLong(pointer: string, code: QualityCode, first: CalendarDay, last: CalendarDay): FieldProblem[] {
  if (code.durationMax === undefined) return [];
  const latest = lastDayOf(first, MONTHS[code.durationMax]);
  return last <= latest ? [] : [{ pointer, rule: 'period-too-long', expected: `${code.durationMax}, ${latest}` }];
}

function outsideYear(pointer: string, code: QualityCode, first: CalendarDay, last: CalendarDay): FieldProblem[] {
  const year = first.slice(0, 4);
  if (code.withinCalendarYear !== true || last.startsWith(year)) return [];
  return [{ pointer, rule: 'period-calendar-year', expected: `${year}-01-01 – ${year}-12-31` }];
}
