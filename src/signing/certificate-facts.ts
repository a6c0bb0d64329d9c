import type { X509Certificate } from 'node:crypto';

/** What the readiness page and the metrics say of a certificate. */
export interface CertificateFacts {
  /** Common names only: a subject may have a person's number in another attribute. */
  readonly subject: string;
  readonly issuer: string;
  readonly serial: string;
  /** ISO 8601. */
  readonly notAfter: string;
  /** Whole days until then; negative once it has passed. */
  readonly daysLeft: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

export function certificateFacts(certificate: X509Certificate, now: Date): CertificateFacts {
  const { notAfter } = validityOf(certificate);
  return {
    subject: subjectName(certificate),
    issuer: issuerName(certificate),
    serial: certificate.serialNumber,
    notAfter: notAfter.toISOString(),
    daysLeft: Math.floor((notAfter.getTime() - now.getTime()) / DAY_MS),
  };
}

/** From when until when a certificate is valid. */
export function validityOf({ validFrom, validTo }: X509Certificate): { notBefore: Date; notAfter: Date } {
  // `validToDate` exists from Node 22 on only.
  return { notBefore: new Date(validFrom), notAfter: new Date(validTo) };
}

export function subjectName(certificate: X509Certificate): string {
  return commonName(certificate.toLegacyObject().subject);
}

export function issuerName(certificate: X509Certificate): string {
  return commonName(certificate.toLegacyObject().issuer);
}

/** The common name, else the organisation: some authorities have no common name. The types of Node promise too much here. */
function commonName(name: unknown): string {
  const { CN, O } = (name ?? {}) as { CN?: string | string[]; O?: string | string[] };
  const value = CN ?? O ?? '(no name)';
  return Array.isArray(value) ? value.join(', ') : value;
}

/** Dates in messages to operators: the day is what they need. */
export function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
