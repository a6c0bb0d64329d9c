import type { ProblemCode } from '../domain/problems/catalogue.ts';

/**
 * The HTTP status of every problem; the one place where the two meet. The compiler demands a line for each new code.
 *
 * A payload that breaks its schema is 400 and not 422: 422 is kept for an `Idempotency-Key` that came back with another message, as the
 * Idempotency-Key draft has it. How an attempt towards BCSS ended is data of an exchange, not the status of a call; those codes have one
 * for the day something answers with them, and for the list in the documents.
 */
export const STATUS_OF_PROBLEM: Readonly<Record<ProblemCode, number>> = {
  'malformed-json': 400,
  'unsupported-media-type': 415,
  'body-too-large': 413,
  'malformed-request': 400,
  'invalid-payload': 400,
  'invalid-request': 400,
  'idempotency-key-missing': 400,
  'idempotency-key-invalid': 400,
  'idempotency-key-reused': 422,
  unauthenticated: 401,
  forbidden: 403,
  'policy-denied': 403,
  'approval-not-yours': 403,
  'approval-over': 409,
  'other-organisation': 403,
  'too-many-requests': 429,
  'unknown-flow': 404,
  'flow-inbound': 400,
  'not-found': 404,
  'method-not-allowed': 405,
  'state-conflict': 409,
  'purpose-missing': 400,
  'integration-not-allowed': 400,
  'integration-overlap': 409,
  'import-refused': 422,

  'internal-error': 500,
  'database-unavailable': 503,
  overloaded: 503,
  'shutting-down': 503,
  'attempt-interrupted': 502,
  unsendable: 500,

  'bcss-unreachable': 502,
  'bcss-tls-refused': 502,
  'bcss-timeout': 504,
  'bcss-connection-lost': 502,
  'bcss-access-refused': 502,
  'bcss-service-waits': 503,
  'bcss-not-processed': 502,
  'bcss-overloaded': 503,
  'bcss-fault': 502,
  'bcss-refused': 422,
  'reply-malformed': 502,
  'reply-too-large': 502,
  'reply-signature-missing': 502,
  'reply-signature-invalid': 502,
  'reply-expired': 502,
  'reply-not-ours': 502,
  'pages-incomplete': 502,
  'outcome-unknown': 504,

  'webhook-unreachable': 502,
  'webhook-refused': 502,
  'webhook-timeout': 504,
  'webhook-address-refused': 400,

  'config-invalid': 500,
  'production-unsafe': 500,
  'policy-invalid': 500,
  'keystore-unreadable': 500,
  'keystore-passphrase': 500,
  'keystore-refused': 500,
  'certificate-expired': 500,
  'certificate-not-yet-valid': 500,
  'port-in-use': 500,
  'database-unreachable': 503,
  'database-newer': 503,
  'database-rights': 503,
  'queue-unreachable': 503,
  'schemas-invalid': 500,
  'contract-unsupported': 500,
  'embedded-unavailable': 503,
};

/** When to come back, in seconds, where whoever refused did not know better. Every 503 carries a time. */
export const RETRY_AFTER_SECONDS = 5;
