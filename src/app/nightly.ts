import { brusselsDate, brusselsMinuteOfWeek } from '../domain/brussels-time.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import type { CalendarDay } from '../domain/calendar-day.ts';
import { GATEWAY_CLIENT } from '../intake/questions.ts';
import { beginNight } from '../integration/night.ts';
import type { Reconciliations } from '../integration/reconciliations.ts';
import type { DatabasePool } from '../store/pool.ts';
import type { Foundation } from './foundation.ts';

const LOOK_EVERY_MS = 5 * 60_000;
const MINUTES_OF_DAY = 24 * 60;
/** From one until five in the morning, by the clocks of Brussels: whoever was not up at one begins later. */
const NIGHT = { from: 60, until: 300 };

/**
 * Compares a slice of each centre's register with BCSS each night, in the name of the program that RECONCILE_NIGHT_USER names; the next
 * night goes on where it stopped. Without that setting nothing is compared unless somebody asks.
 */
export function keepNightly(foundation: Foundation, pool: DatabasePool, reconciliations: Reconciliations): void {
  const { config, clock, organisations, shutdown, log } = foundation;
  const user = config.reconcileNightUser;
  if (user === undefined) return;
  const context = { user: { ssin: user }, purpose: 'nightly comparison of the register' };
  const look = async (): Promise<void> => {
    const now = clock.now();
    if (!isNight(now)) return;
    for (const { id } of organisations.all()) await begin(id, brusselsDate(now));
  };
  const begin = async (organisation: string, day: CalendarDay): Promise<void> => {
    try {
      const wanted = await beginNight(pool, organisation, day);
      if (wanted !== undefined) await reconciliations.start({ ...wanted, client: GATEWAY_CLIENT, context });
    } catch (error) {
      if (error instanceof GatewayError && error.code === 'state-conflict') return;
      log.warn({ event: 'comparison.failed', organisation, err: error }, 'comparison.failed');
    }
  };
  const timer = setInterval(() => void look(), LOOK_EVERY_MS).unref();
  shutdown.add('nightly comparison', () => clearInterval(timer));
}

function isNight(now: Date): boolean {
  const minute = brusselsMinuteOfWeek(now) % MINUTES_OF_DAY;
  return minute >= NIGHT.from && minute < NIGHT.until;
}
