import type { HouseholdId, IntegrationId } from '../domain/integration.ts';
import type { SsinChange } from '../domain/result.ts';
import { parseSsin } from '../domain/ssin.ts';
import type { Vault } from '../log/vault.ts';
import type { Database } from '../store/pool.ts';
import type { Ids } from '../telemetry/ids.ts';
import { holdPersons, integrationsOf } from './find.ts';
import type { Log } from './ports.ts';
import { ssinPlace } from './register-row.ts';

/** What a change of a number is heeded with. */
export interface SsinChangeParts {
  readonly vault: Vault;
  readonly ids: Ids;
  readonly log: Log;
  /** Tells subscribers, in the transaction that makes it true. */
  readonly announce: (database: Database, change: AnnouncedSsinChange) => Promise<void>;
}

/** A change to tell: a pointer and facts, no number. */
export interface AnnouncedSsinChange {
  readonly id: string;
  readonly organisation: string;
  readonly kind: SsinChange['kind'];
  /** Keyed hash of the old number. */
  readonly person: Buffer;
  readonly integrations: readonly IntegrationId[];
}

/** A number that was replaced or cancelled, as a centre learnt it. */
export interface LearntSsinChange {
  readonly organisation: string;
  /** The number that is no more. */
  readonly ssin: string;
  readonly kind: SsinChange['kind'];
  readonly replacedBy?: string;
  /** Where it was learnt, for the log. */
  readonly from: { readonly exchange: string } | { readonly mutation: string };
}

/**
 * The change that an answer about a person tells of; undefined where there is none, or where what it says is no number. A reply to the new
 * number may name the old one.
 */
export function ssinChangeFrom(
  person: string,
  change: SsinChange,
): Pick<LearntSsinChange, 'ssin' | 'kind' | 'replacedBy'> | undefined {
  const { kind, replacedBy, replaces } = change;
  if (kind === 'cancelled') return { ssin: person, kind };
  const ssin = replacedBy === person ? replaces : person;
  if (ssin === undefined || replacedBy === undefined || ssin === replacedBy) return undefined;
  if (parseSsin(ssin) === undefined || parseSsin(replacedBy) === undefined) return undefined;
  return { ssin, kind, replacedBy };
}

/**
 * Heeds a change of a number, in the transaction that brought the news: the integrations of the centre move to the new number, each with
 * its history, and subscribers are told, once however often it is heard. The log goes on saying what was done under the old number; its
 * entry of the change is found under both.
 */
export async function heedSsinChange(
  parts: SsinChangeParts,
  database: Database,
  learnt: LearntSsinChange,
): Promise<void> {
  const { vault, ids, log } = parts;
  const { organisation, ssin, kind, replacedBy, from } = learnt;
  const persons = [ssin, ...(replacedBy === undefined ? [] : [replacedBy])];
  await holdPersons(database, vault, organisation, persons);
  const rows = await integrationsOf(database, vault, organisation, [ssin]);
  const known = await isKnown(database, vault, learnt);
  const moves = replacedBy !== undefined && rows.length > 0;
  if (known && !moves) return;
  if (moves) await move(parts, database, learnt, rows, replacedBy);
  const integrations = rows.map((row) => row.id);
  const index = await log.record(database, {
    kind: 'integration',
    organisation,
    subjects: persons,
    outcome: kind,
    ...('exchange' in from && { exchangeId: from.exchange }),
    details: { what: `number ${kind}`, subjects: persons, integrations, from },
  });
  if (known) return;
  const id = ids.uuid();
  await database.query(KEEP, [
    id,
    organisation,
    kind,
    ...hashesOf(vault, learnt),
    vault.sealSecret(ssin, oldPlace(id)),
    replacedBy === undefined ? null : vault.sealSecret(replacedBy, newPlace(id)),
    integrations.length,
    index,
  ]);
  await parts.announce(database, { id, organisation, kind, person: vault.personLane(ssin), integrations });
}

/** Under the lock of the person, so that two replies that say the same at once are one change. */
async function isKnown(database: Database, vault: Vault, learnt: LearntSsinChange): Promise<boolean> {
  const rows = await database.query(KNOWN, [learnt.organisation, learnt.kind, ...hashesOf(vault, learnt)]);
  return rows.length > 0;
}

const NOBODY = Buffer.alloc(0);

function hashesOf(vault: Vault, { ssin, replacedBy }: LearntSsinChange): [person: Buffer, successor: Buffer] {
  return [vault.personLane(ssin), replacedBy === undefined ? NOBODY : vault.personLane(replacedBy)];
}

interface MovedRow {
  readonly id: IntegrationId;
  readonly householdId: HouseholdId;
}

async function move(
  { vault }: SsinChangeParts,
  database: Database,
  { organisation, ssin }: LearntSsinChange,
  rows: readonly MovedRow[],
  replacedBy: string,
): Promise<void> {
  const [old, successor] = [vault.personLane(ssin), vault.personLane(replacedBy)];
  for (const { id } of rows) await database.query(MOVE, [id, successor, vault.sealSecret(replacedBy, ssinPlace(id))]);
  await database.query(MOVE_ALONE, [organisation, old, successor]);
  await database.query(OUTDATE_REPAIRS, [organisation, old]);
  for (const { id } of await database.query<{ id: string }>(CONFLICTS, [organisation, old]))
    await database.query(MOVE_CONFLICT, [id, successor, vault.sealSecret(replacedBy, conflictPlace(id))]);
}

/** What the number of a conflict is bound to. */
export function conflictPlace(id: string): string {
  return `conflict/${id}/ssin`;
}

/** What the old number of a change is bound to. */
export function oldPlace(id: string): string {
  return `ssin-change/${id}/old`;
}

/** What the new number of a change is bound to. */
export function newPlace(id: string): string {
  return `ssin-change/${id}/new`;
}

const KNOWN =
  'SELECT FROM gateway.ssin_change WHERE organisation = $1 AND kind = $2 AND person = $3 AND successor = $4';

const KEEP = `
  INSERT INTO gateway.ssin_change (id, organisation, kind, person, successor, ssin, replaced_by, integrations, entry_index)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

const MOVE = 'UPDATE gateway.integration SET person = $2, ssin = $3 WHERE id = $1';

// The household of a person alone is named after the number; where the new one has a household already, the old one keeps its name.
const MOVE_ALONE = `
  UPDATE gateway.household h SET file = $3
   WHERE h.organisation = $1 AND h.file = $2 AND h.reference IS NULL
     AND NOT EXISTS (SELECT FROM gateway.household o WHERE o.organisation = $1 AND o.file = $3)`;

// What was compared under the old number is compared anew.
const OUTDATE_REPAIRS = `
  UPDATE gateway.integration_repair SET state = 'outdated', decided_at = now() WHERE organisation = $1 AND person = $2 AND state = 'proposed'`;

const CONFLICTS = 'SELECT id FROM gateway.integration_conflict WHERE organisation = $1 AND person = $2';
// One that the new number has already stays where it is.
const MOVE_CONFLICT = `
  UPDATE gateway.integration_conflict c SET person = $2, ssin = $3
   WHERE c.id = $1 AND NOT EXISTS (
     SELECT FROM gateway.integration_conflict o
      WHERE (o.organisation, o.person, o.nis_code, o.quality_code, o.first_day)
          = (c.organisation, $2, c.nis_code, c.quality_code, c.first_day))`;
