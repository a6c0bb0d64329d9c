import { Server as TlsServer } from 'node:tls';
import { readApiKeysFile } from '../clients/api-keys-file.ts';
import { Authenticator } from '../clients/authenticator.ts';
import { findClientsByKey } from '../clients/client-store.ts';
import { declareClients } from '../clients/declared-clients.ts';
import { KeyLookups } from '../clients/key-lookups.ts';
import { ReadingRoom } from '../audit/reading-room.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import { carryOut } from '../exchanges/commands.ts';
import { findExchange, listAttempts, listExchanges, listPages } from '../exchanges/find.ts';
import { findServiceWait } from '../exchanges/service-state.ts';
import { buildClientDoor } from '../http/client-door.ts';
import { buildNetworkDoor } from '../http/network-door.ts';
import type { FastifyInstance } from 'fastify';
import { Intake } from '../intake/intake.ts';
import { HouseholdRegister } from '../integration/household-register.ts';
import { MutationList } from '../mutations/mutation-list.ts';
import { storeNotification } from '../mutations/mutation-store.ts';
import { NotificationDesk } from '../mutations/notification-desk.ts';
import { Status } from '../status/status.ts';
import type { Watcher } from '../status/watcher.ts';
import type { DatabasePool } from '../store/pool.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { CallLimits } from '../http/rate-limit.ts';
import { announceTo } from './announce.ts';
import type { CourierService } from './courier.ts';
import { exampleRequest } from './examples.ts';
import type { Foundation } from './foundation.ts';
import { healthOf } from './health.ts';
import { heedMutations } from './heed.ts';
import { openLedger } from './ledger.ts';
import type { MailRoom } from './mail-room.ts';
import { peerOf, type PeerUrls } from './peer.ts';
import { openApprovalDesk, openPolicy, openPolicyDesk } from './policy.ts';
import { openAroundRegister } from './around-register.ts';
import { callPartsOf, helpedToday } from './register.ts';
import { version } from './version.ts';

/** What the doors are built on, besides the foundation. */
export interface DoorParts {
  readonly pool: DatabasePool;
  readonly mailRoom: MailRoom;
  readonly courier: CourierService;
  readonly watcher: Watcher;
  readonly metrics: Metrics;
  /** Something was accepted. */
  readonly nudge: () => void;
}

const TITLE = {
  fr: 'Passerelle CPAS–BCSS',
  nl: 'OCMW–KSZ-gateway',
  en: 'CPAS–BCSS gateway',
  de: 'ÖSHZ–ZDSS-Gateway',
};
const EVENT_STREAMS_MAX = 500;

/** Opens the clients' door. @returns its address. */
export async function openClientDoor(foundation: Foundation, parts: DoorParts): Promise<string> {
  const { config, archive, clock, ids, log, flows, organisations, vault, keys } = foundation;
  const { pool, mailRoom, courier, watcher, metrics, nudge } = parts;
  await admitDeclaredClients(foundation, pool);
  const policy = await openPolicy(foundation, pool, metrics);
  const desk = new Intake({
    flows,
    organisations,
    authorisation: policy.authorisation,
    approvals: policy.approvals,
    ledger: openLedger(foundation, pool),
    ids,
    log,
    nudge,
  });
  const calls = callPartsOf(foundation, pool, desk, nudge);
  const lookups = new KeyLookups((hashes) => findClientsByKey(pool, hashes));
  const app = await buildClientDoor({
    clients: new Authenticator((key) => lookups.find(key), foundation.bootstrapApiKey),
    organisations,
    flows,
    desk,
    exchanges: statusOf(foundation, pool),
    watching: watcher,
    readingRoom: new ReadingRoom(foundation.pool('auditor', 3), archive, vault),
    register: new HouseholdRegister(calls),
    around: openAroundRegister(foundation, pool, calls),
    policy: openPolicyDesk(foundation, pool, policy),
    approvals: openApprovalDesk(foundation, pool, policy, desk, nudge),
    mutations: new MutationList({ pool, archive, flows }),
    subscriptions: courier.subscriptions,
    health: healthOf(foundation.pool('ops', 2), mailRoom, keys),
    metrics,
    mountBoard: (server, basePath) => {
      mailRoom.mountBoard(server, basePath);
      return Promise.resolve();
    },
    about: { version: version(), title: TITLE },
    examples: { of: exampleRequest },
    log,
    ids,
    clock,
    config: {
      host: config.host,
      production: config.environment === 'production',
      trustedProxies: config.trustedProxies,
      eventStreamsMax: EVENT_STREAMS_MAX,
      ...callLimits(config.rateLimitPerMinute),
    },
  });
  return listen(foundation, app, 'clients’ door', config.host, config.port);
}

/** Opens the network's door. @returns its address. */
export async function openNetworkDoor(
  foundation: Foundation,
  { pool, courier, metrics }: DoorParts,
  urls: PeerUrls,
): Promise<string> {
  const { config, archive, vault, ids, clock, log, flows, organisations, keys } = foundation;
  const heed = heedMutations(foundation);
  const helped = helpedToday(foundation);
  const desk = new NotificationDesk({
    flows,
    organisationOf: (cbeNumber) => organisations.findByCbeNumber(cbeNumber),
    peer: peerOf(foundation, urls),
    sealer: keys.sealer,
    store: (organisation, notification, entry) =>
      storeNotification({ pool, archive, vault, ids, helped, heed }, organisation, notification, entry),
    keep: async (entry) => {
      await archive.append(pool, entry);
    },
    clock,
    log,
    nudge: () => courier.nudge(),
    onWithheld: (mutations) => metrics.onMutationsWithheld(mutations),
  });
  const app = buildNetworkDoor({
    notifications: {
      receive: ({ peerCertificate = '', ...notification }) => desk.receive({ ...notification, peerCertificate }),
    },
    tls: { ...keys.networkServer.current().pem, ca: keys.networkCa, callers: config.networkCallers ?? [] },
    callsPerMinute: config.rateLimitPerMinute,
    log,
    ids,
    metrics,
  });
  const { server } = app;
  keys.onNetworkKey(({ pem }) => {
    if (server instanceof TlsServer) server.setSecureContext({ ...pem, ca: keys.networkCa });
  });
  return listen(foundation, app, 'network’s door', config.networkHost, config.networkPort);
}

function statusOf(foundation: Foundation, pool: DatabasePool): Status {
  const { archive, flows } = foundation;
  const announce = announceTo(foundation);
  return new Status({
    find: (id, organisation) => findExchange(pool, id, organisation),
    list: (filter) => listExchanges(pool, filter),
    attempts: (id) => listAttempts(pool, id),
    content: (index) => archive.read(pool, index),
    pages: (first) => listPages(pool, first),
    record: async (entry) => {
      await archive.append(pool, entry);
    },
    carryOut: (command) => carryOut(pool, archive, announce, command),
    flow: (id) => flows.find(id),
    serviceWait: (key) => findServiceWait(pool, key),
  });
}

/** Clients of API_KEYS_FILE exist in the database like those made by command, for as long as they stand in the file. */
function admitDeclaredClients({ config, archive, organisations }: Foundation, pool: DatabasePool): Promise<void> {
  const { apiKeysFile } = config;
  const isCentre = (id: string): boolean => organisations.find(id) !== undefined;
  return declareClients(pool, archive, apiKeysFile === undefined ? [] : readApiKeysFile(apiKeysFile, isCentre));
}

function callLimits(perMinute: number): CallLimits {
  return { clientCallsPerMinute: perMinute, addressCallsPerMinute: Math.max(10, Math.ceil(perMinute / 10)) };
}

async function listen(
  { shutdown }: Foundation,
  app: FastifyInstance,
  name: string,
  host: string,
  port: number,
): Promise<string> {
  shutdown.add(name, () => app.close());
  try {
    return await app.listen({ host, port });
  } catch (cause) {
    const { code } = cause as { code?: unknown };
    if (code === 'EADDRINUSE') throw new GatewayError('port-in-use', { detail: `${host}:${port}`, cause });
    throw new GatewayError('config-invalid', { detail: `${host}:${port}: ${String(code)}`, cause });
  }
}
