import { describe, expect, it } from 'vitest';
import type { AnnotatedSchema } from '../../src/flows/annotated-schema.ts';
import { compileCheck } from '../../src/flows/validate.ts';

const text: AnnotatedSchema = { type: 'string' };
const properties = Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [name, text]));
const without = (...names: string[]): Readonly<Record<string, false>> =>
  Object.fromEntries(names.map((name) => [name, false]));

function told(statements: Partial<AnnotatedSchema>, payload: object): string[] {
  const check = compileCheck({ type: 'object', additionalProperties: false, properties, ...statements });
  return check(payload).map(({ pointer, rule, expected }) => `${pointer || '/'} ${rule} ${expected ?? ''}`.trim());
}

describe('a choice: a, or b with c', () => {
  const mandatory = {
    oneOf: [
      { required: ['a'], properties: without('b', 'c') },
      { required: ['b', 'c'], properties: without('a') },
    ],
  };

  it.each<[object, string[]]>([
    [{ a: '1' }, []],
    [{ b: '1', c: '1' }, []],
    [{}, ['/ choice a | b + c']],
    [{ b: '1' }, ['/ choice a | b + c (+b)']],
    [{ a: '1', b: '1' }, ['/ choice a | b + c (+a +b)']],
    [{ a: '1', b: '1', c: '1', d: '1' }, ['/ choice a | b + c (+a +b +c)']],
  ])('%j', (payload, expected) => {
    expect(told(mandatory, payload)).toEqual(expected);
  });

  it('is explained once, and beside other problems', () => {
    expect(told({ ...mandatory, required: ['d'] }, { e: 1 })).toEqual([
      '/ choice a | b + c',
      '/d required',
      '/e type string',
    ]);
  });

  it('may be optional: then none is fine, and half is not', () => {
    const optional = { oneOf: [...mandatory.oneOf, { properties: without('a', 'b', 'c') }] };
    expect(told(optional, { d: '1' })).toEqual([]);
    expect(told(optional, { b: '1' })).toEqual(['/ choice a | b + c (+b)']);
  });
});

describe('a choice of which both may be given: a, or b with c', () => {
  const either = { anyOf: [{ required: ['a'] }, { required: ['b', 'c'] }] };

  it.each<[object, string[]]>([
    [{ a: '1' }, []],
    [{ a: '1', b: '1', c: '1' }, []],
    [{}, ['/ at-least-one a | b + c']],
    [{ b: '1' }, ['/ at-least-one a | b + c']],
  ])('%j', (payload, expected) => {
    expect(told(either, payload)).toEqual(expected);
  });
});

describe('an optional group: a with b', () => {
  const group = { oneOf: [{ required: ['a', 'b'] }, { properties: without('a', 'b') }] };

  it.each<[object, string[]]>([
    [{}, []],
    [{ a: '1', b: '1' }, []],
    [{ a: '1' }, ['/ together a + b']],
    [{ b: '1' }, ['/ together a + b']],
  ])('%j', (payload, expected) => {
    expect(told(group, payload)).toEqual(expected);
  });
});

it('branches that may be empty use anyOf, and are explained in the same way', () => {
  const any = {
    anyOf: [
      { required: ['a'], properties: without('b') },
      { required: ['b'], properties: without('a') },
    ],
  };
  expect(told(any, { a: '1', b: '1' })).toEqual(['/ choice a | b (+a +b)']);
});

it('several statements are explained each on its own', () => {
  const statements = {
    allOf: [
      { oneOf: [{ required: ['a'] }, { required: ['b'], properties: without('a') }] },
      { oneOf: [{ required: ['c', 'd'] }, { properties: without('c', 'd') }] },
    ],
  };
  expect(told(statements, { c: '1' })).toEqual(['/ choice a | b', '/ together c + d']);
  expect(told(statements, { b: '1', c: '1', d: '1' })).toEqual([]);
});

it('a choice inside a choice is explained as a whole, once', () => {
  const nested = {
    oneOf: [
      { required: ['a'], properties: without('b', 'c', 'd', 'e') },
      {
        required: ['b'],
        properties: without('a'),
        oneOf: [
          { required: ['c'], properties: without('d') },
          { required: ['d', 'e'], properties: without('c') },
        ],
      },
    ],
  };
  expect(told(nested, { b: '1' })).toEqual(['/ choice a | b + (c | d + e) (+b)']);
  expect(told(nested, { b: '1', d: '1', e: '1' })).toEqual([]);
});

it('a choice in an item of a list points at the item, and names its fields only', () => {
  const item: AnnotatedSchema = {
    type: 'object',
    properties: { a: text, b: text },
    oneOf: [
      { required: ['a'], properties: without('b') },
      { required: ['b'], properties: without('a') },
    ],
  };
  const check = compileCheck({ type: 'object', properties: { list: { type: 'array', items: item } } });
  expect(check({ list: [{ a: '1' }, { a: 'secret', b: 'secret', x: 'secret' }] })).toEqual([
    { pointer: '/list/1', rule: 'choice', expected: 'a | b (+a +b)' },
  ]);
});

describe('a part that goes with some values only: c with a = x, never with a = y', () => {
  const statement = {
    oneOf: [
      { required: ['c'], properties: { a: { enum: ['x', 'z'] } } },
      { properties: { a: { enum: ['y'] }, c: false as const } },
    ],
  };

  it.each<[object, string[]]>([
    [{ a: 'x', c: '1' }, []],
    [{ a: 'y' }, []],
    [{ a: 'x' }, ['/ choice a = x, z + c | a = y (+a)']],
    [{ a: 'y', c: '1' }, ['/ choice a = x, z + c | a = y (+a +c)']],
  ])('%j', (payload, expected) => {
    expect(told(statement, payload)).toEqual(expected);
  });
});
