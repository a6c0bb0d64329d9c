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
  const candidate = candidateOf(presented, trust);
  if (typeof candidate === 'string') return candidate;
  if (now < new Date(candidate.validFrom) || now > new Date(candidate.validTo)) return 'certificate-out-of-date';
  return candidate;
}

export type TrustDefect = 'no-certificate' | 'other-certificate' | 'tls-certificate' | 'certificate-out-of-date';

function candidateOf(presented: X509Certificate | undefined, trust: SignatureTrust): X509Certificate | TrustDefect {
  if (trust.pinned.length > 0) {
    if (presented === undefined)
      return trust.pinned.length === 1 ? (trust.pinned[0] as X509Certificate) : 'no-certificate';
    return trust.pinned.find((pinned) => pinned.raw.equals(presented.raw)) ?? 'other-certificate';
  }
  if (presented === undefined) return 'no-certificate';
  const issued = trust.authorities.some(
    (authority) => authority.ca && presented.checkIssued(authority) && presented.verify(authority.publicKey),
  );
  if (!issued || presented.ca) return 'other-certificate';
  // Node calls the extended key usages `keyUsage`.
  const usages = (presented as { readonly keyUsage?: readonly string[] }).keyUsage ?? [];
  return usages.some((usage) => TLS_USAGES.has(usage)) ? 'tls-certificate' : presented;
}

/** Parses a base64 DER certificate; undefined when it is none. */
export function parseCertificate(base64: string): X509Certificate | undefined {
  try {
    return new X509Certificate(Buffer.from(base64, 'base64'));
  } catch {
    return undefined;
  }
}
