import type { Contract } from '../contracts/contract.ts';
import { alertReaction } from './alert-reaction.ts';
import { attestationA036 } from './attestation-a036.ts';
import { attestationList } from './attestation-list.ts';
import { childBenefits } from './child-benefits.ts';
import { dolsis } from './dolsis/dolsis.ts';
import { FALLBACK } from './fallback.ts';
import { familyAllowances } from './family-allowances.ts';
import { handi } from './handi/handi.ts';
import { healthCareInsurance } from './health-care-insurance.ts';
import { healthInsurance } from './health-insurance.ts';
import { heatingAllocation } from './heating-allocation.ts';
import { identifyPerson } from './identify-person.ts';
import { law65 } from './law65/law65.ts';
import { livingWages } from './living-wages.ts';
import { manageAccess } from './manage-access/manage-access.ts';
import { mediprima } from './mediprima/mediprima.ts';
import { patrimonyCpas } from './patrimony/patrimony-cpas.ts';
import { patrimony } from './patrimony/patrimony.ts';
import { pensionRegister } from './pension-register.ts';
import { performInvestigation } from './perform-investigation/perform-investigation.ts';
import { referenceManager } from './reference-manager.ts';
import { retrieveTiGroups } from './retrieve-ti-groups.ts';
import { selfEmployed } from './self-employed.ts';
import type { Service } from './service.ts';
import { socialRateInvestigation } from './social-rate-investigation.ts';
import { annualReport } from './subsidies/annual-report.ts';
import { attestationCreate } from './subsidies/attestation-create.ts';
import { fseParticipant } from './subsidies/fse-participant.ts';
import { installationPremium } from './subsidies/installation-premium.ts';
import { subsidyDis } from './subsidies/subsidy-dis.ts';
import { taxAssessment } from './tax-assessment.ts';
import { testConnection } from './test-connection.ts';
import { timeCredit } from './time-credit.ts';
import { unemployment } from './unemployment/unemployment.ts';
import { workIncapacity } from './work-incapacity.ts';
import { xmlite } from './xmlite/xmlite.ts';

/** The services with answers of their own. A new one is a file of this folder and a line here. */
const SERVICES: readonly Service[] = [
  alertReaction,
  annualReport,
  ...attestationA036,
  attestationCreate,
  ...attestationList,
  ...childBenefits,
  ...dolsis,
  ...familyAllowances,
  fseParticipant,
  ...handi,
  ...healthCareInsurance,
  ...healthInsurance,
  heatingAllocation,
  identifyPerson,
  installationPremium,
  ...law65,
  ...livingWages,
  manageAccess,
  ...mediprima,
  ...patrimony,
  ...patrimonyCpas,
  ...pensionRegister,
  ...performInvestigation,
  referenceManager,
  retrieveTiGroups,
  ...selfEmployed,
  ...socialRateInvestigation,
  subsidyDis,
  ...taxAssessment,
  testConnection,
  ...timeCredit,
  ...unemployment,
  ...workIncapacity,
  xmlite,
];

/** Who answers for an operation. */
export function serviceFor({ service, version, operation }: Contract): Pick<Service, 'admission' | 'answer'> {
  const own = SERVICES.find(
    (one) =>
      one.service === service &&
      (one.versions?.includes(version) ?? true) &&
      (one.operations?.includes(operation) ?? true),
  );
  return own ?? FALLBACK;
}
