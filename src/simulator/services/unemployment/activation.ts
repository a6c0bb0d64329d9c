import { endedMonths } from '../../calendar.ts';
import { dayOf } from '../../integrations/day.ts';
import { valueIn } from '../../json.ts';
import { employerCalled, EMPLOYMENTS } from '../../town/facets/employment.ts';
import { ACTIVATIONS } from '../../town/facets/unemployment.ts';
import type { Person } from '../../town/person.ts';
import { foundIfAny } from '../answers.ts';
import { askedMonths, beginEnd } from '../parts/periods.ts';
import type { Answer, Question } from '../service.ts';

/** What the contract has room for: the last months of those asked about. */
const MONTHS_MAX = 24;

/** Allowances that were paid through the wage of an employer. */
export function activationPaidSums({ key }: Person, { payload, now }: Question): Answer {
  const asked = askedMonths(valueIn(payload, 'searchCriteria', 'period'), 'startMonth', 'endMonth');
  const sums = ACTIVATIONS.filter(({ person }) => person === key).flatMap((activation) => {
    const { cbeNumber } = employerCalled(activation.employer);
    const work = EMPLOYMENTS.find(({ person, employer }) => person === key && employer === activation.employer);
    const allowance = {
      employer: { enterpriseNumber: cbeNumber, entryIntoEmploymentDate: work?.period.start },
      phase: { wageScaleCode: 'ACT1', validityPeriod: beginEnd(activation.period) },
      workOccupation: { meanWorkingHours: FULL_WEEK, refMeanWorkingHours: FULL_WEEK },
    };
    return endedMonths(activation.period, asked, dayOf(now)).map((paymentMonth) => ({
      paymentMonth,
      amount: activation.monthlyCents,
      allowances: { allowance: [allowance] },
    }));
  });
  return foundIfAny(sums.slice(-MONTHS_MAX), (rows) => ({
    activationAllowances: { activationAllowance: [...rows] },
  }));
}

/** 38 hours, in hundredths. */
const FULL_WEEK = 3_800;
