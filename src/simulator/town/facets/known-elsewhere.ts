import { CHILD_BENEFIT_FILES } from './child-benefits.ts';
import { EMPLOYMENTS } from './employment.ts';
import { HANDICAP_FILES } from './handicap.ts';
import { HEALTH_INSURANCES } from './health-insurance.ts';
import { PENSIONS } from './pensions.ts';
import { SELF_EMPLOYMENTS } from './self-employment.ts';
import { UNEMPLOYMENTS } from './unemployment.ts';

/** A sector of the network that knows somebody, and how. */
export interface KnownElsewhere {
  readonly sector: number;
  readonly qualityCode: number;
}

/**
 * Which sectors know a person: those that hold something about them in this town. Derived, so that nobody is known for a benefit
 * that no other service can show. Sector 0, the national register, knows everybody and is left out.
 */
export function sectorsThatKnow(person: string): KnownElsewhere[] {
  return FILES.filter(({ people }) => people().includes(person)).map(({ sector, qualityCode }) => ({
    sector,
    qualityCode,
  }));
}

const FILES: readonly (KnownElsewhere & { readonly people: () => string[] })[] = [
  { sector: 5, qualityCode: 1, people: () => PENSIONS.map((row) => row.person) },
  { sector: 7, qualityCode: 1, people: () => CHILD_BENEFIT_FILES.flatMap((row) => [row.beneficiary, ...row.children]) },
  { sector: 11, qualityCode: 1, people: () => HEALTH_INSURANCES.map((row) => row.person) },
  { sector: 12, qualityCode: 30, people: () => EMPLOYMENTS.filter((row) => !row.cancelled).map((row) => row.person) },
  { sector: 15, qualityCode: 2, people: () => SELF_EMPLOYMENTS.map((row) => row.person) },
  { sector: 16, qualityCode: 1, people: () => HANDICAP_FILES.map((row) => row.person) },
  { sector: 18, qualityCode: 1, people: () => UNEMPLOYMENTS.map((row) => row.person) },
];
