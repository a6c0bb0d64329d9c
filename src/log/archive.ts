import { createHash } from 'node:crypto';
import type { LogIndex } from '../domain/entry.ts';
import type { Database } from '../store/pool.ts';
import type { Clock } from '../telemetry/clock.ts';
import type { Ids } from '../telemetry/ids.ts';
import type { AppendedEntry, NewEntry } from './entry.ts';
import type { Place, Vault } from './vault.ts';

/** One call of the SQL function `gateway.append_entry`, to stand inside a larger statement. */
export interface AppendCall {
  /** `gateway.append_entry($n, …)`. */
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** The exact bytes of an entry, opened. */
export interface EntryContent {
  readonly at: Date;
  readonly contentType: string | undefined;
  readonly details: Record<string, unknown> | undefined;
  /** Undefined when the entry has none, or when its key was destroyed under a retention rule. */
  readonly body: Buffer | undefined;
}

/**
 * The archive: what happened, written once. It receives bytes and a kind, and knows nothing of flows, queues or HTTP.
 *
 * There is no archive that does nothing: without a database nothing is accepted and nothing is sent.
 */
export class Archive {
  private readonly vault: Vault;
  private readonly clock: Clock;
  private readonly ids: Ids;

  constructor(vault: Vault, clock: Clock, ids: Ids) {
    this.vault = vault;
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * Appends an entry. It counts when the surrounding transaction commits, and MUST NOT be relied on before.
   */
  async append(database: Database, entry: NewEntry): Promise<AppendedEntry> {
    const call = this.appendCall(entry, 1);
    const [row] = await database.query<{ index: string; at: Date }>(
      `SELECT index, at FROM ${call.sql}`,
      call.parameters,
    );
    if (row === undefined) throw new Error('append_entry gave no row');
    return { index: row.index as LogIndex, at: row.at };
  }

  /**
   * The call that appends an entry, as a piece of SQL, so that an entry and the state that depends on it are one statement and one
   * round trip.
   *
   * @param firstParameter number of its first `$n`.
   * @param row a column, never null, of the row that the entry depends on. In `FROM row CROSS JOIN LATERAL call` a call that named
   *   nothing of the row could be made first, and so also where there is none.
   */
  appendCall(entry: NewEntry, firstParameter: number, row?: string): AppendCall {
    const parameters = this.parametersOf(entry);
    const marks = parameters.map((_, i) => `$${firstParameter + i}${PARAMETER_TYPES[i] ?? ''}`);
    if (row !== undefined) marks[0] = `CASE WHEN ${row} IS NOT NULL THEN ${marks[0] ?? ''} END`;
    return { sql: `gateway.append_entry(${marks.join(', ')})`, parameters };
  }

  /** Reads and opens one entry by its index; undefined when there is none, or when the step that the role is for does not need it. */
  async read(database: Database, index: LogIndex): Promise<EntryContent | undefined> {
    const [row] = await database.query<StoredEntry>(READ_ENTRY, [index]);
    if (row === undefined) return undefined;
    return {
      at: row.at,
      contentType: row.content_type ?? undefined,
      details: parseDetails(this.open(row, 'details', row.details, row.details_key)),
      body: this.open(row, 'body', row.body, row.body_key),
    };
  }

  private open(row: StoredEntry, part: Place['part'], sealed: Buffer | null, key: Buffer | null): Buffer | undefined {
    if (sealed === null || key === null || row.kek === null) return undefined;
    const place = { entryId: row.id, kind: row.kind, organisation: row.organisation, part, kek: row.kek };
    return this.vault.open(sealed, key, place);
  }

  private parametersOf(entry: NewEntry): unknown[] {
    const { kind, organisation } = entry;
    const entryId = this.ids.uuid();
    const now = this.clock.now();
    const kek = this.vault.kekName(organisation, now);
    const seal = (part: Place['part'], content: Uint8Array | undefined) =>
      content === undefined ? undefined : this.vault.seal(content, { entryId, kind, organisation, part, kek });
    const details = seal('details', entry.details && Buffer.from(JSON.stringify(entry.details)));
    const body = seal('body', entry.body);
    const year = now.getUTCFullYear();
    return [
      entryId,
      kind,
      organisation,
      entry.exchangeId ?? null,
      entry.flow ?? null,
      entry.ticket ?? null,
      entry.attempt ?? null,
      entry.client ?? null,
      entry.actor === undefined ? null : this.vault.personHash(entry.actor, year),
      entry.legalContext ?? null,
      entry.qualityCode ?? null,
      entry.policy ?? null,
      entry.outcome ?? null,
      entry.code ?? null,
      entry.contentType ?? null,
      details?.sealed ?? null,
      body?.sealed ?? null,
      contentHash(details?.sealed, body?.sealed),
      details === undefined && body === undefined ? null : kek,
      details?.wrappedKey ?? null,
      body?.wrappedKey ?? null,
      this.hashesOf(entry.subjects, year),
      this.hashesOf(entry.found, year),
    ];
  }

  private hashesOf(persons: readonly string[] = [], year: number): Buffer[] | null {
    return persons.length === 0 ? null : persons.map((ssin) => this.vault.personHash(ssin, year));
  }
}

/** SHA-256 of the encrypted content, as `entry.content_hash` keeps it. */
export function contentHash(details: Uint8Array | undefined, body: Uint8Array | undefined): Buffer {
  const hash = createHash('sha256');
  if (details !== undefined) hash.update(details);
  if (body !== undefined) hash.update(body);
  return hash.digest();
}

/** In the order of `append_entry`'s parameters; a null needs its type said. */
const PARAMETER_TYPES = [
  '::uuid',
  '::text',
  '::text',
  '::uuid',
  '::text',
  '::text',
  '::integer',
  '::text',
  '::bytea',
  '::text',
  '::integer',
  '::text',
  '::text',
  '::text',
  '::text',
  '::bytea',
  '::bytea',
  '::bytea',
  '::text',
  '::bytea',
  '::bytea',
  '::bytea[]',
  '::bytea[]',
] as const;

interface StoredEntry {
  readonly id: string;
  readonly at: Date;
  readonly kind: string;
  readonly organisation: string;
  readonly content_type: string | null;
  readonly details: Buffer | null;
  readonly body: Buffer | null;
  readonly kek: string | null;
  readonly details_key: Buffer | null;
  readonly body_key: Buffer | null;
}

const READ_ENTRY = 'SELECT * FROM gateway.read_entry($1)';

function parseDetails(details: Buffer | undefined): Record<string, unknown> | undefined {
  return details === undefined ? undefined : (JSON.parse(details.toString()) as Record<string, unknown>);
}
