/**
 * A place of a message that names a person, as a descriptor writes it. Pointers; a step `**` stands for any way down, and lists need no
 * step of their own.
 */
export type PersonPlace = string | NumberPlace | IdentityPlace;

/** A person's number, which a field beside it may say is something else. */
export interface NumberPlace {
  readonly number: string;
  /** Where this field has one of these values, it is no person's number; anything else, and nothing, leaves it one. */
  readonly unless?: { readonly at: string; readonly is: readonly (string | number | boolean)[] };
}

/** What tells who somebody is without a number: name and birth date, the number of a card. */
export interface IdentityPlace {
  readonly identity: readonly string[];
  /** Where the number of the same person stands; given too, the identity only confirms it. */
  readonly besides?: string;
}

/** Places that look as if they named a person, and why they do not. */
export interface NobodyPlaces {
  readonly request?: Readonly<Record<string, string>>;
  readonly reply?: Readonly<Record<string, string>>;
}

/** The pointers of a place. */
export function pointersOf(place: PersonPlace): readonly string[] {
  if (typeof place === 'string') return [place];
  return 'number' in place ? [place.number] : place.identity;
}
