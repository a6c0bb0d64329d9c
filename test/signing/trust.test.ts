import type { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseCertificate, trustedCertificate } from '../../src/signing/trust.ts';
import { byAuthority, cast, NOW, peer, pinned } from './cast.ts';
import { daysFrom, makeIdentity } from './identities.ts';
import { signedEnvelope } from './outside-signer.ts';
import { verdictOn } from './verdict.ts';

const asToken = (certificate: X509Certificate): string => certificate.raw.toString('base64');

describe('a certificate from a message', () => {
  it('says nothing when nobody is trusted', () => {
    expect(trustedCertificate(peer.certificate, { pinned: [], authorities: [] }, NOW)).toBe('other-certificate');
  });

  it('is not trusted because a pinned one exists', () => {
    expect(trustedCertificate(cast.attacker.certificate, pinned(peer), NOW)).toBe('other-certificate');
    expect(trustedCertificate(undefined, pinned(peer), NOW)).toBe(peer.certificate);
  });

  it('is out of date when its authority is', () => {
    const [lastYear, yesterday] = [daysFrom(NOW, -365), daysFrom(NOW, -1)];
    const authority = makeIdentity({ name: 'Old CA', authority: true, from: lastYear, until: yesterday });
    const { certificate } = makeIdentity({
      name: 'BCSS signing',
      issuer: authority,
      key: peer.privateKey,
      from: lastYear,
      until: daysFrom(NOW, 9),
    });
    const trust = { pinned: [], authorities: [authority.certificate] };
    expect(trustedCertificate(certificate, trust, daysFrom(NOW, -2))).toBe(certificate);
    expect(trustedCertificate(certificate, trust, NOW)).toBe('certificate-out-of-date');
  });

  it('is not issued by a certificate that is no authority, whatever the configuration calls it', () => {
    const leaf = makeIdentity({ name: 'Leaf', key: peer.privateKey, from: daysFrom(NOW, -9), until: daysFrom(NOW, 9) });
    const issued = makeIdentity({
      name: 'X',
      issuer: leaf,
      key: peer.privateKey,
      from: daysFrom(NOW, -9),
      until: daysFrom(NOW, 9),
    });
    const trust = { pinned: [], authorities: [leaf.certificate] };
    expect(trustedCertificate(issued.certificate, trust, NOW)).toBe('other-certificate');
  });

  it('is valid up to its last second', () => {
    const { validFrom, validTo } = peer.certificate;
    const at = (time: string, ms: number): unknown =>
      trustedCertificate(peer.certificate, pinned(peer), new Date(Date.parse(time) + ms));
    expect(at(validFrom, 0)).toBe(peer.certificate);
    expect(at(validFrom, -1)).toBe('certificate-out-of-date');
    expect(at(validTo, 0)).toBe(peer.certificate);
    expect(at(validTo, 1)).toBe('certificate-out-of-date');
  });
});

describe('a token', () => {
  it.each(['', 'AAAA', 'not base64', Buffer.alloc(100_000).toString('base64')])('%.10j is no certificate', (base64) => {
    expect(parseCertificate(base64)).toBeUndefined();
  });

  it('may be folded into lines', () => {
    const folded = asToken(peer.certificate).replaceAll(/.{64}/g, '$&\r\n');
    expect(parseCertificate(folded)?.fingerprint256).toBe(peer.certificate.fingerprint256);
  });

  it('seen before is judged anew each time', () => {
    const envelope = signedEnvelope({ signer: peer });
    expect(verdictOn(envelope, byAuthority)).toBe('accepted');
    expect(verdictOn(envelope, pinned(cast.successor))).toBe('signature: other-certificate');
    expect(verdictOn(envelope, byAuthority, daysFrom(NOW, 400))).toBe('signature: certificate-out-of-date');
  });

  it('that is not signed can be exchanged, and gains nothing', () => {
    const envelope = signedEnvelope({ signer: peer, references: ['body-1', 'ts-1'] });
    const exchanged = (by: string): string => envelope.replace(asToken(peer.certificate), by);
    expect(verdictOn(envelope, byAuthority)).toBe('accepted');
    expect(verdictOn(exchanged(asToken(cast.attacker.certificate)), byAuthority)).toBe('signature: other-certificate');
    expect(verdictOn(exchanged(asToken(cast.shortKey.certificate)), byAuthority)).toBe('signature: key-size');
    for (const trust of [byAuthority, pinned(peer)]) {
      expect(verdictOn(exchanged('AAAA'), trust)).toBe('signature: no-certificate');
    }
  });
});
