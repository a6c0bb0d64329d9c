import type { ExchangeId, ExchangeState } from '../domain/exchange.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Database } from '../store/pool.ts';

/** An exchange for which nothing more happens by itself. */
export interface FinishedExchange {
  readonly id: ExchangeId;
  readonly organisation: string;
  readonly flow: string;
  readonly ticket: string;
  readonly state: ExchangeState;
  /** Null when it was withdrawn before anything was attempted. */
  readonly outcome: Outcome | null;
}

/** Tells subscribers, in the transaction that finishes the exchange. */
export type Announce = (database: Database, exchange: FinishedExchange) => Promise<void>;

/** A row that has just become final, with the declaration it was a question about. */
export type FinishedRow = FinishedExchange & { readonly parent_id: string | null };

/** The columns of {@link FinishedRow}, for a RETURNING. */
export const FINISHED_COLUMNS = 'id, organisation, flow, ticket, state, outcome, parent_id';

/** A question that is answered wakes the exchange it was asked for, and is nobody else's business. */
export async function finish(database: Database, announce: Announce, exchange: FinishedRow): Promise<void> {
  if (exchange.parent_id === null) await announce(database, exchange);
  else await database.query(WAKE_PARENT, [exchange.parent_id]);
}

/** The answer that an uncertain declaration, or one in pages, is waiting for has come. */
const WAKE_PARENT = `
  UPDATE gateway.exchange SET not_before = clock_timestamp(), relayed_at = NULL WHERE id = $1 AND state IN ('reconciling', 'paging')`;
