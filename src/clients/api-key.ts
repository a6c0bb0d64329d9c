import { createHash, randomBytes } from 'node:crypto';

/** Starts every key, so that one found in a repository or a log can be recognised. */
const PREFIX = 'cbg_';
const RANDOM_BYTES = 32;

/** A new API key: 256 random bits. It is shown once; only its hash is kept. */
export function newApiKey(): string {
  return PREFIX + randomBytes(RANDOM_BYTES).toString('base64url');
}

/**
 * What is stored of a key. A plain SHA-256 is enough: there is no dictionary of 256-bit random keys, and looking up by hash takes
 * the same time whether the key exists or not.
 */
export function hashApiKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
