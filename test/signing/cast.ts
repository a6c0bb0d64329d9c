import { generateKeyPairSync } from 'node:crypto';
import type { SignatureTrust } from '../../src/signing/trust.ts';
import { daysFrom, type Identity, makeIdentity, makeKey } from './identities.ts';

/** The moment at which all tests of this folder take place. */
export const NOW = new Date('2026-11-23T10:15:00Z');

const VALID = { from: daysFrom(NOW, -30), until: daysFrom(NOW, 365) };

/** Under one authority: the peer who signs for BCSS, and those who are not meant to. Keys are shared where they do not matter. */
const authority = makeIdentity({ name: 'Acceptance CA', authority: true, ...VALID });
const otherAuthority = makeIdentity({ name: 'Production CA', authority: true, ...VALID });
const attackersKey = makeKey();

const issued = (name: string, more: Partial<Parameters<typeof makeIdentity>[0]> = {}): Identity =>
  makeIdentity({ name, issuer: authority, ...VALID, ...more });

export const peer = issued('BCSS signing');
const key = peer.privateKey;

export const cast = {
  authority,
  peer,
  /** A second certificate of the peer, as during a roll-over. */
  successor: issued('BCSS signing, next', { key }),
  tlsServer: issued('BCSS server', { key, usages: 'server' }),
  tlsClient: issued('BCSS client', { key, usages: 'client' }),
  subordinate: issued('Subordinate CA', { key, authority: true }),
  expired: issued('BCSS signing, last year', { key, until: daysFrom(NOW, -1) }),
  notYetValid: issued('BCSS signing, next year', { key, from: daysFrom(NOW, 1) }),
  shortKey: issued('BCSS signing, 1024 bits', { key: makeKey(1024) }),
  elliptic: issued('BCSS signing, P-256', { key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey }),
  otherEnvironment: makeIdentity({ name: 'BCSS signing', issuer: otherAuthority, key, ...VALID }),
  attacker: makeIdentity({ name: 'BCSS signing', key: attackersKey, ...VALID }),
  /** Says that the authority issued it; the authority did not. */
  forged: makeIdentity({
    name: 'BCSS signing',
    key: attackersKey,
    issuer: { ...otherAuthority, name: authority.name },
    ...VALID,
  }),
};

export const byAuthority: SignatureTrust = { pinned: [], authorities: [authority.certificate] };

export function pinned(...identities: readonly Identity[]): SignatureTrust {
  return { pinned: identities.map(({ certificate }) => certificate), authorities: [authority.certificate] };
}
