import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import type { Person } from '../town/person.ts';
import { SPECIAL } from '../town/special-people.ts';

/**
 * For one person BCSS leaves out elements that this customer may not see, and names those it left out. For everybody else nothing
 * is left out.
 */
export function filtered(person: Person, parts: JsonObject, ...elements: readonly string[]): JsonObject {
  if (person.key !== SPECIAL.filteredData) return parts;
  const removed = new Set<string>();
  const rest = without(parts, elements, removed);
  return removed.size === 0 ? parts : { dataFilters: { filteredElement: [...removed] }, ...(rest as JsonObject) };
}

/** A copy without the elements of these names, wherever they stand; those that were there are noted. */
function without(value: Json, names: readonly string[], removed: Set<string>): Json {
  if (Array.isArray(value)) return value.map((item) => without(item, names, removed));
  if (!isJsonObject(value)) return value;
  const rest: JsonObject = {};
  for (const [key, inner] of Object.entries(value)) {
    if (inner === undefined) continue;
    if (names.includes(key)) removed.add(key);
    else rest[key] = without(inner, names, removed);
  }
  return rest;
}
