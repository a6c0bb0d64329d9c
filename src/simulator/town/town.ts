import { ssinDefect } from '../../domain/ssin.ts';
import { buildHouseholds } from './build-households.ts';
import { NORTH } from './households-north.ts';
import { SOUTH } from './households-south.ts';
import type { Day } from '../integrations/day.ts';
import type { CivilState, Household, Person, Residence } from './person.ts';
import { FICTIVILLE } from './places.ts';
import { CANCELLED_SSIN, REPLACED_SSIN, SPECIAL } from './special-people.ts';

/** What the registers can say about a number. */
export type Standing =
  | { readonly kind: 'known'; readonly person: Person }
  | { readonly kind: 'replaced'; readonly by: Person }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'malformed' };

/**
 * Fictiville (Fictiegem): the same people at every start. All are born between 1901 and 1910, by the house rule that a made-up
 * person must not be mistaken for a living one; that some are parents of people hardly younger is the price.
 *
 * While it runs it changes only where a mutation is pushed that would not be true otherwise: somebody moves, dies, or is called by
 * another name.
 */
export class Town {
  readonly households: readonly Household[] = buildHouseholds([...NORTH, ...SOUTH]);
  readonly people: readonly Person[] = this.households.flatMap(({ members }) => members);
  private readonly bySsin = new Map<string, Person>(this.people.map((person) => [person.ssin, person]));
  private readonly byKey = new Map<string, Person>(this.people.map((person) => [person.key, person]));

  /** A person by key; throws for a key that nobody has. */
  person(key: string): Person {
    const found = this.byKey.get(key);
    if (found === undefined) throw new Error(`nobody in the town is called ${key}`);
    return found;
  }

  /** A person by number. */
  find(ssin: string): Person | undefined {
    return this.bySsin.get(ssin);
  }

  /** What is to be said about a number, whoever asks. */
  standing(ssin: string): Standing {
    const person = this.find(ssin);
    if (person !== undefined) return { kind: 'known', person };
    if (ssin === REPLACED_SSIN) return { kind: 'replaced', by: this.person(SPECIAL.replacedNumber) };
    if (ssin === CANCELLED_SSIN) return { kind: 'cancelled' };
    return ssinDefect(ssin) === undefined ? { kind: 'unknown' } : { kind: 'malformed' };
  }

  /** Somebody else of the town, the same one each time: for replies that are about the wrong person. */
  somebodyElse(ssin: string): Person {
    const other = this.people.find((person) => person.ssin !== ssin);
    if (other === undefined) throw new Error('the town is empty');
    return other;
  }

  /** Somebody is called by another name from now on. */
  rename(person: Person, lastName: string): void {
    Object.assign(person, { lastName });
  }

  /** Somebody dies, in the town; who was married is a widow or widower. */
  bury(person: Person, date: Day): void {
    Object.assign(person, { deceased: { date, place: FICTIVILLE } });
    const [state] = person.civilStates;
    const partner = state?.code === 20 ? state.partner : undefined;
    (partner?.civilStates as CivilState[] | undefined)?.unshift({ code: 30, since: date, partner: person });
  }

  /** A whole household moves. */
  move(household: Household, residence: Residence): void {
    (household.addresses as Residence[]).unshift(residence);
  }
}
