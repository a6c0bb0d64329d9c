import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byOurs, bySaxes } from './by-saxes.ts';
import { anyDocument } from './random-xml.ts';
import { spoilt } from './spoilt-xml.ts';

const FIXTURES = new URL('../../fixtures/', import.meta.url);
const FILES = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' }).filter((file) =>
  /\.(xml|xsd|wsdl)$/.test(file),
);

describe('the scanner and saxes, which reads every character in another way, agree', () => {
  it(`on all fixtures`, () => {
    expect(FILES.length).toBeGreaterThan(100);
    for (const file of FILES) {
      const document = readFileSync(new URL(file, FIXTURES));
      expect(byOurs(document), file).toEqual(bySaxes(document));
    }
  });

  it('on documents in every spelling', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const ours = byOurs(document);
        expect(ours).toBeDefined();
        expect(ours).toEqual(bySaxes(document));
      }),
      { numRuns: 300 },
    );
  });

  it('on documents that were spoilt', () => {
    fc.assert(
      fc.property(spoilt, (document) => {
        expect(byOurs(document)).toEqual(bySaxes(document));
        expect(byOurs(Buffer.from(document))).toEqual(bySaxes(Buffer.from(document)));
      }),
      { numRuns: 3_000 },
    );
  });
});
