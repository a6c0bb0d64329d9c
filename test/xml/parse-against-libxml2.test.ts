import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalise } from '../../src/xml/canonical.ts';
import { parseXml, XmlRefused } from '../../src/xml/parse.ts';
import { byLibxml2 } from './other-canonicalisers.ts';
import { anyDocument } from './random-xml.ts';

// prettier-ignore
const PIECES = [
  '<', '>', '/', '&', '"', "'", '=', '!', '?', ':', '-', '.', ' ', '\n', '\r', '\t', '1', 'a', 'é', '·', '\u0300', '\u{10000}',
  ']]>', ']]', '<![CDATA[', '<!--', '-->', '--', '<?p?>', '<?xml version="1.0"?>', '<!DOCTYPE a>',
  '&#0;', '&#x1F;', '&#65;', '&#xD800;', '&amp;', '&e;', '&#X41;', '\u0000', '\u0001', '\u007f', '\u0085', '\u00a0', '\u2028',
  '\ufeff', '\ufffe', '\uffff', '\ud800', '\udc00', 'a:', 'xmlns', ' xmlns=""', ' xmlns:a=""', ' xmlns:a="urn:1"', ' xmlns="urn:2"',
  ' xmlns:xml="http://www.w3.org/XML/1998/namespace"', ' xmlns:xmlns="urn:1"', ' xml:lang="fr"', '<a>', '</a>', '<a/>', ' b="1"',
];

/** Cuts, inserts or repeats something somewhere. */
const edit = fc.record({
  at: fc.noBias(fc.integer({ min: 0, max: 10_000 })),
  remove: fc.constantFrom(0, 0, 0, 1, 5),
  insert: fc.constantFrom('', ...PIECES),
});

const spoilt = fc.tuple(anyDocument, fc.array(edit, { minLength: 1, maxLength: 2 })).map(([document, edits]) =>
  edits.reduce((text, { at, remove, insert }) => {
    const place = Math.floor((at / 10_000) * text.length);
    return text.slice(0, place) + insert + text.slice(place + remove);
  }, document),
);

function accepted(document: string): string | undefined {
  try {
    return canonicalise(parseXml(document));
  } catch (error) {
    // Nothing but a refusal may come out, whatever goes in.
    if (error instanceof XmlRefused) return undefined;
    throw error;
  }
}

it('what the parser still accepts of a spoilt document, libxml2 accepts and understands in the same way', () => {
  let agreed = 0;
  fc.assert(
    fc.property(spoilt, (document) => {
      const ours = accepted(document);
      // libxml2 writes an ampersand in a namespace name without its escape.
      if (ours === undefined || / xmlns[^"]*"[^"]*&amp;/.test(ours)) return;
      let theirs: string;
      try {
        theirs = byLibxml2(document);
      } catch (error) {
        // What a namespace name is made of is no matter of XML; libxml2 has opinions.
        if (String(error).includes('not a valid URI') || String(error).includes('Failed to canonicalize')) return;
        throw error;
      }
      expect(ours).toBe(theirs);
      agreed += 1;
    }),
    { numRuns: 6_000 },
  );
  expect(agreed).toBeGreaterThan(300);
});
