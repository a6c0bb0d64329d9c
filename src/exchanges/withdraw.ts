import type { ExchangeId } from '../domain/exchange.ts';
import type { Database } from '../store/pool.ts';

/**
 * Takes a dead letter out of reach, in the transaction that accepts another message in its place: requeued by somebody later, it would say
 * once more what is no longer meant. One that may have had an effect, and anything that is not a dead letter, stays as it is.
 */
export async function withdrawDeadLetter(database: Database, id: ExchangeId): Promise<void> {
  await database.query(WITHDRAW, [id]);
}

const WITHDRAW = `
  UPDATE gateway.exchange
     SET state = 'cancelled', token = token + 1
   WHERE id = $1 AND state = 'dead-letter' AND outcome IS DISTINCT FROM 'uncertain'`;
