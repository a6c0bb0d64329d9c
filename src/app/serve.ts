import type { Config } from '../config.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import { countWork, statesOf } from '../exchanges/find.ts';
import { listServiceWaits } from '../exchanges/service-state.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { Watcher } from '../status/watcher.ts';
import type { DatabasePool } from '../store/pool.ts';
import type { Logger } from '../telemetry/logger.ts';
import { Metrics } from '../telemetry/metrics.ts';
import { keepComparisons } from './comparisons.ts';
import { startCourier } from './courier.ts';
import { type DoorParts, openClientDoor, openNetworkDoor } from './doors.ts';
import { keepExpiryNotices } from './expiry.ts';
import { type Foundation, layFoundation } from './foundation.ts';
import { type MailRoom, openMailRoom } from './mail-room.ts';
import type { PeerUrls } from './peer.ts';
import { keepRetention } from './retention.ts';
import { startStandIn } from './simulator.ts';
import { startWorker } from './worker.ts';

/** A running gateway. */
export interface Gateway {
  /** Address of the clients' door. */
  readonly url: string;
  /** Address of the network's door; undefined where it stays closed. */
  readonly networkUrl: string | undefined;
  readonly foundation: Foundation;
  /** What stands in for BCSS, where nothing else is configured. */
  readonly simulator: Simulator | undefined;
  readonly queueBackend: 'redis' | 'postgres';
  /** Resolves when it cannot go on: what it stands on is gone for good. */
  readonly lost: Foundation['lost'];
  /** Stops accepting, finishes what is in hand, puts everything away. */
  stop(): Promise<void>;
}

export interface ServeOptions {
  /** Deliver in this process too; false where `gateway worker` does. */
  readonly deliver: boolean;
}

/** Starts the gateway, or throws the one GatewayError that says why not; nothing is left running then. */
export async function serve(config: Config, log: Logger, options: ServeOptions): Promise<Gateway> {
  const foundation = await layFoundation(config, log);
  const { shutdown } = foundation;
  try {
    const { urls, simulator } = await standInOrReal(foundation);
    const mailRoom = openMailRoom(foundation);
    const pool = foundation.pool('accept', 12);
    const metrics = metricsOf(foundation, mailRoom);
    const watcher = new Watcher((ids) => statesOf(pool, ids));
    const courier = startCourier(foundation, mailRoom, pool, ownAddresses(foundation, urls), metrics);
    const onMoved = (): void => {
      watcher.nudge();
      courier.nudge();
    };
    const worker = options.deliver ? startWorker(foundation, mailRoom, urls, metrics, onMoved) : undefined;
    const parts = { pool, mailRoom, courier, watcher, metrics, nudge: () => worker?.nudge() };
    const networkUrl = await openNetworkDoorIfPinned(foundation, parts, urls);
    const url = await openClientDoor(foundation, parts);
    keepPartitionsAhead(foundation, pool);
    keepRetention(foundation);
    keepComparisons(foundation, pool, parts.nudge);
    keepExpiryNotices(foundation, pool, () => courier.nudge());
    log.info(
      { event: 'gateway.started', url, networkUrl, queue: mailRoom.backend, simulator: simulator?.url },
      'gateway.started',
    );
    return {
      url,
      networkUrl,
      foundation,
      simulator,
      queueBackend: mailRoom.backend,
      lost: foundation.lost,
      stop: () => shutdown.run(),
    };
  } catch (error) {
    await shutdown.run();
    throw error;
  }
}

/**
 * In production the network's door opens only when the certificates that BCSS signs with, and those that it calls with, are named one by
 * one: with an authority alone, any institution it issued a certificate to could knock, and push a mutation.
 */
async function openNetworkDoorIfPinned(
  foundation: Foundation,
  parts: DoorParts,
  urls: PeerUrls,
): Promise<string | undefined> {
  const { config, log } = foundation;
  const missing = [
    ...(config.signingCert === undefined ? ['BCSS_SIGNING_CERT names nobody who may push'] : []),
    ...(config.networkCallers === undefined ? ['NETWORK_CALLERS names nobody who may knock'] : []),
  ];
  if (config.environment === 'production' && missing.length > 0) {
    log.warn({ event: 'door.closed' }, `the network’s door stays closed: ${missing.join(', ')}`);
    return undefined;
  }
  return openNetworkDoor(foundation, parts, urls);
}

/** The addresses of BCSS, or the simulator where nothing is configured (never in production: that was refused before). */
async function standInOrReal(foundation: Foundation): Promise<{ urls: PeerUrls; simulator: Simulator | undefined }> {
  const { config, development, organisations, keys, shutdown, log } = foundation;
  const { ssdnUrl, soapBaseUrl } = config;
  if (ssdnUrl !== undefined && soapBaseUrl !== undefined)
    return { urls: { ssdnUrl, soapBaseUrl, isSimulator: false }, simulator: undefined };
  if (development === undefined) throw new Error('no simulator in production');
  const simulator = await startStandIn({
    keys: development,
    port: 0,
    gatewaySigners: keys.signers().map(String),
    municipalities: Object.fromEntries(organisations.all().map(({ cbeNumber, nisCode }) => [cbeNumber, nisCode])),
    flowsDir: config.flowsDir,
  });
  shutdown.add('simulator', () => simulator.close());
  log.warn({ event: 'simulator.started', url: simulator.url }, 'no BCSS is configured: the simulator stands in');
  const urls = { ssdnUrl: ssdnUrl ?? simulator.ssdnUrl, soapBaseUrl: soapBaseUrl ?? simulator.soapBaseUrl };
  return { urls: { ...urls, isSimulator: true }, simulator };
}

function metricsOf(foundation: Foundation, mailRoom: MailRoom): Metrics {
  const pool = foundation.pool('ops', 1);
  return new Metrics({
    work: () => countWork(pool),
    servicesClosed: async () => (await listServiceWaits(pool)).length,
    queues: async () => ({
      exchanges: await mailRoom.exchanges.depth(),
      webhooks: await mailRoom.webhooks.depth(),
    }),
    certificates: () => foundation.keys.daysLeft(),
  });
}

/** What this program itself stands on: no webhook may go there. */
function ownAddresses({ config, databaseUrl }: Foundation, urls: PeerUrls): { host: string; port: number }[] {
  const addresses = [databaseUrl, config.queueUrl, urls.ssdnUrl, urls.soapBaseUrl].flatMap((text) => {
    if (text === undefined || !URL.canParse(text)) return [];
    const url = new URL(text);
    const usual: Record<string, number> = {
      'https:': 443,
      'http:': 80,
      'postgres:': 5432,
      'postgresql:': 5432,
      'redis:': 6379,
      'rediss:': 6379,
    };
    return [{ host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || (usual[url.protocol] ?? 0)) }];
  });
  return [
    ...addresses,
    { host: config.host, port: config.port },
    { host: config.networkHost, port: config.networkPort },
  ];
}

const PARTITIONS_EVERY_MS = 24 * 60 * 60_000;

/** The log's partitions of the coming months are made at start and once a day. */
function keepPartitionsAhead({ shutdown, log }: Foundation, pool: DatabasePool): void {
  const prepare = async (): Promise<void> => {
    try {
      await pool.query('SELECT gateway.prepare_partitions()');
    } catch (error) {
      log.warn({ event: 'partitions.failed', err: error }, 'partitions.failed');
    }
  };
  void prepare();
  const timer = setInterval(() => void prepare(), PARTITIONS_EVERY_MS).unref();
  shutdown.add('partitions', () => clearInterval(timer));
}

/** A process that only delivers. */
export interface WorkerProcess {
  stop(): Promise<void>;
}

/** Starts delivering from a database that other processes fill. @throws GatewayError saying why not */
export async function runWorker(config: Config, log: Logger): Promise<WorkerProcess> {
  if (config.databaseUrl === undefined)
    throw new GatewayError('config-invalid', { detail: 'DATABASE_URL: a worker shares the database of the doors' });
  const foundation = await layFoundation(config, log);
  const { shutdown } = foundation;
  try {
    const { urls } = await standInOrReal(foundation);
    const mailRoom = openMailRoom(foundation);
    startWorker(foundation, mailRoom, urls, metricsOf(foundation, mailRoom), () => undefined);
    log.info({ event: 'worker.started', queue: mailRoom.backend }, 'worker.started');
    return { stop: () => shutdown.run() };
  } catch (error) {
    await shutdown.run();
    throw error;
  }
}
