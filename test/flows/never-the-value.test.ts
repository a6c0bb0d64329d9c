import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../src/domain/problems/gateway-error.ts';
import type { AnnotatedSchema } from '../../src/flows/annotated-schema.ts';
import { compileCheck } from '../../src/flows/validate.ts';

const text = (rules: Partial<AnnotatedSchema> = {}): AnnotatedSchema => ({ type: 'string', ...rules });

/** Every rule there is, each on a field of its own. */
const SCHEMA: AnnotatedSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    object: { type: 'object', additionalProperties: false, properties: {} },
    integer: { type: 'integer', minimum: 5, maximum: 6 },
    boolean: { type: 'boolean' },
    enum: text({ enum: ['A', 'B'] }),
    const: text({ const: 'A' }),
    pattern: text({ pattern: '^[a-z]$' }),
    length: text({ maxLength: 1 }),
    date: text({ format: 'xsd-date' }),
    dateTime: text({ format: 'xsd-dateTime', 'x-facets': { minInclusive: '3000-01-01T00:00:00' } }),
    decimal: text({ format: 'xsd-decimal', 'x-facets': { totalDigits: 2, maxInclusive: '9', values: ['1', '2'] } }),
    base64: text({ format: 'xsd-base64Binary' }),
    ssin: text({ pattern: '^[0-9]{11}$', 'x-identifier': 'ssin' }),
    cbe: text({ pattern: '^[0-9]{10}$', 'x-identifier': 'cbe-number' }),
    any: { type: 'array', items: text(), xml: { nodeType: 'none' } },
    array: { type: 'array', items: text({ maxLength: 1 }), maxItems: 1 },
    choice: {
      type: 'object',
      properties: { a: text(), b: text() },
      oneOf: [
        { required: ['a'], properties: { b: false } },
        { required: ['b'], properties: { a: false } },
      ],
    },
  },
};

const check = compileCheck(SCHEMA);

const GREEK = Array.from('αβγδεζηθικλμνξοπρστυφχψω\u0001\ud800');
const DIGITS = Array.from('0123456789');

/** Values with nothing in common with what a problem may say. */
const secretText = fc.oneof(
  fc.string({ unit: fc.constantFrom(...GREEK), minLength: 4, maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(...DIGITS), minLength: 10, maxLength: 12 }),
);
const secret = fc.oneof(
  secretText,
  fc.integer({ min: 100_000 }),
  fc.double({ min: 1e5, noNaN: true, noDefaultInfinity: true }),
  fc.array(secretText, { minLength: 1, maxLength: 3 }),
  fc.record({ a: secretText, b: secretText }),
);

describe('a problem never shows the value it is about', () => {
  it.each(Object.keys(SCHEMA.properties ?? {}))('of %s', (field) => {
    fc.assert(
      fc.property(secret, (value) => {
        const problems = check({ [field]: value });
        const shown = JSON.stringify(problems) + new GatewayError('invalid-payload', { fields: problems }).message;
        for (const piece of piecesOf(value)) expect(shown).not.toContain(piece);
      }),
    );
  });
});

/** Every four characters in a row of every text and number in a value. */
function piecesOf(value: unknown): string[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(piecesOf);
  const written = String(value);
  return Array.from({ length: Math.max(0, written.length - 3) }, (_, at) => written.slice(at, at + 4));
}
