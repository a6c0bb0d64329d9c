import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { RSA_BITS_MIN } from './algorithms.ts';
import { chainOf } from './certificate-chain.ts';
import { certificateFacts, dayOf, subjectName, validityOf } from './certificate-facts.ts';
import { CONVERT, errorAt, IDENTITY_DEFECTS, KeystoreDefect, type KeystorePlace } from './keystore-defects.ts';
import { readSecretFile, type SecretFile } from './keystore-file.ts';
import { openPkcs12, type Pkcs12Content } from './pkcs12.ts';

/** What a key will be used for. */
export type KeystorePurpose = 'signing' | 'tls-client' | 'tls-server';

/** A PKCS#12 file to read. `label` is the environment variable that names it: messages say it. */
export interface KeystoreSource extends KeystorePlace {
  readonly passphrase: string;
  readonly purpose: KeystorePurpose;
}

/** A private key, the certificate that names its owner, and the way to an authority. */
export interface Keystore {
  readonly privateKey: KeyObject;
  readonly certificate: X509Certificate;
  /** Issuer of the certificate first; without the certificate itself. */
  readonly chain: readonly X509Certificate[];
  /** For node:tls and undici: key (PKCS#8), and certificate followed by its chain. */
  readonly pem: { readonly key: string; readonly cert: string };
  /** Remarks for the start log and `gateway doctor`, each with variable and path. */
  readonly warnings: readonly string[];
}

/** How long before its end a certificate is reported. */
export const EXPIRY_WARNING_DAYS = 30;

/**
 * Reads the one key and its certificate out of a PKCS#12 file, and checks that they can do what they are for: key and certificate
 * belong together, the key is strong enough and of the right kind, the certificate is valid now, the chain in the file holds.
 *
 * Outdated encryption of the file (3DES, RC2) is accepted with a warning: it protects the file at rest, not what is signed, and
 * certificate offices still deliver it.
 *
 * @throws GatewayError `keystore-unreadable`, `keystore-passphrase`, `keystore-refused`, `certificate-expired` or
 *   `certificate-not-yet-valid`, naming the variable and the path, never the passphrase.
 */
export async function readKeystore(source: KeystoreSource, now: Date): Promise<Keystore> {
  try {
    const file = await readSecretFile(source.path);
    const content = await openPkcs12(file.bytes, source.passphrase);
    const { warnings, ...identity } = identityOf(content, source.purpose, now);
    const remarks = [...fileWarnings(file), ...contentWarnings(content), ...warnings];
    return { ...identity, warnings: remarks.map((remark) => `${source.label} (${source.path}): ${remark}`) };
  } catch (error) {
    throw error instanceof KeystoreDefect ? errorAt(source, error) : error;
  }
}

function identityOf(content: Pkcs12Content, purpose: KeystorePurpose, now: Date): Keystore {
  const privateKey = onlyKey(content.keys);
  const certificates = distinct(content.certificates.map(parseCertificate));
  const own = certificates.filter((candidate) => candidate.checkPrivateKey(privateKey));
  const certificate = newest(own, now);
  if (certificate === undefined) throw new KeystoreDefect(IDENTITY_DEFECTS.noCertificate);
  checkKey(privateKey, purpose);
  checkValidity(certificate, now);
  const others = certificates.filter((candidate) => !own.includes(candidate));
  const { chain, warnings } = chainOf(certificate, others, now);
  return {
    privateKey,
    certificate,
    chain,
    pem: {
      key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
      cert: [certificate, ...chain].map(String).join(''),
    },
    warnings: [...severalWarnings(own.length), ...certificateWarnings(certificate, purpose, now), ...warnings],
  };
}

function onlyKey(keys: readonly Buffer[]): KeyObject {
  const [key] = keys;
  if (key === undefined) throw new KeystoreDefect(IDENTITY_DEFECTS.noKey);
  if (keys.length > 1) throw new KeystoreDefect(IDENTITY_DEFECTS.severalKeys(keys.length));
  try {
    return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
  } catch {
    // Without the cause: what OpenSSL says about a key is not for a log.
    throw new KeystoreDefect(IDENTITY_DEFECTS.keyUnreadable);
  }
}

function parseCertificate(der: Buffer): X509Certificate {
  try {
    return new X509Certificate(der);
  } catch (error) {
    throw new KeystoreDefect(IDENTITY_DEFECTS.certificateUnreadable, error);
  }
}

function distinct(certificates: readonly X509Certificate[]): X509Certificate[] {
  return [...new Map(certificates.map((certificate) => [certificate.fingerprint256, certificate])).values()];
}

/** Of several certificates for one key (a renewal that kept the key) the one valid now that lasts longest. */
function newest(certificates: readonly X509Certificate[], now: Date): X509Certificate | undefined {
  const started = (certificate: X509Certificate): number => (validityOf(certificate).notBefore <= now ? 1 : 0);
  const end = (certificate: X509Certificate): number => validityOf(certificate).notAfter.getTime();
  return [...certificates].sort((a, b) => started(b) - started(a) || end(b) - end(a))[0];
}

/** We sign with RSA (`algorithms.ts`); TLS peers take elliptic curves too. */
const KEY_TYPES: Readonly<Record<KeystorePurpose, readonly string[]>> = {
  signing: ['rsa'],
  'tls-client': ['rsa', 'ec'],
  'tls-server': ['rsa', 'ec'],
};

function checkKey({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject, purpose: KeystorePurpose): void {
  const type = String(asymmetricKeyType);
  const types = KEY_TYPES[purpose];
  if (!types.includes(type)) throw new KeystoreDefect(IDENTITY_DEFECTS.keyType(type, types.join(' / ').toUpperCase()));
  const bits = asymmetricKeyDetails?.modulusLength;
  if (bits !== undefined && bits < RSA_BITS_MIN) throw new KeystoreDefect(IDENTITY_DEFECTS.keySize(bits, RSA_BITS_MIN));
}

function checkValidity(certificate: X509Certificate, now: Date): void {
  const { notBefore, notAfter } = validityOf(certificate);
  const subject = subjectName(certificate);
  if (now > notAfter) throw new KeystoreDefect(IDENTITY_DEFECTS.expired(subject, dayOf(notAfter)));
  if (now < notBefore) throw new KeystoreDefect(IDENTITY_DEFECTS.notYetValid(subject, dayOf(notBefore)));
}

function fileWarnings({ readableByEverybody, mode }: SecretFile): string[] {
  return readableByEverybody ? [`every account of this machine can read the file (mode ${mode}): chmod 600`] : [];
}

function contentWarnings({ oldCiphers }: Pkcs12Content): string[] {
  return oldCiphers.length > 0
    ? [`the file is protected with outdated ${oldCiphers.join(', ')}; convert: ${CONVERT}`]
    : [];
}

function severalWarnings(count: number): string[] {
  return count > 1 ? [`${count} certificates of the file belong to the key; the one that lasts longest is used`] : [];
}

const SERVER_USAGE = '1.3.6.1.5.5.7.3.1';
const CLIENT_USAGE = '1.3.6.1.5.5.7.3.2';

function certificateWarnings(certificate: X509Certificate, purpose: KeystorePurpose, now: Date): string[] {
  const { subject, notAfter, daysLeft } = certificateFacts(certificate, now);
  // Node calls the extended key usages `keyUsage`.
  const usages = (certificate as { readonly keyUsage?: readonly string[] }).keyUsage ?? [];
  const misses = (usage: string): boolean => usages.length > 0 && !usages.includes(usage);
  const remarks: [boolean, string][] = [
    [daysLeft < EXPIRY_WARNING_DAYS, `"${subject}" expires on ${notAfter.slice(0, 10)}, in ${daysLeft} days: renew it`],
    [certificate.ca, `"${subject}" is the certificate of an authority; peers expect one of an end user`],
    [
      purpose === 'signing' && (usages.includes(SERVER_USAGE) || usages.includes(CLIENT_USAGE)),
      `"${subject}" is made for TLS; a peer may refuse its signatures`,
    ],
    [purpose === 'tls-client' && misses(CLIENT_USAGE), `"${subject}" is not made for a TLS client`],
    [purpose === 'tls-server' && misses(SERVER_USAGE), `"${subject}" is not made for a TLS server`],
  ];
  return remarks.filter(([applies]) => applies).map(([, remark]) => remark);
}
