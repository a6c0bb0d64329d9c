/** JSON as messages carry it. The simulator has its own words for it: it shares none of the gateway's code for messages. */
export type Json = string | number | boolean | Json[] | JsonObject;

/** An object of a message; an absent property may be written as undefined. */
export interface JsonObject {
  [key: string]: Json | undefined;
}

/** True for an object, as opposed to a list or a plain value. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && !Array.isArray(value);
}

/** The value behind a path of keys, or undefined where the path ends early. */
export function valueIn(value: Json | undefined, ...keys: readonly string[]): Json | undefined {
  let at = value;
  for (const key of keys) {
    if (!isJsonObject(at)) return undefined;
    at = Object.hasOwn(at, key) ? at[key] : undefined;
  }
  return at;
}

/** As {@link valueIn}, when it is a text. */
export function textIn(value: Json | undefined, ...keys: readonly string[]): string | undefined {
  const found = valueIn(value, ...keys);
  return typeof found === 'string' ? found : undefined;
}

/** As {@link valueIn}, when it is a number. */
export function numberIn(value: Json | undefined, ...keys: readonly string[]): number | undefined {
  const found = valueIn(value, ...keys);
  return typeof found === 'number' ? found : undefined;
}

/** All texts at a JSON Pointer; `*` and any list on the way stand for every item. */
export function textsAt(value: Json | undefined, pointer: string): string[] {
  let found: (Json | undefined)[] = [value];
  for (const step of pointer.split('/').slice(1)) {
    found = found.flatMap((at): (Json | undefined)[] => (Array.isArray(at) ? at : [at]));
    if (step !== '*') found = found.map((at) => valueIn(at, step));
  }
  return found.flatMap((at) => (Array.isArray(at) ? at : [at])).filter((at) => typeof at === 'string');
}

/** A copy in which every text went through a function. */
export function mapTexts(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  if (typeof value !== 'object') return value;
  const copy: JsonObject = {};
  for (const [key, inner] of Object.entries(value)) {
    if (inner !== undefined) copy[key] = mapTexts(inner, change);
  }
  return copy;
}
