import { parseSsin } from '../../src/domain/ssin.ts';

/** Eleven digits that stand alone: in a UUID or a hash they would not. */
const NUMBERS = /(?<![0-9a-z-])\d{11}(?![0-9a-z-])/gi;

/** What in a text could name a person: national numbers, and the words given. A log must have none, whatever was done. */
export function personsIn(text: string, words: readonly string[] = []): string[] {
  const numbers = (text.match(NUMBERS) ?? []).filter((number) => parseSsin(number) !== undefined);
  const upper = text.toUpperCase();
  return [...new Set([...numbers, ...words.filter((word) => upper.includes(word.toUpperCase()))])];
}
