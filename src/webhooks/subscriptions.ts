import { actsFor, type Client } from '../domain/client.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import { isUuid } from '../domain/uuid.ts';
import type { Archive } from '../log/archive.ts';
import type { Vault } from '../log/vault.ts';
import type { Database, DatabasePool } from '../store/pool.ts';
import type { Clock } from '../telemetry/clock.ts';
import type { Ids } from '../telemetry/ids.ts';
import type { AddressGuard } from './address-guard.ts';
import { type Courier, webhookEntry } from './courier.ts';
import { newSecret } from './standard-webhooks.ts';

/** A subscription as its owner sees it; the secret is shown once, when it is made. */
export interface Subscription {
  readonly id: string;
  readonly organisation: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly state: 'active' | 'disabled';
  readonly createdAt: string;
  readonly failingSince?: string;
}

export interface SubscriptionParts {
  readonly pool: DatabasePool;
  readonly archive: Archive;
  readonly vault: Vault;
  readonly guard: AddressGuard;
  readonly courier: Courier;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** How long a replaced secret goes on signing beside the new one. */
const OVERLAP_MS = 24 * 60 * 60_000;
/** Secrets that sign beside each other; whoever replaces them faster than this in a day gives up the oldest. */
const SECRETS_MAX = 5;
const SUBSCRIPTIONS_MAX = 20;
/** Events that one replay sends again: some more than a busy centre has in a week. */
const REPLAY_MAX = 10_000;

/** A signing secret, and when it stops being used. */
interface Secret {
  readonly secret: string;
  readonly until?: string;
}

/** Who wants to hear of what, and where. Every change is recorded in the log. */
export class Subscriptions {
  private readonly parts: SubscriptionParts;

  constructor(parts: SubscriptionParts) {
    this.parts = parts;
  }

  async create(
    client: Client,
    wanted: { readonly organisation: string; readonly url: string; readonly events: readonly string[] },
  ): Promise<Subscription & { readonly secret: string }> {
    const { pool, guard, ids } = this.parts;
    if (!actsFor(client, wanted.organisation)) throw new GatewayError('other-organisation');
    await guard.check(wanted.url);
    const id = ids.uuid();
    const secret = newSecret();
    const row = await pool.transaction(async (database) => {
      // Two calls at once would both find room for the last one.
      await database.query(ONE_AT_A_TIME, [`subscriptions/${wanted.organisation}`]);
      const [count] = await database.query<{ count: string }>(COUNT, [wanted.organisation]);
      if (Number(count?.count) >= SUBSCRIPTIONS_MAX)
        throw new GatewayError('state-conflict', { detail: `${SUBSCRIPTIONS_MAX} subscriptions` });
      const [made] = await database.query<RawSubscription>(INSERT, [
        id,
        wanted.organisation,
        wanted.url,
        wanted.events,
        this.seal(id, [{ secret }]),
      ]);
      await this.record(database, client, wanted.organisation, { what: 'subscription created', id, url: wanted.url });
      return made;
    });
    if (row === undefined) throw new Error('the subscription was not made');
    return { ...toSubscription(row), secret };
  }

  async list(client: Client, organisation: string): Promise<Subscription[]> {
    if (!actsFor(client, organisation)) throw new GatewayError('other-organisation');
    const rows = await this.parts.pool.query<RawSubscription>(`${SELECT} WHERE organisation = $1 ORDER BY id`, [
      organisation,
    ]);
    return rows.map(toSubscription);
  }

  async view(client: Client, id: string): Promise<Subscription> {
    return toSubscription(await this.row(this.parts.pool, client, id));
  }

  async update(
    client: Client,
    id: string,
    change: { readonly url?: string; readonly events?: readonly string[]; readonly state?: 'active' | 'disabled' },
  ): Promise<Subscription> {
    if (change.url !== undefined) await this.parts.guard.check(change.url);
    return this.parts.pool.transaction(async (database) => {
      const { organisation } = await this.row(database, client, id);
      const [row] = await database.query<RawSubscription>(UPDATE, [
        id,
        change.url ?? null,
        change.events ?? null,
        change.state ?? null,
      ]);
      if (row === undefined) throw new GatewayError('not-found');
      await this.record(database, client, organisation, { what: 'subscription changed', id, ...change });
      return toSubscription(row);
    });
  }

  async remove(client: Client, id: string): Promise<void> {
    await this.parts.pool.transaction(async (database) => {
      const { organisation } = await this.row(database, client, id);
      await database.query('DELETE FROM gateway.subscription WHERE id = $1', [id]);
      await this.record(database, client, organisation, { what: 'subscription removed', id });
    });
  }

  /** Sends a test event through the same guard, signature and gate as a real one, and says what came of it. */
  async test(client: Client, id: string): Promise<WebhookTest> {
    const { pool, archive, courier, clock, ids } = this.parts;
    const row = await this.row(pool, client, id);
    const payload = JSON.stringify({
      type: 'webhook.test',
      timestamp: clock.now().toISOString(),
      data: { subscription: id },
    });
    const delivery = {
      id: ids.uuid(),
      subscriptionId: id,
      organisation: row.organisation,
      event: 'webhook.test',
      attempt: 1,
      url: row.url,
      payload: Buffer.from(payload),
    };
    const started = clock.now().getTime();
    const ending = await courier.send(delivery.id, delivery.url, delivery.payload, this.secretsOf(row));
    await archive.append(pool, { ...webhookEntry(delivery, ending, 'none'), client: client.id });
    return {
      outcome: ending.outcome,
      ...(ending.code !== undefined && { code: ending.code }),
      ...(ending.httpStatus !== undefined && { httpStatus: ending.httpStatus }),
      durationMs: clock.now().getTime() - started,
    };
  }

  /** A new secret; those that sign now go on signing beside it for a day from when they were replaced. */
  async rotateSecret(client: Client, id: string): Promise<{ readonly secret: string }> {
    const { pool, clock } = this.parts;
    const secret = newSecret();
    await pool.transaction(async (database) => {
      // Locked: of two changes at once, neither may forget the secret that the other has just handed out.
      const row = await this.row(database, client, id, 'FOR UPDATE');
      const now = clock.now();
      const until = new Date(now.getTime() + OVERLAP_MS).toISOString();
      const replaced = this.open(row)
        .filter((old) => isSigning(old, now))
        .map((old) => ({ until, ...old }));
      const secrets = [{ secret }, ...replaced].slice(0, SECRETS_MAX);
      await database.query('UPDATE gateway.subscription SET secrets = $2 WHERE id = $1', [id, this.seal(id, secrets)]);
      await this.record(database, client, row.organisation, { what: 'subscription secret changed', id });
    });
    return { secret };
  }

  /** Sends again, with their ids, what was made for this subscription in a period. */
  async replay(client: Client, id: string, since: Date, until: Date): Promise<{ readonly deliveries: number }> {
    return this.parts.pool.transaction(async (database) => {
      const { organisation } = await this.row(database, client, id);
      const [count] = await database.query<{ count: string }>(COUNT_REPLAY, [id, since, until]);
      if (Number(count?.count) > REPLAY_MAX)
        throw new GatewayError('invalid-request', {
          fields: [{ pointer: '/since', rule: 'maximum', expected: `${REPLAY_MAX} events in the period` }],
        });
      const rows = await database.query(REPLAY, [id, since, until]);
      const details = { what: 'subscription replayed', id, since, until, deliveries: rows.length };
      await this.record(database, client, organisation, details);
      return { deliveries: rows.length };
    });
  }

  /** The secrets that sign for a subscription now, the newest first. */
  secretsOf(row: { readonly id: string; readonly secrets: Buffer }): string[] {
    const now = this.parts.clock.now();
    return this.open(row)
      .filter((secret) => isSigning(secret, now))
      .map(({ secret }) => secret);
  }

  private async row(
    database: Database,
    client: Client,
    id: string,
    lock: '' | 'FOR UPDATE' = '',
  ): Promise<RawSubscription> {
    const [row] = isUuid(id) ? await database.query<RawSubscription>(`${SELECT} WHERE id = $1 ${lock}`, [id]) : [];
    if (row === undefined || !actsFor(client, row.organisation)) throw new GatewayError('not-found');
    return row;
  }

  private seal(id: string, secrets: readonly Secret[]): Buffer {
    return this.parts.vault.sealSecret(JSON.stringify(secrets), id);
  }

  private open({ id, secrets }: { readonly id: string; readonly secrets: Buffer }): Secret[] {
    return JSON.parse(this.parts.vault.openSecret(secrets, id)) as Secret[];
  }

  private async record(database: Database, client: Client, organisation: string, details: object): Promise<void> {
    await this.parts.archive.append(database, { kind: 'admin', organisation, client: client.id, details });
  }
}

function isSigning({ until }: Secret, now: Date): boolean {
  return until === undefined || until > now.toISOString();
}

export interface WebhookTest {
  readonly outcome: string;
  readonly code?: string;
  readonly httpStatus?: number;
  readonly durationMs: number;
}

interface RawSubscription {
  readonly id: string;
  readonly organisation: string;
  readonly url: string;
  readonly events: string[];
  readonly state: 'active' | 'disabled';
  readonly secrets: Buffer;
  readonly created_at: Date;
  readonly failing_since: Date | null;
}

const COLUMNS = 'id, organisation, url, events, state, secrets, created_at, failing_since';
const SELECT = `SELECT ${COLUMNS} FROM gateway.subscription`;
const COUNT = 'SELECT count(*) FROM gateway.subscription WHERE organisation = $1';
const INSERT = `
  INSERT INTO gateway.subscription (id, organisation, url, events, state, secrets)
  VALUES ($1, $2, $3, $4, 'active', $5) RETURNING ${COLUMNS}`;
const UPDATE = `
  UPDATE gateway.subscription
     SET url = coalesce($2, url), events = coalesce($3, events), state = coalesce($4, state),
         failing_since = CASE WHEN $4 = 'active' THEN NULL ELSE failing_since END,
         disabled_at = CASE $4 WHEN 'active' THEN NULL WHEN 'disabled' THEN clock_timestamp() ELSE disabled_at END
   WHERE id = $1 RETURNING ${COLUMNS}`;
const ONE_AT_A_TIME = 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))';
const OVER_IN_PERIOD =
  "subscription_id = $1 AND created_at >= $2 AND created_at < $3 AND state IN ('done', 'dead-letter')";
const COUNT_REPLAY = `SELECT count(*) FROM gateway.delivery WHERE ${OVER_IN_PERIOD}`;
const REPLAY = `
  UPDATE gateway.delivery
     SET state = 'queued', attempt = 0, not_before = clock_timestamp(), finished_at = NULL, lease_until = NULL, relayed_at = NULL,
         token = token + 1
   WHERE ${OVER_IN_PERIOD}
  RETURNING id`;

function toSubscription(row: RawSubscription): Subscription {
  return {
    id: row.id,
    organisation: row.organisation,
    url: row.url,
    events: row.events,
    state: row.state,
    createdAt: row.created_at.toISOString(),
    ...(row.failing_since !== null && { failingSince: row.failing_since.toISOString() }),
  };
}
