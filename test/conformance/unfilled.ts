import type { JsonValue } from '../../src/flows/codec/write.ts';
import type { Flow } from '../../src/flows/flow.ts';
import { stepsOf } from '../../src/flows/pointer.ts';

export type JsonObject = { [key: string]: JsonValue | undefined };

/** A request without the parts that the gateway fills in, and without what held nothing else. */
export function unfilled(flow: Flow, request: JsonObject): JsonObject {
  const fills = Object.entries(flow.descriptor.fill ?? {});
  const always = fills.filter(([, source]) => typeof source === 'string' || !('default' in source));
  return always.reduce((left, [pointer]) => without(left, stepsOf(pointer)), request);
}

function without(object: JsonObject, [step = '', ...deeper]: readonly string[]): JsonObject {
  const { [step]: inner, ...rest } = object;
  if (deeper.length === 0 || inner === undefined) return rest;
  const left = without(inner as JsonObject, deeper);
  return Object.keys(left).length === 0 ? rest : { ...object, [step]: left };
}
