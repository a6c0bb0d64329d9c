import { randomBytes, type X509Certificate } from 'node:crypto';
import forge from 'node-forge';
import { issuerName, subjectName } from '../signing/certificate-facts.ts';

/**
 * In the name of every development certificate, and of the authority that issued it. Plain ASCII, so that every tool shows it as it
 * is; short, because a common name has at most 64 characters.
 */
const MARK = 'development - not for production';

/** Whether a certificate is one of ours for development. Production refuses to start with such a one. */
export function isDevelopmentCertificate(certificate: X509Certificate): boolean {
  return subjectName(certificate).includes(MARK) || issuerName(certificate).includes(MARK);
}

/** What a certificate is for; it decides the key usages, so that none can be used for another purpose. */
export type CertificateKind = 'authority' | 'tls-server' | 'tls-client' | 'signing';

/** A certificate with its key, as node-forge has them. */
export interface Issued {
  readonly key: forge.pki.rsa.PrivateKey;
  readonly certificate: forge.pki.Certificate;
}

/** What browsers and macOS accept at most for a server. */
const VALID_DAYS = 825;
const DAY_MS = 24 * 60 * 60 * 1000;
/** Clocks of two machines may differ; a certificate made this very second must already be valid on the other. */
const HEAD_START_MS = 60 * 60 * 1000;

/**
 * Issues a certificate for a key that node:crypto made (PEM, PKCS#1).
 *
 * @param issuer the authority; without one the certificate signs itself.
 */
export function issueCertificate(
  kind: CertificateKind,
  name: string,
  keyPem: string,
  now: Date,
  issuer?: Issued,
): Issued {
  const key = forge.pki.privateKeyFromPem(keyPem);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.setRsaPublicKey(key.n, key.e);
  certificate.serialNumber = serialNumber();
  certificate.validity.notBefore = new Date(now.getTime() - HEAD_START_MS);
  certificate.validity.notAfter = new Date(now.getTime() - HEAD_START_MS + VALID_DAYS * DAY_MS);
  certificate.setSubject([
    { name: 'organizationName', value: 'CPAS-BCSS gateway' },
    { name: 'commonName', value: `${name} (${MARK})` },
  ]);
  certificate.setIssuer((issuer?.certificate ?? certificate).subject.attributes);
  const authority = (issuer?.certificate ?? certificate).generateSubjectKeyIdentifier().getBytes();
  certificate.setExtensions([
    ...EXTENSIONS[kind],
    { name: 'subjectKeyIdentifier' },
    { name: 'authorityKeyIdentifier', keyIdentifier: authority },
  ]);
  certificate.sign(issuer?.key ?? key, forge.md.sha256.create());
  return { key, certificate };
}

const END_USER = { name: 'basicConstraints', cA: false, critical: true };

const EXTENSIONS: Readonly<Record<CertificateKind, readonly object[]>> = {
  authority: [
    { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
  ],
  'tls-server': [
    END_USER,
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    {
      name: 'subjectAltName',
      // 2: a host name, 7: an address.
      altNames: [
        { type: 2, value: 'localhost' },
        { type: 7, ip: '127.0.0.1' },
        { type: 7, ip: '::1' },
      ],
    },
  ],
  'tls-client': [
    END_USER,
    { name: 'keyUsage', digitalSignature: true, critical: true },
    { name: 'extKeyUsage', clientAuth: true },
  ],
  // No extended usage: a certificate for TLS does not speak for its owner (`signing/trust.ts`).
  signing: [END_USER, { name: 'keyUsage', digitalSignature: true, nonRepudiation: true, critical: true }],
};

/** Sixteen octets, positive, and without the leading zero that DER forbids. */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] as number) & 0x3f) | 0x40;
  return bytes.toString('hex');
}
