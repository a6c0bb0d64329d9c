import { GatewayError } from '../domain/problems/gateway-error.ts';
import type { Archive } from '../log/archive.ts';
import type { Database, DatabasePool } from '../store/pool.ts';
import type { DeclaredClient } from './api-keys-file.ts';
import { recordClientChange } from './client-store.ts';

/**
 * Makes the declared clients those of API_KEYS_FILE: new and changed lines count, a client whose line is gone has no access any more.
 * Every change is recorded in the log; a start that changes nothing leaves no trace. Several processes may start at once.
 *
 * A key that was revoked by command stays revoked until its line has another one.
 *
 * @throws GatewayError `config-invalid` when a name or a key belongs to somebody else; then nothing is changed.
 */
export function declareClients(
  pool: DatabasePool,
  archive: Archive,
  clients: readonly DeclaredClient[],
): Promise<void> {
  return pool.transaction(async (database) => {
    await database.query("SELECT pg_advisory_xact_lock(hashtext('gateway.declared-clients'))");
    const gone = await database.query<{ id: string; organisation: string }>(REMOVE, [clients.map(({ id }) => id)]);
    for (const { id, organisation } of gone)
      await recordClientChange(database, archive, organisation, { what: 'client no longer declared', client: id });
    for (const client of clients) await declare(database, archive, client);
  });
}

async function declare(database: Database, archive: Archive, client: DeclaredClient): Promise<void> {
  const { id, organisation, rights, keySha256, expiresAt } = client;
  const hash = Buffer.from(keySha256, 'hex');
  const taken = await database.query(TAKEN, [id, organisation, hash]);
  if (taken.length > 0)
    throw new GatewayError('config-invalid', {
      detail: `API_KEYS_FILE: the name or the key of client ${id} is another client’s`,
    });
  const changed = await database.query(DECLARE, [id, organisation, hash, rights, expiresAt ?? null]);
  if (changed.length > 0)
    await recordClientChange(database, archive, organisation, { what: 'client declared', client: id, rights });
}

// The key goes too: the line may come back, with this name or another.
const REMOVE = `
  UPDATE gateway.client
     SET declared = false, revoked_at = coalesce(revoked_at, now()), key_hash = sha256(convert_to(gen_random_uuid()::text, 'UTF8'))
   WHERE declared AND id <> ALL ($1)
  RETURNING id, organisation`;

const TAKEN = `
  SELECT FROM gateway.client WHERE (id = $1 AND organisation <> $2) OR (key_hash = $3 AND id <> $1)`;

const DECLARE = `
  INSERT INTO gateway.client (id, organisation, key_hash, rights, expires_at, declared) VALUES ($1, $2, $3, $4, $5, true)
  ON CONFLICT (id) DO UPDATE
     SET key_hash = excluded.key_hash, rights = excluded.rights, expires_at = excluded.expires_at, declared = true,
         revoked_at = CASE WHEN client.declared AND client.key_hash = excluded.key_hash THEN client.revoked_at END
   WHERE (client.key_hash, client.rights, client.expires_at, client.declared)
           IS DISTINCT FROM (excluded.key_hash, excluded.rights, excluded.expires_at, true)
  RETURNING id`;
