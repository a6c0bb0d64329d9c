import { createPublicKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import forge from 'node-forge';

/** A key and a certificate, as TLS takes them. */
export interface TlsKeys {
  readonly name: string;
  readonly key: string;
  readonly cert: string;
  /** SHA-256 of the certificate, hex. */
  readonly fingerprint: string;
}

export interface TlsKeysWish {
  readonly name: string;
  readonly issuer?: TlsKeys;
  readonly authority?: boolean;
  /** Names and addresses the certificate is for; this machine when absent. */
  readonly hosts?: readonly string[];
  readonly until?: Date;
}

const DAY_MS = 24 * 60 * 60_000;
let serial = 0;

/** Making a key takes longest: all but authorities share one. */
let shared: KeyObject | undefined;
const newKey = (): KeyObject => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

/** Issues a certificate for TLS, for either end of a connection; without an issuer it signs itself. */
export function tlsKeys({ name, issuer, authority = false, hosts, until }: TlsKeysWish): TlsKeys {
  const privateKey = authority ? newKey() : (shared ??= newKey());
  const key = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  const certificate = forge.pki.createCertificate();
  serial += 1;
  certificate.serialNumber = `5${serial.toString(16).padStart(7, '0')}`;
  certificate.publicKey = forge.pki.publicKeyFromPem(
    createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString(),
  );
  certificate.validity.notBefore = new Date(Date.now() - 30 * DAY_MS);
  certificate.validity.notAfter = until ?? new Date(Date.now() + DAY_MS);
  certificate.setSubject([{ name: 'commonName', value: name }]);
  certificate.setIssuer([{ name: 'commonName', value: issuer?.name ?? name }]);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: authority, critical: true },
    ...(authority ? [{ name: 'keyUsage', keyCertSign: true, critical: true }] : []),
    ...(authority
      ? []
      : [{ name: 'subjectAltName', altNames: (hosts ?? ['localhost', '127.0.0.1', '::1']).map(altName) }]),
  ]);
  certificate.sign(forge.pki.privateKeyFromPem(issuer?.key ?? key), forge.md.sha256.create());
  const cert = forge.pki.certificateToPem(certificate);
  const fingerprint = new X509Certificate(cert).fingerprint256.replaceAll(':', '').toLowerCase();
  return { name, key, cert, fingerprint };
}

/** 2: a host name; 7: an address. */
function altName(host: string): object {
  return /^[\d.]+$|:/.test(host) ? { type: 7, ip: host } : { type: 2, value: host };
}
