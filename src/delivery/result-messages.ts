import { meaningIn } from '../domain/reason-codes.ts';
import type { RemarkCode } from '../domain/reason-codes/remarks.ts';
import { type ResultKind, type ResultMessage, SEVERITIES, type Severity } from '../domain/result.ts';
import type { JsonValue } from '../flows/codec/write.ts';
import type { MessagePlace } from '../flows/descriptor.ts';
import { valueAt, valuesAt } from '../flows/pointer.ts';
import type { ResultDetail } from '../soap/result-summary.ts';

/** The remark that a status makes by its code. A status has no severity of its own. */
export function statusMessages(status: JsonValue | undefined, kind: ResultKind): ResultMessage[] {
  if (status === undefined || textAt(status, '/code') === undefined) return [];
  return [toMessage(status, kind === 'refused' ? 'ERROR' : kind === 'partial' ? 'WARNING' : 'INFORMATION')];
}

/** The remarks that a service makes beside its status. */
export function messagesIn(places: readonly MessagePlace[] | undefined, reply: JsonValue | undefined): ResultMessage[] {
  return (places ?? []).flatMap((place) =>
    typeof place === 'string' ? messagesAt(reply, place) : messagesAt(reply, place.at, place.severity),
  );
}

/** Remarks at a pointer, which may end at a list or at its items. */
export function messagesAt(
  value: JsonValue | undefined,
  pointer: string,
  severity: Severity = 'ERROR',
): ResultMessage[] {
  return valuesAt(value, pointer).flatMap((at) =>
    (Array.isArray(at) ? at : [at]).map((one) => toMessage(one, severity)),
  );
}

/** A remark of an SSDN ResultSummary. */
export function detailMessage(detail: ResultDetail): ResultMessage {
  const { severity, reasonCode: code, diagnostic, author, information } = detail;
  const message = {
    severity,
    code,
    ...(diagnostic !== undefined && { text: diagnostic }),
    ...(author !== undefined && { author }),
  };
  return about(message, information.map(({ fieldName }) => fieldName).filter(Boolean));
}

/** True for a remark that says something went wrong. */
export function isGrave({ severity }: ResultMessage): boolean {
  return severity === 'ERROR' || severity === 'FATAL';
}

/**
 * A remark in the shape of CommonV3 MessageType, or of something like it: services write the same few things under other names, and
 * those of the law of 1965 with a capital.
 */
function toMessage(at: JsonValue, otherwise: Severity): ResultMessage {
  const severity = SEVERITIES.find((known) => known === textAt(at, '/severity')) ?? otherwise;
  const code = firstText(at, ['/reasonCode', '/code', '/Code']) ?? '';
  const text = firstText(at, ['/diagnostic', '/description']);
  const texts = textsOf([
    ...valuesAt(at, '/communication'),
    ...valuesAt(at, '/message'),
    ...valuesAt(at, '/Description'),
  ]);
  const author = firstText(at, ['/authorCode', '/source']);
  const message = {
    severity,
    code,
    ...(text !== undefined && { text }),
    ...(texts !== undefined && { texts }),
    ...(author !== undefined && { author }),
  };
  return about(
    message,
    valuesAt(at, '/information/fieldName').filter((name) => typeof name === 'string'),
  );
}

/** Texts with their language, as `{fr: …, nl: …}`. */
function textsOf(lists: readonly JsonValue[]): Readonly<Record<string, string>> | undefined {
  const texts = lists
    .flatMap((list) => (Array.isArray(list) ? list : [list]))
    .map((one) => [textAt(one, '/lang')?.toLowerCase(), textAt(one, '/value')] as const)
    .filter((pair): pair is readonly [string, string] => pair[0] !== undefined && pair[1] !== undefined);
  return texts.length === 0 ? undefined : Object.fromEntries(texts);
}

function about(message: ResultMessage, fields: readonly string[]): ResultMessage {
  return { ...message, ...(fields.length > 0 && { fields }) };
}

/** A message with what its code means in an answer that came to this. */
export function withMeaning(message: ResultMessage, kind: ResultKind): ResultMessage {
  const meaning = meaningIn(kind, message.code);
  return meaning === undefined ? message : { ...message, explanation: meaning.explanation, remedy: meaning.remedy };
}

/** What the gateway itself has to say about an answer. Its author tells it from what BCSS says. */
export function remarkOf(code: RemarkCode): ResultMessage {
  return withMeaning({ severity: 'WARNING', code, author: 'gateway' }, 'partial');
}

function firstText(at: JsonValue, pointers: readonly string[]): string | undefined {
  for (const pointer of pointers) {
    const text = textAt(at, pointer);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** A text or number at a pointer, as text. */
export function textAt(value: JsonValue | undefined, pointer: string): string | undefined {
  const found = valueAt(value, pointer);
  return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
}
