import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalise } from '../../src/xml/canonical.ts';
import { parseXml } from '../../src/xml/parse.ts';
import { childElements, type XmlElement } from '../../src/xml/tree.ts';
import { byLibxml2, byXmlCrypto, byXmllint, xmllint } from './other-canonicalisers.ts';
import { anyDocument, plainDocument } from './random-xml.ts';

/** Walks down into a random element; the same place as an XPath. */
function placeIn(root: XmlElement, turns: readonly number[]): { readonly element: XmlElement; readonly xpath: string } {
  let [element, xpath] = [root, '/*'];
  for (const turn of turns) {
    const children = childElements(element);
    const child = children[turn % Math.max(1, children.length)];
    if (child === undefined) break;
    xpath += `/*[${children.indexOf(child) + 1}]`;
    element = child;
  }
  return { element, xpath };
}

describe('the canonical form of any document', () => {
  it('is that of libxml2', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        expect(canonicalise(parseXml(document))).toBe(byLibxml2(document));
      }),
      { numRuns: 1_500 },
    );
  });

  it('of any element in it, with any inclusive prefixes, is that of libxml2', () => {
    const turns = fc.array(fc.nat(3), { maxLength: 4 });
    const prefixes = fc.subarray(['#default', 'a', 'b', 'A', 'é', 'xml', 'nowhere']);
    fc.assert(
      fc.property(anyDocument, turns, prefixes, (document, path, inclusive) => {
        const { element, xpath } = placeIn(parseXml(document), path);
        expect(canonicalise(element, inclusive)).toBe(byLibxml2(document, xpath, inclusive));
      }),
      { numRuns: 1_500 },
    );
  });

  it('is that of xml-crypto', () => {
    // Within its reach: it sorts names as a dictionary would, and xmldom under it takes two characters for line ends.
    const documents = plainDocument.map((document) => document.replaceAll(/[\u0085\u2028]/gu, '_'));
    fc.assert(
      fc.property(documents, (document) => {
        expect(canonicalise(parseXml(document))).toBe(byXmlCrypto(document));
      }),
      { numRuns: 500 },
    );
  });

  it.skipIf(!xmllint)('is that of xmllint', () => {
    const folder = mkdtempSync(join(tmpdir(), 'canonical-'));
    try {
      for (const [n, document] of fc.sample(anyDocument, 40).entries()) {
        const file = join(folder, `${n}.xml`);
        writeFileSync(file, document.replaceAll(/<!-- [xy] -->/g, ''));
        expect(canonicalise(parseXml(document))).toBe(byXmllint(file).trim());
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is a fixed point: reading it and canonicalising again changes nothing', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const canonical = canonicalise(parseXml(document));
        expect(canonicalise(parseXml(canonical))).toBe(canonical);
      }),
    );
  });
});
