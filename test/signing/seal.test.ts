import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeSealer } from '../../src/signing/seal.ts';
import { BODY_ID, bodyElement, envelope } from '../../src/soap/write-envelope.ts';
import { canonicalise } from '../../src/xml/canonical.ts';
import { escapeText } from '../../src/xml/characters.ts';
import { parseXml } from '../../src/xml/parse.ts';
import { attributeOf, descendants, textOf, type XmlElement } from '../../src/xml/tree.ts';
import { byLibxml2 } from '../xml/other-canonicalisers.ts';
import { anyText, plainDocument } from '../xml/random-xml.ts';
import { byAuthority, cast, NOW, peer, pinned } from './cast.ts';
import { judgedByXmlCrypto, judgedByXmlsec, xmlsec } from './other-verifiers.ts';
import { verdictOn } from './verdict.ts';

const sealer = makeSealer(peer);

async function sealed(content: string): Promise<string> {
  const body = bodyElement(content);
  return envelope(body, await sealer.seal(body, BODY_ID, NOW));
}

const withText = (text: string): string => `<v2:name xmlns:v2="urn:v2">${escapeText(text)}</v2:name>`;
const elementsOf = (document: string, local: string): XmlElement[] =>
  [...descendants(parseXml(document))].filter((element) => element.local === local);

describe('what we seal', () => {
  it('is accepted by our own verification, for any text', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        const document = await sealed(withText(text));
        expect(verdictOn(document, byAuthority)).toBe('accepted');
        expect(textOf(elementsOf(document, 'name')[0]!)).toBe(text);
      }),
      { numRuns: 50 },
    );
  });

  it('is accepted by xml-crypto, and a tampered copy is not', async () => {
    const document = await sealed(withText(`Zoé & "Ölaf" ]]> \r\n\t`));
    expect(judgedByXmlCrypto(document, peer)).toBe('3/3');
    expect(judgedByXmlCrypto(document.replace('Zoé', 'Zoë'), peer)).toBe('refused');
    expect(judgedByXmlCrypto(document, cast.attacker)).toBe('refused');
  });

  it.skipIf(!xmlsec)('is accepted by xmlsec1, and a tampered copy is not', async () => {
    const document = await sealed(withText(`Zoé & "Ölaf" ]]> \r\n\t`));
    expect(judgedByXmlsec(document, peer)).toBe('3/3');
    expect(judgedByXmlsec(document.replace('Zoé', 'Zoë'), peer)).toBe('refused');
    expect(judgedByXmlsec(document.replace('10:20:00', '10:29:00'), peer)).toBe('refused');
    expect(judgedByXmlsec(document, cast.attacker)).toBe('refused');
  });

  it('is refused by us once it was tampered with', async () => {
    const document = await sealed(withText('Zoé'));
    expect(verdictOn(document.replace('Zoé', 'Zoë'))).toBe('signature: digest');
    expect(verdictOn(document, pinned(cast.successor))).toBe('signature: other-certificate');
  });

  it('has digests of the very bytes that libxml2 finds canonical, for any content', async () => {
    const anyContent = plainDocument.map((document) => canonicalise(parseXml(document)));
    await fc.assert(
      fc.asyncProperty(anyContent, async (content) => {
        const document = await sealed(content);
        for (const reference of elementsOf(document, 'Reference').filter((element) => element.prefix === 'ds')) {
          const id = attributeOf(reference, 'URI')!.slice(1);
          const canonical = byLibxml2(document, `//*[@*[local-name()='Id'] = '${id}']`);
          const [digest] = [...descendants(reference)].filter(({ local }) => local === 'DigestValue').map(textOf);
          expect(digest).toBe(createHash('sha256').update(canonical).digest('base64'));
        }
      }),
      { numRuns: 100 },
    );
  });

  it('is signed over the very bytes of SignedInfo', async () => {
    const document = await sealed(withText('x'));
    expect(document).toContain(canonicalise(elementsOf(document, 'SignedInfo')[0]!));
    expect(document).toContain(canonicalise(elementsOf(document, 'Body')[0]!));
  });

  it('is canonical even when the content binds the prefixes of the envelope again', async () => {
    const rebound = [
      '<soapenv:x xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"></soapenv:x>',
      '<wsu:x xmlns:wsu="urn:other"></wsu:x>',
    ];
    for (const content of rebound) {
      const document = await sealed(content);
      expect(judgedByXmlCrypto(document, peer)).toBe('3/3');
      expect(verdictOn(document)).toBe('accepted');
    }
  });

  it('lives five minutes from the moment it was given', async () => {
    const document = await sealed(withText('x'));
    expect(['Created', 'Expires'].map((name) => textOf(elementsOf(document, name)[0]!))).toEqual([
      '2026-11-23T10:15:00.000Z',
      '2026-11-23T10:20:00.000Z',
    ]);
  });

  it('never uses one Id twice', async () => {
    const document = await sealed(withText('x'));
    const ids = [...descendants(parseXml(document))].flatMap(({ attributes }) =>
      attributes.filter(({ local }) => local === 'Id').map(({ value }) => value),
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(3);
  });
});
