import type { Contract } from '../contracts/contract.ts';
import { childBenefits } from './child-benefits.ts';
import { fallbackFor } from './fallback.ts';
import { familyAllowances } from './family-allowances.ts';
import { handi } from './handi/handi.ts';
import { identifyPerson } from './identify-person.ts';
import { manageAccess } from './manage-access.ts';
import { retrieveTiGroups } from './retrieve-ti-groups.ts';
import { selfEmployed } from './self-employed.ts';
import type { Service } from './service.ts';
import { testConnection } from './test-connection.ts';
import { unemployment } from './unemployment/unemployment.ts';

/** The services with answers of their own. A new one is a file of this folder and a line here. */
const SERVICES: readonly Service[] = [
  ...childBenefits,
  ...familyAllowances,
  ...handi,
  identifyPerson,
  manageAccess,
  retrieveTiGroups,
  ...selfEmployed,
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
