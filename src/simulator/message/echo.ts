import type { Part, Type } from '../contracts/model.ts';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { valueDefect } from './values.ts';

/**
 * What a reply repeats of its request: every part of the same name, as far as the reply's type has room for it. Contracts mean
 * this by giving request and reply the same types; where they differ, or a value is not valid, it stays away.
 */
export function echoOf(request: JsonObject, reply: Type): JsonObject {
  const echo = reply.kind === 'complex' ? fit(request, reply) : undefined;
  return isJsonObject(echo) ? echo : {};
}

/** The part of a value that fits a type; undefined when nothing does. */
function fit(value: Json, type: Type): Json | undefined {
  if (type.kind === 'leaf') return typeof value === 'object' || valueDefect(value, type.schema) ? undefined : value;
  if (!isJsonObject(value)) return undefined;
  const object: JsonObject = {};
  for (const part of type.parts) {
    const given = value[part.key];
    if (given !== undefined) object[part.key] = fitPart(given, part);
  }
  return Object.values(object).some((inner) => inner !== undefined) ? object : undefined;
}

function fitPart(given: Json, part: Part): Json | undefined {
  if (part.place === 'any') return given;
  if (part.repeats === undefined) return Array.isArray(given) ? undefined : fit(given, part.type());
  if (!Array.isArray(given)) return undefined;
  return given.map((item) => fit(item, part.type())).filter((item) => item !== undefined);
}
