import type { Ssin } from '../../domain/ssin.ts';
import type { Address, Municipality } from './places.ts';

/** `yyyy-mm-dd`; unknown parts of an old date are 00, as in the registers. */
export type RegisterDate = string;

/** In which register a person stands. `bis` is that of BCSS, for people whom the national register does not know. */
export type Register = 'population' | 'foreigners' | 'waiting' | 'bis';

/** Codes of civil state in the national register. */
export type CivilStateCode = 10 | 20 | 30 | 40;

/** What somebody is to the person of reference of the household (codes of information type 140). */
export type HouseholdRole = 'head' | 'partner' | 'child' | 'unrelated';

/** A person of the town. Histories have the newest first. */
export interface Person {
  readonly ssin: Ssin;
  /** Name of the household and of the person, by which the data files and tests speak of somebody. */
  readonly key: string;
  readonly lastName: string;
  readonly firstNames: readonly string[];
  readonly sex: 'M' | 'F';
  readonly birth: { readonly date: RegisterDate; readonly place: Municipality };
  readonly nationalities: readonly { readonly country: Country; readonly since: RegisterDate }[];
  readonly civilStates: readonly CivilState[];
  readonly register: Register;
  readonly deceased: { readonly date: RegisterDate; readonly place: Municipality } | undefined;
  /** Twelve digits; the registers of foreigners and of BCSS give none. */
  readonly identityCard: string | undefined;
  /** Ten digits, on the card of social security that preceded it. */
  readonly sisCard: string;
  readonly role: HouseholdRole;
  readonly household: Household;
}

export interface CivilState {
  readonly code: CivilStateCode;
  readonly since: RegisterDate;
  /** The spouse, former or present. */
  readonly partner?: Person;
}

/** People at one address. Members of a household share its whole history of addresses. */
export interface Household {
  readonly key: string;
  /** Newest first. */
  readonly addresses: readonly Residence[];
  readonly members: readonly Person[];
  /** The address of the CPAS, for people without a home. */
  readonly referenceAddress: boolean;
}

export interface Residence {
  readonly address: Address;
  readonly since: RegisterDate;
}

/** A country as the registers number them. */
export interface Country {
  readonly code: number;
  readonly name: { readonly fr: string; readonly nl: string };
}

export const BELGIUM: Country = { code: 150, name: { fr: 'Belgique', nl: 'België' } };
export const FRANCE: Country = { code: 111, name: { fr: 'France', nl: 'Frankrijk' } };
export const NETHERLANDS: Country = { code: 129, name: { fr: 'Pays-Bas', nl: 'Nederland' } };

/** What the registers write where a nationality could not be established. */
export const UNDETERMINED: Country = { code: 999, name: { fr: 'Indéterminée', nl: 'Onbepaald' } };

/** The head of the household, and everybody who lives there now. */
export function presentMembers({ members }: Household): Person[] {
  return members.filter(({ deceased }) => deceased === undefined);
}

/** The person whom the household is named after in the register. */
export function headOf(household: Household): Person | undefined {
  const present = presentMembers(household);
  return present.find(({ role }) => role === 'head') ?? present[0];
}
