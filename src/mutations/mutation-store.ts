import { createHash } from 'node:crypto';
import { canonicalJson } from '../domain/canonical-json.ts';
import type { Organisation } from '../domain/organisation.ts';
import { parseSsin } from '../domain/ssin.ts';
import type { Archive } from '../log/archive.ts';
import type { NewEntry } from '../log/entry.ts';
import type { Vault } from '../log/vault.ts';
import type { Database, DatabasePool } from '../store/pool.ts';
import type { Ids } from '../telemetry/ids.ts';
import { publish } from '../webhooks/publish.ts';
import type { ItemReceipt, MutationItem, Notification } from './notification.ts';

export interface MutationStoreParts {
  readonly pool: DatabasePool;
  readonly archive: Archive;
  readonly vault: Vault;
  readonly ids: Ids;
}

/** What became of a notification once it was committed. */
export interface StoredNotification {
  readonly items: readonly ItemReceipt[];
  readonly logIndex: string;
  readonly deliveries: number;
  /** Numbers of mutations that were known with another content: somebody should look. */
  readonly reused: number;
}

/**
 * Stores a notification: log entry, mutations, one delivery per subscription, in one transaction. It MUST have resolved before the
 * notification is acknowledged. A mutation that is known already is accepted again and changes nothing.
 */
export function storeNotification(
  { pool, archive, vault, ids }: MutationStoreParts,
  organisation: Organisation,
  notification: Notification,
  entry: NewEntry,
): Promise<StoredNotification> {
  return pool.transaction(async (database) => {
    const { index: logIndex, at } = await archive.append(database, entry);
    const items: ItemReceipt[] = [];
    let deliveries = 0;
    for (const item of notification.items) {
      const stored = await storeItem(database, vault, ids, organisation, item, logIndex, at);
      items.push(stored.receipt);
      if (stored.made === undefined) continue;
      deliveries += await publish(database, ids, at, {
        organisation: organisation.id,
        event: 'mutation.received',
        mutationId: stored.made.id,
        lane: stored.made.lane,
        data: {
          id: stored.made.id,
          organisation: organisation.id,
          source: item.source,
          kind: item.kind,
          sequence: stored.made.sequence,
          href: `/v1/mutations/${stored.made.id}`,
        },
      });
    }
    const reused = items.filter(({ code }) => code === 'NUMBER_REUSED').length;
    return { items, logIndex, deliveries, reused };
  });
}

interface StoredItem {
  readonly receipt: ItemReceipt;
  readonly made?: { readonly id: string; readonly lane: Buffer; readonly sequence: number };
}

async function storeItem(
  database: Database,
  vault: Vault,
  ids: Ids,
  organisation: Organisation,
  item: MutationItem,
  logIndex: string,
  at: Date,
): Promise<StoredItem> {
  const { number: mutationNumber } = item;
  if (mutationNumber === '' || parseSsin(item.ssin) === undefined)
    return { receipt: { mutationNumber, value: 'REFUSED', code: 'INVALID' } };
  const bodyHash = createHash('sha256').update(canonicalJson(item.content)).digest();
  const known = await findBySource(database, item.source, mutationNumber);
  if (known !== undefined) {
    const same = known.body_hash.equals(bodyHash);
    return { receipt: { mutationNumber, ...(same ? ACCEPTED : REUSED) } };
  }
  const id = ids.uuid();
  const lane = vault.personLane(item.ssin);
  const [row] = await database.query<{ sequence: string }>(INSERT, [
    id,
    organisation.id,
    item.source,
    mutationNumber,
    bodyHash,
    item.kind,
    lane,
    logIndex,
    at,
  ]);
  return { receipt: { mutationNumber, ...ACCEPTED }, made: { id, lane, sequence: Number(row?.sequence) } };
}

const ACCEPTED = { value: 'ACCEPTED' } as const;
const REUSED = { value: 'REFUSED', code: 'NUMBER_REUSED' } as const;

/** Under a lock per number, so that the same notification twice at one instant is still one mutation. */
async function findBySource(
  database: Database,
  source: string,
  number: string,
): Promise<{ body_hash: Buffer } | undefined> {
  await database.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`mutation/${source}/${number}`]);
  const [row] = await database.query<{ body_hash: Buffer }>(
    'SELECT body_hash FROM gateway.mutation WHERE source = $1 AND source_id = $2',
    [source, number],
  );
  return row;
}

/** Under a lock per person, so that the sequence has no gap and no double. */
const INSERT = `
  WITH held AS (SELECT pg_advisory_xact_lock(hashtextextended($2 || encode($7, 'hex'), 1)))
  INSERT INTO gateway.mutation (id, organisation, source, source_id, body_hash, kind, subject, sequence, entry_index, received_at)
  SELECT $1, $2, $3, $4, $5, $6, $7,
         1 + coalesce((SELECT max(m.sequence) FROM gateway.mutation m WHERE m.organisation = $2 AND m.subject = $7), 0), $8, $9
    FROM held
  RETURNING sequence`;
