import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileCheck } from '../../src/flows/validate.ts';
import { canonicalise } from '../../src/xml/canonical.ts';
import { parseXml } from '../../src/xml/parse.ts';
import { byLibxml2 } from '../xml/other-canonicalisers.ts';
import { anyOpen, anyOrder, codecOf, OPEN_SCHEMA, ORDER_SCHEMA } from './synthetic.ts';

describe.each([
  ['with everything contracts have', ORDER_SCHEMA, anyOrder],
  ['with wildcards and qualified attributes', OPEN_SCHEMA, anyOpen],
])('a message %s', (_what, schema, anyMessage) => {
  const { write, read } = codecOf(schema);

  it('is read as it was written', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        expect(read(write(message))).toEqual({ value: message, deviations: [] });
      }),
      { numRuns: 300 },
    );
  });

  it('is written in the form that libxml2 finds canonical', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        const xml = write(message);
        expect(byLibxml2(xml)).toBe(xml);
        expect(canonicalise(parseXml(xml))).toBe(xml);
      }),
      { numRuns: 300 },
    );
  });

  it('is let through by the check', () => {
    const check = compileCheck(schema);
    fc.assert(
      fc.property(anyMessage, (message) => {
        expect(check(message)).toEqual([]);
      }),
    );
  });
});

describe('text that looks like markup, or like the end of something', () => {
  const { write, read } = codecOf(ORDER_SCHEMA);

  it.each([
    ']]>',
    '-->',
    '<evil/>',
    '&x;',
    '&#60;',
    '"\'',
    '\t\n\r',
    '\r\n',
    ' ',
    '<![CDATA[',
    '{}',
    '\u2028',
    '\u{1f600}',
  ])('%j arrives equal, as element, attribute, item and text beside attributes', (text) => {
    const message = { '@id': text, id: text, amount: { currency: text, value: text }, note: [text, text] };
    expect(read(write(message)).value).toEqual(message);
  });
});
