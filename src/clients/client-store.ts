import type { Client, Right } from '../domain/client.ts';
import { RIGHTS } from '../domain/client.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import type { Archive } from '../log/archive.ts';
import type { Database, DatabasePool } from '../store/pool.ts';
import { hashApiKey, newApiKey } from './api-key.ts';

/** A client as an operator sees it. */
export interface ClientRow {
  readonly id: string;
  readonly organisation: string;
  readonly rights: readonly Right[];
  readonly createdAt: Date;
  readonly expiresAt: Date | undefined;
  readonly revokedAt: Date | undefined;
}

export interface NewClient {
  readonly id: string;
  readonly organisation: string;
  readonly rights: readonly Right[];
  readonly expiresAt?: Date;
}

/** The clients of keys that are neither expired nor revoked, by the hash of each key (base64). */
export async function findClientsByKey(
  database: Database,
  hashes: readonly Buffer[],
): Promise<ReadonlyMap<string, Client>> {
  const rows = await database.query<FoundClient>(FIND, [hashes]);
  return new Map(
    rows.map(({ key_hash: hash, id, organisation, rights }) => [
      hash.toString('base64'),
      { id, organisation, rights: knownRights(rights), bootstrap: false },
    ]),
  );
}

interface FoundClient {
  readonly key_hash: Buffer;
  readonly id: string;
  readonly organisation: string;
  readonly rights: string[];
}

const FIND = `
  SELECT key_hash, id, organisation, rights FROM gateway.client
   WHERE key_hash = ANY ($1::bytea[]) AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())`;

/**
 * Makes a client, or gives an existing one of the same centre a new key. Recorded in the log.
 *
 * @returns the key, which is shown once.
 * @throws GatewayError `config-invalid` for the name of another centre's client, or of one that API_KEYS_FILE declares.
 */
export function addClient(pool: DatabasePool, archive: Archive, client: NewClient): Promise<string> {
  const key = newApiKey();
  return pool.transaction(async (database) => {
    const made = await database.query(PUT, [
      client.id,
      client.organisation,
      hashApiKey(key),
      client.rights,
      client.expiresAt ?? null,
    ]);
    if (made.length === 0)
      throw new GatewayError('config-invalid', {
        detail: `client ${client.id}: the name is taken, by another centre or in API_KEYS_FILE`,
      });
    await recordClientChange(database, archive, client.organisation, {
      what: 'client added',
      client: client.id,
      rights: client.rights,
    });
    return key;
  });
}

const PUT = `
  INSERT INTO gateway.client (id, organisation, key_hash, rights, expires_at) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (id) DO UPDATE
     SET key_hash = excluded.key_hash, rights = excluded.rights, expires_at = excluded.expires_at, revoked_at = NULL
   WHERE client.organisation = excluded.organisation AND NOT client.declared
  RETURNING id`;

/** Ends a client's access at once. Recorded in the log. @returns false when there is no such client. */
export function revokeClient(pool: DatabasePool, archive: Archive, id: string): Promise<boolean> {
  return pool.transaction(async (database) => {
    const [row] = await database.query<{ organisation: string }>(
      'UPDATE gateway.client SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL RETURNING organisation',
      [id],
    );
    if (row === undefined) return false;
    await recordClientChange(database, archive, row.organisation, { what: 'client revoked', client: id });
    return true;
  });
}

/** All clients, the revoked ones too. */
export async function listClients(database: Database): Promise<ClientRow[]> {
  const rows = await database.query<RawClient>(
    'SELECT id, organisation, rights, created_at, expires_at, revoked_at FROM gateway.client ORDER BY id',
  );
  return rows.map((row) => ({
    id: row.id,
    organisation: row.organisation,
    rights: knownRights(row.rights),
    createdAt: row.created_at,
    expiresAt: row.expires_at ?? undefined,
    revokedAt: row.revoked_at ?? undefined,
  }));
}

interface RawClient {
  readonly id: string;
  readonly organisation: string;
  readonly rights: string[];
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly revoked_at: Date | null;
}

function knownRights(rights: readonly string[]): Right[] {
  return RIGHTS.filter((right) => rights.includes(right));
}

/** Writes down what was done to a client, in the transaction that does it. */
export async function recordClientChange(
  database: Database,
  archive: Archive,
  organisation: string,
  details: { readonly what: string; readonly client: string; readonly rights?: readonly Right[] },
): Promise<void> {
  await archive.append(database, { kind: 'admin', organisation, details });
}
