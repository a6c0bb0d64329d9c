import type { Logger } from '../telemetry/logger.ts';

/**
 * Waits for SIGTERM or SIGINT, then runs `stop` within `seconds`. A second signal, or the end of that time, ends the process at once:
 * what was in hand comes back by its lease.
 */
export async function untilStopped(log: Logger, seconds: number, stop: () => Promise<void>): Promise<void> {
  const signal = await new Promise<NodeJS.Signals>((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => resolve(name));
  });
  log.info({ event: 'gateway.stopping', signal }, 'gateway.stopping');
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => process.exit(1));
  const limit = setTimeout(() => {
    log.error({ event: 'gateway.stopped', late: true }, 'not everything could be finished in time');
    process.exit(1);
  }, seconds * 1000).unref();
  await stop();
  clearTimeout(limit);
  log.info({ event: 'gateway.stopped' }, 'gateway.stopped');
}
