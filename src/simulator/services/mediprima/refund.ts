import { contains, dayOf } from '../../integrations/day.ts';
import type { JsonObject } from '../../json.ts';
import { HEALTH_INSURANCES } from '../../town/facets/health-insurance.ts';
import type { Person } from '../../town/person.ts';

/** True when a mutuality insures somebody today: then it pays, and not the State. */
export function isAffiliated({ key }: Person, now: Date): boolean {
  return HEALTH_INSURANCES.some(({ person, period }) => person === key && contains(period, dayOf(now)));
}

/** What the State (SPP IS) pays back to the centre: all of it, for who has no insurance and lives on less than the living wage. */
export function refundParts(person: Person, content: JsonObject, now: Date): JsonObject {
  const isLegal = person.register !== 'bis';
  const isRefunded = !isAffiliated(person, now) && content.incomeLessThanRISInd === 'Y';
  const share = isRefunded ? '1.00' : '0.00';
  return {
    refundCode: isRefunded ? REFUND_CODES[isLegal ? 'legal' : 'illegal'] : REFUND_CODES.none,
    affiliedMutualityInd: isAffiliated(person, now) ? 'Y' : 'N',
    beneficiaryStatus: isLegal ? 'L' : 'I',
    justification: justification(isRefunded),
    podmi_sppis_Hospitalization_ZIV_AMI_Part: share,
    podmi_sppis_AmbulatoryCare_ZIV_AMI_Part: share,
    podmi_sppis_Other_ZIV_AMI_Part: share,
    podmi_sppis_Hospitalization_PatientPart: share,
    podmi_sppis_AmbulatoryCare_PatientPart: share,
    podmi_sppis_Other_PatientPart: share,
    // Who may not stay here is only helped when it is urgent.
    medicalUrgencyInd: isLegal ? 'N' : 'Y',
  };
}

/** The contract gives a range and no list: these are ours. */
const REFUND_CODES = { none: 0, legal: 1, illegal: 2 } as const;

function justification(isRefunded: boolean): JsonObject[] {
  return [
    {
      lang: 'fr',
      value: isRefunded ? 'Sans assurance ni ressources suffisantes.' : 'Assurance ou ressources suffisantes.',
    },
    {
      lang: 'nl',
      value: isRefunded ? 'Geen verzekering of voldoende middelen.' : 'Verzekering of voldoende middelen.',
    },
  ];
}
