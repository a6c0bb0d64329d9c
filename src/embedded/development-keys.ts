import { generateKeyPair, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import forge from 'node-forge';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import { certificateFacts } from '../signing/certificate-facts.ts';
import { readCertificates } from '../signing/certificates-file.ts';
import { EXPIRY_WARNING_DAYS, type KeystorePurpose, readKeystore } from '../signing/keystore.ts';
import { type CertificateKind, type Issued, issueCertificate } from './development-certificate.ts';
import { dataDirUnusable } from './failure.ts';
import { makePrivateFolder } from './private-file.ts';

/** A PKCS#12 file, and the file that holds its passphrase. */
export interface DevelopmentKeystore {
  readonly p12: string;
  readonly passphraseFile: string;
}

/** Paths of everything that hangs under the development authority. */
export interface DevelopmentKeys {
  /** The authority's certificate (PEM): what both sides trust. Its key was thrown away. */
  readonly caFile: string;
  /** TLS server for localhost, 127.0.0.1 and ::1: the simulator, and our network door. */
  readonly server: DevelopmentKeystore;
  /** TLS client with which the gateway calls BCSS. */
  readonly client: DevelopmentKeystore;
  /** What the gateway signs with. */
  readonly signing: DevelopmentKeystore;
  /** TLS client with which the BCSS side pushes notifications. */
  readonly bcssClient: DevelopmentKeystore;
  /** What the BCSS side signs replies and notifications with. */
  readonly bcssSigning: DevelopmentKeystore;
  /** The certificate of the former (PEM), to pin. */
  readonly bcssSigningCertFile: string;
}

type KeystoreName = 'server' | 'client' | 'signing' | 'bcssClient' | 'bcssSigning';

const KEYSTORES: Readonly<
  Record<KeystoreName, { file: string; name: string; kind: CertificateKind & KeystorePurpose }>
> = {
  server: { file: 'server', name: 'localhost', kind: 'tls-server' },
  client: { file: 'gateway-client', name: 'gateway TLS client', kind: 'tls-client' },
  signing: { file: 'gateway-signing', name: 'gateway signature', kind: 'signing' },
  bcssClient: { file: 'bcss-client', name: 'BCSS TLS client', kind: 'tls-client' },
  bcssSigning: { file: 'bcss-signing', name: 'BCSS signature', kind: 'signing' },
};

const ATTEMPTS_MAX = 5;

/**
 * The keys with which gateway and simulator talk on one machine, in `<dataDir>/keys`. Made at the first start, used again after
 * that, made anew as a whole when one of them has less than 30 days left or is damaged. Several starts at once end up with the
 * same set: it grows in a folder of its own and takes its place in one step.
 *
 * @throws GatewayError `config-invalid` when DATA_DIR cannot hold them.
 */
export async function ensureDevelopmentKeys(dataDir: string, now: Date = new Date()): Promise<DevelopmentKeys> {
  const folder = join(dataDir, 'keys');
  const keys = pathsIn(folder);
  try {
    await makePrivateFolder(dataDir);
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
      if (await areSound(keys, now)) return keys;
      const fresh = await mkdtemp(join(dataDir, 'keys.new-'));
      try {
        await makeKeys(fresh, now);
        await install(fresh, folder, () => areSound(keys, now));
      } finally {
        await rm(fresh, { recursive: true, force: true });
      }
    }
  } catch (error) {
    throw error instanceof GatewayError ? error : dataDirUnusable(folder, error);
  }
  throw dataDirUnusable(folder, undefined);
}

function pathsIn(folder: string): DevelopmentKeys {
  const keystore = (name: KeystoreName): DevelopmentKeystore => ({
    p12: join(folder, `${KEYSTORES[name].file}.p12`),
    passphraseFile: join(folder, `${KEYSTORES[name].file}.passphrase`),
  });
  return {
    caFile: join(folder, 'ca.pem'),
    server: keystore('server'),
    client: keystore('client'),
    signing: keystore('signing'),
    bcssClient: keystore('bcssClient'),
    bcssSigning: keystore('bcssSigning'),
    bcssSigningCertFile: join(folder, 'bcss-signing.pem'),
  };
}

/** Whether all are there, open with their passphrases, and last long enough. */
async function areSound(keys: DevelopmentKeys, now: Date): Promise<boolean> {
  try {
    const names = Object.keys(KEYSTORES) as KeystoreName[];
    const certificates = await Promise.all([
      ...names.map(async (name) => {
        const { p12, passphraseFile } = keys[name];
        const passphrase = (await readFile(passphraseFile, 'utf8')).trim();
        const source = { label: 'DATA_DIR', path: p12, passphrase, purpose: KEYSTORES[name].kind };
        return (await readKeystore(source, now)).certificate;
      }),
      ...[keys.caFile, keys.bcssSigningCertFile].map(async (path) => {
        const { certificates: found } = await readCertificates({ label: 'DATA_DIR', path, role: 'pinned' }, now);
        return found[0];
      }),
    ]);
    return certificates.every(
      (certificate) => certificate !== undefined && certificateFacts(certificate, now).daysLeft >= EXPIRY_WARNING_DAYS,
    );
  } catch {
    return false;
  }
}

/** Puts a new set in its place, unless another start was faster and its set is good. */
async function install(fresh: string, folder: string, isGood: () => Promise<boolean>): Promise<void> {
  try {
    // Succeeds only where there is nothing yet.
    await rename(fresh, folder);
    return;
  } catch (error) {
    if (!TAKEN.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
  if (await isGood()) return;
  const old = `${folder}.old-${randomBytes(6).toString('hex')}`;
  await rename(folder, old).catch(() => undefined);
  await rename(fresh, folder).catch(() => undefined);
  await rm(old, { recursive: true, force: true });
}

const TAKEN = new Set(['ENOTEMPTY', 'EEXIST', 'EPERM', 'EACCES', 'ENOTDIR']);

const makeKeyPair = promisify(generateKeyPair);
const RSA_BITS = 2048;

async function makeKeys(folder: string, now: Date): Promise<void> {
  const paths = pathsIn(folder);
  const names = Object.keys(KEYSTORES) as KeystoreName[];
  const [authorityKey, ...keys] = await Promise.all(['', ...names].map(makeKeyPem));
  const authority = issueCertificate('authority', 'local authority', authorityKey as string, now);
  await write(paths.caFile, forge.pki.certificateToPem(authority.certificate));
  for (const [at, name] of names.entries()) {
    const { kind, name: subject } = KEYSTORES[name];
    const issued = issueCertificate(kind, subject, keys[at] as string, now, authority);
    const passphrase = randomBytes(24).toString('base64url');
    await write(paths[name].p12, pkcs12Of(issued, authority, passphrase, subject));
    await write(paths[name].passphraseFile, `${passphrase}\n`);
    if (name === 'bcssSigning') await write(paths.bcssSigningCertFile, forge.pki.certificateToPem(issued.certificate));
  }
}

/** By node:crypto, in the thread pool: node-forge takes seconds. */
async function makeKeyPem(): Promise<string> {
  const { privateKey } = await makeKeyPair('rsa', { modulusLength: RSA_BITS });
  return privateKey.export({ type: 'pkcs1', format: 'pem' }) as string;
}

function pkcs12Of({ key, certificate }: Issued, authority: Issued, passphrase: string, friendlyName: string): Buffer {
  const chain = [certificate, authority.certificate];
  const container = forge.pkcs12.toPkcs12Asn1(key, chain, passphrase, { algorithm: 'aes256', friendlyName });
  return Buffer.from(forge.asn1.toDer(container).getBytes(), 'binary');
}

async function write(path: string, content: string | Buffer): Promise<void> {
  await writeFile(path, content, { mode: 0o600 });
}
