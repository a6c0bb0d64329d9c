import { describe, expect, it } from 'vitest';
import type { AnnotatedSchema } from '../../src/flows/annotated-schema.ts';
import { compileReader } from '../../src/flows/codec/read.ts';
import { rootShape } from '../../src/flows/codec/shape.ts';
import { compileWriter } from '../../src/flows/codec/write.ts';
import { compileCheck } from '../../src/flows/validate.ts';
import { asObject } from '../contracts/agreement.ts';
import { fixture, translated } from '../contracts/fixture.ts';
import { xsdVerdict } from '../contracts/xsd.ts';
import { complaintAbout } from './taken.ts';
import { XsdDocuments } from './xsd-documents.ts';
import { XsdInstances } from './xsd-instances.ts';

const FILE = fixture('conformance/order.xsd');
const allows = xsdVerdict(FILE);

/** Messages that the XSD allows. */
function messages(): readonly string[] {
  return [...new XsdInstances(new XsdDocuments([FILE])).of('urn:example:order', 'root', 40)];
}

/** What is said against the messages when our schema has a fault. */
function complaints(plant: (schema: PlantedSchema) => void): readonly string[] {
  const schema = structuredClone(asObject(translated('conformance/order.xsd'))) as unknown as PlantedSchema;
  plant(schema);
  const planted = schema as unknown as AnnotatedSchema;
  const resolve = (reference: string): AnnotatedSchema => planted.$defs?.[reference.slice('#/$defs/'.length)] ?? {};
  const shape = rootShape(planted, resolve);
  const ours = { read: compileReader(shape), write: compileWriter(shape), check: compileCheck(planted) };
  return [...new Set(messages().flatMap((xml) => complaintAbout(xml, ours) ?? []))];
}

/** As much of a schema as is spoiled here. */
interface PlantedSchema {
  properties: Record<string, PlantedSchema>;
  required: string[];
  $defs: Record<string, PlantedSchema>;
  items: PlantedSchema;
  oneOf: PlantedSchema[];
  enum: string[];
  maxLength: number;
  minLength: number;
  maximum: number;
  maxItems: number;
  pattern: string;
}

describe('messages made from an XSD', () => {
  it('are allowed by it, and taken by the schema that was made from it', () => {
    expect(messages().flatMap((xml) => allows(xml) ?? [])).toEqual([]);
    expect(complaints(() => undefined)).toEqual([]);
  });

  it.each<[string, (schema: PlantedSchema) => void, string]>([
    ['a dropped value of an enumeration', ({ $defs }) => $defs.Kind?.enum.pop(), 'enum at /kind'],
    [
      'a narrowed length',
      ({ properties }) => Object.assign(properties.remark ?? {}, { maxLength: 39 }),
      'max-length at /remark',
    ],
    [
      'a raised length',
      ({ properties }) => Object.assign(properties.remark ?? {}, { minLength: 2 }),
      'min-length at /remark',
    ],
    [
      'a narrowed bound',
      ({ properties }) => Object.assign(properties.amount ?? {}, { maximum: 499 }),
      'maximum at /amount',
    ],
    [
      'a narrowed pattern',
      ({ $defs }) => Object.assign($defs.Code ?? {}, { pattern: '^[A-Z]{2}[0-9]{1,2}$' }),
      'pattern at /code',
    ],
    [
      'fewer repetitions',
      ({ properties }) => Object.assign(properties.code ?? {}, { maxItems: 1 }),
      'max-items at /code',
    ],
    ['an optional element that must be there', ({ required }) => required.push('code'), 'missing-element code'],
    ['an optional attribute that must be there', ({ required }) => required.push('urgent'), 'missing-attribute urgent'],
    ['a dropped element', ({ properties }) => delete properties.code, 'unknown-element {urn:example:order}code'],
    ['a dropped attribute', ({ properties }) => delete properties.urgent, 'unknown-attribute {}urgent'],
    ['a dropped branch of a choice', (schema) => schema.oneOf.pop(), 'choice at'],
  ])('find %s', (_, plant, complaint) => {
    expect(complaints(plant).join('; ')).toContain(complaint);
  });
});
