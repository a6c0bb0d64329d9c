import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import type { Config } from '../config.ts';
import { Relay } from '../queue/relay.ts';
import type { DatabasePool } from '../store/pool.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Gate } from '../transport/gate.ts';
import { makeHttpsGate } from '../transport/https-gate.ts';
import { AddressGuard, portOf } from '../webhooks/address-guard.ts';
import { Courier } from '../webhooks/courier.ts';
import { claimDelivery, endDelivery, takeDueDeliveries } from '../webhooks/delivery-store.ts';
import { Subscriptions } from '../webhooks/subscriptions.ts';
import type { Foundation } from './foundation.ts';
import type { MailRoom } from './mail-room.ts';

const COURIERS = 8;

/** The webhooks of this process. */
export interface CourierService {
  readonly subscriptions: Subscriptions;
  /** Deliveries were made. */
  nudge(): void;
}

/** Starts handing events to subscribers. `own`: addresses this program stands on, which no webhook may reach. */
export function startCourier(
  foundation: Foundation,
  mailRoom: MailRoom,
  pool: DatabasePool,
  own: readonly { readonly host: string; readonly port: number }[],
  metrics: Pick<Metrics, 'onWebhook'>,
): CourierService {
  const { archive, vault, clock, ids, log, shutdown, config } = foundation;
  const guard = new AddressGuard({
    allowedNetworks: config.webhookAllowedNetworks ?? (config.environment === 'production' ? [] : LOCAL_NETWORKS),
    forbidden: own,
    allowLocalHttp: config.environment !== 'production',
  });
  const gate = guardedGate(config, guard);
  shutdown.add('gate to subscribers', () => gate.close());
  const courier: Courier = new Courier({
    claim: (id) => claimDelivery(pool, id),
    end: (end) => endDelivery(pool, archive, end),
    secretsOf: ({ subscriptionId, secrets }) => subscriptions.secretsOf({ id: subscriptionId, secrets }),
    guard,
    gate,
    clock,
    ids,
    log,
    onAttempt: (outcome) => metrics.onWebhook(outcome),
  });
  const subscriptions = new Subscriptions({ pool, archive, vault, guard, courier, clock, ids });
  const relay = new Relay({
    takeDue: async (limit) =>
      (await takeDueDeliveries(pool, limit)).map(({ id, token }) => ({ id, occasion: token, urgent: false })),
    queue: mailRoom.webhooks,
    clock,
    log,
  });
  const worker = mailRoom.webhooks.work(async (id) => {
    await courier.deliver(id);
    // The next one for the same person may leave now.
    relay.nudge();
  }, COURIERS);
  shutdown.add('webhook worker', () => worker.close());
  relay.start();
  shutdown.add('webhook relay', () => relay.stop());
  return { subscriptions, nudge: () => relay.nudge() };
}

const LOCAL_NETWORKS = ['127.0.0.0/8', '::1/128'];

/** A gate whose every connection is looked up under the guard's eyes; subscribers' ports differ, and with them what is forbidden. */
function guardedGate(config: Config, guard: AddressGuard): Gate {
  const ca =
    config.webhookCa === undefined
      ? undefined
      : [...rootCertificates, readFileSync(config.webhookCa, 'utf8')].join('\n');
  const gates = new Map<number, Gate>();
  const gateFor = (port: number): Gate => {
    let gate = gates.get(port);
    if (gate === undefined) {
      gate = makeHttpsGate({
        identity: () => (ca === undefined ? {} : { ca }),
        connectionsMax: COURIERS,
        lookup: guard.lookupFor(port),
      });
      gates.set(port, gate);
    }
    return gate;
  };
  return {
    send: (message) => gateFor(portOf(new URL(message.url))).send(message),
    close: async () => {
      await Promise.all([...gates.values()].map((gate) => gate.close()));
    },
  };
}
