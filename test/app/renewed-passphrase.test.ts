import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type KeyRing, openKeyRing } from '../../src/app/key-ring.ts';
import { loadConfig } from '../../src/config.ts';
import { type DevelopmentKeys, ensureDevelopmentKeys } from '../../src/embedded/development-keys.ts';
import { systemClock } from '../../src/telemetry/clock.ts';
import { type Identity, makeIdentity } from '../signing/identities.ts';
import { buildP12 } from '../signing/p12-builder.ts';
import { newFolder } from '../support/data-dir.ts';
import { logLines } from '../support/log-lines.ts';
import { ORGANISATIONS } from '../support/organisations.ts';

let development: DevelopmentKeys;
let ring: KeyRing;
let folder = '';
const lines = logLines();
const thisYear: Identity = makeIdentity({ name: 'CPAS this year' });
const nextYear: Identity = makeIdentity({ name: 'CPAS next year' });

const put = (name: string, content: Buffer | string): string => {
  const path = join(folder, name);
  writeFileSync(path, content, { mode: 0o600 });
  return path;
};
const p12 = ({ privateKey, certificate }: Identity, passphrase: string): Buffer =>
  buildP12({ keys: [privateKey], certificates: [certificate], passphrase });
const signer = (): string => ring.signing.current().certificate.subject;

beforeAll(async () => {
  development = await ensureDevelopmentKeys(join(newFolder(), 'data'));
});
beforeEach(async () => {
  folder = newFolder();
  const config = loadConfig({
    SIGNING_P12: put('signing.p12', p12(thisYear, 'one')),
    SIGNING_P12_PASSPHRASE_FILE: put('passphrase', 'one\n'),
  });
  ring = await openKeyRing({ config, organisations: ORGANISATIONS, development, clock: systemClock, log: lines.log });
});
afterEach(() => ring.stop());

it('a renewed keystore with a renewed passphrase file is taken without a restart', async () => {
  put('signing.p12', p12(nextYear, 'two'));
  put('passphrase', 'two\n');
  await expect(ring.signing.reload()).resolves.toBe('replaced');
  expect(signer()).toBe('CN=CPAS next year');
  expect(lines.of('key.replaced').at(-1)).toMatchObject({ keystore: 'SIGNING_P12' });
});

it('a pair that does not fit changes nothing, whichever half comes first', async () => {
  put('signing.p12', p12(nextYear, 'two'));
  await expect(ring.signing.reload()).rejects.toMatchObject({ code: 'keystore-passphrase' });
  expect(signer()).toBe('CN=CPAS this year');
  put('passphrase', 'two');
  await expect(ring.signing.reload()).resolves.toBe('replaced');

  put('passphrase', 'three');
  await expect(ring.signing.reload()).rejects.toMatchObject({ code: 'keystore-passphrase' });
  expect(signer()).toBe('CN=CPAS next year');
  put('signing.p12', p12(thisYear, 'three'));
  await expect(ring.signing.reload()).resolves.toBe('replaced');
  expect(signer()).toBe('CN=CPAS this year');
});

it('a passphrase that cannot be read any more is named, and the key goes on', async () => {
  rmSync(join(folder, 'passphrase'));
  put('signing.p12', p12(nextYear, 'two'));
  await expect(ring.signing.reload()).rejects.toThrow(/SIGNING_P12_PASSPHRASE/);
  expect(signer()).toBe('CN=CPAS this year');
  expect(lines.text()).not.toMatch(/"(one|two)"/);
});
