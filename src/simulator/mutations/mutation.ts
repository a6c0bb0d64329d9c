import { type Day, dayOf } from '../integrations/day.ts';
import type { JsonObject } from '../json.ts';
import type { Household, Person } from '../town/person.ts';
import { FICTIVILLE, STREETS } from '../town/places.ts';
import { SPECIAL } from '../town/special-people.ts';
import type { Town } from '../town/town.ts';
import { TELLINGS } from './tellings.ts';

/** A change of somebody's data (`schemas/flows/mutations.json`, provisional). */
export interface Mutation {
  readonly mutationNumber: string;
  readonly source: 'RN' | 'DIMONA' | 'INASTI' | 'MEDIPRIMA';
  /** ADDRESS, NAME, CIVIL_STATE, DECEASE, HOUSEHOLD, SSIN_REPLACED, DIMONA_IN, DIMONA_OUT, SELF_EMPLOYED_START, … */
  readonly kind: string;
  readonly ssin: string;
  readonly newSsin?: string;
  readonly effectiveDate: Day;
  /** Group of the national register. */
  readonly informationType?: string;
  readonly change?: readonly Change[];
}

export interface Change {
  readonly field: string;
  readonly before?: string;
  readonly after?: string;
}

/** Makes mutations of the town. Numbers are unique beyond one run: a gateway remembers them for longer than we live. */
export class Mutations {
  private readonly town: Town;
  private readonly clock: () => Date;
  private readonly uuid: () => string;
  private moves = 0;

  constructor(town: Town, clock: () => Date, uuid: () => string) {
    this.town = town;
    this.clock = clock;
    this.uuid = uuid;
  }

  /**
   * A mutation; an address change where nothing else is asked for. It is true when it is looked up afterwards: with an address
   * change the household has moved, and the old address is in its history; for the other kinds see {@link TELLINGS}. Whatever is
   * wanted stands as it is wanted.
   */
  make(wanted: Partial<Mutation> = {}): Mutation {
    const effectiveDate = dayOf(this.clock());
    const common = { mutationNumber: this.uuid(), source: 'RN', effectiveDate } as const;
    if (wanted.kind !== undefined && wanted.kind !== 'ADDRESS') {
      return { ...common, ...this.told(wanted.kind, wanted.ssin, effectiveDate), ...wanted };
    }
    const person =
      this.town.find(wanted.ssin ?? '') ?? (wanted.ssin === undefined ? this.person(undefined) : undefined);
    if (person === undefined) return { ...common, kind: 'ADDRESS', ssin: wanted.ssin ?? '', ...wanted };
    return { ...common, ...this.moved(person, effectiveDate), ...wanted };
  }

  private person(ssin: string | undefined): Person {
    return this.town.find(ssin ?? '') ?? this.town.person(SPECIAL.householdOfFive);
  }

  private told(kind: string, ssin: string | undefined, today: Day): Omit<Mutation, 'mutationNumber'> {
    const common = { source: 'RN', kind, effectiveDate: today } as const;
    const telling = Object.hasOwn(TELLINGS, kind) ? TELLINGS[kind] : undefined;
    if (telling === undefined) return { ...common, ssin: this.person(ssin).ssin };
    const { source, informationType, about, tell } = telling;
    const person = ssin === undefined ? this.town.person(about) : this.town.find(ssin);
    if (person === undefined) return { ...common, source, ssin: ssin ?? '' };
    return {
      ...common,
      source,
      ...(informationType !== undefined && { informationType }),
      ssin: person.ssin,
      ...tell(person, this.town, today),
    };
  }

  private moved(person: Person, since: Day): Pick<Mutation, 'kind' | 'ssin' | 'informationType' | 'change'> {
    const { household } = person;
    const before = addressText(household);
    this.moves += 1;
    const streets = Object.values(STREETS);
    const street = streets[this.moves % streets.length] ?? STREETS.songe;
    this.town.move(household, {
      since,
      address: { municipality: FICTIVILLE, street, houseNumber: String(100 + this.moves) },
    });
    const change = { field: 'LegalMainAddress', before, after: addressText(household) };
    return { kind: 'ADDRESS', ssin: person.ssin, informationType: 'IT020', change: [change] };
  }
}

function addressText({ addresses }: Household): string {
  const address = addresses[0]?.address;
  if (address === undefined) return '';
  const { municipality, street, houseNumber, box } = address;
  const door = box === undefined ? houseNumber : `${houseNumber} bte ${box}`;
  return `${street.name.fr} ${door}, ${municipality.postalCode} ${municipality.name.fr}`;
}

/** A notification of mutations, in the contract's names. */
export function notification(
  mutations: readonly Mutation[],
  facts: { readonly ticketCbss: string; readonly cbeNumber: string; readonly now: Date },
): JsonObject {
  return {
    informationCBSS: { ticketCBSS: facts.ticketCbss, timestampSent: facts.now.toISOString() },
    informationNotified: { cbeNumber: facts.cbeNumber },
    mutation: mutations.map((mutation) => ({ ...mutation, change: mutation.change?.map((one) => ({ ...one })) })),
  };
}
