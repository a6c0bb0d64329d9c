import { createHash } from 'node:crypto';
import { canonicalJson } from '../domain/canonical-json.ts';
import { composed } from '../domain/composed-text.ts';
import { LIMITS } from '../domain/constants.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import type { IdempotencyClaim } from '../exchanges/accept.ts';

const KEY_FORM = /^[\x21-\x7e]+$/;

/** @throws GatewayError `idempotency-key-invalid` */
export function checkKeyForm(key: string): void {
  if (key.length > LIMITS.idempotencyKeyCharactersMax || !KEY_FORM.test(key))
    throw new GatewayError('idempotency-key-invalid');
}

/**
 * A key as a claim on a call: both sides hashed, so that neither lies about in clear. Two bodies that differ only in how an accent was
 * typed would send the same message, and are the same.
 *
 * @param call what the key belongs to besides the body: the same body sent elsewhere is another call.
 */
export function keyClaim(key: string, call: string, body: unknown): IdempotencyClaim {
  return { keyHash: sha256(key), bodyHash: sha256(`${call}\n${canonicalJson(composed(body))}`) };
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
