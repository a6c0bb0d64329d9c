import { createHash, type X509Certificate } from 'node:crypto';

/** Why a certificate of the right authority does not open the network's door. */
export type CallerDefect = 'no-certificate' | 'not-for-clients' | 'not-expected';

/** Extended key usage of those who call (RFC 5280, 4.2.1.12). */
const CLIENT_AUTHENTICATION = '1.3.6.1.5.5.7.3.2';

/**
 * Whether somebody may knock: an authority has many customers, and only a few of them are BCSS. The certificate must be one for clients in
 * so many words, and stand in the list where there is one.
 *
 * @param expected SHA-256 (hex) of certificates, or of public keys, which outlive them; any client of the authority when empty
 */
export function callerDefect(
  certificate: X509Certificate | undefined,
  expected: readonly string[],
): CallerDefect | undefined {
  if (certificate === undefined) return 'no-certificate';
  // Node calls the extended key usages `keyUsage`.
  const usages = (certificate as { readonly keyUsage?: readonly string[] }).keyUsage ?? [];
  if (!usages.includes(CLIENT_AUTHENTICATION)) return 'not-for-clients';
  const isExpected = expected.length === 0 || pinsOf(certificate).some((pin) => expected.includes(pin));
  return isExpected ? undefined : 'not-expected';
}

/** The fingerprints by which a certificate can be expected. */
function pinsOf(certificate: X509Certificate): string[] {
  const publicKey = certificate.publicKey.export({ type: 'spki', format: 'der' });
  return [certificate.raw, publicKey].map((bytes) => createHash('sha256').update(bytes).digest('hex'));
}
