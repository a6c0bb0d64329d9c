import { X509Certificate } from 'node:crypto';
import { isSelfIssued } from './certificate-chain.ts';
import { certificateFacts, dayOf, subjectName, validityOf } from './certificate-facts.ts';
import { EXPIRY_WARNING_DAYS } from './keystore.ts';
import {
  CERTIFICATES_DEFECTS,
  errorAt,
  IDENTITY_DEFECTS,
  KeystoreDefect,
  type KeystorePlace,
} from './keystore-defects.ts';
import { readSecretFile } from './keystore-file.ts';

/** What the certificates of a file are for: authorities to trust (`BCSS_CA`), or peers named one by one (`BCSS_SIGNING_CERT`). */
export type CertificatesRole = 'authorities' | 'pinned';

export interface CertificatesSource extends KeystorePlace {
  readonly role: CertificatesRole;
}

export interface Certificates {
  readonly certificates: readonly X509Certificate[];
  readonly warnings: readonly string[];
}

/** The whole bundle of an operating system has about 150. */
const CERTIFICATES_MAX = 500;

const PEM_CERTIFICATE = /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[^-]*-----END (?:TRUSTED )?CERTIFICATE-----/g;

/**
 * Reads certificates that we trust, from a PEM file with one or more of them or from one in DER. At least one must be usable now:
 * valid, and for authorities really one (or self-signed, as the test platforms of small peers are).
 *
 * @throws GatewayError `keystore-unreadable`, `keystore-refused`, `certificate-expired` or `certificate-not-yet-valid`.
 */
export async function readCertificates(source: CertificatesSource, now: Date): Promise<Certificates> {
  try {
    const { bytes } = await readSecretFile(source.path);
    const certificates = parse(bytes);
    const defects = certificates.map((certificate) => defectOf(certificate, source.role, now));
    const [first] = defects;
    if (first !== undefined && defects.every((defect) => defect !== undefined)) throw first;
    const remarks = certificates.flatMap((certificate, at) => defects[at]?.text.en ?? expiryWarning(certificate, now));
    return { certificates, warnings: remarks.map((remark) => `${source.label} (${source.path}): ${remark}`) };
  } catch (error) {
    throw error instanceof KeystoreDefect ? errorAt(source, error) : error;
  }
}

function parse(bytes: Buffer): X509Certificate[] {
  const text = bytes.toString('latin1');
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) throw new KeystoreDefect(CERTIFICATES_DEFECTS.privateKey);
  const blocks: (Buffer | string)[] = text.includes('-----BEGIN ') ? (text.match(PEM_CERTIFICATE) ?? []) : [bytes];
  if (blocks.length === 0 || (blocks[0] === bytes && bytes[0] !== 0x30))
    throw new KeystoreDefect(CERTIFICATES_DEFECTS.none);
  if (blocks.length > CERTIFICATES_MAX) throw new KeystoreDefect(CERTIFICATES_DEFECTS.tooMany(CERTIFICATES_MAX));
  return blocks.map((block, at) => {
    try {
      return new X509Certificate(block);
    } catch (error) {
      throw new KeystoreDefect(CERTIFICATES_DEFECTS.unreadableAt(at + 1), error);
    }
  });
}

/** Why a certificate is of no use now. */
function defectOf(certificate: X509Certificate, role: CertificatesRole, now: Date): KeystoreDefect | undefined {
  const { notBefore, notAfter } = validityOf(certificate);
  const subject = subjectName(certificate);
  if (role === 'authorities' && !certificate.ca && !isSelfIssued(certificate))
    return new KeystoreDefect(CERTIFICATES_DEFECTS.noAuthority(subject));
  if (now > notAfter) return new KeystoreDefect(IDENTITY_DEFECTS.expired(subject, dayOf(notAfter)));
  if (now < notBefore) return new KeystoreDefect(IDENTITY_DEFECTS.notYetValid(subject, dayOf(notBefore)));
  return undefined;
}

function expiryWarning(certificate: X509Certificate, now: Date): string[] {
  const { subject, notAfter, daysLeft } = certificateFacts(certificate, now);
  return daysLeft < EXPIRY_WARNING_DAYS
    ? [`"${subject}" expires on ${notAfter.slice(0, 10)}, in ${daysLeft} days`]
    : [];
}
