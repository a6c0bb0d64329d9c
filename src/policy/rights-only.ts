import type { Client } from '../domain/client.ts';
import type { Localised } from '../domain/language.ts';

/** What the decision is about, as far as this rule looks at it. */
interface Asked {
  readonly client: Client;
}

type Permission =
  { readonly allowed: true; readonly exception?: string } | { readonly allowed: false; readonly reason: Localised };

/**
 * The rule that stands before any table: a client may send when it has the right to. The bootstrap client may too, and each use of
 * it is an exception in the log.
 */
export const rightsOnly = {
  decide({ client }: Asked): Promise<Permission> {
    if (client.bootstrap) return Promise.resolve({ allowed: true, exception: 'bootstrap' });
    if (client.rights.includes('send')) return Promise.resolve({ allowed: true });
    const reason = { fr: 'droit `send`', nl: 'recht `send`', en: 'right `send`' };
    return Promise.resolve({ allowed: false, reason });
  },
};
