import { overlaps } from '../integrations/day.ts';
import { valueIn } from '../json.ts';
import { HEALTH_INSURANCES } from '../town/facets/health-insurance.ts';
import { WORK_INCAPACITIES } from '../town/facets/work-incapacity.ts';
import { foundIfAny } from './answers.ts';
import { consultations } from './consultation.ts';
import { askedPeriod, beginEnd } from './parts/periods.ts';
import type { Service } from './service.ts';

const KINDS = { incapacity: 'PRIMARY_INCAPACITY', invalidity: 'INVALIDITY' } as const;

/** WorkIncapacity (provisional): what the mutualities pay to those who cannot work. */
export const workIncapacity: readonly Service[] = consultations('WorkIncapacity', {
  consultWorkIncapacity({ key }, { payload }) {
    const asked = askedPeriod(valueIn(payload, 'criteria', 'period'));
    const mutualFund = HEALTH_INSURANCES.find(({ person }) => person === key)?.mutuality;
    const rows = WORK_INCAPACITIES.filter(({ person, period }) => person === key && overlaps(period, asked));
    return foundIfAny(rows, (own) => ({
      incapacity: own.map(({ kind, period, dailyCents }) => ({
        kind: KINDS[kind],
        period: beginEnd(period),
        mutualFund,
        dailyAmount: dailyCents,
        partialResumption: false,
      })),
    }));
  },
});
