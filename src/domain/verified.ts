/**
 * A value read from bytes whose origin was checked. Nothing outside `delivery/verify-reply.ts` and `mutations/` makes one,
 * so that a function which takes a `Verified<…>` can never be given bytes from the wire.
 */
export interface Verified<Value> {
  readonly value: Value;
  /** What the trust rests on: the peer's signature, or its pinned TLS identity where the endpoint does not sign. */
  readonly by: 'signature' | 'tls';
  /** SHA-256 fingerprint (hex) of the certificate that decided. */
  readonly certificate: string;
}
