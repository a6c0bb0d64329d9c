import type { JsonObject } from '../../json.ts';
import { NATURES, type Party, type RealEstate, RIGHTS } from '../../town/facets/real-estate.ts';
import { type Bilingual, STREETS } from '../../town/places.ts';
import type { Town } from '../../town/town.ts';

/** One parcel, what stands on it, and whoever has a right to it. Descriptions come in the language of the request. */
export function property(
  estate: RealEstate,
  parties: readonly Party[],
  town: Town,
  language: keyof Bilingual,
): JsonObject {
  const { period, parcel } = estate;
  return {
    parcel: parcelParts(estate, language),
    state: {
      fiscalDate: { begin: period.start.slice(0, 4), end: period.end?.slice(0, 4) },
      identifiers: { current: parcel.situation },
      legalDate: { begin: period.start, end: period.end },
    },
    parties: { party: parties.map((one) => party(one, estate, town, language)) },
  };
}

/** Of a municipality that is one division. */
export function divisionName({ municipality }: RealEstate, language: keyof Bilingual): string {
  return `${municipality.name[language]} 1 ${language === 'nl' ? 'AFD' : 'DIV'}`;
}

function parcelParts(estate: RealEstate, language: keyof Bilingual): JsonObject {
  const { parcel, municipality, nature } = estate;
  return {
    identification: {
      cadastralDivision: { code: municipality.nisCode, description: divisionName(estate, language) },
      exponentLetter: parcel.letter,
      exponentNumber: parcel.digit,
      partNumber: 'P0000',
      primaryNumber: parcel.number,
      section: parcel.section,
    },
    built: [built(estate, language)],
    informations: { information: [{ cadastralIncome: { amount: euroOf(estate) } }] },
    parcelNature: { code: NATURES[nature].code, description: NATURES[nature][language] },
  };
}

/** Whole euro, as the land register counts. */
export function euroOf({ cadastralIncomeCents }: RealEstate): number {
  return Math.round(cadastralIncomeCents / 100);
}

function built(
  { municipality, street, houseNumber, builtIn, surface }: RealEstate,
  language: keyof Bilingual,
): JsonObject {
  const { code, name } = STREETS[street];
  return {
    addressState: {
      zipCode: municipality.postalCode,
      cityCode: municipality.nisCode,
      cityName: municipality.name[language],
      street: { code, description: name[language] },
      number: Number(houseNumber),
    },
    construction: { buildingBeginYear: String(builtIn) },
    surface: { total: surface },
  };
}

function party(
  { right, part, ...owners }: Party,
  { period }: RealEstate,
  town: Town,
  language: keyof Bilingual,
): JsonObject {
  const [fractNum, fractDenom] = part;
  const type = { code: right, description: RIGHTS[right][language] };
  return {
    owners: ownersParts(owners, town),
    rights: { right: [{ type, fractNum, fractDenom, expiredDate: period.end }] },
  };
}

function ownersParts({ people = [], enterprise }: Omit<Party, 'right' | 'part'>, town: Town): JsonObject {
  if (enterprise !== undefined) return { business: enterprise.cbeNumber };
  const [first = '', second] = people.map((key) => town.person(key).ssin);
  return second === undefined ? { individual: first } : { community: { ssin: [first, second] } };
}
