import { Delivery } from '../delivery/delivery.ts';
import { LEASE_MS, LeaseKeeper } from '../delivery/lease-keeper.ts';
import type { Services, Work } from '../delivery/ports.ts';
import { Pager } from '../delivery/pager.ts';
import { Reconciler } from '../delivery/reconciler.ts';
import { ServiceGuard } from '../delivery/service-guard.ts';
import type { ExchangeId } from '../domain/exchange.ts';
import { claimExchange, releaseExchange } from '../exchanges/claim.ts';
import { takeDue } from '../exchanges/due.ts';
import { findLatestChild, listPages } from '../exchanges/find.ts';
import { postpone } from '../exchanges/postpone.ts';
import { recordIntent } from '../exchanges/record-intent.ts';
import { countRefusal, endProbe, enterService, hold, openService } from '../exchanges/service-state.ts';
import { recordResult } from '../exchanges/record-result.ts';
import { renewLeases } from '../exchanges/renew.ts';
import { askPage, askQuestion } from '../intake/questions.ts';
import { Relay } from '../queue/relay.ts';
import type { DatabasePool } from '../store/pool.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { announceTo } from './announce.ts';
import type { Foundation } from './foundation.ts';
import { heedReplies } from './heed.ts';
import { openLedger } from './ledger.ts';
import type { MailRoom } from './mail-room.ts';
import { bcssGate, peerOf, type PeerUrls } from './peer.ts';

/** Delays before each question about an uncertain declaration, in seconds. */
const RECONCILE_SECONDS = [60, 300, 1_800, 7_200];
/** The simulator answers at once; so does a developer's patience. */
const RECONCILE_SECONDS_SIMULATOR = [2, 10, 60];

/** What others tell a worker. */
export interface Worker {
  /** Something was accepted. */
  nudge(): void;
}

/** Starts delivering: the relay from the ledger to the queue, and the worker that takes from it. */
export function startWorker(
  foundation: Foundation,
  mailRoom: MailRoom,
  urls: PeerUrls,
  metrics: Pick<Metrics, 'onAttempt'>,
  onMoved: () => void,
): Worker {
  const { config, clock, ids, log, shutdown, flows, organisations, keys } = foundation;
  const pool = foundation.pool('worker', config.workerConcurrency + 4);
  const work = workOn(foundation, pool, onMoved);
  const delaysMs = (config.reconcileDelays ?? (urls.isSimulator ? RECONCILE_SECONDS_SIMULATOR : RECONCILE_SECONDS)).map(
    (seconds) => seconds * 1000,
  );
  const ledger = openLedger(foundation, pool);
  const nudge = (): void => relay.nudge();
  const own = { ledger, ids, nudge };
  const reconciler = new Reconciler({
    work,
    questions: {
      ask: (parent, flow, payload, context) => askQuestion(own, parent, flow, payload, context),
    },
    flows,
    organisations,
    delaysMs,
  });
  const delivery = new Delivery({
    work,
    leases: new LeaseKeeper((held) => renewLeases(pool, held, LEASE_MS), clock),
    flows,
    organisations,
    peer: peerOf(foundation, urls),
    sealer: keys.sealer,
    gate: bcssGate(foundation),
    reconciler,
    pager: new Pager({
      work,
      questions: {
        askPage: (first, flow, payload, context, page) => askPage(own, first, flow, payload, context, page),
      },
      flows,
    }),
    guard: new ServiceGuard(servicesOn(pool, onMoved), log),
    reconcileDelaysMs: delaysMs,
    checkOfficially: foundation.checkOfficially,
    clock,
    ids,
    log,
    onAttempt: (flow, outcome, seconds) => metrics.onAttempt(flow, outcome, seconds),
  });
  const relay = new Relay({
    takeDue: async (limit) =>
      (await takeDue(pool, limit)).map(({ id, token, pace }) => ({
        id,
        occasion: token,
        urgent: pace === 'interactive',
      })),
    queue: mailRoom.exchanges,
    clock,
    log,
  });
  const worker = mailRoom.exchanges.work((id) => delivery.deliver(id as ExchangeId), config.workerConcurrency);
  shutdown.add('delivery worker', () => worker.close());
  relay.start();
  shutdown.add('delivery relay', () => relay.stop());
  return { nudge };
}

/** How the services treat us, as all processes know it. */
function servicesOn(pool: DatabasePool, onMoved: () => void): Services {
  return {
    enter: (key, probeMs) => enterService(pool, key, probeMs),
    countRefusal: (key, httpStatus, isProbe) => countRefusal(pool, key, httpStatus, isProbe),
    open: (key) => openService(pool, key),
    endProbe: (key) => endProbe(pool, key),
    hold: async (exchange) => {
      await hold(pool, exchange);
      onMoved();
    },
  };
}

/** The ledger and the archive as one attempt sees them. */
function workOn(foundation: Foundation, pool: DatabasePool, onMoved: () => void): Work {
  const { archive } = foundation;
  const announce = announceTo(foundation);
  const heed = heedReplies(foundation);
  return {
    claim: (id) => claimExchange(pool, id, LEASE_MS),
    release: (id, token) => releaseExchange(pool, id, token),
    request: async (index) => {
      const content = await archive.read(pool, index);
      if (content === undefined) throw new Error(`no entry ${index}`);
      return content;
    },
    recordIntent: (intent) => recordIntent(pool, archive, intent),
    recordResult: async (result) => {
      const recorded = await recordResult(pool, archive, announce, result, heed);
      onMoved();
      return recorded;
    },
    latestQuestion: async (parent) => {
      const exchange = await findLatestChild(pool, parent);
      if (exchange === undefined) return undefined;
      const reply = exchange.replyIndex === undefined ? undefined : await archive.read(pool, exchange.replyIndex);
      return { exchange, reply: reply?.body };
    },
    pages: async (first) => {
      const rows = [first, ...(await listPages(pool, first.id))];
      return Promise.all(
        rows.map(async (exchange) => {
          const { replyIndex } = exchange;
          return {
            exchange,
            reply: replyIndex === undefined ? undefined : (await archive.read(pool, replyIndex))?.body,
          };
        }),
      );
    },
    postpone: (id, token, delayMs, step) => postpone(pool, id, token, delayMs, step),
  };
}
