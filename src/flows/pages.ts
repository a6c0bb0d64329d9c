import type { JsonValue } from './codec/write.ts';
import type { PagedList, Pages } from './descriptor.ts';
import type { Payload } from './flow.ts';
import { stepsOf, valueAt, valuesAt } from './pointer.ts';

/** Pages that are asked for at most, where a flow says nothing else: the end of a long list is rarely further away. */
export const PAGES_MAX = 20;

/**
 * The payload that asks for the page after these.
 *
 * @param payload of the first request
 * @param replies the pages so far, in order
 * @returns undefined when there is no more, or when the last page leads back to one that was there before
 */
export function nextPage(pages: Pages, payload: Payload, replies: readonly JsonValue[]): Payload | undefined {
  const last = replies.at(-1);
  const open = pages.lists.filter((list) => isOpen(list, replies));
  if (open.length === 0 || !leadsOn(open, replies)) return undefined;
  let next = (pages.without ?? []).reduce((left, pointer) => withoutValue(left, stepsOf(pointer)), payload);
  for (const list of open) next = withValue(next, stepsOf(list.into), nextOf(list, last));
  for (const [into, from] of Object.entries(pages.also ?? {}))
    next = withValue(next, stepsOf(into), valueAt(last, from));
  return next;
}

/** True when these pages are the whole answer. */
export function isAtEnd(pages: Pages, replies: readonly JsonValue[]): boolean {
  return !pages.lists.some((list) => isOpen(list, replies));
}

/** The first reply with the lists of all. */
export function joinPages(pages: Pages, replies: readonly JsonValue[]): JsonValue {
  let joined = asObject(replies[0]);
  for (const list of pages.lists) {
    const parts = replies.filter((_reply, index) => index === 0 || isOpen(list, replies.slice(0, index)));
    const items = parts.flatMap((reply) => itemsOf(list, reply));
    if (items.length > 0) joined = withValue(joined, stepsOf(list.items), items);
    const next = isOpen(list, replies) ? nextOf(list, replies.at(-1)) : undefined;
    joined =
      next === undefined ? withoutValue(joined, stepsOf(list.next)) : withValue(joined, stepsOf(list.next), next);
  }
  return joined;
}

/**
 * True while a list goes on. Of several lists in one reply some end sooner; a later page then holds their beginning again, since
 * nothing was said about them in its request.
 */
function isOpen(list: PagedList, replies: readonly JsonValue[]): boolean {
  return replies.length > 0 && replies.every((reply) => nextOf(list, reply) !== undefined);
}

/** The reference of the page after this one: absent, empty or 0 where there is none. */
function nextOf({ next }: PagedList, reply: JsonValue | undefined): JsonValue | undefined {
  const reference = valueAt(reply, next);
  return reference === '' || reference === 0 || reference === '0' ? undefined : reference;
}

/** A reference that was there before would be followed for ever. */
function leadsOn(open: readonly PagedList[], replies: readonly JsonValue[]): boolean {
  const references = replies.map((reply) => JSON.stringify(open.map((list) => nextOf(list, reply))));
  return !references.slice(0, -1).includes(references.at(-1) ?? '');
}

function itemsOf({ items }: PagedList, reply: JsonValue): readonly JsonValue[] {
  return valuesAt(reply, items).flatMap((found) => (Array.isArray(found) ? found : [found]));
}

function asObject(value: JsonValue | undefined): Payload {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

function withValue(object: Payload, [step = '', ...deeper]: readonly string[], value: JsonValue | undefined): Payload {
  return { ...object, [step]: deeper.length === 0 ? value : withValue(asObject(object[step]), deeper, value) };
}

/** Without the value; a container that held nothing else goes with it. */
function withoutValue(object: Payload, [step = '', ...deeper]: readonly string[]): Payload {
  const { [step]: inner, ...rest } = object;
  if (inner === undefined || deeper.length === 0) return rest;
  const left = withoutValue(asObject(inner), deeper);
  return Object.keys(left).length === 0 ? rest : { ...object, [step]: left };
}
