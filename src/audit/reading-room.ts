import { randomUUID } from 'node:crypto';
import { isAuditPurpose } from '../domain/audit-purpose.ts';
import { actsFor, type Client } from '../domain/client.ts';
import { ENTRY_KINDS, type PersonRole } from '../domain/entry.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import type { Archive } from '../log/archive.ts';
import type { Vault } from '../log/vault.ts';
import type { Database, DatabasePool } from '../store/pool.ts';
import { openBody, openEntry, type OpenedEntry, type RawBody, type RawEntry } from './open-entry.ts';

/** Why somebody reads the log, and who. */
export interface Purpose {
  readonly purpose: string;
  /** SSIN of the reader. */
  readonly user?: string;
}

/** A question to the log. Every filter narrows; the period is always there. */
export interface Question extends Purpose {
  readonly organisation: string;
  /** About this person (SSIN). */
  readonly subject?: string;
  /** Only where that person has this role. */
  readonly role?: PersonRole;
  /** By this user (SSIN). */
  readonly actor?: string;
  readonly flow?: string;
  readonly exchange?: string;
  readonly kinds?: readonly string[];
  readonly since: Date;
  readonly until: Date;
  readonly after?: number;
  readonly limit: number;
}

export interface Page {
  readonly entries: readonly OpenedEntry[];
  readonly next?: number;
  readonly readIndex: number;
}

const DAY_MS = 24 * 60 * 60_000;
/** Longest period of a question about everybody; a longer one is several questions, each with its trace. */
const OPEN_DAYS_MAX = 366;
/** Longest period of a question about one person, user or exchange: longer than anything is kept. */
const NARROW_DAYS_MAX = 366 * 30;
/** Entries of one page; the database gives a thousand at most, and one more is asked for to see whether there is one. */
const PAGE_MAX = 999;
/** Before any entry, for a question that names the entry itself. */
const LONG_AGO = new Date('2000-01-01T00:00:00Z');

/**
 * The reading room. Reading the log is itself a fact of the log: the question is recorded and committed first, and the database hands
 * out rows only for a committed record, with the filter of the record. A trace that cannot be written means that nothing is shown.
 */
export class ReadingRoom {
  private readonly pool: DatabasePool;
  private readonly archive: Archive;
  private readonly vault: Vault;

  constructor(pool: DatabasePool, archive: Archive, vault: Vault) {
    this.pool = pool;
    this.archive = archive;
    this.vault = vault;
  }

  /** Entries by person, user, flow and period, oldest first. @throws GatewayError `purpose-missing`, `invalid-request`, `other-organisation` */
  async entries(client: Client, question: Question): Promise<Page> {
    checkQuestion(client, question);
    const limit = Math.min(question.limit, PAGE_MAX);
    const { token, readIndex } = await this.recordReading(client, question);
    const rows = await this.pool.query<RawEntry>('SELECT * FROM gateway.read_entries($1, $2, $3)', [
      token,
      question.after ?? 0,
      limit + 1,
    ]);
    const page = rows.slice(0, limit).map((row) => openEntry(row, this.vault));
    const last = page.at(-1);
    return { entries: page, ...(rows.length > limit && last && { next: last.index }), readIndex };
  }

  /** One entry with its exact bytes, for a client that may act for its centre; another's is not found. */
  async entry(client: Client, index: number, purpose: Purpose): Promise<OpenedEntry & { readonly body?: BodyText }> {
    const [owner] = await this.pool.query<{ organisation: string }>(
      'SELECT organisation FROM gateway.entry_owner($1)',
      [index],
    );
    if (owner === undefined || !actsFor(client, owner.organisation)) throw new GatewayError('not-found');
    const question = { ...purpose, organisation: owner.organisation, since: LONG_AGO, until: tomorrow(), limit: 1 };
    checkPurpose(question);
    const { token } = await this.recordReading(client, question, index);
    const [row] = await this.pool.query<RawEntry>('SELECT * FROM gateway.read_entries($1, $2, 1)', [token, index - 1]);
    if (row === undefined || Number(row.index) !== index) throw new GatewayError('not-found');
    const entry = openEntry(row, this.vault);
    if (entry.contentWithheld === true) return entry;
    const [body] = await this.pool.query<RawBody>('SELECT * FROM gateway.read_body($1, $2)', [token, index]);
    const bytes = body === undefined ? undefined : openBody(body, this.vault);
    return {
      ...entry,
      ...(bytes !== undefined && {
        body: { contentType: body?.content_type ?? 'application/octet-stream', text: bytes.toString() },
      }),
    };
  }

  /** First the trace, committed; the token it gives is good for its question only, for a quarter of an hour. */
  private async recordReading(
    client: Client,
    question: Question,
    entry?: number,
  ): Promise<{ token: string; readIndex: number }> {
    const { organisation, subject, actor, since, until } = question;
    const token = randomUUID();
    const readIndex = await this.pool.transaction(async (database) => {
      const { index } = await this.archive.append(database, {
        kind: 'read',
        organisation,
        client: client.id,
        ...(question.user !== undefined && { actor: question.user }),
        ...(subject !== undefined && { subjects: [subject] }),
        ...(question.flow !== undefined && { flow: question.flow }),
        details: { what: 'log', ...describe(question), ...(entry !== undefined && { entry }) },
      });
      await grantRead(database, token, index, question, {
        subjects: subject === undefined ? null : this.vault.personHashes(subject, since, until),
        actors: actor === undefined ? null : this.vault.personHashes(actor, since, until),
      });
      return Number(index);
    });
    return { token, readIndex };
  }
}

export interface BodyText {
  readonly contentType: string;
  readonly text: string;
}

async function grantRead(
  database: Database,
  token: string,
  readIndex: string,
  question: Question,
  hashes: { readonly subjects: Buffer[] | null; readonly actors: Buffer[] | null },
): Promise<void> {
  await database.query(
    'SELECT gateway.grant_read($1, $2, $3, $4::bytea[], $5::bytea[], $6, $7, $8::text[], $9, $10, $11)',
    [
      token,
      readIndex,
      question.organisation,
      hashes.subjects,
      hashes.actors,
      question.flow ?? null,
      question.exchange ?? null,
      question.kinds ?? null,
      question.since,
      question.until,
      question.role ?? null,
    ],
  );
}

function describe(question: Question): object {
  const { purpose, user, subject, role, actor, flow, exchange, kinds, since, until, after } = question;
  return { purpose, user, subject, role, actor, flow, exchange, kinds, since, until, after };
}

function checkQuestion(client: Client, question: Question): void {
  checkPurpose(question);
  if (!actsFor(client, question.organisation)) throw new GatewayError('other-organisation');
  const { since, until, kinds, subject, actor, exchange } = question;
  if (!(since < until)) throw invalidField('/until', 'minimum', 'later than since');
  if (question.role !== undefined && subject === undefined) throw invalidField('/person', 'required');
  const isNarrow = subject !== undefined || actor !== undefined || exchange !== undefined;
  const daysMax = isNarrow ? NARROW_DAYS_MAX : OPEN_DAYS_MAX;
  if (until.getTime() - since.getTime() > daysMax * DAY_MS)
    throw invalidField('/since', 'minimum', `until − ${daysMax} d`);
  if (kinds?.some((kind) => !ENTRY_KINDS.some((known) => known === kind)) === true)
    throw invalidField('/kind', 'enum', ENTRY_KINDS.join(' | '));
}

function checkPurpose({ purpose }: Purpose): void {
  if (!isAuditPurpose(purpose)) throw new GatewayError('purpose-missing');
}

function invalidField(pointer: string, rule: 'minimum' | 'enum' | 'required', expected?: string): GatewayError {
  return new GatewayError('invalid-request', {
    fields: [{ pointer, rule, ...(expected !== undefined && { expected }) }],
  });
}

function tomorrow(): Date {
  return new Date(Date.now() + DAY_MS);
}
