import type { GatewayError } from '../domain/problems/gateway-error.ts';
import type { Logger } from '../telemetry/logger.ts';

/** What is waited for besides a signal, and what is done then. */
export interface Running {
  /** Resolves when it cannot go on by itself. */
  readonly lost?: Promise<GatewayError>;
  stop(): Promise<void>;
}

/**
 * Waits for SIGTERM or SIGINT, or for a loss, then stops within `seconds`. A second signal, or the end of that time, ends the process
 * at once: what was in hand comes back by its lease.
 *
 * @throws the loss, after everything was put away.
 */
export async function untilStopped(log: Logger, seconds: number, running: Running): Promise<void> {
  const signal = new Promise<NodeJS.Signals>((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => resolve(name));
  });
  const reason = await (running.lost === undefined ? signal : Promise.race([signal, running.lost]));
  const isSignal = typeof reason === 'string';
  log.info({ event: 'gateway.stopping', ...(isSignal ? { signal: reason } : { err: reason }) }, 'gateway.stopping');
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => process.exit(1));
  // Left running: if something still holds the process when everything is put away, it ends all the same.
  setTimeout(() => {
    log.error({ event: 'gateway.stopped', late: true }, 'not everything could be finished in time');
    process.exit(1);
  }, seconds * 1000).unref();
  await running.stop();
  log.info({ event: 'gateway.stopped' }, 'gateway.stopped');
  if (!isSignal) throw reason;
}
