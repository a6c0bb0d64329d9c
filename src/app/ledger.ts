import { acceptExchange } from '../exchanges/accept.ts';
import { countWork, type WorkCount } from '../exchanges/find.ts';
import type { Ledger } from '../intake/ports.ts';
import type { Archive } from '../log/archive.ts';
import type { DatabasePool } from '../store/pool.ts';
import type { Shutdown } from './shutdown.ts';

const COUNT_EVERY_MS = 2_000;

/** The ledger as the desk sees it, with a count of what waits that is at most two seconds old. */
export function openLedger(pool: DatabasePool, archive: Archive, backlogMax: number, shutdown: Shutdown): Ledger {
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
    accept: (exchange) => acceptExchange(pool, archive, exchange),
    record: async (entry) => {
      await archive.append(pool, entry);
    },
    isFull: () => waiting >= backlogMax,
  };
}

function waitingOf({ states }: WorkCount): number {
  return (states.queued ?? 0) + (states.waiting ?? 0) + (states.sending ?? 0);
}
