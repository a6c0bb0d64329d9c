import fc from 'fast-check';
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

/** Documents that were in order until somebody touched them. */
export const spoilt: fc.Arbitrary<string> = fc
  .tuple(anyDocument, fc.array(edit, { minLength: 1, maxLength: 2 }))
  .map(([document, edits]) =>
    edits.reduce((text, { at, remove, insert }) => {
      const place = Math.floor((at / 10_000) * text.length);
      return text.slice(0, place) + insert + text.slice(place + remove);
    }, document),
  );
