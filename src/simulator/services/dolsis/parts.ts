import type { JsonObject } from '../../json.ts';
import type { Employer } from '../../town/facets/employment.ts';
import { BELGIUM, type Person } from '../../town/person.ts';
import type { Address } from '../../town/places.ts';
import type { Town } from '../../town/town.ts';
import { byLanguage } from '../parts/legal-address.ts';
import { isIncomplete } from '../register-dates.ts';

/** A person as Dolsis describes one. A dead person has no address. */
export function personParts(person: Person): JsonObject {
  const { birth, deceased, sex, civilStates, nationalities, household } = person;
  const [state] = civilStates;
  const [current] = household.addresses;
  return {
    ...personSummary(person),
    birthDate: birth.date,
    deceaseDate: deceased?.date,
    birthPlace: byLanguage(birth.place.name),
    gender: sex === 'M' ? 'male' : 'female',
    maritalStatus: state?.code,
    maritalStatusInceptionDate: state && wholeDate(state.since),
    maritalStatusPartner: state?.partner && personSummary(state.partner),
    nationality: nationalities[0]?.country.code,
    ...(current !== undefined &&
      deceased === undefined && {
        address: { ...addressParts(current.address, 'residence'), startDate: wholeDate(current.since) },
      }),
  };
}

/** Number and names; `nr` is the national register, `bis` that of BCSS. */
export function personSummary({ ssin, lastName, firstNames, register }: Person): JsonObject {
  const [firstName, secondName] = firstNames;
  return { source: register === 'bis' ? 'bis' : 'nr', ssin, lastName, firstName, secondName };
}

/** The contract has room for whole dates only. */
function wholeDate(date: string): string | undefined {
  return isIncomplete(date) ? undefined : date;
}

export function addressParts(
  { municipality, street, houseNumber, box }: Address,
  type: 'residence' | 'registered_office' | 'professional',
): JsonObject {
  return {
    street: byLanguage(street.name),
    houseNbr: houseNumber,
    postBox: box,
    zipCode: municipality.postalCode,
    city: byLanguage(municipality.name),
    countryCode: BELGIUM.code,
    type,
  };
}

/** An employer as the register of employers has it. */
export function employerParts(employer: Employer, town: Town): JsonObject {
  const { name, nossNumber, cbeNumber, person, address, bankruptcy } = employer;
  return {
    name,
    nossRegistrationNumber: { type: 'noss', subType: 'default', value: nossNumber },
    cbeNumber,
    ssin: person && town.person(person).ssin,
    vatNumber: vatNumberOf(employer),
    address: addressParts(address, 'registered_office'),
    countryCode: BELGIUM.code,
    underCuratorshipBeginDate: bankruptcy?.date,
  };
}

export function vatNumberOf({ cbeNumber }: Employer): string {
  return `BE${cbeNumber}`;
}
