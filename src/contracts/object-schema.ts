import type { AnnotatedSchema } from '../flows/annotated-schema.ts';
import { WILDCARD } from './attributes.ts';
import type { ComplexType } from './complex-types.ts';
import { type Field, nameTurns, type Particle, propertyOf } from './particle.ts';
import { arrange } from './together.ts';
import { type Place, unsupported } from './unsupported.ts';

/** `xs:anyType`: text and elements of any kind. What JSON can say about it is the text, and the elements as XML. */
export const ANYTHING: AnnotatedSchema = {
  type: 'object',
  properties: {
    value: { type: 'string', xml: { nodeType: 'text' } },
    any: { type: 'array', items: { type: 'string' }, xml: { nodeType: 'none' } },
  },
  required: ['value'],
  additionalProperties: false,
};

/**
 * A complex type as JSON Schema: attributes first, then the text or the elements in the order of the contract.
 *
 * @throws GatewayError `contract-unsupported` where two things of the type would get the same key.
 */
export function objectSchema(type: ComplexType, place: Place): AnnotatedSchema {
  if (type.mixed === true) return mixedSchema(type, place);
  const { fields, required, statements } = arranged(type.particle);
  const elements = new Map(fields.map((field) => [field.key, propertyOf(field)]));
  const properties = new Map<string, AnnotatedSchema>();
  const add = (key: string, schema: AnnotatedSchema): void => {
    if (properties.has(key)) throw unsupported(place, `two properties would be called ${key}`);
    // Every JavaScript object has these already, so that an absent one would look present.
    if (key in Object.prototype) throw unsupported(place, `a property called ${key} is not supported`);
    properties.set(key, schema);
  };
  const requiredKeys = addAttributes(type.attributes, (key) => elements.has(key) || properties.has(key), add);
  if (type.text !== undefined) {
    const key = properties.has('value') ? 'text' : 'value';
    add(key, { ...type.text.schema, xml: { nodeType: 'text' } });
    requiredKeys.push(key);
  }
  for (const [key, schema] of elements) add(key, schema);
  requiredKeys.push(...required);
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(requiredKeys.length > 0 && { required: requiredKeys }),
    additionalProperties: false,
    ...(statements.length === 1 ? statements[0] : statements.length > 1 && { allOf: statements }),
  };
}

/** Attributes whose name an element, or an attribute of another namespace, has already get a leading `@`. */
function addAttributes(
  attributes: ComplexType['attributes'],
  isTaken: (key: string) => boolean,
  add: (key: string, schema: AnnotatedSchema) => void,
): string[] {
  return attributes.flatMap(({ name, schema, required }) => {
    const local = name === WILDCARD ? 'anyAttribute' : name.local;
    const key = isTaken(local) ? `@${local}` : local;
    add(key, key === local ? schema : { ...schema, xml: { name: local, ...schema.xml } });
    return required ? [key] : [];
  });
}

/** Text among elements: the content is kept as XML, since which text stands where is what it means. */
function mixedSchema({ attributes }: ComplexType, place: Place): AnnotatedSchema {
  const properties = new Map<string, AnnotatedSchema>();
  const required = addAttributes(
    attributes,
    (key) => properties.has(key),
    (key, schema) => {
      if (properties.has(key)) throw unsupported(place, `two properties would be called ${key}`);
      properties.set(key, schema);
    },
  );
  const key = properties.has('content') ? '@content' : 'content';
  properties.set(key, { type: 'string', xml: { nodeType: 'none' } });
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    required: [...required, key],
    additionalProperties: false,
  };
}

/** A content model with its repeated groups worked out, each into the schema of one turn. */
function arranged(particle: Particle | undefined): ReturnType<typeof arrange> {
  const { fields, required, statements } = arrange(particle && nameTurns(particle));
  const done = fields.map((field) => (field.turn === undefined ? field : { ...field, item: turnSchema(field.turn) }));
  refuseAmbiguous(done);
  return { fields: done, required, statements };
}

/** One turn of a repeated group. A turn of nothing would be written as nothing, and be gone when it is read. */
function turnSchema(turn: Particle): AnnotatedSchema {
  const schema = objectSchema({ attributes: [], particle: turn }, turn.place);
  return schema.required === undefined ? { ...schema, minProperties: 1 } : schema;
}

/** An element must say by its name where it belongs: inside a repeated group or outside, and in which. */
function refuseAmbiguous(fields: readonly Field[]): void {
  const seen = new Set<string>();
  for (const field of fields) {
    for (const name of elementNames(
      field.kind === 'turns' ? field.item : { properties: { [field.key]: field.item } },
    )) {
      if (seen.has(name)) throw unsupported(field.place, `${name} stands in a repeated group and beside it`);
      seen.add(name);
    }
  }
}

function elementNames({ properties = {} }: AnnotatedSchema): string[] {
  return Object.entries(properties).flatMap(([key, schema]) => {
    if (schema === false) return [];
    if (schema.xml?.nodeType === 'none') return schema.items?.type === 'object' ? elementNames(schema.items) : [key];
    return [`{${(schema.items ?? schema).xml?.namespace ?? ''}}${key}`];
  });
}
