/**
 * Failures of a handshake by their codes: of OpenSSL (`ERR_SSL_…`), and of Node's certificate checks. Until the handshake is over the
 * peer has not read the message.
 */
const CERTIFICATE_CODES = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_CHAIN_TOO_LONG',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'HOSTNAME_MISMATCH',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'EPROTO',
]);

/** True when an error that ended a handshake is about TLS, and not about reaching the peer at all. */
export function isTlsFailure(error: unknown): boolean {
  return codesOf(error).some((code) => code.startsWith('ERR_SSL_') || CERTIFICATE_CODES.has(code));
}

/** How OpenSSL names the alerts by which a peer refuses our certificate; the words before ALERT differ between its versions. */
const CERTIFICATE_ALERT =
  /^ERR_SSL_.*_ALERT_(?:BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_(?:REVOKED|EXPIRED|UNKNOWN|REQUIRED)|UNKNOWN_CA|ACCESS_DENIED)$/;

/**
 * True when the peer has refused our certificate. With TLS 1.3 it does so when the handshake looks complete to us; it has not read the
 * message then. No other failure on an open connection says so: broken records may well be those of a reply.
 */
export function isCertificateRefusal(error: unknown): boolean {
  return codesOf(error).some((code) => CERTIFICATE_ALERT.test(code));
}

const CAUSES_MAX = 5;

function codesOf(error: unknown): string[] {
  const codes: string[] = [];
  for (let at = error; at instanceof Error && codes.length < CAUSES_MAX; at = at.cause) {
    const { code } = at as { code?: unknown };
    codes.push(typeof code === 'string' ? code : '');
  }
  return codes;
}
