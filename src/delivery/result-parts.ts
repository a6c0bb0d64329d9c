import { meaningIn, reasonCode } from '../domain/reason-codes.ts';
import type { ItemStatus, ResultKind, ResultMessage, SourceStatus } from '../domain/result.ts';
import type { JsonValue } from '../flows/codec/write.ts';
import type { ItemPlace, SourcePlace } from '../flows/descriptor.ts';
import { valuesAt } from '../flows/pointer.ts';
import { saidWith } from './result-kind.ts';
import { isGrave, messagesAt, remarkOf, textAt, withMeaning } from './result-messages.ts';

/** The words of the common status types (CommonV3 StatusType and StatusOkType, and two services' own additions). */
const KINDS: Readonly<Record<string, ResultKind>> = {
  DATA_FOUND: 'found',
  OK: 'found',
  NO_DATA_FOUND: 'nothing-found',
  INCOMPLETE_DATA: 'partial',
  NO_RESULT: 'refused',
  NOK: 'refused',
  TECHNICAL_ERROR: 'refused',
};

/** What a word means; one that nobody knows is never read as plain success. */
export function kindOfWord(word: string, own: Readonly<Record<string, ResultKind>> = {}): ResultKind {
  if (Object.hasOwn(own, word)) return own[word] ?? 'partial';
  return Object.hasOwn(KINDS, word) ? (KINDS[word] ?? 'partial') : 'partial';
}

/** Whether a word stands in the contract, or is one that all services share. */
export function isKnownWord(word: string, own: Readonly<Record<string, ResultKind>> = {}): boolean {
  return Object.hasOwn(own, word) || Object.hasOwn(KINDS, word);
}

/** What each institution said. */
export function sourcesOf(places: readonly SourcePlace[] | undefined, reply: JsonValue | undefined): SourceStatus[] {
  return (places ?? []).flatMap((place) =>
    'source' in place
      ? valuesAt(reply, place.status).map((at) => sourceStatus(place.source, at, place))
      : entries(reply, place.each).flatMap((item) =>
          valuesAt(item, place.status).map((at) => sourceStatus(textAt(item, place.name) ?? '', at, place)),
        ),
  );
}

function sourceStatus(source: string, at: JsonValue, { values }: SourcePlace): SourceStatus {
  const status = textAt(at, '/value') ?? textAt(at, '') ?? '';
  const code = textAt(at, '/code');
  const text = textAt(at, '/description');
  const kind = saidWith(code, kindOfWord(status, values));
  const known = meaningIn(kind, code ?? (reasonCode(status) === undefined ? '' : status));
  return {
    source,
    status,
    kind,
    ...(code !== undefined && { code }),
    ...(text !== undefined && { text }),
    ...(known !== undefined && { explanation: known.explanation, remedy: known.remedy }),
  };
}

/** What became of each part of a declaration, and the remarks about it. */
export function itemsOf(
  places: readonly ItemPlace[] | undefined,
  reply: JsonValue | undefined,
): { readonly items: readonly ItemStatus[]; readonly messages: readonly ResultMessage[] } {
  const found = (places ?? []).flatMap((place) =>
    entries(reply, place.each).map((entry) => {
      const item = textAt(entry, place.name) ?? '';
      const status = textAt(entry, place.status) ?? '';
      const kind = kindOfWord(status, place.values);
      const said = place.messages === undefined ? [] : messagesAt(entry, place.messages);
      const isUnexplained = kind === 'refused' && !said.some(isGrave);
      const messages = isUnexplained ? [...said, { ...remarkOf('no-reason-given'), severity: 'ERROR' as const }] : said;
      return {
        item: { item, status, kind },
        messages: messages.map((message) => ({ ...withMeaning(message, kind), item })),
      };
    }),
  );
  return { items: found.map(({ item }) => item), messages: found.flatMap(({ messages }) => messages) };
}

/** The items at a pointer that ends at a list or at its items. */
function entries(value: JsonValue | undefined, pointer: string): JsonValue[] {
  return valuesAt(value, pointer).flatMap((found) => (Array.isArray(found) ? found : [found]));
}
