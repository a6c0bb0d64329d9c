import { contains, dayOf } from '../../integrations/day.ts';
import { type JsonObject, textIn, valueIn } from '../../json.ts';
import { NATURES, type Party, REAL_ESTATES, type RealEstate } from '../../town/facets/real-estate.ts';
import type { Person } from '../../town/person.ts';
import { type Bilingual, STREETS } from '../../town/places.ts';
import { consultations } from '../consultation.ts';
import type { Answer, Question, Service } from '../service.ts';
import { divisionName, euroOf } from './property.ts';

/**
 * ConsultPatrimonyCPAS: the older view of the land register. It has a list of codes of its own instead of the common status:
 * whether there are properties, and whether there is a partner.
 */
export const patrimonyCpas: readonly Service[] = consultations('ConsultPatrimonyCPAS', { findProperties });

const CODES = {
  both: ['PERSON_WITH_PROPERTIES_AND_PARTNER', 'The person owns something, and has a partner.'],
  alone: ['PERSON_WITHOUT_PARTNER_WITH_PROPERTIES', 'The person owns something, and has no partner.'],
  poor: ['PERSON_WITH_PARTNER_WITHOUT_PROPERTIES', 'The person owns nothing, and has a partner.'],
  neither: ['PERSON_WITHOUT_PARTNER_AND_PROPERTIES', 'The person owns nothing, and has no partner.'],
  unknown: ['PERSON_UNKNOWN_FODFIN', 'The administration of finances does not know this person.'],
} as const;

function findProperties(person: Person, question: Question): Answer {
  // Whom the national register does not know, finances do not know either.
  if (person.register === 'bis') return { outcome: 'nothing', parts: { status: status('unknown') } };
  const partner = partnerOf(person);
  const owners = [person.key, ...(partner === undefined ? [] : [partner.key])];
  const estates = REAL_ESTATES.filter(
    ({ parties, period }) => contains(period, dayOf(question.now)) && parties.some((party) => isOwner(party, owners)),
  );
  const has = estates.length > 0;
  const word = partner === undefined ? (has ? 'alone' : 'neither') : has ? 'both' : 'poor';
  const language = textIn(question.payload, 'searchCriterion', 'language') === 'NL' ? 'nl' : 'fr';
  const businessData = {
    person: personParts(person, partner, language),
    property: estates.map((estate) => propertyParts(estate, owners, language)),
    naturePerson: valueIn(question.payload, 'searchCriterion', 'naturePerson'),
  };
  return { outcome: has ? 'found' : 'nothing', parts: { status: status(word), ...(has && { businessData }) } };
}

function status(word: keyof typeof CODES): JsonObject {
  const [code, description] = CODES[word];
  return { code, description };
}

function partnerOf({ civilStates, household }: Person): Person | undefined {
  const [state] = civilStates;
  return state?.code === 20 && state.partner?.household === household ? state.partner : undefined;
}

function isOwner({ people = [] }: Party, owners: readonly string[]): boolean {
  return people.some((key) => owners.includes(key));
}

function personParts(person: Person, partner: Person | undefined, language: keyof Bilingual): JsonObject {
  const [current] = person.household.addresses;
  return {
    ownerIdentity: identity(person),
    ...(partner !== undefined && { partnerIdentity: identity(partner) }),
    ...(current !== undefined && {
      address: {
        city: current.address.municipality.name[language],
        houseNumber: current.address.houseNumber,
        street: current.address.street.name[language],
        postalCode: current.address.municipality.postalCode,
      },
    }),
  };
}

function identity({ ssin, lastName, firstNames: [first, second] }: Person): JsonObject {
  return { ssin, name: lastName.toUpperCase(), firstName1: first, firstName2: second };
}

function propertyParts(estate: RealEstate, owners: readonly string[], language: keyof Bilingual): JsonObject {
  const { parties, nature, surface, street, houseNumber, period } = estate;
  const own = parties.find((party) => isOwner(party, owners));
  const [numerator, denominator] = own?.part ?? [1, 1];
  const detail = {
    assetNature: NATURES[nature][language],
    landRegisterIncomeAmount: euroOf(estate),
    landRegisterIncomeCode: BUILT,
    surface: areas(surface),
  };
  return {
    duty: `${own?.right ?? 'PP'} ${numerator}/${denominator}`,
    landRegisterDivisionName: divisionName(estate, language),
    totalNumberOfOwners: parties.flatMap(({ people = [] }) => people).length,
    asset: [
      {
        assetDetail: [detail],
        situation: `${STREETS[street].name[language]} ${houseNumber}`,
        dateModifSituationAdm: `${period.start}T00:00:00`,
      },
    ],
  };
}

/** The income of something built. */
const BUILT = 2;

/** Hectares, ares and centiares, in one text. */
function areas(squareMetres: number): string {
  const [hectares, ares, centiares] = [
    Math.floor(squareMetres / 10_000),
    Math.floor(squareMetres / 100) % 100,
    squareMetres % 100,
  ];
  const digits = (count: number): string => String(count).padStart(2, '0');
  return `${digits(hectares)}HA${digits(ares)}A${digits(centiares)}CA`;
}
