import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readApiKeysFile } from '../../src/clients/api-keys-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'api-keys-'));
afterAll(() => rmSync(folder, { recursive: true }));

const HASH = 'ab'.repeat(32);
const LINE = { id: 'software', organisation: 'cpas-a', rights: ['send', 'read'], keySha256: HASH };

function read(content: unknown): ReturnType<typeof readApiKeysFile> {
  const file = join(folder, 'keys.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return readApiKeysFile(file, (id) => id === 'cpas-a');
}

describe('a sound file', () => {
  it('gives its clients', () => {
    expect(read([LINE, { ...LINE, id: 'auditor', organisation: '*', keySha256: 'cd'.repeat(32) }])).toEqual([
      LINE,
      { ...LINE, id: 'auditor', organisation: '*', keySha256: 'cd'.repeat(32) },
    ]);
    expect(read([])).toEqual([]);
  });

  it('gives a key its last day whole', () => {
    expect(read([{ ...LINE, expiresAt: '2027-03-31' }])[0]?.expiresAt).toEqual(new Date('2027-03-31T23:59:59Z'));
  });
});

describe('a file with a fault', () => {
  const { keySha256: _hash, ...withoutHash } = LINE;
  it.each<[string, unknown, RegExp]>([
    ['that is not JSON', '[{', /cannot be read as JSON/],
    ['that is no list', { LINE }, /must be array/],
    ['with a key in clear instead of its hash', [{ ...LINE, keySha256: 'cbg_secret' }], /\/0\/keySha256/],
    ['with a hash in capitals', [{ ...LINE, keySha256: HASH.toUpperCase() }], /\/0\/keySha256/],
    ['without a hash', [withoutHash], /\/0.*keySha256/],
    ['with a field that nobody knows', [{ ...LINE, rigths: [] }], /\/0.*rigths/],
    ['with a right that there is not', [{ ...LINE, rights: ['send', 'fly'] }], /\/0\/rights\/1/],
    ['with a right twice', [{ ...LINE, rights: ['send', 'send'] }], /\/0\/rights/],
    ['without any right', [{ ...LINE, rights: [] }], /\/0\/rights/],
    ['with a name of another form', [{ ...LINE, id: 'My Software' }], /\/0\/id/],
    ['with a day that no calendar has', [{ ...LINE, expiresAt: '2027-02-30' }], /\/0\/expiresAt/],
    ['with a moment instead of a day', [{ ...LINE, expiresAt: '2027-02-03T00:00' }], /\/0\/expiresAt/],
    ['with a centre that there is not', [LINE, { ...LINE, id: 'b', organisation: 'cpas-z' }], /\/1\/organisation/],
    ['with a name twice', [LINE, { ...LINE, keySha256: 'cd'.repeat(32) }], /the same id twice/],
    ['with a key twice', [LINE, { ...LINE, id: 'other' }], /the same keySha256 twice/],
  ])('%s is refused, with variable, file and place', (_what, content, place) => {
    expect(() => read(content)).toThrow(
      expect.objectContaining({
        code: 'config-invalid',
        detail: expect.objectContaining({ en: expect.stringMatching(place) }),
      }),
    );
    expect(() => read(content)).toThrow(/API_KEYS_FILE .*keys\.json/);
    expect(() => read(content)).not.toThrow(/cbg_secret|abab/);
  });

  it('that is not there is named', () => {
    expect(() => readApiKeysFile(join(folder, 'absent.json'), () => true)).toThrow(/API_KEYS_FILE .*absent\.json/);
  });
});
