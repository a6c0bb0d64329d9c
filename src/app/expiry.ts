import { brusselsDate } from '../domain/brussels-time.ts';
import { tellExpiring } from '../integration/expiry-notices.ts';
import type { DatabasePool } from '../store/pool.ts';
import type { Foundation } from './foundation.ts';
import { announcementsTo } from './register.ts';

const EVERY_MS = 15 * 60_000;

/**
 * Looks at start and every quarter of an hour for integrations that will end, and tells subscribers. Every process does; who writes the
 * notice tells, so that each is told once.
 */
export function keepExpiryNotices(foundation: Foundation, pool: DatabasePool, nudge: () => void): void {
  const { config, clock, shutdown, log } = foundation;
  const announcements = announcementsTo(foundation);
  const look = async (): Promise<void> => {
    try {
      const told = await tellExpiring(pool, announcements, config.expiryNoticeDays, brusselsDate(clock.now()));
      if (told > 0) {
        log.info({ event: 'integrations.expiring', told }, 'integrations.expiring');
        nudge();
      }
    } catch (error) {
      log.warn({ event: 'integrations.expiring-failed', err: error }, 'integrations.expiring-failed');
    }
  };
  let looking = look();
  const timer = setInterval(() => {
    looking = look();
  }, EVERY_MS).unref();
  shutdown.add('expiry notices', async () => {
    clearInterval(timer);
    await looking;
  });
}
