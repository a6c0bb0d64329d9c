import { describe, expect, it } from 'vitest';
import { canonicalise } from '../../src/xml/canonical.ts';
import { parseXml } from '../../src/xml/parse.ts';
import { descendants, isNamed, type XmlElement } from '../../src/xml/tree.ts';
import { NS } from '../../src/xml/names.ts';
import { byAuthority, peer } from './cast.ts';
import { genuineEnvelope } from './hostile.ts';
import { signedEnvelope } from './outside-signer.ts';
import { verdictOn } from './verdict.ts';

/** What the signature is about, as one text. */
function signedContent(envelope: Uint8Array): string {
  const isSigned = (element: XmlElement): boolean =>
    isNamed(element, NS.soap, 'Body') ||
    isNamed(element, NS.wsu, 'Timestamp') ||
    isNamed(element, NS.wsse, 'BinarySecurityToken') ||
    isNamed(element, NS.ds, 'SignedInfo');
  return [...descendants(parseXml(envelope))]
    .filter(isSigned)
    .map((element) => canonicalise(element))
    .join('\n');
}

describe('a signed envelope with one byte changed', () => {
  const genuine = Buffer.from(genuineEnvelope());
  const content = signedContent(genuine);

  /** Each byte with its lowest bit flipped, its case changed, made a space, and made a character of markup. */
  it.each([
    ['its lowest bit flipped', (byte: number) => byte ^ 0x01],
    ['bit 5 flipped, which changes the case of letters', (byte: number) => byte ^ 0x20],
    ['made a space', () => 0x20],
    ['made a quote', () => 0x22],
    ['made a &', () => 0x26],
  ])('is refused, or says the same as before: %s', (_how, change) => {
    const accepted: number[] = [];
    for (const [at, byte] of genuine.entries()) {
      const changed = Buffer.from(genuine);
      changed[at] = change(byte);
      if (changed.equals(genuine) || verdictOn(changed) !== 'accepted') continue;
      accepted.push(at);
      expect(signedContent(changed)).toBe(content);
    }
    expect(accepted.length).toBeLessThan(genuine.length / 10);
  });
});

it('a token that is not signed is refused with any of its bytes changed', () => {
  const der = peer.certificate.raw;
  const [head, tail] = signedEnvelope({ signer: peer, references: ['body-1', 'ts-1'] }).split(der.toString('base64'));
  const verdicts = new Set<string>();
  for (const [at, byte] of der.entries()) {
    const changed = Buffer.from(der);
    changed[at] = byte ^ 0x01;
    verdicts.add(verdictOn(`${head ?? ''}${changed.toString('base64')}${tail ?? ''}`, byAuthority));
  }
  expect([...verdicts].sort()).toEqual(['signature: no-certificate', 'signature: other-certificate']);
});
