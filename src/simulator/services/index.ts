import type { Contract } from '../contracts/contract.ts';
import { childBenefits } from './child-benefits.ts';
import { dolsis } from './dolsis/dolsis.ts';
import { fallbackFor } from './fallback.ts';
import { familyAllowances } from './family-allowances.ts';
import { handi } from './handi/handi.ts';
import { identifyPerson } from './identify-person.ts';
import { healthCareInsurance } from './health-care-insurance.ts';
import { livingWages } from './living-wages.ts';
import { manageAccess } from './manage-access/manage-access.ts';
import { patrimony } from './patrimony/patrimony.ts';
import { patrimonyCpas } from './patrimony/patrimony-cpas.ts';
import { retrieveTiGroups } from './retrieve-ti-groups.ts';
import { selfEmployed } from './self-employed.ts';
import type { Service } from './service.ts';
import { taxAssessment } from './tax-assessment.ts';
import { testConnection } from './test-connection.ts';
import { unemployment } from './unemployment/unemployment.ts';

/** The services with answers of their own. A new one is a file of this folder and a line here. */
const SERVICES: readonly Service[] = [
  ...childBenefits,
  ...dolsis,
  ...familyAllowances,
  ...handi,
  ...healthCareInsurance,
  identifyPerson,
  ...livingWages,
  manageAccess,
  ...patrimony,
  ...patrimonyCpas,
  retrieveTiGroups,
  ...selfEmployed,
  ...taxAssessment,
  testConnection,
  ...unemployment,
];

/** Who answers for an operation. */
export function serviceFor({ service, version, operation }: Contract): Pick<Service, 'admission' | 'answer'> {
  const own = SERVICES.find(
    (one) =>
      one.service === service &&
      (one.versions?.includes(version) ?? true) &&
      (one.operations?.includes(operation) ?? true),
  );
  return own ?? fallbackFor(service);
}
