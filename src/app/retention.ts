import { forEachAlone } from '../domain/each-alone.ts';
import type { Organisations } from '../organisations/organisations.ts';
import { destroyOldContent, type Destruction, type Retained } from '../retention/retention.ts';
import type { DatabasePool } from '../store/pool.ts';
import type { Foundation } from './foundation.ts';

const EVERY_MS = 24 * 60 * 60_000;

/** The centres whose content is not kept for ever. */
function retainedCentres(organisations: Organisations): Retained[] {
  return organisations.all().flatMap(({ id }) => {
    const { retentionDays } = organisations.settingsOf(id);
    return retentionDays === undefined ? [] : [{ organisation: id, retentionDays }];
  });
}

/** Destroys what is due, centre by centre. */
export async function destroyWhatIsDue(
  { archive, clock, log, organisations }: Foundation,
  pool: DatabasePool,
): Promise<Destruction[]> {
  const done: Destruction[] = [];
  await forEachAlone(retainedCentres(organisations), async (retained) => {
    const destruction = await destroyOldContent({ pool, archive, now: () => clock.now() }, retained);
    if (destruction.destroyed > 0) log.info({ event: 'content.destroyed', ...destruction }, 'content.destroyed');
    done.push(destruction);
  });
  return done;
}

/** Keeps to the retention of the centres while the gateway runs: at start, and once a day. Nothing runs where no centre has one. */
export function keepRetention(foundation: Foundation): void {
  const { organisations, shutdown, log } = foundation;
  if (retainedCentres(organisations).length === 0) return;
  const pool = foundation.pool('retention', 1);
  const run = async (): Promise<void> => {
    try {
      await destroyWhatIsDue(foundation, pool);
    } catch (error) {
      log.error({ event: 'content.not-destroyed', err: error }, 'content.not-destroyed');
    }
  };
  void run();
  const timer = setInterval(() => void run(), EVERY_MS).unref();
  shutdown.add('retention', () => clearInterval(timer));
}
