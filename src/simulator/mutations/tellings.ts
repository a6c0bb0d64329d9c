import { type Day, dayOfDate } from '../integrations/day.ts';
import { employerCalled, type Employment, EMPLOYMENTS } from '../town/facets/employment.ts';
import { MEDICAL_CARDS } from '../town/facets/medical-cards.ts';
import { SELF_EMPLOYMENTS } from '../town/facets/self-employment.ts';
import { headOf, type Person, presentMembers } from '../town/person.ts';
import { REPLACED_SSIN, SPECIAL } from '../town/special-people.ts';
import type { Town } from '../town/town.ts';
import type { Mutation } from './mutation.ts';

/** What a mutation says beyond its kind, source and person. */
type Told = Partial<Pick<Mutation, 'ssin' | 'newSsin' | 'effectiveDate' | 'change'>>;

/** A kind of mutation that the simulator knows: who sends it, about whom when nobody is named, and what it says. */
export interface Telling {
  readonly source: Mutation['source'];
  /** Group of the national register. */
  readonly informationType?: string;
  /** Key of a person of whom there is something to tell. */
  readonly about: string;
  readonly tell: (person: Person, town: Town, today: Day) => Told;
}

/**
 * What is told is true when it is looked up: either it was so before (work, civil state, household), or the town changes with it
 * (`Town.rename`, `Town.bury`). Kinds that are not here, or people of whom there is nothing to tell, are pushed as they were ordered.
 */
export const TELLINGS: Readonly<Record<string, Telling>> = {
  NAME: { source: 'RN', informationType: 'IT010', about: 'crepuscule.achille', tell: renamed },
  CIVIL_STATE: { source: 'RN', informationType: 'IT120', about: 'quelquepart.armand', tell: civilState },
  DECEASE: { source: 'RN', informationType: 'IT150', about: 'luchtkasteel.irma', tell: died },
  HOUSEHOLD: { source: 'RN', informationType: 'IT140', about: SPECIAL.householdOfFive, tell: household },
  NATIONALITY: { source: 'RN', informationType: 'IT031', about: 'loinville.maxence', tell: nationality },
  SSIN_REPLACED: { source: 'RN', informationType: 'IT000', about: SPECIAL.replacedNumber, tell: replaced },
  DIMONA_IN: { source: 'DIMONA', about: 'toutvu.rosalie', tell: (person) => dimona(person, startsOf) },
  DIMONA_OUT: { source: 'DIMONA', about: 'mirage.anselme', tell: (person) => dimona(person, endsOf) },
  DIMONA_CANCEL: { source: 'DIMONA', about: 'zomaar.kamiel', tell: (person) => dimona(person, cancellationsOf) },
  SELF_EMPLOYED_START: { source: 'INASTI', about: 'nergens.cornelis', tell: (person) => selfEmployed(person, 'start') },
  CARD_SUSPENDED: { source: 'MEDIPRIMA', about: SPECIAL.deceased, tell: suspended },
  SELF_EMPLOYED_STOP: { source: 'INASTI', about: 'quelquepart.armand', tell: (person) => selfEmployed(person, 'end') },
};

/** Every kind that has something to say by itself. */
export const MUTATION_KINDS: readonly string[] = ['ADDRESS', ...Object.keys(TELLINGS)];

/** Takes a second name, behind the one that was. */
function renamed(person: Person, town: Town): Told {
  const before = person.lastName;
  town.rename(person, `${before}-Lumière`);
  return { change: [{ field: 'LastName', before, after: person.lastName }] };
}

function civilState({ civilStates: [now, before] }: Person): Told {
  if (now === undefined) return {};
  const after = [String(now.code), now.partner?.ssin].filter((part) => part !== undefined).join(' ');
  return {
    effectiveDate: dayOfDate(now.since),
    change: [{ field: 'CivilState', ...(before !== undefined && { before: String(before.code) }), after }],
  };
}

function died(person: Person, town: Town, today: Day): Told {
  if (person.deceased === undefined) town.bury(person, today);
  const date = person.deceased?.date ?? today;
  return { effectiveDate: date, change: [{ field: 'DeceaseDate', after: date }] };
}

function household({ household: own }: Person): Told {
  const numbers = presentMembers(own).map(({ ssin }) => ssin);
  const since = own.addresses[0]?.since;
  return {
    ...(since !== undefined && { effectiveDate: since }),
    change: [
      { field: 'HeadOfFamily', after: headOf(own)?.ssin ?? '' },
      { field: 'FamilyMembers', after: numbers.join(' ') },
    ],
  };
}

function nationality({ nationalities: [now] }: Person): Told {
  return now === undefined
    ? {}
    : { change: [{ field: 'Nationality', after: `${now.country.code} ${now.country.name.fr}` }] };
}

/** Only one person of the town ever had another number. */
function replaced(person: Person, town: Town): Told {
  return person === town.person(SPECIAL.replacedNumber) ? { ssin: REPLACED_SSIN, newSsin: person.ssin } : {};
}

/** A day on which a declaration took effect, if the work has one. */
type DayOfWork = (work: Employment) => Day | undefined;

const startsOf: DayOfWork = ({ period, cancelled }) => (cancelled === true ? undefined : period.start);
const endsOf: DayOfWork = ({ period, cancelled }) => (cancelled === true ? undefined : period.end);
const cancellationsOf: DayOfWork = ({ period, cancelled }) => (cancelled === true ? period.start : undefined);

/** The latest declaration of that kind about somebody. */
function dimona({ key }: Person, dayOfWork: DayOfWork): Told {
  const work = EMPLOYMENTS.find((one) => one.person === key && dayOfWork(one) !== undefined);
  const day = work && dayOfWork(work);
  if (work === undefined || day === undefined) return {};
  const { cbeNumber, name } = employerCalled(work.employer);
  return {
    effectiveDate: day,
    change: [
      { field: 'Employer', after: `${cbeNumber} ${name}` },
      { field: 'DimonaPeriodId', after: String(work.dimonaPeriodId) },
    ],
  };
}

function selfEmployed({ key }: Person, end: 'start' | 'end'): Told {
  const career = SELF_EMPLOYMENTS.find(({ person, period }) => person === key && period[end] !== undefined);
  const day = career?.period[end];
  if (career === undefined || day === undefined) return {};
  return { effectiveDate: day, change: [{ field: 'Enterprise', after: career.enterprise }] };
}

/** A medical card that was held up. */
function suspended({ key }: Person): Told {
  for (const { person, number, versions } of MEDICAL_CARDS) {
    const hold = person === key ? versions.at(-1)?.suspended : undefined;
    if (hold === undefined) continue;
    return {
      effectiveDate: hold.since,
      change: [
        { field: 'eCarmedNumber', after: number },
        { field: 'Suspension', after: hold.reason },
      ],
    };
  }
  return {};
}
