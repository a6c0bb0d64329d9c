import type { HouseholdId, IntegrationId, IntegrationState, Period } from '../domain/integration.ts';
import type { Vault } from '../log/vault.ts';
import type { Database } from '../store/pool.ts';
import type { Ids } from '../telemetry/ids.ts';
import type { Proof } from './proof.ts';
import {
  type Integration,
  integrationColumns,
  type IntegrationSource,
  openIntegration,
  proofPlace,
  type RawIntegration,
  ssinPlace,
} from './register-row.ts';

/** What writing the register needs besides the connection. */
export interface RegisterParts {
  readonly vault: Pick<Vault, 'personLane' | 'fileHash' | 'sealSecret' | 'openSecret'>;
  readonly ids: Ids;
}

/** An integration about to be written. */
export interface NewIntegration extends Period {
  readonly organisation: string;
  readonly householdId: HouseholdId;
  readonly ssin: string;
  readonly proof: Proof | undefined;
  readonly qualityCode: number;
  /** `opening` when its registration leaves in the same transaction, `open` when BCSS has it already. */
  readonly state: Extract<IntegrationState, 'opening' | 'open'>;
  readonly replaces?: IntegrationId;
  readonly source: IntegrationSource;
}

/**
 * The household of a file, made where it is new. Several calls may name one file: it is one household, and its members may come
 * with different calls.
 *
 * @param file the centre's reference of the file, or, where an integration came without one, the person's number: then the person is a
 *   household alone.
 */
export async function householdOf(
  database: Database,
  { vault, ids }: RegisterParts,
  organisation: string,
  file: { readonly reference: string } | { readonly ssin: string },
): Promise<HouseholdId> {
  const reference = 'reference' in file ? file.reference : undefined;
  const hash = 'reference' in file ? vault.fileHash(file.reference, organisation) : vault.personLane(file.ssin);
  const id = ids.uuid() as HouseholdId;
  const sealed = reference === undefined ? null : vault.sealSecret(reference, referencePlace(organisation, hash));
  const [row] = await database.query<{ id: HouseholdId }>(MAKE_HOUSEHOLD, [id, organisation, hash, sealed]);
  if (row === undefined) throw new Error('the household was neither found nor made');
  return row.id;
}

/** What a file reference is bound to. */
export function referencePlace(organisation: string, hash: Buffer): string {
  return `household/${organisation}/${hash.toString('hex')}`;
}

// An update that changes nothing, so that the row is returned, and held, where it was there already.
const MAKE_HOUSEHOLD = `
  INSERT INTO gateway.household (id, organisation, file, reference) VALUES ($1, $2, $3, $4)
  ON CONFLICT (organisation, file) DO UPDATE SET file = excluded.file
  RETURNING id`;

/** Writes an integration into the register. Whoever does MUST have checked it against the rules, or have it from BCSS. */
export async function addIntegration(
  database: Database,
  { vault, ids }: RegisterParts,
  added: NewIntegration,
): Promise<Integration> {
  const id = ids.uuid() as IntegrationId;
  const { organisation, householdId, ssin, proof, qualityCode, firstDay, lastDay, state, replaces, source } = added;
  const [row] = await database.query<RawIntegration>(ADD, [
    id,
    organisation,
    householdId,
    vault.personLane(ssin),
    vault.sealSecret(ssin, ssinPlace(id)),
    proof === undefined ? null : vault.sealSecret(JSON.stringify(proof), proofPlace(id)),
    qualityCode,
    firstDay,
    lastDay ?? null,
    state,
    replaces ?? null,
    source,
  ]);
  if (row === undefined) throw new Error('the integration was not written');
  return openIntegration(row, vault);
}

const ADD = `
  INSERT INTO gateway.integration AS i
    (id, organisation, household_id, person, ssin, proof, quality_code, first_day, last_day, state, replaces, source)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
  RETURNING ${integrationColumns('i')}`;
