import type { AnnotatedSchema } from '../flows/annotated-schema.ts';
import type { ComplexType } from './complex-types.ts';
import { propertyOf } from './particle.ts';
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
  const { fields, required, statements } = arrange(type.particle);
  const elements = new Map(fields.map((field) => [field.key, propertyOf(field)]));
  const properties = new Map<string, AnnotatedSchema>();
  const add = (key: string, schema: AnnotatedSchema): void => {
    if (properties.has(key)) throw unsupported(place, `two properties would be called ${key}`);
    // Every JavaScript object has these already, so that an absent one would look present.
    if (key in Object.prototype) throw unsupported(place, `a property called ${key} is not supported`);
    properties.set(key, schema);
  };
  const requiredKeys: string[] = [];
  for (const { name, schema, required: must } of type.attributes) {
    const taken = elements.has(name.local);
    const key = taken ? `@${name.local}` : name.local;
    add(key, taken ? { ...schema, xml: { name: name.local, ...schema.xml } } : schema);
    if (must) requiredKeys.push(key);
  }
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
