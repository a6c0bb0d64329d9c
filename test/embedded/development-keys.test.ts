import { execFileSync } from 'node:child_process';
import { sign, X509Certificate } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isDevelopmentCertificate } from '../../src/embedded/development-certificate.ts';
import {
  type DevelopmentKeys,
  type DevelopmentKeystore,
  ensureDevelopmentKeys,
} from '../../src/embedded/development-keys.ts';
import { type Keystore, type KeystorePurpose, readKeystore } from '../../src/signing/keystore.ts';
import { trustedCertificate } from '../../src/signing/trust.ts';
import { makeIdentity } from '../signing/identities.ts';

const NOW = new Date();
const DAY_MS = 24 * 60 * 60 * 1000;
const folder = mkdtempSync(join(tmpdir(), 'development-keys-'));
const dataDir = join(folder, 'data');
let keys: DevelopmentKeys;

beforeAll(async () => {
  keys = await ensureDevelopmentKeys(dataDir, NOW);
});
afterAll(() => rm(folder, { recursive: true }));

async function open({ p12, passphraseFile }: DevelopmentKeystore, purpose: KeystorePurpose): Promise<Keystore> {
  const passphrase = readFileSync(passphraseFile, 'utf8').trim();
  return readKeystore({ label: 'SIGNING_P12', path: p12, passphrase, purpose }, NOW);
}

const everything = (at: string) => readdirSync(at).map((name) => readFileSync(join(at, name), 'base64'));

describe('the development keys', () => {
  it('open without a single remark, each for its own purpose, and are recognised as what they are', async () => {
    const authority = new X509Certificate(readFileSync(keys.caFile));
    const all = await Promise.all([
      open(keys.server, 'tls-server'),
      open(keys.client, 'tls-client'),
      open(keys.signing, 'signing'),
      open(keys.bcssClient, 'tls-client'),
      open(keys.bcssSigning, 'signing'),
    ]);
    for (const { certificate, chain, warnings } of all) {
      expect(warnings).toEqual([]);
      expect(chain.map(({ raw }) => raw)).toEqual([authority.raw]);
      expect(isDevelopmentCertificate(certificate)).toBe(true);
      expect(certificate.ca).toBe(false);
      const days = (Date.parse(certificate.validTo) - Date.parse(certificate.validFrom)) / DAY_MS;
      expect(days).toBe(825);
    }
    expect(new Set(all.map(({ certificate }) => certificate.fingerprint256)).size).toBe(5);
    expect(isDevelopmentCertificate(authority)).toBe(true);
    expect(isDevelopmentCertificate(makeIdentity({ name: 'CPAS of somewhere' }).certificate)).toBe(false);
  });

  it('carry the usages of their purpose: a signature is accepted from a signing certificate, not from one for TLS', async () => {
    const authorities = [new X509Certificate(readFileSync(keys.caFile))];
    const trust = { pinned: [], authorities };
    const signing = await open(keys.bcssSigning, 'signing');
    const client = await open(keys.bcssClient, 'tls-client');
    expect(trustedCertificate(signing.certificate, trust, NOW)).toBe(signing.certificate);
    expect(trustedCertificate(client.certificate, trust, NOW)).toBe('tls-certificate');
    expect(new X509Certificate(readFileSync(keys.bcssSigningCertFile)).raw).toEqual(signing.certificate.raw);
    expect(sign('sha256', Buffer.from('x'), signing.privateKey)).toHaveLength(256);
    expect(usagesOf(signing.certificate)).toEqual(['digitalSignature', 'nonRepudiation']);
    expect(usagesOf(client.certificate)).toEqual(['digitalSignature']);
  });

  it('make mutual TLS on localhost and 127.0.0.1 work, with the authority as the only trust', async () => {
    const [server, client, ca] = [
      await open(keys.server, 'tls-server'),
      await open(keys.client, 'tls-client'),
      readFileSync(keys.caFile),
    ];
    const https = createServer(
      { ...server.pem, ca, requestCert: true, rejectUnauthorized: true },
      (_incoming, answer) => {
        answer.end('ok');
      },
    );
    await new Promise<void>((resolve) => https.listen(0, '127.0.0.1', resolve));
    const { port } = https.address() as AddressInfo;
    const call = (servername: string, identity: object) =>
      new Promise<number | string>((resolve) => {
        const calling = request({ host: '127.0.0.1', port, servername, ca, agent: false, ...identity }, (answer) => {
          answer.resume();
          resolve(answer.statusCode ?? 0);
        });
        calling.on('error', (error) => resolve(error.message));
        calling.end();
      });
    expect(await call('localhost', client.pem)).toBe(200);
    expect(await call('', client.pem)).toBe(200);
    expect(await call('localhost', {})).toMatch(/certificate required|socket hang up|ECONNRESET/);
    https.closeAllConnections();
    await new Promise((resolve) => https.close(resolve));
  });

  it.skipIf(process.platform === 'win32')('are for their owner only, and the authority’s key is nowhere', () => {
    const names = readdirSync(join(dataDir, 'keys'));
    expect(names).toHaveLength(12);
    for (const name of names) expect(statSync(join(dataDir, 'keys', name)).mode & 0o777).toBe(0o600);
    expect(readFileSync(keys.caFile, 'utf8')).not.toContain('PRIVATE KEY');
  });

  it.skipIf(!opensslIsThere())('are accepted by OpenSSL too', () => {
    const passphrase = `file:${keys.server.passphraseFile}`;
    const certificate = execFileSync('openssl', [
      'pkcs12',
      '-in',
      keys.server.p12,
      '-passin',
      passphrase,
      '-nokeys',
      '-clcerts',
    ]);
    const verified = execFileSync(
      'openssl',
      ['verify', '-x509_strict', '-purpose', 'sslserver', '-CAfile', keys.caFile],
      { input: certificate },
    );
    expect(verified.toString()).toContain('OK');
  });
});

describe('a later start', () => {
  it('finds them unchanged, until less than 30 days are left', async () => {
    const before = everything(join(dataDir, 'keys'));
    expect(await ensureDevelopmentKeys(dataDir, NOW)).toEqual(keys);
    expect(await ensureDevelopmentKeys(dataDir, new Date(NOW.getTime() + 794 * DAY_MS))).toEqual(keys);
    expect(everything(join(dataDir, 'keys'))).toEqual(before);
    const later = new Date(NOW.getTime() + 796 * DAY_MS);
    const other = join(folder, 'renewed');
    cpSync(dataDir, other, { recursive: true });
    await ensureDevelopmentKeys(other, later);
    const renewed = new X509Certificate(readFileSync(join(other, 'keys', 'ca.pem')));
    expect(Date.parse(renewed.validFrom)).toBeGreaterThan(NOW.getTime() + 795 * DAY_MS);
  });

  it('replaces a damaged set as a whole', async () => {
    const other = join(folder, 'damaged');
    cpSync(dataDir, other, { recursive: true });
    const { signing, caFile } = await ensureDevelopmentKeys(other, NOW);
    const before = readFileSync(caFile, 'utf8');
    writeFileSync(signing.passphraseFile, 'something else');
    await ensureDevelopmentKeys(other, NOW);
    await expect(open(signing, 'signing')).resolves.toBeDefined();
    expect(readFileSync(caFile, 'utf8')).not.toBe(before);
    expect(readdirSync(other)).toEqual(['keys']);
  });

  it('at the same time as others ends with one whole set for all', async () => {
    const other = join(folder, 'concurrent');
    await Promise.all(Array.from({ length: 2 }, () => ensureDevelopmentKeys(other, NOW)));
    expect(readdirSync(other)).toEqual(['keys']);
    const authority = new X509Certificate(readFileSync(join(other, 'keys', 'ca.pem')));
    const { certificate } = await open(
      { p12: join(other, 'keys', 'server.p12'), passphraseFile: join(other, 'keys', 'server.passphrase') },
      'tls-server',
    );
    expect(certificate.verify(authority.publicKey)).toBe(true);
  });
});

/** Node does not show the key usage: its bits are the last octet of the extension 2.5.29.15. */
function usagesOf(certificate: X509Certificate): string[] {
  const at = certificate.raw.indexOf(Buffer.from('0603551d0f0101ff040403', 'hex'));
  expect(at).toBeGreaterThan(0);
  // Behind the object identifier, `critical` and two headers: unused bits, then the bits.
  const bits = certificate.raw[at + 13] as number;
  const names = ['digitalSignature', 'nonRepudiation', 'keyEncipherment'];
  return names.filter((_name, bit) => (bits & (0x80 >> bit)) !== 0);
}

function opensslIsThere(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
