import type { Complex, Part, Root, Type } from '../contracts/model.ts';
import type { Json, JsonObject } from '../json.ts';
import { isJsonObject } from '../json.ts';
import { nearestBranch } from './choices.ts';
import { exampleValue, type Suggestions } from './example.ts';

/**
 * A message that has all its contract demands: what is given, and a made-up value for each mandatory part that is not. Whatever
 * the simulator knows or does not know, its replies stay valid.
 */
export function completeMessage(given: JsonObject, root: Root, suggestions: Suggestions): JsonObject {
  const completed = complete(given, root.type(), suggestions);
  return isJsonObject(completed) ? completed : {};
}

function complete(given: Json | undefined, type: Type, suggestions: Suggestions): Json {
  if (type.kind === 'leaf') return given ?? exampleValue(type.schema, suggestions);
  return completeObject(isJsonObject(given) ? given : {}, type, suggestions);
}

function completeObject(given: JsonObject, type: Complex, suggestions: Suggestions): JsonObject {
  refuseSurplus(given, type);
  const needed = new Set(type.choices.flatMap((choice) => nearestBranch(choice, given).required));
  const object: JsonObject = {};
  for (const part of type.parts) {
    const value = given[part.key];
    if (value !== undefined || part.required || needed.has(part.key)) {
      object[part.key] = completePart(value, part, suggestions);
    }
  }
  return object;
}

/** A value without a place would be lost in silence: it is a mistake of a service. */
function refuseSurplus(given: JsonObject, { parts }: Complex): void {
  const surplus = Object.keys(given).find((key) => given[key] !== undefined && !parts.some((part) => part.key === key));
  if (surplus !== undefined) throw new Error(`no part ${surplus} among ${parts.map(({ key }) => key).join(', ')}`);
}

function completePart(value: Json | undefined, part: Part, suggestions: Suggestions): Json {
  if (part.place === 'any') return value ?? [];
  if (part.repeats === undefined) return complete(value, part.type(), suggestions);
  const items = Array.isArray(value) ? value : value === undefined ? [] : [value];
  const least = value === undefined ? Math.max(part.repeats.min, 1) : part.repeats.min;
  const missing = Array.from({ length: Math.max(0, least - items.length) }, () => undefined);
  return [...items, ...missing].map((item) => complete(item, part.type(), suggestions));
}
