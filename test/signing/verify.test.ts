import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { securityHeader, verifyEnvelope } from '../../src/signing/verify.ts';
import { readEnvelope } from '../../src/soap/read-envelope.ts';
import { parseXml } from '../../src/xml/parse.ts';
import { byAuthority, cast, NOW, peer, pinned } from './cast.ts';
import { signedEnvelope } from './outside-signer.ts';
import { verdictOn } from './verdict.ts';

describe('an honest signature is accepted', () => {
  it('and the certificate that made it is named', () => {
    const parts = readEnvelope(parseXml(signedEnvelope({ signer: peer })));
    const by = verifyEnvelope(parts, { trust: byAuthority, now: NOW, clockSkewMs: 0 });
    expect(by.fingerprint256).toBe(peer.certificate.fingerprint256);
  });

  it('in every shape that means the same', () => {
    const ids = fc.constantFrom(
      { body: 'body-1', timestamp: 'ts-1', token: 'token-1' },
      { body: 'id-4F2A', timestamp: '_0', token: 'X509-é' },
    );
    const shapes = fc.record({
      ids,
      signed: fc.constantFrom('body timestamp', 'timestamp body', 'body timestamp token', 'token body timestamp'),
      soapPrefix: fc.constantFrom('soapenv', 'S', 'env'),
      dsPrefix: fc.constantFrom('ds', '', 'sig'),
      space: fc.constantFrom('', '\n  ', '\r\n\t'),
      inclusivePrefixes: fc.subarray(['wsu', 'idle', '#default', 'v2', 'soapenv', 'nowhere']),
      digest: fc.constantFrom(
        'http://www.w3.org/2001/04/xmlenc#sha256',
        'http://www.w3.org/2001/04/xmldsig-more#sha384',
        'http://www.w3.org/2001/04/xmlenc#sha512',
      ),
      signature: fc.constantFrom(
        'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
        'http://www.w3.org/2001/04/xmldsig-more#rsa-sha384',
        'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
      ),
    });
    fc.assert(
      fc.property(shapes, ({ signed, ...shape }) => {
        const references = signed.split(' ').map((part) => shape.ids[part as keyof typeof shape.ids]);
        expect(verdictOn(signedEnvelope({ signer: peer, references, ...shape }))).toBe('accepted');
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    ['pinned, and in the token', peer, pinned(peer)],
    ['the second of two pinned, and in the token', cast.successor, pinned(peer, cast.successor)],
    ['issued by the authority of this environment', peer, byAuthority],
    ['pinned by name, although made for TLS', cast.tlsServer, pinned(cast.tlsServer)],
  ])('by a certificate that is %s', (_how, signer, trust) => {
    expect(verdictOn(signedEnvelope({ signer }), trust)).toBe('accepted');
  });

  it('without a token, where one certificate is pinned', () => {
    const envelope = signedEnvelope({ signer: peer, token: 'none', references: ['body-1', 'ts-1'] });
    expect(verdictOn(envelope)).toBe('accepted');
  });

  it.each([
    ['a plain Id that repeats', '<r Id="x"><a Id="x"/></r>'],
    ['business elements that share an Id', '<r xmlns="urn:r"><a id="7"/><a id="7"/><a ID="7"/></r>'],
  ])('with attributes called Id in the business data: %s', (_what, content) => {
    expect(verdictOn(signedEnvelope({ signer: peer, content }))).toBe('accepted');
  });

  it('with up to 64 inclusive prefixes', () => {
    const prefixes = (count: number): string[] => Array.from({ length: count }, (_, n) => `p${n}`);
    expect(verdictOn(signedEnvelope({ signer: peer, inclusivePrefixes: prefixes(64) }))).toBe('accepted');
    expect(verdictOn(signedEnvelope({ signer: peer, inclusivePrefixes: prefixes(65) }))).toBe('signature: transform');
  });

  it('addressed to us as the next actor', () => {
    const next = ' soapenv:actor="http://schemas.xmlsoap.org/soap/actor/next"';
    expect(verdictOn(signedEnvelope({ signer: peer, securityAttributes: next }))).toBe('accepted');
  });
});

describe('the Timestamp and the two clocks', () => {
  const at = (offsetMs: number): Date => new Date(NOW.getTime() + offsetMs);
  const sent = (created: number, expires: number): string =>
    signedEnvelope({ signer: peer, created: at(created), expires: at(expires) });
  const minute = 60_000;

  it.each([
    ['valid now', -minute, minute, 'accepted'],
    ['exactly from now on', 0, minute, 'accepted'],
    ['expired by less than the skew', -10 * minute, -5 * minute, 'accepted'],
    ['expired by more than the skew', -10 * minute, -5 * minute - 1, 'signature: timestamp-out-of-time'],
    ['in the future by less than the skew', 5 * minute, 10 * minute, 'accepted'],
    ['in the future by more than the skew', 5 * minute + 1, 10 * minute, 'signature: timestamp-out-of-time'],
    ['of no duration', 0, 0, 'accepted'],
    ['created after it expires', minute, -minute, 'signature: timestamp-out-of-time'],
  ])('%s', (_what, created, expires, verdict) => {
    expect(verdictOn(sent(created, expires))).toBe(verdict);
  });

  it('without tolerance a second is a second', () => {
    expect(verdictOn(sent(-minute, -1), pinned(peer), NOW, 0)).toBe('signature: timestamp-out-of-time');
    expect(verdictOn(sent(-minute, 0), pinned(peer), NOW, 0)).toBe('accepted');
  });

  it.each(['2026-11-23T11:14:59+01:00', '2026-11-23T10:14:59.1234567Z', ' 2026-11-23T10:14:59Z\n'])(
    'reads an instant as xs:dateTime allows it: %j',
    (created) => {
      expect(verdictOn(signedEnvelope({ signer: peer, created }))).toBe('accepted');
    },
  );

  it.each(['2026-11-23T10:14:59', '2026-11-23', 'now', '', '2026-13-23T10:14:59Z', '1e3', '2026-11-23T10:14Z'])(
    'does not guess what %j means',
    (created) => {
      expect(verdictOn(signedEnvelope({ signer: peer, created }))).toBe('signature: timestamp-missing');
    },
  );
});

describe('the Security header of a message', () => {
  const headerIn = (envelope: string): string | undefined => securityHeader(readEnvelope(parseXml(envelope)))?.local;

  it('counts when there is a signature in it', () => {
    const signed = signedEnvelope({ signer: peer });
    expect(headerIn(signed)).toBe('Security');
    expect(headerIn(signed.replace(/<ds:Signature .*<\/ds:Signature>/s, ''))).toBeUndefined();
    expect(headerIn(signed.replace(/<soapenv:Header>.*<\/soapenv:Header>/s, ''))).toBeUndefined();
  });
});
