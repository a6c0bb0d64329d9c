import { expect, it } from 'vitest';
import { stepsOf, valueAt, valuesAt } from '../../src/flows/pointer.ts';

const VALUE = { a: [{ b: '1', c: ['x'] }, { b: '2' }], 'd/e': { 'f~g': 0 }, n: null, empty: '' };

it.each([
  ['', [VALUE]],
  ['/a/0/b', ['1']],
  ['/a/*/b', ['1', '2']],
  ['/a/b', ['1', '2']],
  ['/a/*/c/*', ['x']],
  ['/d~1e/f~0g', [0]],
  ['/empty', ['']],
  ['/n', []],
  ['/n/x', []],
  ['/a/2/b', []],
  ['/a/-1', []],
  ['/empty/x', []],
  ['/missing', []],
  ['/constructor', []],
  ['/a/length', []],
  ['/__proto__', []],
])('%j finds %j', (pointer, found) => {
  expect(valuesAt(VALUE, pointer)).toEqual(found);
});

it('the first value is the value', () => {
  expect(valueAt(VALUE, '/a/b')).toBe('1');
  expect(valueAt(VALUE, '/missing')).toBeUndefined();
  expect(valueAt(undefined, '/a')).toBeUndefined();
  expect(valuesAt(null, '')).toEqual([]);
});

it('~1 and ~0 are unescaped in the order of RFC 6901', () => {
  expect(stepsOf('/~01/~10//x')).toEqual(['~1', '/0', '', 'x']);
});
