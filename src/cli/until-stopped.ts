import type { GatewayError } from '../domain/problems/gateway-error.ts';
import type { Logger } from '../telemetry/logger.ts';

/** What is waited for besides a signal, and what is done then. */
export interface Running {
  /** Resolves when it cannot go on by itself. */
  readonly lost?: Promise<GatewayError>;
  stop(): Promise<void>;
}

/**
 * The first SIGTERM or SIGINT from now on; a second one ends the process at once: what was in hand comes back by its lease. To be called
 * before anything is started, so that whoever stops us in the middle of the start is heard too.
 */
export function stopAsked(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let asked = false;
    const hear = (name: NodeJS.Signals): void => {
      if (asked) process.exit(1);
      asked = true;
      resolve(name);
    };
    for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, hear);
  });
}

/**
 * Waits until somebody asks to stop, or for a loss, then stops within `seconds`; at the end of that time the process ends at once.
 *
 * @throws the loss, after everything was put away.
 */
export async function untilStopped(
  log: Logger,
  seconds: number,
  asked: Promise<NodeJS.Signals>,
  running: Running,
): Promise<void> {
  const reason = await (running.lost === undefined ? asked : Promise.race([asked, running.lost]));
  const isSignal = typeof reason === 'string';
  log.info({ event: 'gateway.stopping', ...(isSignal ? { signal: reason } : { err: reason }) }, 'gateway.stopping');
  // Left running: if something still holds the process when everything is put away, it ends all the same.
  setTimeout(() => {
    log.error({ event: 'gateway.stopped', late: true }, 'not everything could be finished in time');
    process.exit(1);
  }, seconds * 1000).unref();
  await running.stop();
  log.info({ event: 'gateway.stopped' }, 'gateway.stopped');
  if (!isSignal) throw reason;
}
