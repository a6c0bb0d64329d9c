import { describe, expect, it } from 'vitest';
import type { AnnotatedSchema } from '../../src/flows/annotated-schema.ts';
import { compileCheck } from '../../src/flows/validate.ts';
import { OPEN_SCHEMA } from './synthetic.ts';
import { patient } from '../support/patient.ts';

/** Checks `{ field: value }` against the schema of one field. */
function problemsOf(field: AnnotatedSchema, value: unknown): string[] {
  const check = compileCheck({ type: 'object', additionalProperties: false, properties: { field } });
  return told(check({ field: value }));
}

function told(problems: ReturnType<ReturnType<typeof compileCheck>>): string[] {
  return problems.map(({ pointer, rule, expected }) =>
    [pointer || '/', rule, expected].filter((part) => part !== undefined).join(' '),
  );
}

const text: AnnotatedSchema = { type: 'string' };
const ssin: AnnotatedSchema = { type: 'string', pattern: '^[0-9]{11}$', 'x-identifier': 'ssin' };

describe('each rule names its field and what it asks for', () => {
  it.each<[AnnotatedSchema, unknown, string[]]>([
    [text, 1, ['/field type string']],
    [text, null, ['/field type string']],
    [text, ['a'], ['/field type string']],
    [text, true, ['/field type string']],
    [{ type: 'integer' }, '1', ['/field type integer']],
    [{ type: 'integer' }, 1.5, ['/field type integer']],
    [{ type: 'boolean' }, 'true', ['/field type boolean']],
    [{ type: 'boolean' }, 1, ['/field type boolean']],
    [{ type: 'object', properties: {} }, [], ['/field type object']],
    [{ type: 'array', items: text }, 'a', ['/field type array']],
    [{ ...text, enum: ['A', 'B'] }, 'C', ['/field enum A | B']],
    [{ type: 'integer', enum: [1, 2] }, 3, ['/field enum 1 | 2']],
    [{ ...text, const: 'A' }, 'B', ['/field const A']],
    [{ ...text, pattern: '^[a-z]+$' }, 'A', ['/field pattern ^[a-z]+$']],
    [{ ...text, minLength: 2 }, 'a', ['/field min-length 2']],
    [{ ...text, maxLength: 2 }, 'abc', ['/field max-length 2']],
    [{ ...text, maxLength: 2 }, '\u{1f600}\u{1f600}', []],
    [{ type: 'integer', minimum: 1 }, 0, ['/field minimum 1']],
    [{ type: 'integer', maximum: 1 }, 2, ['/field maximum 1']],
    [{ type: 'array', items: text, minItems: 2 }, ['a'], ['/field min-items 2']],
    [{ type: 'array', items: text, maxItems: 1 }, ['a', 'b'], ['/field max-items 1']],
    [{ type: 'array', items: { ...text, maxLength: 1 } }, ['a', 'bb'], ['/field/1 max-length 1']],
    [{ ...text, format: 'xsd-date' }, '2026-02-30', ['/field format xsd-date']],
    [{ ...text, format: 'xsd-decimal', 'x-facets': { maxInclusive: '9.5' } }, '9.51', ['/field maximum 9.5']],
    [ssin, '04021000188', []],
    [ssin, '04021000189', ['/field ssin-check-digits']],
    [ssin, '04131000188', ['/field ssin-date']],
    [ssin, '0402100018', ['/field ssin-format']],
    [ssin, 4021000188, ['/field type string']],
    [
      { ...text, pattern: '^[0-9]{10}$', 'x-identifier': 'cbe-number' },
      '0566988258',
      ['/field cbe-number-check-digits'],
    ],
    [{ ...text, 'x-identifier': 'cbe-number' }, '9566988259', ['/field cbe-number-format']],
    [
      {
        type: 'object',
        properties: { 'a/b': text, 'c~d': text },
        required: ['a/b', 'c~d'],
        additionalProperties: false,
      },
      { 'e/f~g': 1 },
      ['/field/a~1b required', '/field/c~0d required', '/field/e~1f~0g unknown-field'],
    ],
  ])('%j given %j', (field, value, expected) => {
    expect(problemsOf(field, value)).toEqual(expected);
  });

  it('says a thing once, however often the schema asks for it', () => {
    const twice = { ...text, allOf: [{ pattern: '^a$' }, { pattern: '^a$' }, { pattern: '^b$' }] };
    expect(problemsOf(twice, 'x')).toEqual(['/field pattern ^a$', '/field pattern ^b$']);
  });

  it('leaves check digits alone where it compares with an XSD', () => {
    const check = compileCheck({ type: 'object', properties: { field: ssin } }, { identifiers: false });
    expect(check({ field: '04021000189' })).toEqual([]);
  });
});

describe('what XML or JSON could not carry is found before any schema is asked', () => {
  it.each(['\u0000', '\u0001', 'a\u001bb', '\ufffe', '\ud800', 'a\udc00'])('the text %j', (value) => {
    expect(problemsOf({ type: 'array', items: text }, ['fine', value])).toEqual(['/field/1 characters']);
  });

  it('a number that JSON did not keep exact', () => {
    expect(problemsOf({ type: 'integer' }, 9007199254740993)).toEqual(['/field inexact-number']);
    expect(problemsOf({ type: 'integer' }, -1e21)).toEqual(['/field inexact-number']);
    expect(problemsOf({ type: 'integer' }, Number.MAX_SAFE_INTEGER)).toEqual([]);
    expect(problemsOf(text, 85073003328000000000)).toEqual(['/field inexact-number']);
  });

  it('wildcard content that is no element', () => {
    const check = compileCheck(OPEN_SCHEMA);
    expect(told(check({ any: ['<a/>', '<!DOCTYPE a><a/>'] }))).toEqual(['/any/1 format XML']);
    expect(told(check({ any: ['not XML'] }))).toEqual(['/any/0 format XML']);
    expect(told(check({ any: [7] }))).toEqual(['/any/0 type string']);
  });
});

describe('keys that JavaScript objects know are ordinary keys', () => {
  const check = compileCheck({ type: 'object', additionalProperties: false, properties: { a: text }, required: ['a'] });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length'])('%s is unknown', (key) => {
    const payload: unknown = JSON.parse(`{"a":"1","${key}":{"a":"2"}}`);
    expect(told(check(payload))).toEqual([`/${key} unknown-field`]);
    expect(told(check(JSON.parse(`{"a":{"${key}":1}}`)))).toEqual(['/a type string']);
  });

  it('and what hides behind __proto__ does not count as given', () => {
    expect(told(check(JSON.parse('{"__proto__":{"a":"1"}}')))).toEqual(['/a required', '/__proto__ unknown-field']);
    expect(told(check(Object.create({ a: '1' })))).toEqual(['/a required']);
  });
});

describe('a hostile payload', () => {
  const item: AnnotatedSchema = {
    type: 'object',
    additionalProperties: false,
    properties: { x: text, y: text, z: text },
    oneOf: [
      { required: ['x'], properties: { y: false, z: false } },
      { required: ['y', 'z'], properties: { x: false } },
    ],
  };
  const check = compileCheck({
    type: 'object',
    additionalProperties: false,
    properties: {
      list: { type: 'array', items: item },
      tree: { $ref: '#/$defs/Tree' },
      data: { ...text, format: 'xsd-base64Binary' },
    },
    $defs: { Tree: { type: 'array', items: { $ref: '#/$defs/Tree' } } },
  });

  function nested(levels: number): unknown {
    return JSON.parse('['.repeat(levels) + ']'.repeat(levels));
  }

  it.each<[string, unknown]>([
    ['200 KB of items that break a choice', { list: Array.from({ length: 60_000 }, () => ({})) }],
    ['200 KB of unknown keys', Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`key${n}`, 1]))],
    ['200 KB of control characters', { list: Array.from({ length: 40_000 }, () => '\u0001') }],
    ['200 KB that are almost base64', { data: `${'AAAA '.repeat(40_000)}!` }],
    ['100 000 levels where the schema is recursive', { tree: nested(100_000) }],
    ['100 000 levels under an unknown key', { other: nested(100_000) }],
  ])('of %s is refused soon, with at most 20 problems', (_what, payload) => {
    const start = performance.now();
    const problems = check(payload);
    expect(performance.now() - start).toBeLessThan(patient(3_000));
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.length).toBeLessThanOrEqual(20);
  });

  it('may be 64 levels deep and no deeper', () => {
    expect(check({ tree: nested(63) })).toEqual([]);
    expect(check({ tree: nested(64) })).toMatchObject([{ rule: 'depth', expected: '64' }]);
  });
});

it('what is refused is not changed, and nothing is filled in', () => {
  const payload = { field: 1, extra: [{}] };
  const check = compileCheck({
    type: 'object',
    additionalProperties: false,
    properties: { field: { ...text, default: 'x' }, more: { ...text, default: 'y' } },
  });
  check(payload);
  expect(payload).toEqual({ field: 1, extra: [{}] });
});
