import { generateKeyPairSync } from 'node:crypto';
import forge from 'node-forge';
import { type CertificateKind, type Issued, issueCertificate } from '../../src/embedded/development-certificate.ts';

/** PEM texts of a key and its certificate. */
export interface PemPair {
  readonly key: string;
  readonly certificate: string;
}

/** Everything that two sides of a conversation need, under one authority. */
export interface Keys {
  readonly ca: string;
  readonly server: PemPair;
  readonly client: PemPair;
  readonly gatewaySigning: PemPair;
  readonly bcssSigning: PemPair;
  /** Trusted by nobody. */
  readonly stranger: PemPair;
}

/** Makes them. A tenth of a second for each key: once per test file is enough. */
export function makeKeys(): Keys {
  const now = new Date();
  const authority = issue('authority', 'test authority', now);
  const elsewhere = issue('authority', 'another authority', now);
  const pair = (kind: CertificateKind, name: string, by = authority): PemPair => pem(issue(kind, name, now, by));
  return {
    ca: pem(authority).certificate,
    server: pair('tls-server', 'localhost'),
    client: pair('tls-client', 'gateway'),
    gatewaySigning: pair('signing', 'gateway signature'),
    bcssSigning: pair('signing', 'BCSS signature'),
    stranger: pair('tls-client', 'stranger', elsewhere),
  };
}

function issue(kind: CertificateKind, name: string, now: Date, issuer?: Issued): Issued {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return issueCertificate(kind, name, privateKey.export({ type: 'pkcs1', format: 'pem' }) as string, now, issuer);
}

function pem({ key, certificate }: Issued): PemPair {
  return { key: forge.pki.privateKeyToPem(key), certificate: forge.pki.certificateToPem(certificate) };
}
