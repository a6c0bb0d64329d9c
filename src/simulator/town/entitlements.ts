import { type Day, overlaps, type Period } from '../integrations/day.ts';
import { HANDICAP_FILES } from './facets/handicap.ts';
import { LIVING_WAGES } from './facets/living-wages.ts';
import { type Person, presentMembers } from './person.ts';

/**
 * What one right brings along elsewhere. Whoever gets a living wage, or an allowance for a disability, is a protected customer for
 * gas and electricity and pays less for health care; so does everybody who lives with them. Derived, so that no two institutions
 * of the town can disagree about it.
 */
export interface Entitlement {
  readonly person: Person;
  /** Who decided it: a public welfare centre, or the directorate for persons with a disability. */
  readonly by: 'CPAS' | 'DGPH';
  readonly period: Period;
}

/** The rights of somebody that bring others along, in a period. */
export function entitlementsOf(person: Person, asked: Period): Entitlement[] {
  const wages = LIVING_WAGES.filter((row) => row.person === person.key)
    .flatMap(({ periods }) => periods)
    .map((period) => ({ person, by: 'CPAS' as const, period }));
  const allowances = HANDICAP_FILES.flatMap(({ person: key, allowance, recognition: { end } }) =>
    key !== person.key || allowance === undefined
      ? []
      : [{ person, by: 'DGPH' as const, period: { start: allowance.since, ...(end !== undefined && { end }) } }],
  );
  return [...wages, ...allowances].filter(({ period }) => overlaps(period, asked));
}

/** Those of everybody under the same roof. */
export function entitlementsOfHousehold({ household }: Person, asked: Period): Entitlement[] {
  return presentMembers(household).flatMap((member) => entitlementsOf(member, asked));
}

/** The right on a day that lowers what somebody pays for health care. */
export function increasedIntervention(person: Person, day: Day): Entitlement | undefined {
  return entitlementsOfHousehold(person, { start: day, end: day })[0];
}
