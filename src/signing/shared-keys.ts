import type { KeyObject } from 'node:crypto';
import { createPublicKey } from 'node:crypto';

/** A private key with the environment variable it came from. */
export interface LabelledKey {
  readonly label: string;
  readonly privateKey: KeyObject;
}

/**
 * A remark for each pair of purposes that share one key. Each purpose wants its own: a key that leaks through a TLS endpoint must
 * not be able to sign declarations.
 */
export function sharedKeyWarnings(keys: readonly LabelledKey[]): string[] {
  const firstWith = new Map<string, string>();
  return keys.flatMap(({ label, privateKey }) => {
    const identity = createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64');
    const first = firstWith.get(identity);
    if (first === undefined) {
      firstWith.set(identity, label);
      return [];
    }
    return [`${first} and ${label} hold the same private key; ask for a separate certificate for each purpose`];
  });
}
