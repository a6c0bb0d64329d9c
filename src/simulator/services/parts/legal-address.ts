import type { JsonObject } from '../../json.ts';
import type { Residence } from '../../town/person.ts';
import { BELGIUM } from '../../town/person.ts';
import type { Bilingual } from '../../town/places.ts';

/** An address in the shape that the newer contracts of BCSS share. */
export function legalAddress({ address }: Residence): JsonObject {
  const { municipality, street, houseNumber, box } = address;
  return {
    class: 'belgianAddress',
    streetName: byLanguage(street.name),
    houseNumber,
    boxNumber: box,
    postalCode: municipality.postalCode,
    cityCode: municipality.nisCode,
    cityName: byLanguage(municipality.name),
    countryCode: String(BELGIUM.code),
    countryName: byLanguage(BELGIUM.name),
  };
}

/** A name, once for each language of the country's registers. */
export function byLanguage({ fr, nl }: Bilingual): JsonObject[] {
  return [
    { language: 'FR', value: fr },
    { language: 'NL', value: nl },
  ];
}
