import { randomBytes } from 'node:crypto';
import { fc, test as property } from '../support/property.ts';
import { describe, expect, it } from 'vitest';
import { type Place, Vault, VaultError } from '../../src/log/vault.ts';
import { OTHER_PERSON, PERSON } from '../support/people.ts';

const vault = new Vault(randomBytes(32));
const now = new Date('2026-03-01T12:00:00Z');
const place: Place = {
  entryId: 'a',
  kind: 'request',
  organisation: 'cpas-a',
  part: 'body',
  kek: vault.kekName('cpas-a', now),
};

describe('the vault', () => {
  property('opens exactly what it sealed', [fc.uint8Array({ maxLength: 4096 })], (bytes) => {
    const { sealed, wrappedKey } = vault.seal(bytes, place);
    expect(vault.open(sealed, wrappedKey, place).equals(Buffer.from(bytes))).toBe(true);
  });

  property('notices one flipped bit anywhere in content or key', [fc.nat(10_000), fc.boolean()], (bit, inKey) => {
    const { sealed, wrappedKey } = vault.seal(Buffer.from('somebody asked something'), place);
    const target = Buffer.from(inKey ? wrappedKey : sealed);
    const at = bit % (target.length * 8);
    target.writeUInt8(target.readUInt8(at >> 3) ^ (1 << (at & 7)), at >> 3);
    expect(() => (inKey ? vault.open(sealed, target, place) : vault.open(target, wrappedKey, place))).toThrow(
      VaultError,
    );
  });

  it.each<[string, Partial<Place>]>([
    ['another entry', { entryId: 'b' }],
    ['another kind', { kind: 'reply' }],
    ['another centre', { organisation: 'cpas-b' }],
    ['the other part of the entry', { part: 'details' }],
  ])('does not open content that was moved to %s', (_name, change) => {
    const { sealed, wrappedKey } = vault.seal(Buffer.from('x'), place);
    expect(() => vault.open(sealed, wrappedKey, { ...place, ...change })).toThrow(VaultError);
  });

  it('does not open what another key sealed, and says that it was another key', () => {
    const other = new Vault(randomBytes(32));
    const { sealed, wrappedKey } = other.seal(Buffer.from('x'), { ...place, kek: other.kekName('cpas-a', now) });
    expect(() => vault.open(sealed, wrappedKey, { ...place, kek: other.kekName('cpas-a', now) })).toThrow(
      /another log key/,
    );
  });

  it('never seals the same text to the same bytes', () => {
    const texts = new Set(
      Array.from({ length: 100 }, () => vault.seal(Buffer.from('x'), place).sealed.toString('hex')),
    );
    expect(texts.size).toBe(100);
  });

  it('hashes a person to the same value within a year and to another in the next', () => {
    expect(vault.personHash(PERSON, 2026)).toEqual(vault.personHash(PERSON, 2026));
    expect(vault.personHash(PERSON, 2026)).not.toEqual(vault.personHash(PERSON, 2027));
    expect(vault.personHash(PERSON, 2026)).not.toEqual(vault.personHash(OTHER_PERSON, 2026));
    const found = vault.personHashes(PERSON, new Date('2025-06-01Z'), new Date('2027-01-01Z'));
    expect(found).toEqual([2025, 2026, 2027].map((year) => vault.personHash(PERSON, year)));
  });

  it('hashes a file of a centre to one value, which no other centre, file or person has', () => {
    const file = vault.fileHash('2026/17', 'cpas-a');
    expect(vault.fileHash('2026/17', 'cpas-a')).toEqual(file);
    const others = [
      vault.fileHash('2026/18', 'cpas-a'),
      vault.fileHash('2026/17', 'cpas-b'),
      vault.personLane('2026/17'),
      new Vault(randomBytes(32)).fileHash('2026/17', 'cpas-a'),
    ];
    for (const other of others) expect(other.equals(file)).toBe(false);
  });

  it('keeps a secret for its owner only', () => {
    const sealed = vault.sealSecret('whsec_x', 'subscription-1');
    expect(vault.openSecret(sealed, 'subscription-1')).toBe('whsec_x');
    expect(() => vault.openSecret(sealed, 'subscription-2')).toThrow(VaultError);
  });
});
