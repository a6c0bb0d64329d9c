import type { PersonRole } from '../domain/entry.ts';
import type { Vault } from '../log/vault.ts';

/** A row as `gateway.read_entries` gives it. */
export interface RawEntry {
  readonly index: string;
  readonly id: string;
  readonly at: Date;
  readonly kind: string;
  readonly organisation: string;
  readonly exchange_id: string | null;
  readonly flow: string | null;
  readonly ticket: string | null;
  readonly attempt: number | null;
  readonly client: string | null;
  readonly legal_context: string | null;
  readonly quality_code: number | null;
  readonly policy: string | null;
  readonly outcome: string | null;
  readonly code: string | null;
  readonly content_type: string | null;
  readonly details: Buffer | null;
  readonly body_bytes: number | null;
  readonly content_hash: Buffer;
  readonly kek: string | null;
  readonly details_key: Buffer | null;
  readonly body_destroyed: boolean;
  readonly role: PersonRole | null;
}

/** A row as `gateway.read_body` gives it. */
export interface RawBody {
  readonly id: string;
  readonly kind: string;
  readonly organisation: string;
  readonly content_type: string | null;
  readonly body: Buffer | null;
  readonly kek: string | null;
  readonly body_key: Buffer | null;
}

/** An entry as an auditor reads it. */
export interface OpenedEntry {
  readonly index: number;
  readonly id: string;
  readonly at: string;
  readonly kind: string;
  readonly organisation: string;
  readonly exchange?: string;
  readonly flow?: string;
  readonly ticket?: string;
  readonly attempt?: number;
  readonly client?: string;
  readonly legalContext?: string;
  readonly qualityCode?: number;
  readonly policy?: string;
  readonly outcome?: string;
  readonly code?: string;
  /** Of a question about a person: what they are in this entry, or in the exchange it belongs to. */
  readonly role?: PersonRole;
  /** Who, about whom, why. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly bodyBytes?: number;
  readonly contentHash: string;
  readonly contentDestroyed?: true;
  /** The bytes are about people whom the centre does not help: evidence, which nobody here may read. */
  readonly contentWithheld?: true;
}

/** Opens the details of a row. Where the key was destroyed, the entry stands without them. */
export function openEntry(row: RawEntry, vault: Vault): OpenedEntry {
  const destroyed = row.body_destroyed || (row.details !== null && row.details_key === null);
  const details = openDetails(row, vault);
  return {
    index: Number(row.index),
    id: row.id,
    at: row.at.toISOString(),
    kind: row.kind,
    organisation: row.organisation,
    ...present('exchange', row.exchange_id),
    ...present('flow', row.flow),
    ...present('ticket', row.ticket),
    ...present('attempt', row.attempt),
    ...present('client', row.client),
    ...present('legalContext', row.legal_context),
    ...present('qualityCode', row.quality_code),
    ...present('policy', row.policy),
    ...present('outcome', row.outcome),
    ...present('code', row.code),
    ...present('role', row.role),
    ...(details !== undefined && { details }),
    // What is stored is nonce, ciphertext and tag; the text itself is 28 bytes shorter.
    ...present('bodyBytes', row.body_bytes === null ? null : row.body_bytes - SEAL_OVERHEAD_BYTES),
    contentHash: row.content_hash.toString('hex'),
    ...(destroyed && { contentDestroyed: true as const }),
    ...(row.kind === 'notification' && details?.['withheld'] !== undefined && { contentWithheld: true as const }),
  };
}

const SEAL_OVERHEAD_BYTES = 28;

/** Opens the exact bytes of an entry; undefined when it has none or their key was destroyed. */
export function openBody(row: RawBody, vault: Vault): Buffer | undefined {
  if (row.body === null || row.body_key === null || row.kek === null) return undefined;
  const { id, kind, organisation, kek } = row;
  return vault.open(row.body, row.body_key, { entryId: id, kind, organisation, part: 'body', kek });
}

function openDetails(row: RawEntry, vault: Vault): Readonly<Record<string, unknown>> | undefined {
  if (row.details === null || row.details_key === null || row.kek === null) return undefined;
  const { id, kind, organisation, kek } = row;
  const place = { entryId: id, kind, organisation, part: 'details' as const, kek };
  try {
    return JSON.parse(vault.open(row.details, row.details_key, place).toString()) as Record<string, unknown>;
  } catch {
    // Sealed under a key that is not here, or damaged. The entry stands, and with it the page it is on.
    return { unreadable: true };
  }
}

function present<Name extends string, Value>(name: Name, value: Value | null): Partial<Record<Name, Value>> {
  return value === null ? {} : ({ [name]: value } as Record<Name, Value>);
}
