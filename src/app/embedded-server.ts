import { GatewayError } from '../domain/problems/gateway-error.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../embedded/postgres.ts';
import type { Logger } from '../telemetry/logger.ts';

/** The embedded server, for as long as the gateway needs one. */
export interface EmbeddedServer {
  readonly superuserUrl: string;
  /** Resolves when it ended by itself and could not be brought back: then the gateway should end too. */
  readonly lost: Promise<GatewayError>;
  stop(): Promise<void>;
}

/** So often within ten minutes it is started again; a server that falls over more often will not get better by itself. */
const RESTARTS_MAX = 5;
const RESTARTS_WITHIN_MS = 10 * 60_000;
/** Processes of a killed server need a moment to notice and leave. */
const PAUSE_MS = 500;

/**
 * Starts the embedded server and starts it again when it ends by itself: killed, out of memory, crashed. It comes back at the same
 * address, so everybody who has a connection pool only sees it away for a second or two; what was committed is there.
 *
 * Rejected: ending the gateway for a supervisor to restart. Whoever uses the embedded server usually has none.
 *
 * @throws GatewayError `embedded-unavailable` when it does not start the first time.
 */
export async function keepEmbeddedServer(dataDir: string, log: Logger): Promise<EmbeddedServer> {
  const restarts: number[] = [];
  let server: EmbeddedPostgres = await startEmbeddedPostgres({ dataDir, log });
  const { port, superuserUrl } = server;
  let stopping = false;
  let bringingBack: Promise<void> = Promise.resolve();
  let lose: (error: GatewayError) => void = () => undefined;
  const lost = new Promise<GatewayError>((resolve) => (lose = resolve));

  const watch = (): void => {
    void server.ended.then(() => {
      if (!stopping) bringingBack = bringBack();
    });
  };
  const bringBack = async (): Promise<void> => {
    const since = Date.now();
    await server.stop();
    while (!stopping) {
      if (tooOften(restarts)) {
        lose(endsTooOften());
        return;
      }
      restarts.push(Date.now());
      await pause(PAUSE_MS);
      try {
        server = await startEmbeddedPostgres({ dataDir, log, port });
        log.warn({ event: 'database.restarted', awayMs: Date.now() - since }, 'database.restarted');
        watch();
        return;
      } catch (error) {
        log.error({ event: 'database.restart-failed', err: error }, 'database.restart-failed');
      }
    }
  };
  watch();

  return {
    superuserUrl,
    lost,
    stop: async () => {
      stopping = true;
      await bringingBack;
      await server.stop();
    },
  };
}

function tooOften(restarts: readonly number[]): boolean {
  const since = Date.now() - RESTARTS_WITHIN_MS;
  return restarts.filter((at) => at > since).length >= RESTARTS_MAX;
}

function endsTooOften(): GatewayError {
  return new GatewayError('embedded-unavailable', {
    detail: {
      fr: `elle s’est arrêtée spontanément plus de ${RESTARTS_MAX} fois en dix minutes, ou ne redémarre plus ; voyez postgres.log`,
      nl: `ze is uit zichzelf gestopt, meer dan ${RESTARTS_MAX} keer in tien minuten, of herstart niet meer; zie postgres.log`,
      en: `it ended by itself more than ${RESTARTS_MAX} times within ten minutes, or does not start again; see postgres.log`,
      de: `sie ist mehr als ${RESTARTS_MAX} Mal in zehn Minuten von selbst beendet worden oder startet nicht mehr; siehe postgres.log`,
    },
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
