import { consultations } from '../consultation.ts';
import type { Service } from '../service.ts';
import { activationPaidSums } from './activation.ts';
import { consultNoEarningCapacityAndLawsuitMutuality, workDisabilityHistory } from './disability.ts';
import { exemptionHistory, sanctionHistory, scaleCodeHistory, youngAvailabilityDecisionHistory } from './histories.ts';
import { paidSums, payments, scheduledPayment } from './payments.ts';
import { rights } from './rights.ts';

/** UnemploymentData: what the ONEM decided about somebody, and what was paid. */
export const unemployment: readonly Service[] = consultations('UnemploymentData', {
  consultActivationPaidSums: activationPaidSums,
  consultExemptionHistory: exemptionHistory,
  consultNoEarningCapacityAndLawsuitMutuality,
  consultPaidSums: paidSums,
  consultPayments: payments,
  consultRights: rights,
  consultSanctionHistory: sanctionHistory,
  consultScaleCodeHistory: scaleCodeHistory,
  consultScheduledPayment: scheduledPayment,
  consultWorkDisabilityHistory: workDisabilityHistory,
  consultYoungAvailabilityDecisionHistory: youngAvailabilityDecisionHistory,
});
