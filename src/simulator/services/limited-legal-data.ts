import type { JsonObject } from '../json.ts';
import type { Person } from '../town/person.ts';
import type { Address, Bilingual } from '../town/places.ts';
import { registerName } from './names.ts';

const BELGIUM = 150;

/** What IdentifyPerson tells about somebody; `extended` only when the identity was proven. */
export function limitedLegalData(person: Person, extended: boolean): JsonObject {
  return {
    origin: person.register === 'bis' ? 'BCSS_KSZ' : 'RN_RR',
    Basic: basic(person),
    ...(extended && { Extended: extendedData(person) }),
  };
}

function basic(person: Person): JsonObject {
  const [current] = person.household.addresses;
  return {
    SocialSecurityUser: person.ssin,
    LastName: registerName(person.lastName),
    // First names come as one text.
    FirstName: registerName(person.firstNames.join(' ')),
    BirthDate: person.birth.date,
    Gender: { value: person.sex === 'M' ? 1 : 2 },
    ...(current !== undefined && person.deceased === undefined && { Address: addressOf(current.address) }),
  };
}

function addressOf({ municipality, street, houseNumber, box }: Address): JsonObject {
  return {
    CountryCode: BELGIUM,
    MunicipalityCode: Number(municipality.nisCode),
    Municipality: inBothLanguages(municipality.name),
    PostalCode: municipality.postalCode,
    StreetCode: Number(street.code),
    Street: inBothLanguages(street.name),
    HouseNumber: houseNumber,
    Box: box,
  };
}

/** Codes of the registers, as one live client lists them: 1 population, 2 foreigners, 3 waiting; our reading. */
const REGISTERS = { population: '1', foreigners: '2', waiting: '3', bis: undefined } as const;

function extendedData({ civilStates, birth, deceased, register, nationalities }: Person): JsonObject {
  return {
    CivilState: civilStates[0]?.code,
    BirthLocationCode: Number(birth.place.nisCode),
    BirthLocation: inBothLanguages(birth.place.name),
    DeceaseDate: deceased?.date,
    InscriptionRegister: REGISTERS[register],
    NationalityCode: nationalities[0]?.country.code,
  };
}

function inBothLanguages({ fr, nl }: Bilingual): JsonObject[] {
  return [
    { lang: 'fr', value: registerName(fr) },
    { lang: 'nl', value: registerName(nl) },
  ];
}
