import type { JsonObject } from '../json.ts';
import { SPECIAL } from '../town/special-people.ts';
import type { Person } from '../town/person.ts';
import { knownRemark } from './remarks.ts';
import type { Answer } from './service.ts';

/** What one institution says, within the answer of a service that asks several. */
export type SourceWord = 'DATA_FOUND' | 'NO_DATA_FOUND' | 'TECHNICAL_ERROR';

/** The status of one institution. */
export function sourceStatus(value: SourceWord): JsonObject {
  const code = value === 'TECHNICAL_ERROR' ? 'MSG00002' : 'MSG00000';
  return { value, code, description: knownRemark(code).text };
}

/** What all of them together are: complete as soon as none has failed. */
export function outcomeOfSources(words: readonly SourceWord[]): Answer['outcome'] {
  if (words.includes('TECHNICAL_ERROR')) return 'partial';
  return words.includes('DATA_FOUND') ? 'found' : 'nothing';
}

/** Whatever the Flemish institutions know about one person cannot be had: an answer of several sources is then incomplete. */
export function flemishSourceFails({ key }: Person): boolean {
  return key === SPECIAL.oneSourceFails;
}
