import type { ExchangeId } from '../domain/exchange.ts';
import type { Database } from '../store/pool.ts';
import type { Ids } from '../telemetry/ids.ts';

/** What subscribers may hear of. */
export type WebhookEvent = 'mutation.received' | 'exchange.finished' | 'webhook.test';

/** Something to tell every subscriber of a centre who asked for it. */
export interface Publication {
  readonly organisation: string;
  readonly event: WebhookEvent;
  readonly mutationId?: string;
  readonly exchangeId?: ExchangeId;
  /** Deliveries of one lane to one subscriber leave in order; the keyed hash of a person. */
  readonly lane?: Buffer;
  /** What is told. Thin on purpose: a pointer and facts without a person, since receivers' access logs keep it. */
  readonly data: object;
}

/**
 * Makes one delivery per subscription that wants the event, in the transaction that makes the event true. @returns how many.
 */
export async function publish(database: Database, ids: Ids, now: Date, publication: Publication): Promise<number> {
  const { organisation, event, mutationId, exchangeId, lane, data } = publication;
  const subscriptions = await database.query<{ id: string }>(WANTED, [organisation, event]);
  for (const { id: subscription } of subscriptions) {
    const id = ids.uuid();
    const payload = JSON.stringify({ type: event, timestamp: now.toISOString(), data });
    await database.query(DELIVERY, [
      id,
      organisation,
      subscription,
      event,
      mutationId ?? null,
      exchangeId ?? null,
      lane ?? null,
      Buffer.from(payload),
    ]);
  }
  return subscriptions.length;
}

const WANTED = `
  SELECT id FROM gateway.subscription WHERE organisation = $1 AND state = 'active' AND $2 = ANY (events) ORDER BY id`;

const DELIVERY = `
  INSERT INTO gateway.delivery (id, organisation, subscription_id, event, mutation_id, exchange_id, lane, payload, state)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'queued')`;
