import type { ExchangeId } from '../domain/exchange.ts';
import type { Database } from '../store/pool.ts';
import type { Ids } from '../telemetry/ids.ts';

/** What subscribers may hear of. */
export type WebhookEvent =
  | 'mutation.received'
  | 'exchange.finished'
  | 'integration.changed'
  | 'integration.expiring'
  | 'person.ssin-replaced'
  | 'person.ssin-cancelled'
  | 'policy.break-glass'
  | 'webhook.test';

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

/** One of several things of the same kind to tell; see {@link Publication}. */
export type Occasion = Omit<Publication, 'organisation' | 'event'>;

/**
 * Makes one delivery per subscription that wants the event, in the transaction that makes the event true. @returns how many.
 */
export function publish(database: Database, ids: Ids, now: Date, publication: Publication): Promise<number> {
  return publishEach(database, ids, now, publication, [publication]);
}

/** As {@link publish}, for several occasions at once, in two statements however many they are. They leave in the order given. */
export async function publishEach(
  database: Database,
  ids: Ids,
  now: Date,
  { organisation, event }: Pick<Publication, 'organisation' | 'event'>,
  occasions: readonly Occasion[],
): Promise<number> {
  const subscriptions = await database.query<{ id: string }>(WANTED, [organisation, event]);
  const deliveries = occasions.flatMap(({ data, ...occasion }) => {
    const payload = Buffer.from(JSON.stringify({ type: event, timestamp: now.toISOString(), data }));
    return subscriptions.map((subscription) => ({
      id: ids.uuid(),
      subscription: subscription.id,
      payload,
      ...occasion,
    }));
  });
  if (deliveries.length === 0) return 0;
  await database.query(DELIVERIES, [
    organisation,
    event,
    deliveries.map(({ id }) => id),
    deliveries.map(({ subscription }) => subscription),
    deliveries.map(({ mutationId }) => mutationId ?? null),
    deliveries.map(({ exchangeId }) => exchangeId ?? null),
    deliveries.map(({ lane }) => lane ?? null),
    deliveries.map(({ payload }) => payload),
  ]);
  return deliveries.length;
}

const WANTED = `
  SELECT id FROM gateway.subscription WHERE organisation = $1 AND state = 'active' AND $2 = ANY (events) ORDER BY id`;

// The moment of this statement, by the database's clock, is the order of a lane. That of the transaction's beginning would not do,
// nor ids, which several machines make by their own clocks.
const DELIVERIES = `
  INSERT INTO gateway.delivery (id, organisation, subscription_id, event, mutation_id, exchange_id, lane, payload, state, created_at)
  SELECT d.id, $1, d.subscription_id, $2, d.mutation_id, d.exchange_id, d.lane, d.payload, 'queued',
         clock_timestamp() + d.place * interval '1 microsecond'
    FROM unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::bytea[], $8::bytea[])
         WITH ORDINALITY AS d (id, subscription_id, mutation_id, exchange_id, lane, payload, place)`;
