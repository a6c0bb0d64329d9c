import { endedMonths, type Month } from '../../calendar.ts';
import { dayOf, type Period } from '../../integrations/day.ts';
import { type JsonObject, valueIn } from '../../json.ts';
import { CARE_BUDGETS, HANDICAP_FILES } from '../../town/facets/handicap.ts';
import type { Person } from '../../town/person.ts';
import { euro } from '../parts/money.ts';
import { askedPeriod } from '../parts/periods.ts';
import type { Question } from '../service.ts';
import { flemishReply, type SourceReply, sourceReply } from './source-reply.ts';

/** What the contract has room for: the last two years of what was asked. */
const PAYMENTS_MAX = 24;

export function dgphPayments(person: Person, question: Question): SourceReply {
  const file = HANDICAP_FILES.find((one) => one.person === person.key);
  if (file?.allowance === undefined) return sourceReply('payments', undefined);
  const { since, monthlyCents, cancelledMonths } = file.allowance;
  const { end } = file.recognition;
  const paid = { start: since, ...(end !== undefined && { end }) };
  return sourceReply('payments', payments(paid, monthlyCents, question, cancelledMonths));
}

export function vsbPayments(person: Person, question: Question): SourceReply {
  const budget = CARE_BUDGETS.find((one) => one.person === person.key);
  return flemishReply(person, 'payments', budget && payments(budget.period, budget.monthlyCents, question, []));
}

/** One payment a month, as far as months have ended; undefined when none lies in the period asked about. */
function payments(
  paid: Period,
  cents: number,
  { payload, now }: Question,
  cancelled: readonly Month[],
): JsonObject | undefined {
  const months = endedMonths(paid, askedPeriod(valueIn(payload, 'criteria', 'period')), dayOf(now));
  if (months.length === 0) return undefined;
  const payment = months.slice(-PAYMENTS_MAX).map((yearMonth) => ({
    yearMonth,
    amount: euro(cents),
    cancelledPayment: cancelled.includes(yearMonth),
  }));
  return { payment };
}
