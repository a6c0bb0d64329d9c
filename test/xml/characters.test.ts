import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeAttribute, escapeText, isXmlText } from '../../src/xml/characters.ts';
import { parseXml } from '../../src/xml/parse.ts';
import { attributeOf, textOf } from '../../src/xml/tree.ts';

const anyUnits = fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)) });

describe('text that XML can carry', () => {
  it('is all but control characters, two noncharacters and lone surrogates', () => {
    const refused = Array.from({ length: 0x10000 }, (_, unit) => unit).filter(
      (unit) => !isXmlText(String.fromCharCode(unit)),
    );
    const controls = Array.from({ length: 0x20 }, (_, unit) => unit).filter((unit) => ![0x9, 0xa, 0xd].includes(unit));
    const surrogates = Array.from({ length: 0x800 }, (_, n) => 0xd800 + n);
    expect(refused).toEqual([...controls, ...surrogates, 0xfffe, 0xffff]);
    expect(isXmlText('\u{10000}\u{10ffff}')).toBe(true);
    expect(isXmlText('\ude00\ud83d')).toBe(false);
  });

  it('arrives as it left, in text and in attributes', () => {
    fc.assert(
      fc.property(anyUnits.filter(isXmlText), (text) => {
        const root = parseXml(`<a b="${escapeAttribute(text)}">${escapeText(text)}</a>`);
        expect(textOf(root)).toBe(text);
        expect(attributeOf(root, 'b')).toBe(text);
      }),
    );
  });

  it('and all other text is refused by the parser as well, so that the two can never disagree', () => {
    fc.assert(
      fc.property(anyUnits, (text) => {
        fc.pre(!isXmlText(text));
        expect(() => parseXml(`<a>${escapeText(text)}</a>`)).toThrow('form');
      }),
    );
  });
});
