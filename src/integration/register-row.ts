import type { CalendarDay } from '../domain/calendar-day.ts';
import type { HouseholdId, IntegrationId, IntegrationState, Period } from '../domain/integration.ts';
import type { Vault } from '../log/vault.ts';
import type { Proof } from './proof.ts';

/** How an integration came into the register: by a household call, seen in a message of any client, or brought in from outside. */
export type IntegrationSource = 'household' | 'exchange' | 'import';

/** One row of the register, opened. */
export interface Integration extends Period {
  readonly id: IntegrationId;
  readonly organisation: string;
  readonly householdId: HouseholdId;
  readonly ssin: string;
  /** Undefined once there is nothing more to tell BCSS. */
  readonly proof: Proof | undefined;
  readonly qualityCode: number;
  readonly state: IntegrationState;
  /** The last day that remains once the close under way is answered. */
  readonly closingDay: CalendarDay | undefined;
  /** The integration under another code that is closed as soon as this one is open. */
  readonly replaces: IntegrationId | undefined;
  readonly source: IntegrationSource;
  readonly madeAt: Date;
}

/** The columns of {@link Integration}, for a SELECT or RETURNING; `alias` names the table. Days come as text. */
export function integrationColumns(alias: string): string {
  const plain = [
    'id',
    'organisation',
    'household_id',
    'ssin',
    'proof',
    'quality_code',
    'state',
    'replaces',
    'source',
    'made_at',
  ];
  const days = ['first_day', 'last_day', 'closing_day'];
  return [
    ...plain.map((column) => `${alias}.${column}`),
    ...days.map((column) => `${alias}.${column}::text AS ${column}`),
  ].join(', ');
}

/** A row as node-postgres gives it. */
export interface RawIntegration {
  readonly id: IntegrationId;
  readonly organisation: string;
  readonly household_id: HouseholdId;
  readonly ssin: Buffer;
  readonly proof: Buffer | null;
  readonly quality_code: number;
  readonly state: IntegrationState;
  readonly replaces: IntegrationId | null;
  readonly source: IntegrationSource;
  readonly made_at: Date;
  readonly first_day: CalendarDay;
  readonly last_day: CalendarDay | null;
  readonly closing_day: CalendarDay | null;
}

/** The row in our names, decrypted. */
export function openIntegration(raw: RawIntegration, vault: Pick<Vault, 'openSecret'>): Integration {
  return {
    id: raw.id,
    organisation: raw.organisation,
    householdId: raw.household_id,
    ssin: vault.openSecret(raw.ssin, ssinPlace(raw.id)),
    proof: raw.proof === null ? undefined : (JSON.parse(vault.openSecret(raw.proof, proofPlace(raw.id))) as Proof),
    qualityCode: raw.quality_code,
    state: raw.state,
    replaces: raw.replaces ?? undefined,
    source: raw.source,
    madeAt: raw.made_at,
    firstDay: raw.first_day,
    lastDay: raw.last_day ?? undefined,
    closingDay: raw.closing_day ?? undefined,
  };
}

/** What the number of a row is bound to, so that it cannot be moved to another row. */
export function ssinPlace(id: IntegrationId): string {
  return `integration/${id}/ssin`;
}

/** As {@link ssinPlace}, for the proof. */
export function proofPlace(id: IntegrationId): string {
  return `integration/${id}/proof`;
}
