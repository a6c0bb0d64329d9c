import type { CalendarDay } from '../domain/calendar-day.ts';
import { overlaps, type Period } from '../domain/integration.ts';
import type { WantedPeriod } from '../domain/integration-period.ts';
import type { FieldProblem } from '../domain/problems/field-problem.ts';

/** An integration that somebody wants, and where in the call it stands. */
export interface WantedIntegration extends WantedPeriod {
  readonly ssin: string;
}

/** The days of an integration that the centre has, or is about to have. */
export interface OwnIntegration extends Period {
  readonly ssin: string;
  readonly qualityCode: number;
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
