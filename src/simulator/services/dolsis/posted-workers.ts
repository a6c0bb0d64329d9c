import { overlaps, type Period } from '../../integrations/day.ts';
import { type Json, type JsonObject, numberIn, textIn, valueIn } from '../../json.ts';
import { employerCalled } from '../../town/facets/employment.ts';
import { foreignEmployerCalled, type Posting, POSTINGS } from '../../town/facets/posting.ts';
import type { Person } from '../../town/person.ts';
import type { Town } from '../../town/town.ts';
import { foundIfAny } from '../answers.ts';
import { registerName } from '../names.ts';
import { askedPeriod } from '../parts/periods.ts';
import type { Answer, Question } from '../service.ts';
import { postedPerson } from './posting-parts.ts';

/**
 * Who was posted here: by the enterprise they came to, by a number of theirs or of their employer, or by name and nationality. The
 * two partitions of Limosa hold the same in this town.
 */
export function findPostedWorkers({ payload, world }: Question): Answer {
  const { criteria } = payload;
  const period = postingPeriod(criteria);
  const rows = POSTINGS.filter((row) => overlaps(row.period, period) && fits(row, criteria, world.town));
  return foundIfAny(rows, () => ({ result: { person: rows.map((row) => postedPerson(row, world.town)) } }));
}

/** The period asked about, or all times. */
export function postingPeriod(criteria: Json | undefined): Period {
  return askedPeriod(valueIn(criteria, 'postingPeriod'));
}

function fits(row: Posting, criteria: Json | undefined, town: Town): boolean {
  const cbeNumber = textIn(criteria, 'cbeNumber');
  if (cbeNumber !== undefined) {
    return 'employer' in row.client && employerCalled(row.client.employer).cbeNumber === cbeNumber;
  }
  const id = textIn(criteria, 'id');
  return id === undefined ? isCalled(row, criteria, town) : hasNumber(row, id, textIn(criteria, 'type'), town);
}

/** Numbers of a person, and of whom they work for, by the type that a request gives. */
function hasNumber(row: Posting, id: string, type: string | undefined, town: Town): boolean {
  const numbers: Readonly<Record<string, string | undefined>> = {
    social_security_nr: row.foreignNumber,
    national_nr: town.person(row.person).ssin,
    foreign_vat: row.employer && foreignEmployerCalled(row.employer).vatNumber,
  };
  return type === undefined ? Object.values(numbers).includes(id) : numbers[type] === id;
}

function isCalled(row: Posting, criteria: Json | undefined, town: Town): boolean {
  const person = town.person(row.person);
  const kind = textIn(criteria, 'participationType');
  return (
    registerName(person.lastName) === registerName(textIn(criteria, 'lastName') ?? '') &&
    person.nationalities[0]?.country.code === numberIn(criteria, 'nationality') &&
    (kind === undefined || kind === row.kind) &&
    Object.entries(particulars(person)).every(([key, value]) => isSame(textIn(criteria, key), value))
  );
}

function particulars({ firstNames, birth, household }: Person): Record<string, string | undefined> {
  const { municipality } = household.addresses[0]?.address ?? {};
  return {
    firstName: firstNames[0],
    birthDate: birth.date,
    currentZipCode: municipality?.postalCode,
    currentCity: municipality?.name.fr,
  };
}

/** What is not asked about is no obstacle. */
function isSame(asked: string | undefined, known: string | undefined): boolean {
  return asked === undefined || registerName(asked) === registerName(known ?? '');
}

/** The postings behind a person's number, or behind the number they have in Limosa. */
export function postingsAsked({ payload, world }: Question): Posting[] {
  const ssin = textIn(payload, 'criteria', 'ssin');
  const id = textIn(payload, 'criteria', 'id');
  return POSTINGS.filter((row) =>
    ssin === undefined ? String(row.workerId) === id : world.town.person(row.person).ssin === ssin,
  );
}

/** One page of a list, and where the next one begins. */
export function page(rows: readonly JsonObject[], offset: number, key: 'relation' | 'participation'): JsonObject {
  const next = offset + PAGE_SIZE;
  return {
    maxResults: rows.length,
    ...(next < rows.length && { nextOffset: next }),
    [key]: rows.slice(offset, next),
  };
}

/** Smaller than the contract allows (2000), so that there is a second page to ask for. */
const PAGE_SIZE = 10;
