import type { Country, HouseholdRole, Register } from './person.ts';
import type { Municipality, STREETS } from './places.ts';

/** A household as the data files write it down; `build-households.ts` makes people of it. */
export interface HouseholdData {
  readonly key: string;
  /** Newest first: since when, where. */
  readonly addresses: readonly AddressData[];
  readonly members: readonly MemberData[];
  /** Head and partner are married since. */
  readonly married?: string;
  /** Present where the only address is that of the CPAS. */
  readonly referenceAddress?: true;
}

export type AddressData = readonly [
  since: string,
  street: keyof typeof STREETS,
  houseNumber: string,
  box?: string | undefined,
  municipality?: Municipality,
];

/**
 * One person. `serial` is the number of the day, odd for men and even for women; it is written down, so that a person keeps the
 * number whatever is added around. `firstNames` are separated by spaces.
 */
export interface MemberData {
  readonly name: readonly [lastName: string, firstNames: string];
  readonly sex: 'M' | 'F';
  readonly born: string;
  readonly serial: number;
  /** The first six digits of a number that does not follow from the birth date: of the same year, the rest as it was given. */
  readonly numbered?: string;
  readonly role?: HouseholdRole;
  readonly bornIn?: Municipality;
  readonly register?: Register;
  readonly country?: Country;
  readonly died?: string;
  /** Divorced since, and from whom (key of the person). */
  readonly divorced?: readonly [since: string, from: string];
}
