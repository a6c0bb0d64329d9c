import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { GatewayError } from '../../src/domain/problems/gateway-error.ts';
import { type CertificatesRole, readCertificates } from '../../src/signing/certificates-file.ts';
import { daysFrom, type Identity, makeIdentity } from './identities.ts';

const NOW = new Date();
const folder = mkdtempSync(join(tmpdir(), 'certificates-'));
let files = 0;

let authority: Identity;
let server: Identity;
let expired: Identity;

beforeAll(() => {
  authority = makeIdentity({ name: 'Authority', authority: true });
  server = makeIdentity({ name: 'Server', issuer: authority });
  expired = makeIdentity({ name: 'Expired', authority: true, from: daysFrom(NOW, -9), until: daysFrom(NOW, -3) });
});
afterAll(() => rmSync(folder, { recursive: true }));

async function read(content: string | Buffer, role: CertificatesRole = 'authorities') {
  files += 1;
  const path = join(folder, `${files}.pem`);
  writeFileSync(path, content);
  return readCertificates({ label: 'BCSS_CA', path, role }, NOW);
}

async function refusalOf(content: string | Buffer, role: CertificatesRole = 'authorities'): Promise<string> {
  const error: unknown = await read(content, role).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(GatewayError);
  expect((error as GatewayError).detail?.en).toContain('BCSS_CA (');
  return `${(error as GatewayError).code}: ${(error as GatewayError).detail?.en ?? ''}`;
}

const pem = (...identities: Identity[]) => identities.map(({ certificate }) => certificate.toString()).join('');

it('a bundle gives all its certificates, comments between them or not, and DER gives its one', async () => {
  const { certificates, warnings } = await read(`# ours\n${pem(authority)}\r\n# theirs\n${pem(authority, authority)}`);
  expect(certificates).toHaveLength(3);
  expect(warnings).toEqual([]);
  expect((await read(authority.certificate.raw)).certificates[0]?.raw).toEqual(authority.certificate.raw);
});

it('a pinned certificate need not be an authority', async () => {
  expect((await read(pem(server), 'pinned')).warnings).toEqual([]);
});

it('a server certificate in the place of its authority is refused alone and a warning in company', async () => {
  expect(await refusalOf(pem(server))).toMatch(/^keystore-refused: .*"Server" is not an authority/);
  expect((await read(pem(authority, server))).warnings).toEqual([
    expect.stringContaining('"Server" is not an authority'),
  ]);
});

it('an expired certificate is refused alone and a warning in company', async () => {
  expect(await refusalOf(pem(expired))).toMatch(/^certificate-expired: .*"Expired" expired on/);
  expect((await read(pem(authority, expired))).warnings).toEqual([expect.stringContaining('"Expired" expired on')]);
});

it('a file without a certificate, with a broken one, or with a private key is refused and says which', async () => {
  const key = authority.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  const broken = pem(authority).replace(/[A-Za-z0-9+/]{8}\n/, '\n');
  expect(await refusalOf('hello')).toMatch(/^keystore-unreadable: .*no certificate/);
  expect(await refusalOf('-----BEGIN CERTIFICATE-----\nMII')).toMatch(/^keystore-unreadable: .*no certificate/);
  expect(await refusalOf(pem(authority) + broken)).toMatch(/^keystore-unreadable: .*number 2/);
  expect(await refusalOf(pem(authority) + key)).toMatch(/^keystore-refused: .*private key/);
});
