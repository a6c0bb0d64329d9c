import { describe, expect, it } from 'vitest';
import { byAuthority, cast, peer, pinned } from './cast.ts';
import { EDITS, genuineEnvelope, SIGNED_WRONGLY } from './hostile.ts';
import { signedEnvelope } from './outside-signer.ts';
import { verdictOn } from './verdict.ts';

describe('an edited envelope is refused for what was done to it', () => {
  const genuine = genuineEnvelope();

  it('while the genuine one is accepted', () => {
    expect(verdictOn(genuine)).toBe('accepted');
    expect(verdictOn(genuine, byAuthority)).toBe('accepted');
  });

  it.each(Object.entries(EDITS))('%s', (_name, { make, verdict }) => {
    expect(verdictOn(make(genuine))).toBe(verdict);
    expect(verdictOn(make(genuine), byAuthority)).toBe(verdict);
  });
});

describe('an envelope signed otherwise than it must be is refused although its signature is right', () => {
  it.each(Object.entries(SIGNED_WRONGLY))('%s', (_name, { verdict, ...wish }) => {
    expect(verdictOn(signedEnvelope({ signer: peer, ...wish }), byAuthority)).toBe(verdict);
  });
});

describe('where certificates are pinned, the authority says nothing', () => {
  it.each([
    ['another certificate of the same authority', cast.successor, pinned(peer)],
    ['neither of two pinned', cast.tlsServer, pinned(peer, cast.successor)],
    ["the attacker's own", cast.attacker, pinned(peer)],
  ])('%s is refused', (_what, signer, trust) => {
    expect(verdictOn(signedEnvelope({ signer }), trust)).toBe('signature: other-certificate');
  });

  it('without a token nobody knows which of two is meant', () => {
    const envelope = signedEnvelope({ signer: peer, token: 'none', references: ['body-1', 'ts-1'] });
    expect(verdictOn(envelope, pinned(peer, cast.successor))).toBe('signature: no-certificate');
  });

  it('an expired certificate stays expired', () => {
    expect(verdictOn(signedEnvelope({ signer: cast.expired }), pinned(cast.expired))).toBe(
      'signature: certificate-out-of-date',
    );
  });
});
