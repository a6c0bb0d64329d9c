import { completeSsin } from '../../domain/ssin.ts';
import type { AddressData, HouseholdData, MemberData } from './household-data.ts';
import { BELGIUM, type CivilState, type Household, type HouseholdRole, type Person, type Residence } from './person.ts';
import { FICTIVILLE, STREETS } from './places.ts';

/**
 * Makes people of the data, each said once and true everywhere: members share their household's addresses, spouses point at each
 * other, numbers follow from the date of birth.
 */
export function buildHouseholds(data: readonly HouseholdData[]): Household[] {
  const households = data.map(buildHousehold);
  const people = new Map(households.flatMap(({ members }) => members.map((person) => [person.key, person])));
  data.forEach((household, at) => {
    household.members.forEach((member, position) => {
      const person = households[at]?.members[position];
      if (person !== undefined) settleCivilState(person as Unsettled, household, member, people);
    });
  });
  return households;
}

/** A person whose civil states are still being written down: a spouse can only be named once everybody exists. */
type Unsettled = Person & { civilStates: CivilState[] };

function buildHousehold(data: HouseholdData): Household {
  const members: Person[] = [];
  const household: Household = {
    key: data.key,
    addresses: data.addresses.map(residence),
    members,
    referenceAddress: data.referenceAddress ?? false,
  };
  data.members.forEach((member, position) =>
    members.push(buildPerson(member, roleOf(member, position, data), household)),
  );
  return household;
}

function roleOf({ role }: MemberData, position: number, { married }: HouseholdData): HouseholdRole {
  if (role !== undefined) return role;
  if (position === 0) return 'head';
  return position === 1 && married !== undefined ? 'partner' : 'child';
}

function residence([since, street, houseNumber, box, municipality = FICTIVILLE]: AddressData): Residence {
  return { since, address: { municipality, street: STREETS[street], houseNumber, ...(box !== undefined && { box }) } };
}

function buildPerson(data: MemberData, role: HouseholdRole, household: Household): Person {
  const {
    name,
    sex,
    born,
    serial,
    numbered,
    bornIn = FICTIVILLE,
    register = 'population',
    country = BELGIUM,
    died,
  } = data;
  const [lastName, firstNames] = name;
  return {
    ssin: completeSsin(`${numbered ?? dayOfNumber(born, register === 'bis')}${String(serial).padStart(3, '0')}`),
    key: `${household.key}.${plain(firstNames.split(' ')[0] ?? '')}`,
    lastName,
    firstNames: firstNames.split(' '),
    sex,
    birth: { date: born, place: bornIn },
    nationalities: [{ country, since: born }],
    civilStates: [],
    register,
    deceased: died === undefined ? undefined : { date: died, place: FICTIVILLE },
    identityCard: register === 'population' ? `592${String(serial).padStart(9, '0')}` : undefined,
    sisCard: `99${String(serial).padStart(8, '0')}`,
    role,
    household,
  };
}

/** The first six digits: the birth date; a number of BCSS has 40 added to its month, the sex being known. */
function dayOfNumber(born: string, bis: boolean): string {
  const [year = '', month = '', day = ''] = born.split('-');
  const monthOfNumber = String(Number(month) + (bis ? 40 : 0)).padStart(2, '0');
  return `${year.slice(2)}${monthOfNumber}${day}`;
}

function settleCivilState(
  person: Unsettled,
  { married }: HouseholdData,
  { divorced }: MemberData,
  people: ReadonlyMap<string, Person>,
): void {
  const states = person.civilStates;
  states.push({ code: 10, since: person.birth.date });
  const spouse = person.household.members.find(({ role }) => role === (person.role === 'head' ? 'partner' : 'head'));
  if (married !== undefined && spouse !== undefined && (person.role === 'head' || person.role === 'partner')) {
    states.unshift({ code: 20, since: married, partner: spouse });
    if (spouse.deceased !== undefined) states.unshift({ code: 30, since: spouse.deceased.date, partner: spouse });
  }
  const former = divorced === undefined ? undefined : people.get(divorced[1]);
  if (divorced !== undefined && former !== undefined) states.unshift({ code: 40, since: divorced[0], partner: former });
}

/** Lower case without accents, for keys. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
