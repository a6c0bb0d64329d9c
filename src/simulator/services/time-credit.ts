import { overlaps } from '../integrations/day.ts';
import { valueIn } from '../json.ts';
import { employerCalled } from '../town/facets/employment.ts';
import { TIME_CREDITS } from '../town/facets/time-credit.ts';
import { foundIfAny } from './answers.ts';
import { consultations } from './consultation.ts';
import { askedPeriod, beginEnd } from './parts/periods.ts';
import type { Service } from './service.ts';

/** TimeCredit (provisional): career breaks, as the ONEM pays for them. */
export const timeCredit: readonly Service[] = consultations('TimeCredit', {
  consultTimeCredit({ key }, { payload }) {
    const asked = askedPeriod(valueIn(payload, 'criteria', 'period'));
    const rows = TIME_CREDITS.filter(({ person, period }) => person === key && overlaps(period, asked));
    return foundIfAny(rows, (own) => ({
      interruption: own.map(({ scheme, reduction, period, employer, motive, monthlyCents }) => ({
        scheme,
        reduction,
        period: beginEnd(period),
        employer: employerCalled(employer).cbeNumber,
        motive,
        monthlyAmount: monthlyCents,
      })),
    }));
  },
});
