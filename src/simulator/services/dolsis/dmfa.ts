import { daysOfQuarter, monthOf, monthsOf, type Quarter } from '../../calendar.ts';
import { type Day, overlaps, plusDays } from '../../integrations/day.ts';
import type { JsonObject } from '../../json.ts';
import { employerCalled, type Employment } from '../../town/facets/employment.ts';
import type { Person } from '../../town/person.ts';
import { personSummary } from './parts.ts';

/** True when the employer has declared a quarter: that is done in the month after it. */
export function isDeclared(quarter: Quarter, today: Day): boolean {
  return plusDays(daysOfQuarter(quarter).end, 31) < today;
}

/** What an employer declared for a quarter of somebody's work (DmfA); undefined where there was none. */
export function dmfaRecord(quarter: Quarter, rows: readonly Employment[], person: Person): JsonObject | undefined {
  const days = daysOfQuarter(quarter);
  const worked = rows.filter(({ period, cancelled }) => overlaps(period, days) && cancelled !== true);
  const [row] = worked;
  if (row === undefined) return undefined;
  return {
    quarter: quarter.replace('Q', ''),
    curatorship: isBankrupt(row, days.end) ? 'yes' : 'no',
    formReceptionDate: `${plusDays(days.end, 15)}T08:00:00Z`,
    system5: false,
    person: personSummary(person),
    workerRecord: [workerRecord(row, worked, quarter)],
    ticketNbrLastSituation: `FICT${quarter.replace('Q', '')}${String(row.dimonaPeriodId).slice(-4)}`,
  };
}

function isBankrupt({ employer }: Employment, day: Day): boolean {
  const { bankruptcy } = employerCalled(employer);
  return bankruptcy !== undefined && bankruptcy.date <= day;
}

/** Codes of the instructions to employers, as far as they are commonly known: our reading. */
const EMPLOYER_CLASS = 10;
const WORKER_CODES = { OTH: 15, EXT: 15, IVT: 15, STU: 840 } as const;

function workerRecord(row: Employment, worked: readonly Employment[], quarter: Quarter): JsonObject {
  const { start, end } = daysOfQuarter(quarter);
  const work = worked.map((one) => workOf(one, quarter));
  const nbrDays = work.reduce((sum, one) => sum + one.days, 0);
  const grossCents = work.reduce((sum, one) => sum + one.grossCents, 0);
  const isStudent = row.workerType === 'STU';
  return {
    employerClass: EMPLOYER_CLASS,
    workerCode: WORKER_CODES[row.workerType],
    quarterStartingDate: start,
    quarterEndingDate: end,
    ...(!isStudent && { occupation: [{ ...occupationDates(worked, end), ...occupation(row, nbrDays, grossCents) }] }),
    hasIndemnityWAPM: false,
    hasDismissedStatutoryWorkerContribution: false,
    hasStudentContribution: isStudent,
    ...(isStudent && { studentContribution: [{ numberDays: nbrDays, remunerationAmount: String(grossCents) }] }),
    hasEarlyRetirementContribution: false,
    hasComplementaryIndemnity: false,
  };
}

/** Days are written in hundredths, amounts in eurocent. */
function occupation(row: Employment, nbrDays: number, grossCents: number): JsonObject {
  return {
    occupationSequenceNumber: 1,
    jointCommissionNumber: employerCalled(row.employer).jointCommission,
    workingDaysSystem: 500,
    contractType: row.workerType === 'EXT' ? 'part_time' : 'full_time',
    hasServices: true,
    service: [{ seqNr: 1, code: 1, nbrDays: nbrDays * 100 }],
    hasRemunerations: true,
    remuneration: [{ seqNr: 1, code: 1, amount: String(grossCents) }],
    hasCompanyCar: false,
  };
}

/** From the first day to the last; work that goes on after the quarter has no end in it. */
function occupationDates(worked: readonly Employment[], endOfQuarter: Day): JsonObject {
  const starts = worked.map(({ period }) => period.start).sort();
  // An undefined end is sorted behind all others.
  const last = worked
    .map(({ period }) => period.end)
    .sort()
    .at(-1);
  return {
    occupationStartingDate: starts[0],
    ...(last !== undefined && last <= endOfQuarter && { occupationEndingDate: last }),
  };
}

const WEEKS_OF_A_QUARTER = 13;
const DAYS_OF_A_QUARTER = 5 * WEEKS_OF_A_QUARTER;

/** Days worked in a quarter and what they earned: by the month, or one day a week for who works by the day. */
function workOf(
  { workerType, period, quarterlyGrossCents }: Employment,
  quarter: Quarter,
): { readonly days: number; readonly grossCents: number } {
  if (workerType === 'EXT') return { days: 1, grossCents: Math.round(quarterlyGrossCents / WEEKS_OF_A_QUARTER) };
  const { start, end } = daysOfQuarter(quarter);
  const months = monthsOf(period, monthOf(end)).filter((month) => month >= monthOf(start)).length;
  return {
    days: Math.round((DAYS_OF_A_QUARTER * months) / 3),
    grossCents: Math.round((quarterlyGrossCents * months) / 3),
  };
}
