import { hashApiKey } from '../../src/clients/api-key.ts';
import { findClientsByKey } from '../../src/clients/client-store.ts';
import { KeyLookups } from '../../src/clients/key-lookups.ts';
import type { Client } from '../../src/domain/client.ts';
import type { Database } from '../../src/store/pool.ts';

/** The client of a key, as the door finds it. */
export function findClientByKey(database: Database, key: string): Promise<Client | undefined> {
  return new KeyLookups((hashes) => findClientsByKey(database, hashes)).find(key);
}

/** The name under which a key is found. */
export function nameOf(key: string): string {
  return hashApiKey(key).toString('base64');
}
