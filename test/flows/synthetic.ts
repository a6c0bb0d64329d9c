import fc from 'fast-check';
import type { AnnotatedSchema, ResolveReference } from '../../src/flows/annotated-schema.ts';
import { compileReader, type ReadResult } from '../../src/flows/codec/read.ts';
import { rootShape } from '../../src/flows/codec/shape.ts';
import { compileWriter, type JsonValue } from '../../src/flows/codec/write.ts';
import { canonicalise } from '../../src/xml/canonical.ts';
import { parseXml } from '../../src/xml/parse.ts';
import { anyText, plainDocument } from '../xml/random-xml.ts';

/** Schemas that no contract has, but that have everything a contract may. */

const ORDER = 'urn:order';
const PARTY = 'urn:party';

const TYPES: Readonly<Record<string, AnnotatedSchema>> = {
  Party: {
    type: 'object',
    additionalProperties: false,
    properties: {
      kind: { type: 'string', xml: { attribute: true } },
      name: { type: 'string', xml: { namespace: PARTY } },
      // Qualified and unqualified elements side by side, as where one type extends another.
      city: { type: 'string' },
      active: { type: 'boolean', xml: { namespace: ORDER } },
    },
    required: ['name'],
  },
  Amount: {
    type: 'object',
    additionalProperties: false,
    properties: {
      currency: { type: 'string', xml: { attribute: true } },
      value: { type: 'string', xml: { nodeType: 'text' } },
    },
    required: ['currency', 'value'],
  },
  Section: {
    type: 'object',
    additionalProperties: false,
    properties: {
      title: { type: 'string', xml: { namespace: ORDER } },
      section: { type: 'array', items: { $ref: '#/$defs/Section', xml: { namespace: ORDER } } },
    },
  },
};

const resolve: ResolveReference = (reference) => {
  const type = TYPES[reference.replace('#/$defs/', '')];
  if (type === undefined) throw new Error(`no type ${reference}`);
  return type;
};

/** Attributes, both kinds of elements, simple content, arrays, recursion, numbers, white space. */
export const ORDER_SCHEMA: AnnotatedSchema = {
  type: 'object',
  additionalProperties: false,
  xml: { name: 'order', namespace: ORDER, prefix: 'o' },
  properties: {
    version: { type: 'integer', xml: { attribute: true } },
    '@id': { type: 'string', xml: { name: 'id', attribute: true } },
    id: { type: 'string', xml: { namespace: ORDER } },
    urgent: { type: 'boolean', xml: { namespace: ORDER } },
    count: { type: 'integer', xml: { namespace: ORDER } },
    digits: { type: 'string', format: 'xsd-decimal', xml: { namespace: ORDER } },
    code: { type: 'string', 'x-collapse': true, xml: { namespace: ORDER } },
    amount: { $ref: '#/$defs/Amount', xml: { namespace: ORDER } },
    customer: { $ref: '#/$defs/Party', xml: { namespace: ORDER } },
    party: { type: 'array', items: { $ref: '#/$defs/Party', xml: { namespace: PARTY } } },
    note: { type: 'array', items: { type: 'string', xml: { namespace: ORDER } } },
    section: { $ref: '#/$defs/Section', xml: { namespace: ORDER } },
  },
  required: ['id'],
  $defs: TYPES,
};

/** What an ordinary writer leaves to canonicalisation: wildcard content and qualified attributes. */
export const OPEN_SCHEMA: AnnotatedSchema = {
  type: 'object',
  additionalProperties: false,
  xml: { name: 'open', namespace: 'urn:z', prefix: 'z' },
  properties: {
    lang: { type: 'string', xml: { namespace: 'http://www.w3.org/XML/1998/namespace', attribute: true } },
    b: { type: 'string', xml: { namespace: 'urn:b', prefix: 'b', attribute: true } },
    a: { type: 'string', xml: { namespace: 'urn:a', prefix: 'a', attribute: true } },
    plain: { type: 'string', xml: { attribute: true } },
    inner: { type: 'string', xml: { namespace: 'urn:b' } },
    any: { type: 'array', items: { type: 'string' }, xml: { nodeType: 'none' } },
  },
};

export interface Codec {
  readonly write: (value: JsonValue) => string;
  readonly read: (xml: string) => ReadResult;
}

export function codecOf(schema: AnnotatedSchema): Codec {
  const write = compileWriter(rootShape(schema, resolve));
  const read = compileReader(rootShape(schema, resolve));
  return { write, read: (xml) => read(parseXml(xml)) };
}

const optional = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(value, { nil: undefined });

/** Absent keys are absent, not undefined: that is how JSON arrives. */
function record(shape: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<{ [key: string]: JsonValue }> {
  return fc.record(shape).map((value) => JSON.parse(JSON.stringify(value)) as { [key: string]: JsonValue });
}

const several = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value[] | undefined> =>
  optional(fc.array(value, { minLength: 1, maxLength: 3 }));

const party = record({
  kind: optional(anyText),
  name: anyText,
  city: optional(anyText),
  active: optional(fc.boolean()),
});

const { section } = fc.letrec<{ section: { [key: string]: JsonValue } }>((tie) => ({
  section: record({
    title: optional(anyText),
    section: fc.oneof(
      { maxDepth: 3 },
      fc.constant(undefined),
      fc.array(tie('section'), { minLength: 1, maxLength: 2 }),
    ),
  }),
}));

export const anyOrder = record({
  version: optional(fc.maxSafeInteger()),
  '@id': optional(anyText),
  id: anyText,
  urgent: optional(fc.boolean()),
  count: optional(fc.maxSafeInteger()),
  digits: optional(fc.constantFrom('007', '0.50', '-12345678901234567890.5', '+1')),
  code: optional(fc.constantFrom('', 'a', 'a b', '\u00a0a\u00a0', 'a ]]> <b/> &c;')),
  amount: optional(record({ currency: anyText, value: anyText })),
  customer: optional(party),
  party: several(party),
  note: several(anyText),
  section: optional(section),
});

export const anyOpen = record({
  lang: optional(anyText),
  b: optional(anyText),
  a: optional(anyText),
  plain: optional(anyText),
  inner: optional(anyText),
  any: several(plainDocument.map((document) => canonicalise(parseXml(document)))),
});
