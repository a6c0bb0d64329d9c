import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson } from '../../src/domain/canonical-json.ts';

/** The same value with all its keys in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}

const anyJson = fc.json().map((text) => JSON.parse(text) as unknown);

it('bodies that say the same have the same text', () => {
  expect(canonicalJson(JSON.parse('{ "b": [1, {"y": null, "x": "é"}], "a": true }'))).toBe(
    '{"a":true,"b":[1,{"x":"é","y":null}]}',
  );
  fc.assert(
    fc.property(anyJson, (value) => {
      expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
    }),
  );
});

it('the text says what the body said, so that other bodies have other texts', () => {
  fc.assert(
    fc.property(anyJson, (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(value);
    }),
  );
});

it('keys that JavaScript objects know are part of it', () => {
  expect(canonicalJson(JSON.parse('{"__proto__":{"a":1}}'))).toBe('{"__proto__":{"a":1}}');
});
