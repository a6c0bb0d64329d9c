import type { Json } from '../json.ts';
import { CANCELLED_SSIN, REPLACED_SSIN, SPECIAL, UNKNOWN_SSIN } from './special-people.ts';
import type { Town } from './town.ts';

/** Everybody in the town with number, name and purpose, and the numbers of nobody: for people who look for somebody to ask about. */
export function peopleList(town: Town): Json {
  const purposes = new Map(Object.entries(SPECIAL).map(([purpose, key]) => [key as string, purpose]));
  const people = town.people.map(({ key, ssin, lastName, firstNames, birth }) => ({
    key,
    ssin,
    name: `${firstNames.join(' ')} ${lastName}`,
    birthDate: birth.date,
    purpose: purposes.get(key),
  }));
  return { people, numbers: { replaced: REPLACED_SSIN, cancelled: CANCELLED_SSIN, unknown: UNKNOWN_SSIN } };
}
