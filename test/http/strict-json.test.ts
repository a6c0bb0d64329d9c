import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../src/domain/problems/gateway-error.ts';
import { readStrictJson } from '../../src/http/strict-json.ts';
import { quickest } from './quickest.ts';

function read(text: string | Uint8Array): unknown {
  return readStrictJson(typeof text === 'string' ? Buffer.from(text) : text);
}

function refusal(text: string | Uint8Array): GatewayError {
  try {
    read(text);
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'malformed-json') return error;
    throw error;
  }
  throw new Error('accepted');
}

/** What the reader says about a text: the English detail and, where a rule was broken, pointer and rule. */
function said(text: string | Uint8Array): unknown {
  const { detail, fields } = refusal(text);
  return [detail?.en, ...fields.map(({ pointer, rule }) => `${rule} at ${pointer}`)];
}

const forbidden = new Set(['__proto__', 'constructor', 'prototype']);

/** JSON values as a careful client writes them: numbers exact, keys harmless, texts without half pairs. */
const exactNumber = fc.oneof(
  fc.maxSafeInteger().map((value) => (value === 0 ? 0 : value)),
  fc
    .tuple(fc.integer({ min: -99_999_999, max: 99_999_999 }), fc.integer({ min: -6, max: 6 }))
    .map(([digits, exponent]) => {
      const value = Number(`${digits}e${exponent}`);
      return Object.is(value, -0) ? 0 : value;
    }),
);
const text = fc.string({ unit: 'binary' });
const { value: jsonValue } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 6, depthSize: 'small' },
    fc.constantFrom(null, true, false),
    exactNumber,
    text,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(
      text.filter((key) => !forbidden.has(key)),
      tie('value'),
      { maxKeys: 5, noNullPrototype: true },
    ),
  ),
}));

describe('the strict JSON reader', () => {
  it('reads every value that JSON.stringify writes, as JSON.parse does', () => {
    fc.assert(
      fc.property(jsonValue, fc.constantFrom('', ' ', '\t', '  '), (value, indent) => {
        const written = JSON.stringify(value, null, indent);
        expect(read(written)).toEqual(JSON.parse(written));
      }),
      { numRuns: 500 },
    );
  });

  it('never accepts what JSON.parse refuses, and otherwise gives the same value, for texts near JSON', () => {
    const nearJson = fc
      .tuple(
        jsonValue,
        fc.nat(),
        fc.constantFrom('', ',', '"', '\\', '{', ']', '0', '-', 'e', '\u0001', ' ', '\\u', ':'),
      )
      .map(([value, place, noise]) => {
        const written = JSON.stringify(value);
        const at = place % (written.length + 1);
        return written.slice(0, at) + noise + written.slice(at + (place % 2));
      })
      .filter((candidate) => Buffer.from(candidate).toString() === candidate);
    fc.assert(
      fc.property(nearJson, (candidate) => {
        let value: unknown;
        try {
          value = read(candidate);
        } catch (error) {
          expect(error).toBeInstanceOf(GatewayError);
          return;
        }
        expect(value).toEqual(JSON.parse(candidate));
      }),
      { numRuns: 2_000 },
    );
  });

  it('never throws anything but its own refusal, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        try {
          read(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(GatewayError);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('never repeats a value in what it says', () => {
    const { message, fields, detail } = refusal('{"ssin":"85073003328","ssin":"85073003328"}');
    expect(JSON.stringify({ message, fields, detail })).not.toContain('85073003328');
  });

  it.each([
    ['the same key with another value', '{"niss":"A",\n "niss":"B"}', 'line 2, column 2: key given twice', '/niss'],
    ['the same key with the same value', '{"a":1,"a":1}', 'line 1, column 8: key given twice', '/a'],
    ['the same key, once escaped', '{"a":1,"\\u0061":1}', 'line 1, column 8: key given twice', '/a'],
    ['the same key deep inside', '{"x":[{},{"b":{"c":1,"c":2}}]}', 'line 1, column 22: key given twice', '/x/1/b/c'],
  ])('B3 refuses %s', (_what, body, detail, pointer) => {
    expect(said(body)).toEqual([detail, `duplicate-key at ${pointer}`]);
  });

  it.each([
    '{"__proto__":{"admin":true}}',
    '{"a":{"constructor":{"prototype":{}}}}',
    '{"\\u005f_proto__":1}',
    '[{"prototype":1}]',
  ])('B4 refuses the prototype key in %s', (body) => {
    expect(refusal(body).fields[0]?.rule).toBe('unknown-field');
  });

  it.each([
    '12345678901234567890',
    '9007199254740992',
    '-9007199254740992',
    '1e400',
    '1'.repeat(400),
    '-1e400',
    '-0',
    '-0.0',
    '-0e1',
    '1e-400',
    '0.1234567890123456789',
    '1.23456789012345e-310',
  ])('B9 refuses the inexact number %s', (body) => {
    expect(said(`{"n":${body}}`)).toEqual([
      'line 1, column 6: number outside the exact range: send it as text',
      'inexact-number at /n',
    ]);
  });

  it.each(['NaN', 'Infinity', '-Infinity', '+1', '01', '1.', '.5', '0x10', '1e', '- 1', 'undefined'])(
    'B9 refuses %s, which is no JSON number',
    (body) => {
      expect(refusal(`{"n":${body}}`).fields).toEqual([]);
    },
  );

  it.each([
    ['0', 0],
    ['9007199254740991', 9007199254740991],
    ['1.0', 1],
    ['12.50', 12.5],
    ['1e2', 100],
    ['0.000', 0],
    ['0e5', 0],
    ['1.50000000000000000000', 1.5],
  ])('accepts the exact number %s', (body, value) => {
    expect(read(body)).toBe(value);
  });

  it('B10 refuses ten thousand levels and a mebibyte of brackets within 50 ms', async () => {
    const bodies = ['['.repeat(10_000) + ']'.repeat(10_000), '['.repeat(1_048_576), '{"a":'.repeat(10_000)];
    for (const body of bodies.map((written) => Buffer.from(written))) {
      expect(refusal(body).fields[0]?.rule).toBe('depth');
      expect(await quickest(() => refusal(body))).toBeLessThan(50);
    }
  });

  it('accepts sixty-four levels and not one more', () => {
    expect(read('['.repeat(64) + ']'.repeat(64))).toBeDefined();
    expect(said('['.repeat(65) + ']'.repeat(65))).toEqual([
      'line 1, column 65: nested levels, at most: 64',
      `depth at ${'/0'.repeat(64)}`,
    ]);
  });

  it.each([
    ['invalid UTF-8', Buffer.from([0x22, 0xc3, 0x28, 0x22]), 'this is not UTF-8'],
    ['an overlong form', Buffer.from([0x22, 0xc0, 0xaf, 0x22]), 'this is not UTF-8'],
    ['a surrogate in UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 'this is not UTF-8'],
    ['UTF-16 with a byte order mark', Buffer.from('\ufeff{"a":1}', 'utf16le'), 'this is not UTF-8'],
    ['UTF-16 without one', Buffer.from('{"a":1}', 'utf16le'), 'line 1, column 2: unexpected character'],
    ['a UTF-8 byte order mark', Buffer.from('\ufeff{"a":1}'), 'line 1, column 1: byte order mark at the start'],
  ])('B12 refuses %s', (_what, body, detail) => {
    expect(said(body)).toEqual([detail]);
  });

  it.each(['"\\ud800"', '"\\udc00"', '"\\ud800\\ud800"', '"\\ud800x"', '"\\ud83d\\n"'])(
    'B12 refuses half a surrogate pair: %s',
    (body) => {
      expect(refusal(`{"a":${body}}`).fields).toEqual([{ pointer: '/a', rule: 'characters' }]);
    },
  );

  it('accepts a whole surrogate pair, escaped or not', () => {
    expect(read('["\\ud83d\\ude00","😀"]')).toEqual(['😀', '😀']);
  });

  it.each([
    ['', 'line 1, column 1: empty body'],
    [' \r\n', 'line 2, column 1: empty body'],
    ['{"a":1} x', 'line 1, column 9: text after the value'],
    ['{"a":1}{"b":2}', 'line 1, column 8: text after the value'],
    ['{"a":1,}', 'line 1, column 8: unexpected character'],
    ['[1,]', 'line 1, column 4: unexpected character'],
    ["{'a':1}", 'line 1, column 2: unexpected character'],
    ['{"a" 1}', 'line 1, column 6: unexpected character'],
    ['{"a":tru}', 'line 1, column 6: unexpected character'],
    ['{"a":"b', 'line 1, column 8: the text ends too early'],
    ['{"a":', 'line 1, column 6: the text ends too early'],
    ['"a\u0001b"', 'line 1, column 3: control character in a text'],
    ['"a\nb"', 'line 1, column 3: control character in a text'],
    ['"\\x41"', 'line 1, column 2: escape that is not valid'],
    ['"\\u00g1"', 'line 1, column 2: escape that is not valid'],
    ['\u00a0{}', 'line 1, column 1: unexpected character'],
    ['{}//', 'line 1, column 3: text after the value'],
  ])('says where %j goes wrong', (body, detail) => {
    expect(said(body)).toEqual([detail]);
  });

  it('says so in French and in Dutch as well', () => {
    const { detail } = refusal('{"a":1,"a":2}');
    expect(detail?.fr).toBe('ligne 1, colonne 8 : clé donnée deux fois');
    expect(detail?.nl).toBe('regel 1, kolom 8: sleutel tweemaal gegeven');
  });

  it('cuts a pointer whose keys would fill the answer', () => {
    const [field] = refusal(`{"${'k'.repeat(5_000)}":{"a":1,"a":2}}`).fields;
    expect(field?.pointer).toHaveLength(200);
  });
});

describe('a large body', () => {
  const large = (text: string): Buffer => Buffer.from(text.padEnd(300_000));
  const codeOf = (bytes: Buffer): string => {
    try {
      readStrictJson(bytes);
      return 'read';
    } catch (error) {
      return (error as GatewayError).code;
    }
  };

  it('is read when it has its size from a text, in lines too', () => {
    const file = `${'A'.repeat(76)}\r\n`.repeat(100_000);
    expect(readStrictJson(Buffer.from(JSON.stringify({ file })))).toEqual({ file });
  });

  it.each([
    ['values', `[${'1,'.repeat(150_000)}1]`],
    ['keys', `{${Array.from({ length: 40_000 }, (_, n) => `"k${n}":1`).join()}}`],
    ['escapes', `"${'\\n'.repeat(400_001)}"`],
  ])('is not when it has it from many %s', (_what, text) => {
    expect(codeOf(large(text))).toBe('malformed-json');
  });

  it('of a message may have as many values as it has room for', () => {
    expect(readStrictJson(Buffer.from(`[${'1,'.repeat(131_000)}1]`))).toHaveLength(131_001);
  });

  it.each([
    ['a number without end', '1'.repeat(12_000_000)],
    ['a fraction without end', `0.${'1'.repeat(12_000_000)}`],
    ['line ends before a fault', `${'\n'.repeat(12_000_000)}x`],
    ['a text that is not closed', `"\\n${'A'.repeat(12_000_000)}`],
  ])('with %s takes no longer than reading as many characters in a text does', (_what, text) => {
    const timed = (given: string): number => {
      const bytes = Buffer.from(given);
      const start = performance.now();
      codeOf(bytes);
      return performance.now() - start;
    };
    const plain = timed(`"${'A'.repeat(text.length)}"`);
    expect(timed(text)).toBeLessThan(40 * plain + 200);
  });
});
