import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseXml, type XmlDefect, XmlRefused } from '../../src/xml/parse.ts';

const FOLDER = new URL('../../fixtures/hostile/replies/', import.meta.url);

function defectOf(source: Uint8Array | string): XmlDefect | 'accepted' {
  try {
    parseXml(source);
    return 'accepted';
  } catch (error) {
    if (error instanceof XmlRefused) return error.defect;
    throw error;
  }
}

const FIXTURES: Readonly<Record<string, XmlDefect>> = {
  'billion-laughs': 'doctype',
  'comment-in-a-value': 'comment',
  'cut-inside-a-value': 'form',
  'doctype-after-byte-order-mark': 'doctype',
  'duplicate-attribute': 'form',
  'external-entity': 'doctype',
  'latin-1-declared': 'encoding',
  'latin-1-declared-as-utf-8': 'encoding',
  'lone-surrogate-reference': 'form',
  noncharacter: 'form',
  'nul-character-reference': 'form',
  'one-attribute-under-two-prefixes': 'form',
  'parameter-entity-over-http': 'doctype',
  'processing-instruction-before-the-root': 'processing-instruction',
  'processing-instruction-in-a-value': 'processing-instruction',
  'text-after-the-root': 'form',
  'two-roots': 'form',
  'undeclared-prefix': 'form',
  'utf-16': 'encoding',
  'utf-7-declared': 'encoding',
  'xml-1.1': 'form',
};

describe('each fixture in hostile/replies is refused for what it is named after', () => {
  it.each(Object.entries(FIXTURES))('%s: %s', (name, defect) => {
    expect(defectOf(readFileSync(new URL(`${name}.xml`, FOLDER)))).toBe(defect);
  });

  it('and there is no fixture that nobody looks at', () => {
    const files = readdirSync(FOLDER).map((file) => file.replace(/\.xml$/, ''));
    expect(files.sort()).toEqual([...Object.keys(FIXTURES), 'sound'].sort());
  });
});

describe('a reply cut anywhere is refused', () => {
  const sound = readFileSync(new URL('sound.xml', FOLDER));
  const rootEnds = sound.lastIndexOf('>') + 1;

  it('at every byte before the end of the root', () => {
    const accepted = Array.from({ length: rootEnds }, (_, length) => length).filter(
      (length) => defectOf(sound.subarray(0, length)) === 'accepted',
    );
    expect(accepted).toEqual([]);
  });

  it('and the same reply whole is not', () => {
    expect(defectOf(sound.subarray(0, rootEnds))).toBe('accepted');
  });
});

const X = 'http://www.w3.org/XML/1998/namespace';
const XMLNS = 'http://www.w3.org/2000/xmlns/';

/** Grouped by what is wrong. Those that saxes alone would let through are marked: they are why the parser looks again. */
const REFUSED: Readonly<Record<string, readonly [document: string, defect?: XmlDefect][]>> = {
  'no element': [[''], [' \n'], ['text'], ['<!-- only this -->'], ['<?xml version="1.0"?>']],
  'something beside the root': [
    ['<a/>x'],
    ['x<a/>'],
    ['<a/><b/>'],
    ['<a/></a>'],
    ['<a/>&#32;'],
    ['&#32;<a/>'],
    ['<a/><![CDATA[]]>'],
    ['<![CDATA[]]><a/>'],
    ['\u00a0<a/>'],
    ['\ufeff\ufeff<a/>'], // saxes: accepted
  ],
  'a doctype': [
    ['<!DOCTYPE a><a/>', 'doctype'],
    ['<!-- x --><!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>', 'doctype'],
    ['<?xml version="1.0"?>\n<!DOCTYPE a [<!ELEMENT a ANY> <!-- ]> --> ]><a/>', 'doctype'],
    ['<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>', 'doctype'],
    ['<!DOCTYPE a [<!ENTITY % p SYSTEM "file:///etc/hostname">%p;]><a/>', 'doctype'],
    ['<!DOCTYPE a><!DOCTYPE a><a/>', 'doctype'],
    ['<a><!DOCTYPE a></a>'],
    ['<a/><!DOCTYPE a>'],
    ['<!doctype a><a/>'],
    ['<!DOCTYPE a'],
  ],
  'a processing instruction': [
    ['<?p?><a/>', 'processing-instruction'],
    ['<?xml version="1.0"?><?p q?><a/>', 'processing-instruction'],
    ['<a><?p not-?>admin</a>', 'processing-instruction'],
    ['<a/><?p?>', 'processing-instruction'],
    ['<a><?xml version="1.0"?></a>'],
    [' <?xml version="1.0"?><a/>'],
    ['<?XML version="1.0"?><a/>'],
    ['<??><a/>'],
  ],
  'a comment inside, or a bad one outside': [
    ['<a><!----></a>', 'comment'],
    ['<a><b/><!-- x --></a>', 'comment'],
    ['<!-- a -- b --><a/>'],
    ['<!--a---><a/>'],
    ['<!--><a/>-->'],
    ['<!-- <a/>'],
  ],
  'a bad declaration': [
    ['<?xml?><a/>'],
    ['<?xml version="1.1"?><a/>'],
    ['<?xml version="1.2"?><a/>'],
    ['<?xml version="2.0"?><a/>'],
    ['<?xml encoding="UTF-8"?><a/>'],
    ['<?xml version="1.0"encoding="UTF-8"?><a/>'],
    ['<?xml encoding="UTF-8" version="1.0"?><a/>'],
    ['<?xml version="1.0" standalone="maybe"?><a/>'],
    ['<?xml version="1.0" encoding="UTF-16"?><a/>', 'encoding'],
    ['<?xml version="1.0" encoding="ISO-8859-1"?><a/>', 'encoding'],
    ['<?xml version="1.0"?><?xml version="1.0"?><a/>'],
  ],
  'a bad tag': [
    ['<a>'],
    ['<a></b>'],
    ['<a><b></a></b>'],
    ['</a>'],
    ['<a></a b="1">'],
    ['<a></ a>'],
    ['<a></>'],
    ['< a/>'],
    ['<a/ >'],
    ['<1a/>'],
    ['<-a/>'],
    ['<a\u00a0b="1"/>'],
    ['<a\u0085b="1"/>'],
    ['<a<b/>'],
  ],
  'a bad attribute': [
    ['<a b/>'],
    ['<a b=1/>'],
    ['<a b="1"c="2"/>'],
    ['<a b="1/>'],
    ['<a b="<"/>'],
    ['<a b="1" b="1"/>'],
    ['<a ="1"/>'],
    ['<a 1b="1"/>'],
    ['<a b=“1”/>'],
    ['<a xmlns:p="u" xmlns:q="u" p:b="1" q:b="2"/>'],
    ['<a xmlns:p="u" xmlns:p="v"/>'],
    ['<a xmlns="u" xmlns="u"/>'],
  ],
  'a bad reference': [
    ['<a>&</a>'],
    ['<a>& b</a>'],
    ['<a>&;</a>'],
    ['<a>&lt</a>'],
    ['<a>&nbsp;</a>'],
    ['<a>&LT;</a>'],
    ['<a>&constructor;</a>'],
    ['<a>&__proto__;</a>'],
    ['<a>&#;</a>'],
    ['<a>&#x;</a>'],
    ['<a>&#X41;</a>'],
    ['<a>&#-1;</a>'],
    ['<a>&# 65;</a>'],
    ['<a>&#0;</a>'],
    ['<a>&#x0;</a>'],
    ['<a>&#8;</a>'],
    ['<a>&#x1F;</a>'],
    ['<a>&#xFFFE;</a>'],
    ['<a>&#xD83D;&#xDE00;</a>'],
    ['<a>&#1114112;</a>'],
    ['<a b="&#0;"/>'],
  ],
  'a character that XML does not have': [
    ['<a>\u0000</a>'],
    ['<a>\u0008</a>'],
    ['<a>\u000b</a>'],
    ['<a>\u001b</a>'],
    ['<a>\ufffe</a>'],
    ['<a>\uffff</a>'],
    ['<a b="\u0001"/>'],
    ['<a><![CDATA[\u0001]]></a>'],
    ['<!--\u0001--><a/>'],
    ['<a>\udc00</a>'],
    ['<a>\ud800</a>'],
    ['<a>\ud800<b>x</a>'], // saxes: the surrogate swallows the tag
    ['<a b="\ud800"/>"/>'], // saxes: and here the quote
  ],
  ']]> in text': [['<a>]]></a>'], ['<a>x]]]></a>'], ['<a><b/>]]></a>']],
  'a name with a colon out of place': [
    ['<a:/>'],
    ['<:a/>'],
    ['<a:b:c xmlns:a="u"/>'],
    ['<a :b="1"/>'],
    ['<a:1 xmlns:a="u"/>'], // saxes: accepted
    ['<a:-b xmlns:a="u"/>'], // saxes: accepted
    ['<a xmlns:p="u" p:.b="1"/>'], // saxes: accepted
    ['<a xmlns:1p="u"/>'], // saxes: accepted
    ['<a:\u0300 xmlns:a="u"/>'], // saxes: accepted
  ],
  'a namespace that is not declared, or not to be declared': [
    ['<p:a/>'],
    ['<a p:b="1"/>'],
    ['<a><p:b xmlns:p="u"/><p:c/></a>'],
    ['<p:a xmlns:p=""/>'],
    ['<a xmlns:p="u"><p:b xmlns:p=""/></a>'],
    [`<a xmlns:xml="urn:x"/>`],
    [`<a xmlns:p="${X}"/>`],
    [`<a xmlns="${X}"/>`],
    [`<a xmlns:xmlns="${XMLNS}"/>`],
    [`<a xmlns:xmlns="u"/>`],
    [`<a xmlns:p="${XMLNS}"/>`],
    [`<a xmlns="${XMLNS}"/>`],
    ['<xmlns:a/>'],
    ['<p:a xmlns:p=" urn:x"/>'], // saxes: accepted, and resolved as if the space were not there
    ['<a xmlns="urn:x&#10;"/>'], // saxes: the same
    ['<a xmlns=" "/>'], // saxes: the same
    [`<a xmlns:xml=" ${X}"/>`], // saxes: the same
    ['<a xmlns="urn:\u00a0x"/>'],
  ],
};

describe.each(Object.entries(REFUSED))('the parser refuses %s', (_group, cases) => {
  it.each(cases)('%j', (document, defect = 'form') => {
    expect(defectOf(document)).toBe(defect);
  });
});

describe('the encoding is UTF-8', () => {
  it.each([
    ['a continuation byte alone', '3c613e803c2f613e'],
    ['an overlong slash', '3c613ec0af3c2f613e'],
    ['an overlong NUL', '3c613ec0803c2f613e'],
    ['a surrogate encoded in three bytes', '3c613eeda0803c2f613e'],
    ['a code point beyond U+10FFFF', '3c613ef49080803c2f613e'],
    ['a character cut in two by the end', '3c612f3ee2'],
    ['UTF-16 with its mark', 'fffe3c0061002f003e00'],
    ['UTF-32 with its mark', '0000feff0000003c'],
  ])('%s is refused', (_what, hex) => {
    expect(defectOf(Buffer.from(hex, 'hex'))).toBe('encoding');
  });

  it('UTF-16 without its mark is full of NULs, and refused for them', () => {
    expect(defectOf(Buffer.from('<a/>', 'utf16le'))).toBe('form');
  });

  it('a second byte order mark is refused', () => {
    expect(defectOf(Buffer.from('\ufeff\ufeff<a/>'))).toBe('form');
  });
});

it('a refusal says which defect and where, and nothing of the content', () => {
  const secret = '04021000188';
  for (const document of [
    `<a>\n<ssin>${secret}</ssn></a>`,
    `<a>\n&s${secret};</a>`,
    `<a ${secret}="1"/>`,
    `<a>\n<?p ${secret}?></a>`,
  ]) {
    expect(() => parseXml(document)).toThrow(/^XML refused: [a-z-]+ at line [12], column \d+$/);
  }
});
