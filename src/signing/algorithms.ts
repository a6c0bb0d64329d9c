import { NS } from '../xml/names.ts';

/**
 * All that is known about each algorithm is one row of one table; what is not here does not exist. Absent on purpose: SHA-1,
 * every HMAC (the public key as a secret), XSLT, XPath, enveloped and base64 transforms, canonicalisation with comments.
 */

/** What we sign with (WS-Security X.509 token profile; design decision 9). */
export const SIGN_WITH = {
  signature: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  digest: 'http://www.w3.org/2001/04/xmlenc#sha256',
  canonicalisation: NS.exclusiveC14n,
  hash: 'sha256',
} as const;

/** Signature algorithms accepted from a peer: URI → hash name of node:crypto, with RSASSA-PKCS1-v1_5. */
export const SIGNATURE_ALGORITHMS: ReadonlyMap<string, string> = new Map([
  [SIGN_WITH.signature, 'sha256'],
  ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha384', 'sha384'],
  ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha512', 'sha512'],
]);

/** Digest algorithms accepted from a peer. */
export const DIGEST_ALGORITHMS: ReadonlyMap<string, string> = new Map([
  [SIGN_WITH.digest, 'sha256'],
  ['http://www.w3.org/2001/04/xmldsig-more#sha384', 'sha384'],
  ['http://www.w3.org/2001/04/xmlenc#sha512', 'sha512'],
]);

/** Shortest RSA modulus of a key that signs anything here, in bits. */
export const RSA_BITS_MIN = 2048;
