import { describe, expect, it } from 'vitest';
import { byAuthority, peer, pinned } from './cast.ts';
import { judgedByXmlCrypto, judgedByXmlsec, signedByXmlCrypto, signedByXmlsec, xmlsec } from './other-verifiers.ts';
import { signedEnvelope, type Wish } from './outside-signer.ts';
import { verdictOn } from './verdict.ts';

const SHAPES: readonly (readonly [string, Omit<Wish, 'signer'>])[] = [
  ['as we write it', {}],
  ['indented', { space: '\n  ' }],
  ['with inclusive prefixes', { inclusivePrefixes: ['wsu', 'soapenv', 'idle'] }],
  ['with ds as default namespace', { dsPrefix: '', space: '\n' }],
  [
    'with other prefixes and Ids',
    { soapPrefix: 'S', ids: { body: 'b', timestamp: 't', token: 'x' }, references: ['t', 'b', 'x'] },
  ],
  ['with the token unsigned', { references: ['body-1', 'ts-1'] }],
];

const SIGNATURE = /<(ds:)?Signature .*<\/(ds:)?Signature>/s;

describe.each(SHAPES)('an envelope %s', (_shape, wish) => {
  const ours = signedEnvelope({ signer: peer, ...wish });
  const count = wish.references?.length ?? 3;

  it('signed by xml-crypto is accepted', () => {
    const parts = ['Body', 'Timestamp', 'BinarySecurityToken'].slice(0, count);
    const signed = signedByXmlCrypto(ours.replace(SIGNATURE, ''), peer, parts, [...(wish.inclusivePrefixes ?? [])]);
    expect(verdictOn(signed)).toBe('accepted');
    expect(verdictOn(signed, byAuthority)).toBe('accepted');
    expect(verdictOn(signed.replace('NO_DATA', 'DATA_FOUND'))).toBe('signature: digest');
  });

  it.skipIf(!xmlsec)('signed by xmlsec1 is accepted', () => {
    const template = ours
      .replaceAll(/(<(?:ds:)?DigestValue>)[^<]*/g, '$1')
      .replaceAll(/(<(?:ds:)?SignatureValue>)[^<]*/g, '$1');
    const signed = signedByXmlsec(template, peer);
    expect(verdictOn(signed, pinned(peer))).toBe('accepted');
    expect(verdictOn(signed.replace('NO_DATA', 'DATA_FOUND'))).toBe('signature: digest');
  });

  it('signed by the signer of these tests is believed by xml-crypto and xmlsec1 too', () => {
    expect(judgedByXmlCrypto(ours, peer)).toBe(`${count}/${count}`);
    if (xmlsec) expect(judgedByXmlsec(ours, peer)).toBe(`${count}/${count}`);
  });
});
