import type { Client } from '../../src/domain/client.ts';
import type { Archive } from '../../src/log/archive.ts';
import type { Vault } from '../../src/log/vault.ts';
import type { DatabasePool } from '../../src/store/pool.ts';
import type { Clock } from '../../src/telemetry/clock.ts';
import { systemIds } from '../../src/telemetry/ids.ts';
import type { Gate, Outgoing, Sent } from '../../src/transport/gate.ts';
import { AddressGuard } from '../../src/webhooks/address-guard.ts';
import { Courier } from '../../src/webhooks/courier.ts';
import { claimDelivery, type ClaimedDelivery, endDelivery } from '../../src/webhooks/delivery-store.ts';
import { publish, type WebhookEvent } from '../../src/webhooks/publish.ts';
import { type Subscription, Subscriptions } from '../../src/webhooks/subscriptions.ts';
import { testArchive } from '../support/archive.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { CENTRE } from '../support/ledger.ts';
import { logLines, type LogLines } from '../support/log-lines.ts';
import { clientOf } from '../support/organisations.ts';

export const URL_OF_SUBSCRIBER = 'https://software.example/hook';

/** What a subscriber answers. */
export function reply(status: number, more: Partial<Extract<Sent, { kind: 'reply' }>> = {}): Sent {
  return {
    kind: 'reply',
    status,
    contentType: 'text/plain',
    body: Buffer.from('noted'),
    retryAfter: undefined,
    peerCertificate: '',
    ...more,
  };
}

/** The webhooks of one test file: a real database, and subscribers that answer as the test wants. */
export class CourierRoom {
  readonly database: TestDatabase;
  readonly pool: DatabasePool;
  /** In the role that checks the log, which reads all of it. */
  readonly logPool: DatabasePool;
  readonly archive: Archive;
  readonly vault: Vault;
  readonly lines: LogLines = logLines();
  readonly subscriptions: Subscriptions;
  readonly courier: Courier;
  readonly sent: Outgoing[] = [];
  readonly outcomes: string[] = [];
  readonly client: Client = clientOf({ rights: ['subscribe'] });
  now = new Date('2026-11-23T10:15:00Z');
  /** What the subscriber answers, or how the message fails. */
  answer: Sent | Promise<Sent> = reply(204);

  constructor(database: TestDatabase) {
    this.database = database;
    this.pool = database.pool('accept', 10);
    this.logPool = database.pool('verify', 2);
    ({ archive: this.archive, vault: this.vault } = testArchive());
    const { pool, archive, vault } = this;
    const clock: Clock = { now: () => this.now, sleep: () => Promise.resolve() };
    const guard = new AddressGuard({ allowedNetworks: [], forbidden: [], allowLocalHttp: false }, (_name, then) =>
      then(null, [{ address: '8.8.8.8', family: 4 }]),
    );
    const gate: Gate = {
      send: (message) => {
        this.sent.push(message);
        return Promise.resolve(this.answer);
      },
      close: () => Promise.resolve(),
    };
    this.courier = new Courier({
      claim: (id) => claimDelivery(pool, id),
      end: (end) => endDelivery(pool, archive, end),
      secretsOf: ({ subscriptionId, secrets }) => this.subscriptions.secretsOf({ id: subscriptionId, secrets }),
      guard,
      gate,
      clock,
      ids: { ...systemIds, random: () => 0.5 },
      log: this.lines.log,
      onAttempt: (outcome) => this.outcomes.push(outcome),
    });
    const { courier } = this;
    this.subscriptions = new Subscriptions({ pool, archive, vault, guard, courier, clock, ids: systemIds });
  }

  static async open(): Promise<CourierRoom> {
    return new CourierRoom(await testDatabase());
  }

  close(): Promise<void> {
    return this.database.drop();
  }

  subscribe(events: readonly WebhookEvent[] = ['exchange.finished']): Promise<Subscription & { secret: string }> {
    return this.subscriptions.create(this.client, { organisation: CENTRE, url: URL_OF_SUBSCRIBER, events });
  }

  /** Something happens that subscribers hear of. @returns the deliveries made, in order. */
  async happens(event: WebhookEvent = 'exchange.finished', lane?: Buffer): Promise<string[]> {
    const before = new Set(await this.deliveryIds());
    await publish(this.pool, systemIds, this.now, {
      organisation: CENTRE,
      event,
      data: { hello: 'world' },
      ...(lane !== undefined && { lane }),
    });
    return (await this.deliveryIds()).filter((id) => !before.has(id));
  }

  private async deliveryIds(): Promise<string[]> {
    const rows = await this.pool.query<{ id: string }>('SELECT id FROM gateway.delivery ORDER BY created_at, id');
    return rows.map(({ id }) => id);
  }

  /** A delivery to a new subscription, and to nobody else. */
  async aDelivery(lane?: Buffer): Promise<{ id: string; subscription: string }> {
    await this.pool.query('DELETE FROM gateway.subscription WHERE organisation = $1', [CENTRE]);
    const { id: subscription } = await this.subscribe();
    const [id] = await this.happens('exchange.finished', lane);
    if (id === undefined) throw new Error('no delivery was made');
    return { id, subscription };
  }

  async claim(id: string): Promise<ClaimedDelivery> {
    const claimed = await claimDelivery(this.pool, id);
    if (claimed === undefined) throw new Error('nothing to claim');
    return claimed;
  }

  async delivery(id: string): Promise<DeliveryState> {
    const [row] = await this.pool.query<DeliveryState>(
      `SELECT state, attempt, outcome, code, finished_at,
              extract(epoch FROM not_before - clock_timestamp())::double precision AS due_in
         FROM gateway.delivery WHERE id = $1`,
      [id],
    );
    if (row === undefined) throw new Error('no such delivery');
    return row;
  }

  /** As if the time that a delivery waits for had come. */
  async comesDue(id: string): Promise<void> {
    await this.pool.query(
      'UPDATE gateway.delivery SET not_before = now(), relayed_at = NULL, lease_until = NULL WHERE id = $1',
      [id],
    );
  }

  /** Entries of a kind, opened, in order. */
  async entries(
    kind: string,
  ): Promise<{ outcome: string | null; code: string | null; details: Details; body?: string }[]> {
    const rows = await this.logPool.query<{ index: string; outcome: string | null; code: string | null }>(
      'SELECT index, outcome, code FROM gateway.entry WHERE kind = $1 ORDER BY index',
      [kind],
    );
    return Promise.all(
      rows.map(async ({ index, outcome, code }) => {
        const content = await this.archive.read(this.logPool, index as never);
        const body = content?.body?.toString();
        return { outcome, code, details: content?.details ?? {}, ...(body !== undefined && { body }) };
      }),
    );
  }
}

type Details = Record<string, unknown>;

interface DeliveryState {
  readonly state: string;
  readonly attempt: number;
  readonly outcome: string | null;
  readonly code: string | null;
  readonly finished_at: Date | null;
  readonly due_in: number;
}
