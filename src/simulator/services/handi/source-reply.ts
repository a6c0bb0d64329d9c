import type { JsonObject } from '../../json.ts';
import type { Person } from '../../town/person.ts';
import { flemishSourceFails, sourceStatus, type SourceWord } from '../sources.ts';

/** What DGPH or VSB says: its word, and its part of the reply. */
export interface SourceReply {
  readonly word: SourceWord;
  readonly parts: JsonObject;
}

/** Something, under its key; or nothing, where there is none. */
export function sourceReply(key: string, content: JsonObject | undefined): SourceReply {
  const word = content === undefined ? 'NO_DATA_FOUND' : 'DATA_FOUND';
  return { word, parts: { status: sourceStatus(word), [key]: content } };
}

/** As {@link sourceReply}, of the source that fails for one person. */
export function flemishReply(person: Person, key: string, content: JsonObject | undefined): SourceReply {
  if (!flemishSourceFails(person)) return sourceReply(key, content);
  return { word: 'TECHNICAL_ERROR', parts: { status: sourceStatus('TECHNICAL_ERROR') } };
}
