import type { JsonValue } from './codec/write.ts';

/**
 * The values at a JSON Pointer (RFC 6901) into a message. A step `*` stands for every item of an array; an array met by any
 * other non-numeric step is entered too, so that one pointer serves a contract whose element became repeatable.
 */
export function valuesAt(value: JsonValue | undefined, pointer: string): JsonValue[] {
  let found: JsonValue[] = value === undefined || value === null ? [] : [value];
  for (const step of stepsOf(pointer)) {
    found = found.flatMap((at) => enter(at, step));
  }
  return found;
}

/** The first value at a pointer. */
export function valueAt(value: JsonValue | undefined, pointer: string): JsonValue | undefined {
  return valuesAt(value, pointer)[0];
}

/** Steps of a pointer, unescaped. */
export function stepsOf(pointer: string): string[] {
  return pointer === ''
    ? []
    : pointer
        .slice(1)
        .split('/')
        .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function enter(at: JsonValue, step: string): JsonValue[] {
  if (Array.isArray(at)) {
    if (step === '*') return at;
    if (/^\d+$/.test(step)) return at[Number(step)] === undefined ? [] : [at[Number(step)] as JsonValue];
    return at.flatMap((item) => enter(item, step));
  }
  if (at === null || typeof at !== 'object' || !Object.hasOwn(at, step)) return [];
  const inner = at[step];
  return inner === undefined || inner === null ? [] : [inner];
}
