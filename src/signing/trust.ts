import { X509Certificate } from 'node:crypto';

/**
 * Whose signature counts. The answer comes from configuration, never from the message: either certificates named one by one, or
 * the authorities under which BCSS issues them. The certificate inside a message only says which of the trusted ones was used.
 */
export interface SignatureTrust {
  /** The certificates of this peer; when given, no other is accepted. */
  readonly pinned: readonly X509Certificate[];
  /** Authorities of this environment, used only where nothing is pinned. */
  readonly authorities: readonly X509Certificate[];
}

/** Extended key usages that make a certificate one for TLS. Such a certificate does not speak for BCSS. */
const TLS_USAGES = new Set(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);

/**
 * The certificate to verify with, or why there is none.
 *
 * @param presented the certificate in the message's BinarySecurityToken, if any.
 */
export function trustedCertificate(
  presented: X509Certificate | undefined,
  trust: SignatureTrust,
  now: Date,
): X509Certificate | TrustDefect {
  const candidate = candidateOf(presented, trust, now);
  if (typeof candidate === 'string') return candidate;
  return isInDate(candidate, now) ? candidate : 'certificate-out-of-date';
}

function isInDate({ validFrom, validTo }: X509Certificate, now: Date): boolean {
  return now >= new Date(validFrom) && now <= new Date(validTo);
}

export type TrustDefect = 'no-certificate' | 'other-certificate' | 'tls-certificate' | 'certificate-out-of-date';

function candidateOf(
  presented: X509Certificate | undefined,
  trust: SignatureTrust,
  now: Date,
): X509Certificate | TrustDefect {
  if (trust.pinned.length > 0) {
    if (presented === undefined)
      return trust.pinned.length === 1 ? (trust.pinned[0] as X509Certificate) : 'no-certificate';
    return trust.pinned.find((pinned) => pinned.raw.equals(presented.raw)) ?? 'other-certificate';
  }
  if (presented === undefined) return 'no-certificate';
  const issuer = trust.authorities.find(
    (authority) => authority.ca && presented.checkIssued(authority) && presented.verify(authority.publicKey),
  );
  if (issuer === undefined || presented.ca) return 'other-certificate';
  if (!isInDate(issuer, now)) return 'certificate-out-of-date';
  // Node calls the extended key usages `keyUsage`.
  const usages = (presented as { readonly keyUsage?: readonly string[] }).keyUsage ?? [];
  return usages.some((usage) => TLS_USAGES.has(usage)) ? 'tls-certificate' : presented;
}

/** Parses a base64 DER certificate; undefined when it is none. */
export function parseCertificate(base64: string): X509Certificate | undefined {
  const known = parsed.get(base64);
  if (known !== undefined) return known;
  if (base64.length > CERTIFICATE_CHARACTERS_MAX) return undefined;
  try {
    const certificate = new X509Certificate(Buffer.from(base64, 'base64'));
    remember(base64, certificate);
    return certificate;
  } catch {
    return undefined;
  }
}

/**
 * The last certificates seen, parsed. Parsing one takes four times as long as checking an RSA signature, and the peers of a
 * gateway are few. Being remembered says nothing about being trusted.
 */
const parsed = new Map<string, X509Certificate>();
const PARSED_MAX = 16;
/** Of base64. Certificates have two to four thousand. */
const CERTIFICATE_CHARACTERS_MAX = 64 * 1024;
const PARSED_CHARACTERS_MAX = 8 * 1024;

function remember(base64: string, certificate: X509Certificate): void {
  if (base64.length > PARSED_CHARACTERS_MAX) return;
  const [oldest] = parsed.keys();
  if (parsed.size === PARSED_MAX && oldest !== undefined) parsed.delete(oldest);
  parsed.set(base64, certificate);
}
