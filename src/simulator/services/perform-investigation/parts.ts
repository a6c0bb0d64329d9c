import type { JsonObject } from '../../json.ts';
import { BELGIUM, type Person, type Residence } from '../../town/person.ts';
import type { Bilingual, Municipality } from '../../town/places.ts';
import { registerName } from '../names.ts';

/** Which register the data come from. */
export function originOf({ register }: Person): 'RN_RR' | 'BCSS_KSZ' {
  return register === 'bis' ? 'BCSS_KSZ' : 'RN_RR';
}

/** A name in both languages, in the letters of the register. */
export function descriptions({ fr, nl }: Bilingual): JsonObject[] {
  return [
    { lang: 'fr', value: registerName(fr) },
    { lang: 'nl', value: registerName(nl) },
  ];
}

/** A municipality as a place of birth, of death. */
export function location({ nisCode, name }: Municipality): JsonObject {
  return { Code: Number(nisCode), Description: descriptions(name) };
}

/** A municipality as the one that keeps the file. */
export function managerLocation(person: Person, { address: { municipality }, since }: Residence): JsonObject {
  return {
    origin: originOf(person),
    modificationDate: since,
    ...location(municipality),
    LinguisticRegime: municipality.language,
  };
}

export function standardAddress(person: Person, { address, since }: Residence): JsonObject {
  const { municipality, street, houseNumber, box } = address;
  return {
    origin: originOf(person),
    modificationDate: since,
    Country: { Code: BELGIUM.code, Description: descriptions(BELGIUM.name) },
    Municipality: { ...location(municipality), PostalCode: municipality.postalCode },
    Street: { Code: Number(street.code), Description: descriptions(street.name) },
    HouseNumber: houseNumber,
    Box: box,
  };
}
