import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyWeakness, passwordWeakness } from '../../src/domain/secret-strength.ts';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const counting = (step: number): Buffer => Buffer.from(Array.from({ length: 32 }, (_, at) => (7 + at * step) & 0xff));

describe('a key', () => {
  it.each([
    ['ff…', hex('ff'.repeat(32)), 'repeats'],
    ['11…', hex('11'.repeat(32)), 'repeats'],
    ['00…', Buffer.alloc(32), 'repeats'],
    ['a word again and again', hex('deadbeef'.repeat(8)), 'repeats'],
    ['every digit in turn', hex('0123456789abcdef'.repeat(4)), 'repeats'],
    ['ten digits in turn', hex('1234567890'.repeat(7).slice(0, 64)), 'repeats'],
    ['a half twice', Buffer.concat([counting(37).subarray(0, 16), counting(37).subarray(0, 16)]), 'repeats'],
    [
      'a half and its mirror',
      hex('0b7715c2e39d4aa80b7715c2e39d4aa8'.slice(0, 32) + '0b7715c2e39d4aa80b7715c2e39d4aa8'),
      'repeats',
    ],
    ['ascending bytes', counting(1), 'counts'],
    ['descending bytes', counting(-1), 'counts'],
    ['ascending in steps', counting(17), 'counts'],
    ['one byte that is another', Buffer.concat([Buffer.alloc(31, 0x42), Buffer.from([1])]), 'counts'],
    ['two bytes at random', Buffer.from(Array.from(randomBytes(32), (byte) => 0x40 + (byte & 1))), undefined],
    ['a text of 32 letters', Buffer.from('my secret key for the log, kept!'), 'text'],
  ])('%s is refused', (_what, key, kind) => {
    const weakness = keyWeakness(key);
    expect(weakness).toBeDefined();
    if (kind !== undefined) expect(weakness).toMatchObject({ kind });
  });

  it('of 32 random bytes is never refused', () => {
    const refused = Array.from({ length: 100_000 }, () => randomBytes(32)).filter(
      (key) => keyWeakness(key) !== undefined,
    );
    expect(refused).toEqual([]);
  });
});

describe('a password', () => {
  it.each([
    '',
    'changeit',
    'changeit1',
    'Changeit-2024',
    'change-me',
    'changemechangeme',
    'password',
    'Password1!',
    'P@ssw0rd',
    'P@ssw0rd1234567!',
    'passwordpassword',
    'password-password-password-2',
    'motdepasse',
    'wachtwoord',
    'geheim123',
    'secret',
    'gateway',
    'postgres',
    'redis',
    'admin',
    'aaaaaaaaaaaaaaaaaaaaaaaa',
    '11111111111111111111',
    '12345678901234567890',
    '0987654321',
    'abcabcabcabcabcabc',
    'abcdefghijklmnopqrstuvwxyz',
    'zyxwvutsrqponmlkjihgfedcba',
    'qwertyuiopasdfghjkl',
    'azertyuiopqsdfghjklm',
    'x',
    'Tr0ub',
    'abababababababababab1',
    '\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9',
  ])('%j is refused', (password) => {
    expect(passwordWeakness(password)).toBeDefined();
  });

  it.each([
    'correct horse battery staple',
    'vibrant-moss-94-tuba',
    'un canal gelé près de Damme',
    'kept-from-everybody-1234567890',
    'x7Gq9!pLm2#v',
    'fb71d601c696ec9ee99ca0004eb036cf',
  ])('%j is taken', (password) => {
    expect(passwordWeakness(password)).toBeUndefined();
  });

  it('made at random is taken, however it is written', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 16, maxLength: 32 }).map(() => randomBytes(18)),
        (bytes) => {
          for (const form of ['hex', 'base64', 'base64url'] as const)
            expect(passwordWeakness(bytes.toString(form))).toBeUndefined();
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('of any length and kind is measured in a moment', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100_000 }), (password) => {
        passwordWeakness(password);
      }),
      { numRuns: 20 },
    );
    expect(passwordWeakness('ab'.repeat(500_000))).toMatchObject({ kind: 'repeats' });
  });
});
