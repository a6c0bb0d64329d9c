import type { LogIndex } from '../domain/entry.ts';
import type { ExchangeId } from '../domain/exchange.ts';
import type { Archive } from '../log/archive.ts';
import type { NewEntry } from '../log/entry.ts';
import type { Database } from '../store/pool.ts';

/** What is about to be sent, and by which claim. */
export interface Intent {
  readonly exchangeId: ExchangeId;
  readonly token: string;
  readonly attempt: number;
  /** The exact bytes that will leave. */
  readonly entry: NewEntry;
}

/**
 * Commits the intent to send. It MUST have resolved with an index before the first byte leaves: whatever BCSS may have seen, the log
 * has from before.
 *
 * @returns undefined when the claim is no longer ours; then nothing may be sent.
 */
export async function recordIntent(
  database: Database,
  archive: Archive,
  intent: Intent,
): Promise<LogIndex | undefined> {
  const own = [intent.exchangeId, intent.token, intent.attempt];
  const append = archive.appendCall(intent.entry, own.length + 1, 'held.id');
  const [row] = await database.query<{ intent_index: string }>(intentStatement(append.sql), [
    ...own,
    ...append.parameters,
  ]);
  return row?.intent_index as LogIndex | undefined;
}

function intentStatement(appendEntry: string): string {
  return `
    WITH held AS (
      UPDATE gateway.exchange SET attempt = $3::integer
       WHERE id = $1 AND token = $2 AND state = 'sending' AND lease_until > clock_timestamp() AND attempt = $3::integer - 1
      RETURNING id
    ), recorded AS (
      SELECT entry.index, entry.at FROM held CROSS JOIN LATERAL ${appendEntry} AS entry
    )
    INSERT INTO gateway.attempt (exchange_id, number, started_at, intent_index)
    SELECT $1::uuid, $3::integer, recorded.at, recorded.index FROM recorded
    RETURNING intent_index`;
}
