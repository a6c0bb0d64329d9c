import type { LogIndex } from '../domain/entry.ts';
import type { ExchangeId } from '../domain/exchange.ts';
import type { FlowId, FlowKind } from '../domain/flow.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { Archive } from '../log/archive.ts';
import type { NewEntry } from '../log/entry.ts';
import type { Database } from '../store/pool.ts';

/** An exchange about to be accepted. */
export interface NewExchange {
  readonly id: ExchangeId;
  readonly organisation: string;
  readonly flow: FlowId;
  readonly kind: FlowKind;
  readonly client: string;
  readonly ticket: Ticket;
  readonly pace: 'interactive' | 'background';
  readonly resendSafe: boolean;
  /** The uncertain declaration whose effect this one looks for. */
  readonly parentId?: ExchangeId;
  /** Which question about the declaration this is, from 0. */
  readonly questionStep?: number;
  /** Who may repeat the call under which key, and what it said the first time. */
  readonly idempotency?: IdempotencyClaim;
  /** The fact itself: who asked what, with the exact bytes. */
  readonly entry: NewEntry;
  /** Told to the subscribers of the centre, in the transaction that accepts. */
  readonly alert?: { readonly event: 'policy.break-glass'; readonly data: object };
}

export interface IdempotencyClaim {
  readonly keyHash: Buffer;
  readonly bodyHash: Buffer;
}

/** What became of the attempt to accept. */
export type Acceptance =
  | { readonly kind: 'accepted'; readonly logIndex: LogIndex; readonly acceptedAt: Date }
  /** The key was used before; `sameBody` says whether for the same message. */
  | { readonly kind: 'known'; readonly exchangeId: ExchangeId; readonly sameBody: boolean };

/**
 * Accepts an exchange: idempotency key, log entry and work row in one statement, so in one transaction and one round trip. When it
 * resolves with `accepted`, the receipt may be given; nothing but this database is needed for it to be kept.
 *
 * Two calls with one key at the same instant: the second waits for the first to commit, then finds it.
 */
export async function acceptExchange(database: Database, archive: Archive, exchange: NewExchange): Promise<Acceptance> {
  const claim = exchange.idempotency;
  const own = [
    exchange.id,
    exchange.organisation,
    exchange.flow,
    exchange.kind,
    exchange.client,
    exchange.ticket,
    exchange.pace,
    exchange.resendSafe,
    exchange.parentId ?? null,
    claim?.keyHash ?? null,
    claim?.bodyHash ?? null,
    exchange.questionStep ?? 0,
  ];
  const append = archive.appendCall(exchange.entry, own.length + 1, 'free.id');
  const [row] = await database.query<{ request_index: string; accepted_at: Date }>(acceptStatement(append.sql), [
    ...own,
    ...append.parameters,
  ]);
  if (row !== undefined)
    return { kind: 'accepted', logIndex: row.request_index as LogIndex, acceptedAt: row.accepted_at };
  if (claim === undefined) throw new Error('an exchange without a key was not accepted');
  return findClaim(database, exchange.client, claim);
}

function acceptStatement(appendEntry: string): string {
  return `
    WITH claimed AS (
      INSERT INTO gateway.idempotency (client, key_hash, body_hash, exchange_id)
      SELECT $5, $10::bytea, $11::bytea, $1::uuid WHERE $10::bytea IS NOT NULL
      ON CONFLICT DO NOTHING
      RETURNING exchange_id
    ), free AS (
      SELECT exchange_id AS id FROM claimed UNION ALL SELECT $1::uuid WHERE $10::bytea IS NULL
    ), recorded AS (
      SELECT entry.index, entry.at FROM free CROSS JOIN LATERAL ${appendEntry} AS entry
    )
    INSERT INTO gateway.exchange
      (id, organisation, flow, kind, client, ticket, pace, resend_safe, parent_id, reconcile_step, state, request_index, accepted_at,
       not_before)
    SELECT $1::uuid, $2, $3, $4, $5, $6, $7, $8::boolean, $9::uuid, $12::integer, 'queued', recorded.index, recorded.at, recorded.at
      FROM recorded
    RETURNING request_index, accepted_at`;
}

/**
 * Claims a key for an exchange that comes into being later.
 *
 * @returns what the key was used for before; undefined when it is claimed now.
 */
export async function claimIdempotencyKey(
  database: Database,
  client: string,
  claim: IdempotencyClaim,
  exchangeId: ExchangeId,
): Promise<Extract<Acceptance, { kind: 'known' }> | undefined> {
  const claimed = await database.query(CLAIM, [client, claim.keyHash, claim.bodyHash, exchangeId]);
  return claimed.length === 1 ? undefined : findClaim(database, client, claim);
}

const CLAIM = `
  INSERT INTO gateway.idempotency (client, key_hash, body_hash, exchange_id) VALUES ($1, $2, $3, $4)
  ON CONFLICT DO NOTHING
  RETURNING exchange_id`;

async function findClaim(
  database: Database,
  client: string,
  claim: IdempotencyClaim,
): Promise<Extract<Acceptance, { kind: 'known' }>> {
  const [row] = await database.query<{ exchange_id: string; body_hash: Buffer }>(
    'SELECT exchange_id, body_hash FROM gateway.idempotency WHERE client = $1 AND key_hash = $2',
    [client, claim.keyHash],
  );
  if (row === undefined) throw new Error('an idempotency key vanished');
  return {
    kind: 'known',
    exchangeId: row.exchange_id as ExchangeId,
    sameBody: row.body_hash.equals(claim.bodyHash),
  };
}
