import { createHash } from 'node:crypto';
import { canonicalJson } from '../domain/canonical-json.ts';
import { inTurns, type Steps } from '../domain/in-turns.ts';
import type { Organisation } from '../domain/organisation.ts';
import type { SsinChange } from '../domain/result.ts';
import { parseSsin } from '../domain/ssin.ts';
import type { Archive } from '../log/archive.ts';
import type { NewEntry } from '../log/entry.ts';
import type { Vault } from '../log/vault.ts';
import type { Database, DatabasePool } from '../store/pool.ts';
import { apart } from '../store/savepoint.ts';
import type { Ids } from '../telemetry/ids.ts';
import { type Occasion, publishEach } from '../webhooks/publish.ts';
import { isSound, type ItemReceipt, type MutationItem, type Notification, ssinChangeIn } from './notification.ts';

export interface MutationStoreParts {
  readonly pool: DatabasePool;
  readonly archive: Archive;
  readonly vault: Vault;
  readonly ids: Ids;
  /** Which of several people, each by all numbers that are known of them, the centre helps on this day. */
  readonly helped: (
    database: Database,
    organisation: string,
    people: readonly (readonly string[])[],
  ) => Promise<readonly boolean[]>;
  /** Heeds a number that was replaced or cancelled, in the transaction that keeps the news. */
  readonly heed?: (database: Database, organisation: string, change: MutatedSsin) => Promise<void>;
}

/** A mutation that says that a number is no more. */
export interface MutatedSsin {
  readonly mutation: string;
  readonly ssin: string;
  readonly change: SsinChange;
}

/** What became of a notification once it was committed. */
export interface StoredNotification {
  readonly items: readonly ItemReceipt[];
  readonly logIndex: string;
  readonly deliveries: number;
  /** New ones about people whom the centre does not help: kept in the log, shown to nobody. */
  readonly withheld: number;
  /** Numbers of mutations that were known with another content: somebody should look. */
  readonly reused: number;
  /** Numbers that were replaced or cancelled, of which the register could not take note: somebody should look. */
  readonly unheeded: number;
}

/**
 * Stores a notification: log entry, mutations, one delivery per subscription, in one transaction. It MUST have resolved before the
 * notification is acknowledged. A mutation that this centre has had already is accepted again and changes nothing.
 *
 * What is about somebody whom the centre does not help today is kept in the log and goes no further: no law lets the centre see it. It
 * stays so when an integration is opened later; the days before it were nobody's business here.
 *
 * One notification of a centre at a time: the same one twice at an instant is then one, the sequence of each person has neither gap
 * nor double, and whoever reads page after page never meets a mutation that slipped in behind. One lock, and eight statements at most,
 * whatever the number of items.
 */
export function storeNotification(
  { pool, archive, vault, ids, helped, heed }: MutationStoreParts,
  organisation: Organisation,
  notification: Notification,
  entry: NewEntry,
): Promise<StoredNotification> {
  return pool.transaction(async (database) => {
    await database.query(ONE_AT_A_TIME, [`mutations/${organisation.id}`]);
    const isHelped = await helped(database, organisation.id, notification.items.map(numbersOf));
    const { index: logIndex, at } = await archive.append(database, withWithheld(entry, isHelped));
    const sorted = new Sorting(await findKnown(database, organisation.id, notification.items.filter(isSound)));
    const received = await inTurns(sorted.receiveAll(notification.items, isHelped));
    const place = { logIndex, at };
    const shown = await eachAlone(database, sorted.fresh, (items) =>
      insert(database, organisation.id, place, items, { vault, ids }),
    );
    const hidden = await eachAlone(database, sorted.withheld, (items) =>
      withhold(database, organisation.id, place, items),
    );
    const event = { organisation: organisation.id, event: 'mutation.received' } as const;
    const deliveries = await publishEach(database, ids, at, event, shown.done.map(occasionOf));
    const unheeded = await heedChanges(database, organisation, shown.done, heed);
    const isRefused = (item: MutationItem): boolean =>
      shown.refused.has(nameOf(item)) || hidden.refused.has(nameOf(item));
    const items = notification.items.map((item, at) => (isRefused(item) ? refusal(item) : received[at]));
    const reused = received.filter(({ code }) => code === 'NUMBER_REUSED').length;
    const withheld = hidden.done.length;
    return { items: items.filter((item) => item !== undefined), logIndex, deliveries, withheld, reused, unheeded };
  });
}

/** Everything that says who an item is about. */
function numbersOf({ ssin, newSsin }: MutationItem): string[] {
  return [ssin, newSsin ?? ''].filter((number) => parseSsin(number) !== undefined);
}

/** The log says of a notification that there is something in it which the centre must not see. */
function withWithheld(entry: NewEntry, isHelped: readonly boolean[]): NewEntry {
  const withheld = isHelped.filter((is) => !is).length;
  return withheld === 0 ? entry : { ...entry, details: { ...entry.details, withheld } };
}

/** @returns how many could not be heeded: their news is told all the same, and what to make of it is for a person */
async function heedChanges(
  database: Database,
  { id: organisation }: Organisation,
  made: readonly MadeMutation[],
  heed: MutationStoreParts['heed'],
): Promise<number> {
  let unheeded = 0;
  for (const { id: mutation, ssin, ...item } of made) {
    const change = ssinChangeIn(item);
    if (change === undefined || heed === undefined) continue;
    const heeded = await apart(database, async () => {
      await heed(database, organisation, { mutation, ssin, change });
      return true;
    });
    if (heeded === undefined) unheeded += 1;
  }
  return unheeded;
}

const ONE_AT_A_TIME = 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))';

/** Says of each item what becomes of it, and gathers those that are new. */
class Sorting {
  readonly fresh: FreshItem[] = [];
  readonly withheld: FreshItem[] = [];
  private readonly known: Map<string, Buffer>;

  constructor(known: Map<string, Buffer>) {
    this.known = known;
  }

  *receiveAll(items: readonly MutationItem[], isHelped: readonly boolean[]): Steps<ItemReceipt[]> {
    const receipts: ItemReceipt[] = [];
    for (const [at, item] of items.entries()) {
      receipts.push(this.receive(item, isHelped[at] === true));
      yield;
    }
    return receipts;
  }

  private receive(item: MutationItem, isHelped: boolean): ItemReceipt {
    if (!isSound(item)) return refusal(item);
    const { number: mutationNumber } = item;
    const bodyHash = createHash('sha256').update(canonicalJson(item.content)).digest();
    const known = this.known.get(nameOf(item));
    if (known?.equals(bodyHash) === false) return { mutationNumber, value: 'REFUSED', code: 'NUMBER_REUSED' };
    if (known === undefined) {
      this.known.set(nameOf(item), bodyHash);
      (isHelped ? this.fresh : this.withheld).push({ ...item, bodyHash });
    }
    return { mutationNumber, value: 'ACCEPTED' };
  }
}

/** Set aside: it stands in the log entry of its notification as it came. */
function refusal({ number }: MutationItem): ItemReceipt {
  return { mutationNumber: number, value: 'REFUSED', code: 'INVALID' };
}

interface FreshItem extends MutationItem {
  readonly bodyHash: Buffer;
}

interface MadeMutation {
  readonly id: string;
  readonly ssin: string;
  readonly newSsin: string | undefined;
  readonly organisation: string;
  readonly source: string;
  readonly kind: string;
  readonly lane: Buffer;
  readonly sequence: number;
}

/** What subscribers are told: where to look, and nothing about the person. */
function occasionOf({ id, organisation, source, kind, lane, sequence }: MadeMutation): Occasion {
  return { mutationId: id, lane, data: { id, organisation, source, kind, sequence, href: `/v1/mutations/${id}` } };
}

function nameOf({ source, number }: Pick<MutationItem, 'source' | 'number'>): string {
  return JSON.stringify([source, number]);
}

/** The content hashes of those items that the centre has had, by source and number. */
async function findKnown(
  database: Database,
  organisation: string,
  items: readonly MutationItem[],
): Promise<Map<string, Buffer>> {
  const rows = await database.query<{ source: string; source_id: string; body_hash: Buffer }>(KNOWN, [
    organisation,
    items.map(({ source }) => source),
    items.map(({ number }) => number),
  ]);
  return new Map(rows.map((row) => [nameOf({ source: row.source, number: row.source_id }), row.body_hash]));
}

const KNOWN = ['gateway.mutation', 'gateway.mutation_withheld']
  .map(
    (table) => `
  SELECT m.source, m.source_id, m.body_hash
    FROM ${table} m JOIN unnest($2::text[], $3::text[]) AS item (source, source_id) USING (source, source_id)
   WHERE m.organisation = $1`,
  )
  .join(' UNION ALL ');

async function withhold(
  database: Database,
  organisation: string,
  { logIndex, at }: LogPlace,
  items: readonly FreshItem[],
): Promise<readonly FreshItem[]> {
  if (items.length === 0) return [];
  await database.query(WITHHOLD, [
    organisation,
    logIndex,
    at,
    items.map(({ source }) => source),
    items.map(({ number }) => number),
    items.map(({ bodyHash }) => bodyHash),
  ]);
  return items;
}

const WITHHOLD = `
  INSERT INTO gateway.mutation_withheld (organisation, source, source_id, body_hash, entry_index, received_at)
  SELECT $1, item.source, item.source_id, item.body_hash, $2, $3
    FROM unnest($4::text[], $5::text[], $6::bytea[]) AS item (source, source_id, body_hash)`;

/** Stores all at once or, where the database refuses one of them, each on its own, so that the others are not lost with it. */
async function eachAlone<Stored>(
  database: Database,
  items: readonly FreshItem[],
  store: (items: readonly FreshItem[]) => Promise<readonly Stored[]>,
): Promise<{ readonly done: readonly Stored[]; readonly refused: ReadonlySet<string> }> {
  if (items.length === 0) return { done: [], refused: new Set() };
  const all = await apart(database, () => store(items));
  if (all !== undefined) return { done: all, refused: new Set() };
  const done: Stored[] = [];
  const refused = new Set<string>();
  for (const item of items) {
    const [one] = (await apart(database, () => store([item]))) ?? [];
    if (one === undefined) refused.add(nameOf(item));
    else done.push(one);
  }
  return { done, refused };
}

/** Where in the log the notification stands, and since when. */
interface LogPlace {
  readonly logIndex: string;
  readonly at: Date;
}

async function insert(
  database: Database,
  organisation: string,
  { logIndex, at }: LogPlace,
  items: readonly FreshItem[],
  { vault, ids }: Pick<MutationStoreParts, 'vault' | 'ids'>,
): Promise<MadeMutation[]> {
  if (items.length === 0) return [];
  const made = items.map((item) => ({ ...item, id: ids.uuid(), organisation, lane: vault.personLane(item.ssin) }));
  const rows = await database.query<{ id: string; sequence: string }>(INSERT, [
    organisation,
    logIndex,
    at,
    made.map(({ id }) => id),
    made.map(({ source }) => source),
    made.map(({ number }) => number),
    made.map(({ bodyHash }) => bodyHash),
    made.map(({ kind }) => kind),
    made.map(({ lane }) => lane),
  ]);
  const sequences = new Map(rows.map(({ id, sequence }) => [id, Number(sequence)]));
  return made.map((mutation) => ({ ...mutation, sequence: sequences.get(mutation.id) ?? 0 }));
}

const INSERT = `
  INSERT INTO gateway.mutation (id, organisation, source, source_id, body_hash, kind, subject, sequence, entry_index, received_at)
  SELECT item.id, $1, item.source, item.source_id, item.body_hash, item.kind, item.subject,
         coalesce((SELECT max(m.sequence) FROM gateway.mutation m WHERE m.organisation = $1 AND m.subject = item.subject), 0)
           + row_number() OVER (PARTITION BY item.subject ORDER BY item.place),
         $2, $3
    FROM unnest($4::uuid[], $5::text[], $6::text[], $7::bytea[], $8::text[], $9::bytea[])
         WITH ORDINALITY AS item (id, source, source_id, body_hash, kind, subject, place)
  RETURNING id, sequence`;
