import { type CalendarDay, plusDays } from '../domain/calendar-day.ts';
import { type IntegrationId, overlaps, type Period } from '../domain/integration.ts';

/** What our register says, or BCSS does, of one person under one code. */
export interface ComparedPeriod extends Period {
  readonly qualityCode: number;
}

/** A period of our register. */
export interface OwnPeriod extends ComparedPeriod {
  readonly id: IntegrationId;
}

/**
 * Where our register and BCSS do not say the same of one person and code:
 *
 * - `missing-there`: we have it, BCSS does not;
 * - `missing-here`: BCSS has it, we do not;
 * - `other-period`: both have it, with other days.
 */
export type Difference =
  | {
      readonly kind: 'missing-there';
      readonly qualityCode: number;
      readonly integration: IntegrationId;
      readonly here: Period;
    }
  | { readonly kind: 'missing-here'; readonly qualityCode: number; readonly there: Period }
  | {
      readonly kind: 'other-period';
      readonly qualityCode: number;
      readonly integration: IntegrationId;
      readonly here: Period;
      readonly there: Period;
    };

/** The kinds of {@link Difference}. */
export const DIFFERENCES = ['missing-there', 'missing-here', 'other-period'] as const;

/**
 * Compares what a centre has of one person with what BCSS lists. Days are what counts: BCSS keeps the days of one person and code as one
 * set, so that two periods of ours that touch are one period there.
 *
 * Only what holds on a day or later is compared: what is over opens nothing any more, and BCSS was not asked about it.
 *
 * @param ours every period of the person that counts, those that are over too: they may be the beginning of a longer one at BCSS.
 * @param theirs registrations of our own centre that have a day from `from` on, whole.
 */
export function differences(
  ours: readonly OwnPeriod[],
  theirs: readonly ComparedPeriod[],
  from: CalendarDay,
): Difference[] {
  const codes = [...new Set([...ours, ...theirs].map(({ qualityCode }) => qualityCode))].sort((a, b) => a - b);
  return codes.flatMap((qualityCode) => {
    const under = <Row extends ComparedPeriod>(rows: readonly Row[]): Row[] =>
      rows.filter((row) => row.qualityCode === qualityCode && isPeriod(row)).sort(byFirstDay);
    const stretches = stretchesOf([...under(ours), ...under(theirs)]).filter((stretch) =>
      overlaps(stretch, endless(from)),
    );
    return stretches.flatMap((stretch) =>
      differencesIn(
        qualityCode,
        under(ours).filter((row) => overlaps(row, stretch)),
        stretchesOf(under(theirs).filter((row) => overlaps(row, stretch))),
        from,
      ),
    );
  });
}

/** Within one stretch of days that has no gap on both sides together. */
function differencesIn(
  qualityCode: number,
  ours: readonly OwnPeriod[],
  theirs: readonly Period[],
  from: CalendarDay,
): Difference[] {
  const [own] = ours;
  const [there, ...more] = theirs;
  if (own === undefined) return theirs.map((period) => ({ kind: 'missing-here', qualityCode, there: period }));
  if (there === undefined) {
    const holding = ours.filter((row) => overlaps(row, endless(from)));
    return holding.map((row) => ({ kind: 'missing-there', qualityCode, integration: row.id, here: daysOf(row) }));
  }
  const here = stretchesOf(ours);
  if (sameDays(here, theirs)) return [];
  const first: Difference = { kind: 'other-period', qualityCode, integration: own.id, here: spanOf(here), there };
  return [first, ...more.map((period) => ({ kind: 'missing-here' as const, qualityCode, there: period }))];
}

/** Periods that touch or overlap made one, in the order of time. */
function stretchesOf(periods: readonly Period[]): Period[] {
  const stretches: { firstDay: CalendarDay; lastDay: CalendarDay | undefined }[] = [];
  for (const { firstDay, lastDay } of [...periods].sort(byFirstDay)) {
    const before = stretches.at(-1);
    if (before === undefined || (before.lastDay !== undefined && firstDay > plusDays(before.lastDay, 1)))
      stretches.push({ firstDay, lastDay });
    else if (before.lastDay !== undefined && (lastDay === undefined || lastDay > before.lastDay))
      before.lastDay = lastDay;
  }
  return stretches;
}

function byFirstDay(a: Period, b: Period): number {
  return a.firstDay < b.firstDay ? -1 : a.firstDay > b.firstDay ? 1 : 0;
}

function sameDays(a: readonly Period[], b: readonly Period[]): boolean {
  return (
    a.length === b.length &&
    a.every((period, i) => period.firstDay === b[i]?.firstDay && period.lastDay === b[i].lastDay)
  );
}

/** From the first day of the first to the last day of the last. */
function spanOf(stretches: readonly Period[]): Period {
  const [first] = stretches;
  if (first === undefined) throw new Error('a span of nothing');
  return { firstDay: first.firstDay, lastDay: stretches.at(-1)?.lastDay };
}

function daysOf({ firstDay, lastDay }: Period): Period {
  return { firstDay, lastDay };
}

function endless(firstDay: CalendarDay): Period {
  return { firstDay, lastDay: undefined };
}

/** False for a period that lost all its days. */
function isPeriod({ firstDay, lastDay }: Period): boolean {
  return lastDay === undefined || firstDay <= lastDay;
}
