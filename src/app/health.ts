import { countWork } from '../exchanges/find.ts';
import { listServiceWaits } from '../exchanges/service-state.ts';
import type { Health } from '../http/ports.ts';
import { EXPIRY_WARNING_DAYS } from '../signing/keystore.ts';
import type { DatabasePool } from '../store/pool.ts';
import type { KeyRing } from './key-ring.ts';
import type { MailRoom } from './mail-room.ts';

/** Work that waits longer than this although it is due means that nobody delivers. */
const OLDEST_DUE_SECONDS_MAX = 60;
const CHECK_TIMEOUT_MS = 2_000;

/** Asks everything the program stands on how it is, each within two seconds. */
export function healthOf(pool: DatabasePool, mailRoom: MailRoom, keys: KeyRing): Health {
  return {
    ready: async () => {
      const [database, services, queue] = await Promise.all([
        probe(async () => {
          const { states, oldestDueSeconds } = await countWork(pool);
          return { detail: describeWork(states), oldestDueSeconds };
        }),
        probe(async () => ({ detail: describeServices(await listServiceWaits(pool)), oldestDueSeconds: 0 })),
        probe(async () => {
          await mailRoom.check();
          return { detail: mailRoom.backend, oldestDueSeconds: 0 };
        }),
      ]);
      const late = database.oldestDueSeconds > OLDEST_DUE_SECONDS_MAX;
      const certificates = Object.entries(keys.daysLeft()).map(
        ([name, days]): [string, { ok: boolean; detail: string }] => [
          `certificate ${name}`,
          { ok: days >= 0, detail: `${days} days left${days < EXPIRY_WARNING_DAYS ? ': renew it' : ''}` },
        ],
      );
      const checks = {
        database: { ok: database.ok, detail: database.detail },
        // Requests are accepted without the queue; they wait in the database until it is back.
        queue: { ok: queue.ok, detail: queue.detail },
        // Requests are accepted for a service that lets none in; they wait for it.
        services: { ok: services.ok && services.detail === ALL_SERVICES_OPEN, detail: services.detail },
        backlog: { ok: !late, detail: `oldest due for ${Math.round(database.oldestDueSeconds)} s` },
        ...Object.fromEntries(certificates),
      };
      return { ready: database.ok && certificates.every(([, { ok }]) => ok), checks };
    },
  };
}

interface Probed {
  readonly ok: boolean;
  readonly detail: string;
  readonly oldestDueSeconds: number;
}

async function probe(look: () => Promise<Omit<Probed, 'ok'>>): Promise<Probed> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), CHECK_TIMEOUT_MS);
  });
  try {
    return { ok: true, ...(await Promise.race([look(), late])) };
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.message : 'unknown', oldestDueSeconds: 0 };
  } finally {
    clearTimeout(timer);
  }
}

const ALL_SERVICES_OPEN = 'none keeps us out';

/** Which ones is for the technical log: this is read by whoever can reach the door. */
function describeServices([longest, ...others]: readonly { readonly since: Date }[]): string {
  if (longest === undefined) return ALL_SERVICES_OPEN;
  return `${others.length + 1} let none of our messages in, since ${longest.since.toISOString()}`;
}

function describeWork(states: Readonly<Record<string, number | undefined>>): string {
  const parts = Object.entries(states).map(([state, count]) => `${count ?? 0} ${state}`);
  return parts.length === 0 ? 'nothing waits' : parts.join(', ');
}
