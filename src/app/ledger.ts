import { type Acceptance, acceptExchange, type NewExchange } from '../exchanges/accept.ts';
import { countWork, type WorkCount } from '../exchanges/find.ts';
import type { Ledger } from '../intake/ports.ts';
import type { Database, DatabasePool } from '../store/pool.ts';
import { publish } from '../webhooks/publish.ts';
import type { Foundation } from './foundation.ts';

const COUNT_EVERY_MS = 2_000;

/** The ledger as the desk sees it, with a count of what waits that is at most two seconds old. */
export function openLedger(foundation: Foundation, pool: DatabasePool): Ledger {
  const { archive, config, shutdown } = foundation;
  let waiting = 0;
  const count = async (): Promise<void> => {
    try {
      waiting = waitingOf(await countWork(pool));
    } catch {
      // Without the database nothing is accepted anyway.
    }
  };
  const timer = setInterval(() => void count(), COUNT_EVERY_MS).unref();
  shutdown.add('ledger', () => clearInterval(timer));
  return {
    accept: (exchange) =>
      exchange.alert === undefined
        ? acceptExchange(pool, archive, exchange)
        : pool.transaction((database) => acceptWithAlert(database, foundation, exchange)),
    record: async (entry) => {
      await archive.append(pool, entry);
    },
    isFull: () => waiting >= config.backlogMax,
  };
}

/** Accepts an exchange and tells the subscribers of the centre what is alarming about it, or neither. */
export async function acceptWithAlert(
  database: Database,
  { archive, ids, clock }: Pick<Foundation, 'archive' | 'ids' | 'clock'>,
  exchange: NewExchange,
): Promise<Acceptance> {
  const acceptance = await acceptExchange(database, archive, exchange);
  if (acceptance.kind === 'known' || exchange.alert === undefined) return acceptance;
  const { id: exchangeId, organisation, alert } = exchange;
  await publish(database, ids, clock.now(), { organisation, exchangeId, ...alert });
  return acceptance;
}

function waitingOf({ states }: WorkCount): number {
  return (states.queued ?? 0) + (states.waiting ?? 0) + (states.sending ?? 0);
}
