import { endedMonths, firstDayOf, lastDayOf, type Month, monthOf, monthsOf } from '../../calendar.ts';
import { contains, type Day, dayOf, dayOfDate, type Period, plusDays } from '../../integrations/day.ts';
import { type JsonObject, textIn, valueIn } from '../../json.ts';
import type { Unemployment } from '../../town/facets/unemployment.ts';
import type { Person } from '../../town/person.ts';
import { found, foundIfAny, NOTHING, refused } from '../answers.ts';
import { askedMonths } from '../parts/periods.ts';
import type { Answer, Question } from '../service.ts';
import { described, FULLY_UNEMPLOYED, NO_FILE, unemploymentsOf } from './parts.ts';

/** What the contract has room for. More is refused, rather than cut. */
const PAID_SUMS_MONTHS_MAX = 48;
const SCHEDULED_MONTHS_MAX = 12;

/** What was paid for each month asked about. */
export function paidSums(person: Person, question: Question): Answer {
  const asked = askedOf(question);
  if (monthsOf(asked, monthOf(asked.end)).length > PAID_SUMS_MONTHS_MAX) return refused('UDS0002', 'period');
  const files = unemploymentsOf(person);
  if (files.length === 0) return NO_FILE;
  const today = dayOf(question.now);
  const sums = files.flatMap((file) =>
    endedMonths(file.right, asked, today).map((month) => {
      const days = allowanceDays(file, month);
      const cents = days * file.dailyCents;
      return {
        relatedMonth: month,
        paidAmount: cents,
        acceptedAmount: cents,
        dossierStatus: statusOf(month, today),
        nbrOfAllowances: allowances(days),
      };
    }),
  );
  return foundIfAny(sums, (rows) => ({ paidSums: { paidSum: [...rows] } }));
}

/** The payment for the month of a day; for the last one that is over when no day is given. */
export function payments(person: Person, { payload, now }: Question): Answer {
  const files = unemploymentsOf(person);
  if (files.length === 0) return NO_FILE;
  const today = dayOf(now);
  const day = textIn(payload, 'searchCriteria', 'date');
  const asked = day === undefined ? EVER : { start: dayOfDate(day), end: dayOfDate(day) };
  const paid = files.flatMap((file) => endedMonths(file.right, asked, today).map((month) => ({ file, month })));
  const last = paid.at(-1);
  if (last === undefined) return NOTHING;
  return found({
    payment: {
      paidMonth: last.month,
      theoricDailyAllowanceAmount: last.file.dailyCents,
      nbrOfAllowances: allowances(allowanceDays(last.file, last.month)),
      unemploymentCode: FULLY_UNEMPLOYED,
      dossierStatus: statusOf(last.month, today),
    },
  });
}

const EVER: Period = { start: '0001-01-01' };

const ALLOWANCE = described(1, { fr: 'Allocation', nl: 'Uitkering' });
const NONE = described(0, { fr: 'Pas d’allocation', nl: 'Geen uitkering' });
const SANCTION = described(2, { fr: 'Sanction', nl: 'Sanctie' });

/** Day by day, what is or was to be paid. The contract names months without their year, so a year is all that it can carry. */
export function scheduledPayment(person: Person, question: Question): Answer {
  const asked = askedOf(question);
  const months = monthsOf(asked, monthOf(asked.end));
  if (months.length > SCHEDULED_MONTHS_MAX) return refused('UDS0002', 'period');
  const files = unemploymentsOf(person);
  if (files.length === 0) return NO_FILE;
  const scheduled = files.flatMap((file) =>
    months.flatMap((month) => {
      const days = daysOf(month).filter((day) => contains(file.right, day));
      return days.length === 0
        ? []
        : [{ month: Number(month.slice(5)), dailyData: days.map((day) => daily(file, day)) }];
    }),
  );
  return foundIfAny(scheduled, (rows) => ({ scheduledPayment: { monthlyData: [...rows] } }));
}

function daily(file: Unemployment, day: Day): JsonObject {
  const code = isSanctioned(file, day) ? SANCTION : isSunday(day) ? NONE : ALLOWANCE;
  return { day: Number(day.slice(8)), code };
}

function askedOf({ payload }: Question): { readonly start: Day; readonly end: Day } {
  const { start, end = start } = askedMonths(valueIn(payload, 'searchCriteria', 'period'), 'startMonth', 'endMonth');
  return { start, end };
}

/** Each day of the right but Sundays and days under a sanction. */
function allowanceDays(file: Unemployment, month: Month): number {
  return daysOf(month).filter((day) => contains(file.right, day) && !isSunday(day) && !isSanctioned(file, day)).length;
}

/** The contract counts in half days. */
function allowances(days: number): string {
  return days.toFixed(1);
}

function isSunday(day: Day): boolean {
  return new Date(`${day}T12:00:00Z`).getUTCDay() === 0;
}

function isSanctioned({ sanctions }: Unemployment, day: Day): boolean {
  return sanctions.some(({ period }) => contains(period, day));
}

function daysOf(month: Month): Day[] {
  const count = Number(lastDayOf(month).slice(8));
  return Array.from({ length: count }, (_, at) => plusDays(firstDayOf(month), at));
}

/** The last month may still be corrected. */
function statusOf(month: Month, today: Day): 'COMPLETED' | 'PROVISIONAL' {
  return plusDays(lastDayOf(month), SETTLED_AFTER_DAYS) < today ? 'COMPLETED' : 'PROVISIONAL';
}

const SETTLED_AFTER_DAYS = 31;
