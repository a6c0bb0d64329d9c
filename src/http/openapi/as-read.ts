import type { SchemaObject } from './schema-object.ts';

/**
 * What the reader makes of a type, rather than what its contract demands: a reply is shown as it came, also where it breaks its contract
 * (and is then remarked upon in `deviations`). So nothing has to be there, values are not limited to those we know, and a number or
 * boolean that is written in no form of its type stays the text it was: an amount that cannot be understood must not look like none.
 */
export function asRead(schema: SchemaObject): SchemaObject {
  const { properties, items, enum: known, type, description, ...rest } = schema;
  const kept = Object.fromEntries(Object.entries(rest).filter(([keyword]) => !DEMANDS.has(keyword)));
  const sentences = [description, known === undefined ? undefined : knownValues(known as readonly unknown[])];
  const text = sentences.filter((sentence) => typeof sentence === 'string').join(' ');
  return {
    ...(type !== undefined && { type: type === 'integer' || type === 'boolean' ? [type, 'string'] : type }),
    ...kept,
    ...(text !== '' && { description: text }),
    ...(properties !== undefined && { properties: asReadEach(properties as Readonly<Record<string, SchemaObject>>) }),
    ...(items !== undefined && { items: asRead(items as SchemaObject) }),
  };
}

/** Keywords by which a contract demands something. */
const DEMANDS = new Set([
  'required',
  'additionalProperties',
  'const',
  'default',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'minItems',
  'maxItems',
  'minProperties',
]);

function asReadEach(properties: Readonly<Record<string, SchemaObject>>): SchemaObject {
  return Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, asRead(inner)]));
}

/** Known values are worth knowing, as long as they can be taken in. */
const NAMED_MAX = 30;

function knownValues(values: readonly unknown[]): string {
  const named = values.slice(0, NAMED_MAX).map((value) => `\`${String(value)}\``);
  return `Known values: ${named.join(', ')}${values.length > NAMED_MAX ? ', …' : ''}.`;
}
