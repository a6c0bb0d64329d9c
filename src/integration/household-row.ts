import { actsFor, type Client } from '../domain/client.ts';
import type { HouseholdId } from '../domain/integration.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import type { Vault } from '../log/vault.ts';
import type { Database } from '../store/pool.ts';
import { referencePlace } from './register.ts';

/** A file of a centre. */
export interface Household {
  readonly id: HouseholdId;
  readonly organisation: string;
  /** The centre's own reference; undefined where integrations came without one. */
  readonly reference: string | undefined;
  readonly madeAt: Date;
}

/** A household by its id. @throws GatewayError `not-found`, for another centre's as for none */
export async function findHousehold(
  database: Database,
  vault: Pick<Vault, 'openSecret'>,
  organisation: string,
  id: HouseholdId,
): Promise<Household> {
  const [row] = await database.query<RawHousehold>(`${SELECT} WHERE id = $1 AND organisation = $2`, [id, organisation]);
  if (row === undefined) throw new GatewayError('not-found');
  return toHousehold(row, vault);
}

/** Whose a household is. @throws GatewayError `not-found`, for another centre's as for none */
export async function centreOf(database: Database, client: Client, id: HouseholdId): Promise<string> {
  const [row] = await database.query<{ organisation: string }>(
    'SELECT organisation FROM gateway.household WHERE id = $1',
    [id],
  );
  if (row === undefined || !actsFor(client, row.organisation)) throw new GatewayError('not-found');
  return row.organisation;
}

/** Holds a household until the end of the transaction. @throws GatewayError `not-found` */
export async function holdHousehold(database: Database, organisation: string, id: HouseholdId): Promise<HouseholdId> {
  const [row] = await database.query(`${SELECT} WHERE id = $1 AND organisation = $2 FOR UPDATE`, [id, organisation]);
  if (row === undefined) throw new GatewayError('not-found');
  return id;
}

/** What a list of households may be narrowed to. */
export interface HouseholdFilter {
  readonly organisation: string;
  readonly fileReference?: string;
  readonly person?: string;
  /** Only those older than this one: the last of the page before. */
  readonly before?: HouseholdId;
  readonly limit: number;
}

/** A page of households, newest first. */
export async function listHouseholds(
  database: Database,
  vault: Pick<Vault, 'openSecret' | 'personLane' | 'fileHash'>,
  { organisation, fileReference, person, before, limit }: HouseholdFilter,
): Promise<Household[]> {
  const rows = await database.query<RawHousehold>(LIST, [
    organisation,
    fileReference === undefined ? null : vault.fileHash(fileReference, organisation),
    person === undefined ? null : vault.personLane(person),
    before ?? null,
    limit,
  ]);
  return rows.map((row) => toHousehold(row, vault));
}

const SELECT = 'SELECT id, organisation, file, reference, made_at FROM gateway.household h';

const LIST = `
  ${SELECT}
   WHERE organisation = $1
     AND ($2::bytea IS NULL OR file = $2)
     AND ($3::bytea IS NULL OR id IN (SELECT i.household_id FROM gateway.integration i WHERE i.organisation = $1 AND i.person = $3))
     AND ($4::uuid IS NULL OR id < $4)
   ORDER BY id DESC LIMIT $5`;

interface RawHousehold {
  readonly id: HouseholdId;
  readonly organisation: string;
  readonly file: Buffer;
  readonly reference: Buffer | null;
  readonly made_at: Date;
}

function toHousehold(row: RawHousehold, vault: Pick<Vault, 'openSecret'>): Household {
  const { id, organisation, file, reference, made_at: madeAt } = row;
  const place = referencePlace(organisation, file);
  return {
    id,
    organisation,
    reference: reference === null ? undefined : vault.openSecret(reference, place),
    madeAt,
  };
}
