import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { holdKeystore } from '../../src/signing/keystore-holder.ts';
import { type Identity, makeIdentity } from './identities.ts';
import { buildP12 } from './p12-builder.ts';

const folder = mkdtempSync(join(tmpdir(), 'holder-'));
let files = 0;
let first: Identity;
let second: Identity;

beforeAll(() => {
  first = makeIdentity({ name: 'First' });
  second = makeIdentity({ name: 'Second' });
});
afterAll(() => rmSync(folder, { recursive: true }));

const p12Of = ({ privateKey, certificate }: Identity, passphrase = 'one') =>
  buildP12({ keys: [privateKey], certificates: [certificate], passphrase });

async function hold(pollMs = 10) {
  files += 1;
  const path = join(folder, `${files}.p12`);
  writeFileSync(path, p12Of(first));
  const secret = { passphrase: 'one' };
  const replaced: string[] = [];
  const refused: string[] = [];
  const holder = await holdKeystore({
    label: 'SIGNING_P12',
    path,
    purpose: 'signing',
    passphrase: () => secret.passphrase,
    now: () => new Date(),
    pollMs,
    onReplaced: ({ certificate }) => replaced.push(certificate.subject),
    onRefused: (error) => refused.push(String(error)),
  });
  return { holder, path, secret, replaced, refused };
}

it('a keystore that is replaced by rename is in use soon after', async () => {
  const { holder, path, replaced } = await hold();
  writeFileSync(`${path}.new`, p12Of(second));
  renameSync(`${path}.new`, path);
  await vi.waitFor(() => expect(replaced).toEqual(['CN=Second']), 5000);
  expect(holder.current().certificate.raw).toEqual(second.certificate.raw);
  holder.stop();
});

it('a half-copied file changes nothing, is told once, and is taken when it is whole', async () => {
  const { holder, path, replaced, refused } = await hold();
  const whole = p12Of(second);
  writeFileSync(path, whole.subarray(0, 900));
  await vi.waitFor(() => expect(refused).toHaveLength(1), 5000);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(refused).toEqual([expect.stringContaining('cut short')]);
  expect(holder.current().certificate.raw).toEqual(first.certificate.raw);
  writeFileSync(path, whole);
  await vi.waitFor(() => expect(replaced).toEqual(['CN=Second']), 5000);
  holder.stop();
});

it('a new passphrase that arrives after the new file opens it then', async () => {
  const { holder, path, secret, replaced, refused } = await hold();
  writeFileSync(path, p12Of(second, 'two'));
  await vi.waitFor(() => expect(refused).toEqual([expect.stringContaining('passphrase')]), 5000);
  secret.passphrase = 'two';
  await vi.waitFor(() => expect(replaced).toEqual(['CN=Second']), 5000);
  holder.stop();
});

it('a reload on demand says what happened, and keeps the old key when it fails', async () => {
  const { holder, path } = await hold(60_000);
  await expect(holder.reload()).resolves.toBe('unchanged');
  rmSync(path);
  await expect(holder.reload()).rejects.toMatchObject({ code: 'keystore-unreadable' });
  expect(holder.current().certificate.raw).toEqual(first.certificate.raw);
  writeFileSync(path, p12Of(second));
  await expect(Promise.all([holder.reload(), holder.reload()])).resolves.toEqual(['replaced', 'replaced']);
  holder.stop();
});
