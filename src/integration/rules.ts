import { type CalendarDay, calendarDay, lastDayOf } from '../domain/calendar-day.ts';
import { overlaps, type Period } from '../domain/integration.ts';
import type { FieldProblem } from '../domain/problems/field-problem.ts';
import { QUALITY_CODES, type QualityCode } from '../domain/quality-code.ts';

/** An integration that somebody wants, and where in the call it stands. */
export interface WantedIntegration {
  readonly ssin: string;
  readonly qualityCode: number;
  /** Days as they were given; what is no day is a problem. */
  readonly firstDay: string;
  readonly lastDay: string | undefined;
  readonly places: WantedPlaces;
}

/** JSON Pointers into the call. */
export interface WantedPlaces {
  readonly qualityCode: string;
  readonly firstDay: string;
  readonly lastDay: string;
}

/** The days of an integration that the centre has, or is about to have. */
export interface OwnIntegration extends Period {
  readonly ssin: string;
  readonly qualityCode: number;
}

/**
 * What the rules of the field have against an integration on its own: an end before its start, a period longer than its quality code
 * allows, one that leaves the calendar year where the code asks for one. Durations: {@link QUALITY_CODES}.
 */
export function periodProblems({ qualityCode, firstDay, lastDay, places }: WantedIntegration): FieldProblem[] {
  const first = calendarDay(firstDay);
  const last = lastDay === undefined ? undefined : calendarDay(lastDay);
  const impossible = [
    ...(first === undefined ? [noSuchDay(places.firstDay)] : []),
    ...(lastDay !== undefined && last === undefined ? [noSuchDay(places.lastDay)] : []),
  ];
  if (first === undefined || impossible.length > 0) return impossible;
  const code = QUALITY_CODES.find((known) => known.code === qualityCode);
  if (code === undefined) return [unknownCode(places.qualityCode)];
  if (last === undefined) return code.durationMax === undefined ? [] : [endless(places.lastDay, code, first)];
  if (last < first) return [{ pointer: places.lastDay, rule: 'period-order', expected: first }];
  return [...tooLong(places.lastDay, code, first, last), ...outsideYear(places.lastDay, code, first, last)];
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

/** Wanted twice in one call: the same person under the same code on the same day. The later of the two is named. */
export function duplicateProblems(wanted: readonly WantedIntegration[]): FieldProblem[] {
  return wanted.flatMap((one, at) => {
    const twice = wanted
      .slice(0, at)
      .some((earlier) => samePersonAndCode(earlier, one) && overlaps(daysOf(earlier), daysOf(one)));
    return twice ? [{ pointer: one.places.qualityCode, rule: 'duplicate' as const }] : [];
  });
}

/**
 * The centre has, or is about to have, this integration already: BCSS would refuse it, or make one of the two. What has to be done is to
 * close the other one first, or to begin after its end.
 */
export function overlapProblems(wanted: readonly WantedIntegration[], own: readonly OwnIntegration[]): FieldProblem[] {
  return wanted.flatMap((one) => {
    const other = own.find((had) => samePersonAndCode(had, one) && overlaps(had, daysOf(one)));
    if (other === undefined) return [];
    return [
      {
        pointer: one.places.qualityCode,
        rule: 'period-overlap' as const,
        expected: `${other.firstDay} – ${other.lastDay ?? '…'}`,
      },
    ];
  });
}

function samePersonAndCode(a: Pick<OwnIntegration, 'ssin' | 'qualityCode'>, b: typeof a): boolean {
  return a.ssin === b.ssin && a.qualityCode === b.qualityCode;
}

function daysOf({ firstDay, lastDay }: WantedIntegration): Period {
  return { firstDay: firstDay as CalendarDay, lastDay: lastDay as CalendarDay | undefined };
}
