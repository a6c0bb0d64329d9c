import type { JsonObject } from '../../json.ts';
import { type CivilStateCode, headOf, type HouseholdRole, type Person, presentMembers } from '../../town/person.ts';
import type { Bilingual } from '../../town/places.ts';
import { coded, groupAttributes, type LabelLanguage, nameOf, numberOf, registerDate } from './parts.ts';

/** Groups that say with whom somebody lives, and to whom they are or were married. */
export function familyGroups(person: Person, language: LabelLanguage, history: boolean): JsonObject {
  return {
    CivilStates: {
      CivilState: person.civilStates.slice(0, history ? undefined : 1).map(({ code, since, partner }) => ({
        ...groupAttributes('120'),
        Date: registerDate(since),
        CivilState: coded(String(code), CIVIL_STATES[code], language),
        ...(partner !== undefined && { Spouse: { NationalNumber: numberOf(partner), Name: nameOf(partner) } }),
      })),
    },
    ...(person.deceased === undefined && householdGroups(person, language)),
  };
}

const CIVIL_STATES: Readonly<Record<CivilStateCode, Bilingual>> = {
  10: { fr: 'Célibataire', nl: 'Ongehuwd' },
  20: { fr: 'Marié(e)', nl: 'Gehuwd' },
  30: { fr: 'Veuf ou veuve', nl: 'Weduwe of weduwnaar' },
  40: { fr: 'Divorcé(e)', nl: 'Uit de echt gescheiden' },
};

const ROLES: Readonly<Record<HouseholdRole, { readonly code: string; readonly label: Bilingual }>> = {
  head: { code: '01', label: { fr: 'Personne de référence', nl: 'Referentiepersoon' } },
  partner: { code: '02', label: { fr: 'Conjoint', nl: 'Echtgenoot' } },
  child: { code: '03', label: { fr: 'Enfant', nl: 'Kind' } },
  unrelated: { code: '20', label: { fr: 'Non apparenté', nl: 'Niet verwant' } },
};

/** The file of the person of reference lists everybody; the file of anybody else points at that person. */
function householdGroups(person: Person, language: LabelLanguage): JsonObject {
  const { household } = person;
  const head = headOf(household);
  if (head !== person && head !== undefined) {
    return { HeadOfFamily: { HeadOfFamily: [member('141', head, person.role, language)] } };
  }
  const others = presentMembers(household).filter((other) => other !== person);
  if (others.length === 0) return {};
  return { FamilyMembers: { FamilyMember: others.map((other) => member('140', other, other.role, language)) } };
}

function member(type: string, other: Person, role: HouseholdRole, language: LabelLanguage): JsonObject {
  return {
    ...groupAttributes(type),
    Date: registerDate(other.household.addresses[0]?.since ?? other.birth.date),
    FamilyRole: coded(ROLES[role].code, ROLES[role].label, language),
    NationalNumber: numberOf(other),
    Name: nameOf(other),
  };
}
