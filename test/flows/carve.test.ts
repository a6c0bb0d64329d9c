import { describe, expect, it } from 'vitest';
import type { AnnotatedSchema } from '../../src/flows/annotated-schema.ts';
import { type FilledPart, carveAll } from '../../src/flows/carve.ts';
import { fillIn } from '../../src/flows/fill.ts';
import type { Payload } from '../../src/flows/flow.ts';
import { compileCheck } from '../../src/flows/validate.ts';

const text: AnnotatedSchema = { type: 'string' };
const NAMES = ['a', 'b', 'c'] as const;
const none = (reference: string): AnnotatedSchema => {
  throw new Error(reference);
};

/** All that an importer writes about which of three parts go together. */
const TOGETHER: readonly (readonly [string, Partial<AnnotatedSchema>])[] = [
  ['nothing', {}],
  ['a is mandatory', { required: ['a'] }],
  ['b is mandatory', { required: ['b'] }],
  ['a or b', { oneOf: [branch('a', 'b'), branch('b', 'a')] }],
  ['a or b, or neither', { oneOf: [branch('a', 'b'), branch('b', 'a'), branch('', 'ab')] }],
  ['a, or b with c', { oneOf: [branch('a', 'bc'), branch('bc', 'a')] }],
  ['a with b, or neither', { oneOf: [branch('ab', ''), branch('', 'ab')] }],
  ['a with b, or c', { oneOf: [branch('ab', 'c'), branch('c', 'ab')] }],
  ['a, b or c', { oneOf: [branch('a', 'bc'), branch('b', 'ac'), branch('c', 'ab')] }],
  ['a and perhaps b, or c', { anyOf: [branch('a', 'c'), branch('c', 'ab')] }],
  ['b or c', { oneOf: [branch('b', 'c'), branch('c', 'b')] }],
  [
    'a or b, and a or c',
    { allOf: [{ oneOf: [branch('a', 'b'), branch('b', 'a')] }, { oneOf: [branch('a', 'c'), branch('c', 'a')] }] },
  ],
  [
    'b or c, and a with b or neither',
    { allOf: [{ oneOf: [branch('b', 'c'), branch('c', 'b')] }, { oneOf: [branch('ab', ''), branch('', 'ab')] }] },
  ],
];

function branch(required: string, forbidden: string): AnnotatedSchema {
  return {
    ...(required !== '' && { required: Array.from(required) }),
    ...(forbidden !== '' && {
      properties: Object.fromEntries(Array.from(forbidden).map((name) => [name, false as const])),
    }),
  };
}

function whole(together: Partial<AnnotatedSchema>): AnnotatedSchema {
  const properties = Object.fromEntries(NAMES.map((name) => [name, text]));
  return { type: 'object', properties, additionalProperties: false, ...together };
}

/** Every selection of the parts. */
const SELECTIONS = Array.from({ length: 8 }, (_, bits) => NAMES.filter((_name, index) => (bits >> index) % 2 === 1));
const payload = (names: readonly string[]): object => Object.fromEntries(names.map((name) => [name, 'x']));
const cases = TOGETHER.flatMap(([name, together]) =>
  SELECTIONS.map((given) => [name, `{${given.join('')}}`, together, given] as const),
);

function verdicts(together: Partial<AnnotatedSchema>, part: FilledPart) {
  const [left, all] = [compileCheck(carveAll(whole(together), [part], none)), compileCheck(whole(together))];
  return {
    takes: (given: readonly string[]): boolean => left(payload(given)).length === 0,
    isValid: (given: readonly string[]): boolean => all(payload(given)).length === 0,
  };
}

describe('what is left to the caller where the contract wants %s', () => {
  it.each(cases)('%s: of %s, what becomes valid when a is always written', (_name, _given, together, given) => {
    const { takes, isValid } = verdicts(together, { pointer: '/a', how: 'always' });
    expect(takes(given)).toBe(!given.includes('a') && isValid([...given, 'a']));
  });

  it.each(cases)('%s: of %s, what is valid as it is when a is never written', (_name, _given, together, given) => {
    const { takes, isValid } = verdicts(together, { pointer: '/a', how: 'never' });
    // Nobody can be told to give what nobody may: a mandatory part that is left out is the descriptor's business.
    const mandatory = together.required?.includes('a') === true;
    expect(takes(given)).toBe(!given.includes('a') && (isValid(given) || (mandatory && isValid([...given, 'a']))));
  });

  it.each(cases)('%s: of %s, all that may be valid when a is written sometimes', (_name, _given, together, given) => {
    const { takes, isValid } = verdicts(together, { pointer: '/a', how: 'sometimes' });
    const mayBe = isValid(given) || isValid([...given, 'a']);
    if (!given.includes('a') && mayBe) expect(takes(given)).toBe(true);
    if (given.includes('a')) expect(takes(given)).toBe(false);
  });

  it.each(cases)('%s: of %s, all that may be valid when a has a default', (_name, _given, together, given) => {
    const { takes, isValid } = verdicts(together, { pointer: '/a', how: 'when-absent' });
    if (isValid(given) || isValid([...given, 'a'])) expect(takes(given)).toBe(true);
  });
});

describe('a part deeper down', () => {
  const inner = (more: object = {}): AnnotatedSchema => ({ type: 'object', properties: { x: text, y: text }, ...more });
  const root = (at: AnnotatedSchema, together: Partial<AnnotatedSchema> = {}): AnnotatedSchema => ({
    type: 'object',
    properties: { at, b: text },
    required: ['at'],
    additionalProperties: false,
    ...together,
  });
  const left = (schema: AnnotatedSchema, ...parts: FilledPart[]): AnnotatedSchema => carveAll(schema, parts, none);

  it('takes its container along, and the choice that the container was in', () => {
    const choice = root(inner(), { required: [], oneOf: [branch2('at', 'b'), branch2('b', 'at')] });
    const carved = left(choice, { pointer: '/at/x', how: 'always' }, { pointer: '/at/y', how: 'never' });
    expect(Object.keys(carved.properties ?? {})).toEqual([]);
    expect(compileCheck({ ...carved, additionalProperties: false })({})).toEqual([]);
    expect(compileCheck(carved)({ b: 'x' })).toMatchObject([{ pointer: '/b', rule: 'unknown-field' }]);
  });

  it('leaves a container open in which nothing else is asked for, and asks for it where something is', () => {
    expect(left(root(inner()), { pointer: '/at/x', how: 'always' }).required).toEqual([]);
    expect(left(root(inner({ required: ['y'] })), { pointer: '/at/x', how: 'always' }).required).toEqual(['at']);
    expect(left(root(inner({ oneOf: [branch2('y', '')] })), { pointer: '/at/x', how: 'always' }).required).toEqual([
      'at',
    ]);
    expect(left(root(inner()), { pointer: '/at/x', how: 'never' }).required).toEqual(['at']);
  });

  it.each(['/at/x', '/at/*/x'])('is reached through a list: %s', (pointer) => {
    const list: AnnotatedSchema = {
      type: 'array',
      items: { ...inner({ required: ['x'] }), xml: { namespace: 'urn:l' } },
    };
    const carved = left(root(list), { pointer, how: 'always' });
    expect(carved.properties?.at).toMatchObject({ items: { properties: { y: text }, xml: { namespace: 'urn:l' } } });
    expect(compileCheck(carved)({ at: [{ y: '1' }, {}] })).toEqual([]);
    expect(carved.required).toEqual(['at']);
  });

  function branch2(required: string, forbidden: string): AnnotatedSchema {
    return { required: [required], ...(forbidden !== '' && { properties: { [forbidden]: false as const } }) };
  }

  it.each(['/at/x', '/at/*/x'])(
    'is written into each item of a list, and into none where there is none: %s',
    (pointer) => {
      const fill = { pointer, source: { const: '1' }, ticketCharactersMax: 36, customerBySector: false } as const;
      const filled = (given: Payload): object => fillIn(given, [fill], {} as never, '');
      expect(filled({ at: [{ y: '2' }, {}] })).toEqual({ at: [{ y: '2', x: '1' }, { x: '1' }] });
      expect(filled({ at: [] })).toEqual({ at: [] });
    },
  );
});
