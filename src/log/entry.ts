import type { EntryKind, LogIndex } from '../domain/entry.ts';

/** A fact to be recorded. Whoever appends one MUST do so in the transaction that makes the fact true. */
export interface NewEntry {
  readonly kind: EntryKind;
  readonly organisation: string;
  readonly exchangeId?: string;
  readonly flow?: string;
  readonly ticket?: string;
  readonly attempt?: number;
  /** The client application. */
  readonly client?: string;
  readonly legalContext?: string;
  readonly qualityCode?: number;
  /** Version (hash) of the authorisation table that decided. */
  readonly policy?: string;
  readonly outcome?: string;
  readonly code?: string;
  /** The person at the keyboard: SSIN. Stored as a keyed hash, and in `details`. */
  readonly actor?: string;
  /** The persons it was asked about: SSINs. Stored as keyed hashes, and in `details`. */
  readonly subjects?: readonly string[];
  /** The persons it shows: SSINs. Stored as keyed hashes, with another role, and in `details`. */
  readonly found?: readonly string[];
  /** Who, about whom, why: JSON, encrypted, kept as long as the entry. */
  readonly details?: object;
  /** The exact bytes, encrypted, kept as long as their purpose allows. */
  readonly body?: Uint8Array;
  readonly contentType?: string;
}

/** Where an entry stands once the transaction has committed. */
export interface AppendedEntry {
  readonly index: LogIndex;
  readonly at: Date;
}
