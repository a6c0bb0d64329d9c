import type { PersonRole } from '../domain/entry.ts';
import type { Database } from '../store/pool.ts';
import { contentHash } from './archive.ts';
import { type Place, type Vault, VaultError } from './vault.ts';

/** What a verification found. `faults` names the first ones; nothing of their content. */
export interface LogReport {
  readonly entries: number;
  readonly exchanges: number;
  /** Entries whose content was destroyed under a retention rule; they are no fault. */
  readonly destroyed: number;
  readonly faults: readonly LogFault[];
  readonly faultCount: number;
  readonly seconds: number;
}

export interface LogFault {
  readonly index: number;
  readonly what:
    | 'missing'
    | 'content-altered'
    | 'content-unreadable'
    | 'order'
    | 'person-not-indexed'
    | 'result-without-intent'
    | 'exchange-without-request'
    | 'intent-without-end';
}

const PAGE = 500;
const FAULTS_NAMED_MAX = 20;

/**
 * Reads the whole log again and checks what can be checked without trusting whoever wrote it: stored content against its hash, every
 * seal against its place (so nothing was altered or moved), order of the entries, the story of each exchange (a request, an intent
 * before each end), that every entry is there which something else in the database stands on, and that whoever an entry names is found by
 * the index in the role it says.
 *
 * Numbers are not checked for gaps: a transaction that was rolled back leaves one.
 *
 * An exchange that is on its way may have an intent without an end yet; `settled` says that nothing is.
 */
export async function verifyLog(database: Database, vault: Vault, settled = false): Promise<LogReport> {
  const started = process.hrtime.bigint();
  const story = new Story();
  const faults: LogFault[] = [];
  let faultCount = 0;
  const report = (fault: LogFault): void => {
    faultCount += 1;
    if (faults.length < FAULTS_NAMED_MAX) faults.push(fault);
  };
  let entries = 0;
  let destroyed = 0;
  let last = 0;
  let lastAt = new Date(0);
  // Asked before the log is read: what is referred to now must turn up in it.
  for (const index of await missingEntries(database)) report({ index, what: 'missing' });
  for (;;) {
    const page = await database.query<StoredEntry>(NEXT_PAGE, [last, PAGE]);
    if (page.length === 0) break;
    const named: NamedPerson[] = [];
    for (const entry of page) {
      const index = Number(entry.index);
      entries += 1;
      if (index <= last) report({ index, what: 'order' });
      // Two transactions at once may number and time in either order, but never far apart.
      if (entry.at.getTime() < lastAt.getTime() - CLOCK_TOLERANCE_MS) report({ index, what: 'order' });
      last = index;
      lastAt = entry.at > lastAt ? entry.at : lastAt;
      if (!contentHash(entry.details ?? undefined, entry.body ?? undefined).equals(entry.content_hash))
        report({ index, what: 'content-altered' });
      const content = openAll(entry, vault);
      if (content === 'destroyed') destroyed += 1;
      else if (content === 'unreadable') report({ index, what: 'content-unreadable' });
      else named.push(...personsNamed(entry, content, vault));
      story.add(entry, report);
    }
    for (const index of await notIndexed(database, named)) report({ index, what: 'person-not-indexed' });
  }
  if (settled) story.end(report);
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  return { entries, exchanges: story.exchanges, destroyed, faults, faultCount, seconds };
}

const CLOCK_TOLERANCE_MS = 60_000;

/** Columns that hold the index of an entry. */
const REFERENCES = [
  ['entry_key', 'entry_index'],
  ['entry_subject', 'entry_index'],
  ['exchange', 'request_index'],
  ['exchange', 'reply_index'],
  ['attempt', 'intent_index'],
  ['attempt', 'reply_index'],
  ['attempt', 'result_index'],
  ['mutation', 'entry_index'],
  ['mutation_withheld', 'entry_index'],
] as const;

/** Entries that are referred to and are not there, each once, ascending. */
async function missingEntries(database: Database): Promise<number[]> {
  const missing = new Set<number>();
  for (const [table, column] of REFERENCES) {
    const rows = await database.query<{ index: string }>(`
      SELECT DISTINCT r.${column} AS index FROM gateway.${table} r
       WHERE r.${column} IS NOT NULL AND NOT EXISTS (SELECT FROM gateway.entry e WHERE e.index = r.${column})`);
    for (const { index } of rows) missing.add(Number(index));
  }
  return [...missing].sort((a, b) => a - b);
}

interface StoredEntry {
  readonly index: string;
  readonly id: string;
  readonly at: Date;
  readonly kind: string;
  readonly organisation: string;
  readonly exchange_id: string | null;
  readonly attempt: number | null;
  readonly details: Buffer | null;
  readonly body: Buffer | null;
  readonly content_hash: Buffer;
  readonly kek: string | null;
  readonly details_key: Buffer | null;
  readonly body_key: Buffer | null;
}

const NEXT_PAGE = `
  SELECT e.index, e.id, e.at, e.kind, e.organisation, e.exchange_id, e.attempt, e.details, e.body, e.content_hash,
         k.kek, k.details_key, k.body_key
    FROM gateway.entry e LEFT JOIN gateway.entry_key k ON k.entry_index = e.index
   WHERE e.index > $1 ORDER BY e.index LIMIT $2`;

/** The details of an entry, where it has some; or why its content does not open. */
type Opened = { readonly details?: Buffer } | 'destroyed' | 'unreadable';

function openAll(entry: StoredEntry, vault: Vault): Opened {
  let opened: { readonly details?: Buffer } = {};
  let isDestroyed = false;
  const parts: readonly [Place['part'], Buffer | null, Buffer | null][] = [
    ['details', entry.details, entry.details_key],
    ['body', entry.body, entry.body_key],
  ];
  for (const [part, sealed, key] of parts) {
    if (sealed === null) continue;
    if (key === null || entry.kek === null) {
      isDestroyed = true;
      continue;
    }
    const { id, kind, organisation, kek } = entry;
    try {
      const content = vault.open(sealed, key, { entryId: id, kind, organisation, part, kek });
      if (part === 'details') opened = { details: content };
    } catch (error) {
      if (!(error instanceof VaultError)) throw error;
      return 'unreadable';
    }
  }
  return isDestroyed ? 'destroyed' : opened;
}

/** A person whom an entry names, under the hashes that the index may have: the year is that of the clock of whoever wrote it. */
interface NamedPerson {
  readonly index: string;
  readonly role: PersonRole;
  readonly hashes: readonly Buffer[];
}

function personsNamed(
  { index, at }: StoredEntry,
  { details }: { readonly details?: Buffer },
  vault: Vault,
): NamedPerson[] {
  if (details === undefined) return [];
  const { subjects, found } = JSON.parse(details.toString()) as {
    readonly subjects?: unknown;
    readonly found?: unknown;
  };
  const named = (role: PersonRole, persons: unknown): NamedPerson[] =>
    (Array.isArray(persons) ? persons : [])
      .filter((person) => typeof person === 'string')
      .map((person) => ({ index, role, hashes: vault.personHashes(person, at, at) }));
  return [...named('asked', subjects), ...named('found', found)];
}

/** Entries of which the index does not know somebody, each once. */
async function notIndexed(database: Database, named: readonly NamedPerson[]): Promise<number[]> {
  const rows = await database.query<{ index: string }>(NOT_INDEXED, [
    named.flatMap(({ hashes }, person) => hashes.map(() => person)),
    named.flatMap(({ hashes, index }) => hashes.map(() => index)),
    named.flatMap(({ hashes }) => [...hashes]),
    named.flatMap(({ hashes, role }) => hashes.map(() => role)),
  ]);
  return rows.map(({ index }) => Number(index));
}

/** Who was asked about and is shown in one entry stands in the index once, as asked about. */
const NOT_INDEXED = `
  SELECT DISTINCT missing.index FROM (
    SELECT named.person, named.index
      FROM unnest($1::integer[], $2::bigint[], $3::bytea[], $4::text[]) AS named (person, index, subject, role)
      JOIN gateway.entry e ON e.index = named.index
      LEFT JOIN gateway.entry_subject s
        ON s.subject = named.subject AND s.at = e.at AND s.entry_index = e.index AND s.role IN (named.role, 'asked')
     GROUP BY named.person, named.index
    HAVING count(s.subject) = 0) AS missing
   ORDER BY missing.index`;

/** The story of each exchange, as the entries tell it. */
class Story {
  private readonly requests = new Set<string>();
  private readonly open = new Map<string, number>();

  get exchanges(): number {
    return this.requests.size;
  }

  add({ kind, exchange_id: exchange, attempt, index }: StoredEntry, report: (fault: LogFault) => void): void {
    if (exchange === null) return;
    if (kind === 'request') this.requests.add(exchange);
    else if (!this.requests.has(exchange) && kind !== 'read')
      report({ index: Number(index), what: 'exchange-without-request' });
    if (attempt === null) return;
    const key = `${exchange} ${attempt}`;
    if (kind === 'intent') this.open.set(key, Number(index));
    if (kind === 'result' && !this.open.delete(key)) report({ index: Number(index), what: 'result-without-intent' });
  }

  end(report: (fault: LogFault) => void): void {
    for (const index of this.open.values()) report({ index, what: 'intent-without-end' });
  }
}
