import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemIds } from '../../src/telemetry/ids.ts';
import type { Sent } from '../../src/transport/gate.ts';
import { asSuperuser } from '../support/database.ts';
import { CENTRE, OTHER_CENTRE } from '../support/ledger.ts';
import { clientOf } from '../support/organisations.ts';
import { CourierRoom, reply, URL_OF_SUBSCRIBER } from './fixture.ts';
import { isGenuine } from './verify-webhook.ts';

const THEIRS = clientOf({ id: 'theirs', organisation: OTHER_CENTRE });
const EVERYBODYS = clientOf({ id: 'operator', organisation: '*' });
const DAY_MS = 24 * 60 * 60_000;

let room: CourierRoom;
beforeAll(async () => {
  room = await CourierRoom.open();
});
afterAll(() => room.close());

const lastChange = async () => (await room.entries('admin')).at(-1)?.details;
const stateOf = (id: string) => room.subscriptions.view(room.client, id);

/** Whether a webhook sent now is genuine to a receiver that has this secret. */
async function signsWith(id: string, secret: string): Promise<boolean> {
  room.sent.length = 0;
  room.answer = reply(204);
  await room.subscriptions.test(room.client, id);
  const [message] = room.sent;
  return isGenuine(message?.headers ?? {}, Buffer.from(message?.body ?? '').toString(), secret, room.now);
}

describe('a subscription', () => {
  it('is made, shows its secret this once, and stands in the list without it', async () => {
    const { secret, ...made } = await room.subscribe(['exchange.finished', 'mutation.received']);
    expect(secret).toMatch(/^whsec_/);
    expect(made).toEqual({
      id: expect.any(String),
      organisation: CENTRE,
      url: URL_OF_SUBSCRIBER,
      events: ['exchange.finished', 'mutation.received'],
      state: 'active',
      createdAt: expect.any(String),
    });
    expect(await stateOf(made.id)).toEqual(made);
    expect(await room.subscriptions.list(room.client, CENTRE)).toContainEqual(made);
    expect(await lastChange()).toEqual({ what: 'subscription created', id: made.id, url: URL_OF_SUBSCRIBER });
  });

  it('keeps its secret encrypted, bound to itself', async () => {
    const [one, other] = [await room.subscribe(), await room.subscribe()];
    const { rows } = await asSuperuser(room.database.superuserUrl, (client) =>
      client.query<{ id: string; secrets: Buffer }>(
        'SELECT id, secrets FROM gateway.subscription WHERE id = ANY ($1)',
        [[one.id, other.id]],
      ),
    );
    for (const { secrets } of rows) expect(secrets.toString('latin1')).not.toContain(one.secret.slice(6, 30));
    const moved = rows.find(({ id }) => id === one.id)?.secrets ?? Buffer.alloc(0);
    expect(() => room.subscriptions.secretsOf({ id: other.id, secrets: moved })).toThrow(/altered, moved/);
  });

  it('to an address that webhooks may not reach is not made, nor changed to one', async () => {
    const wanted = { organisation: CENTRE, url: 'https://169.254.169.254/', events: ['exchange.finished'] };
    await expect(room.subscriptions.create(room.client, wanted)).rejects.toMatchObject({
      code: 'webhook-address-refused',
    });
    const { id } = await room.subscribe();
    await expect(room.subscriptions.update(room.client, id, { url: 'http://software.example/' })).rejects.toMatchObject(
      {
        code: 'webhook-address-refused',
      },
    );
    expect((await stateOf(id)).url).toBe(URL_OF_SUBSCRIBER);
  });

  it('is changed in what is named, and in nothing else', async () => {
    const { id, secret: _secret, ...made } = await room.subscribe();
    const url = 'https://software.example:8443/other';
    expect(await room.subscriptions.update(room.client, id, { url })).toEqual({ id, ...made, url });
    expect(await lastChange()).toEqual({ what: 'subscription changed', id, url });
    expect(await room.subscriptions.update(room.client, id, { events: ['mutation.received'] })).toMatchObject({
      url,
      events: ['mutation.received'],
    });
    expect(await room.subscriptions.update(room.client, id, { state: 'disabled' })).toMatchObject({
      state: 'disabled',
      url,
    });
    expect(await room.subscriptions.update(room.client, id, { state: 'active' })).toMatchObject({ state: 'active' });
  });

  it('is removed with what was on its way, and its attempts stay in the log', async () => {
    const { id: delivery, subscription } = await room.aDelivery();
    room.answer = reply(500);
    await room.courier.deliver(delivery);
    const attempts = (await room.entries('webhook')).length;
    await room.subscriptions.remove(room.client, subscription);
    await expect(stateOf(subscription)).rejects.toMatchObject({ code: 'not-found' });
    await expect(room.delivery(delivery)).rejects.toThrow('no such delivery');
    expect(await room.entries('webhook')).toHaveLength(attempts);
    expect(await lastChange()).toEqual({ what: 'subscription removed', id: subscription });
  });

  it('is one of twenty at most, also when two are made at the last moment', async () => {
    const operator = clientOf({ organisation: '*' });
    const wanted = { organisation: 'cpas-full', url: URL_OF_SUBSCRIBER, events: ['exchange.finished'] };
    const ends = await Promise.allSettled(
      Array.from({ length: 24 }, () => room.subscriptions.create(operator, wanted)),
    );
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
    for (const end of ends) if (end.status === 'rejected') expect(end.reason).toMatchObject({ code: 'state-conflict' });
    expect(await room.subscriptions.list(operator, 'cpas-full')).toHaveLength(20);
  });
});

describe('another centre', () => {
  it('finds nothing, changes nothing, and learns nothing from the difference', async () => {
    const { id } = await room.subscribe();
    const { subscriptions } = room;
    const calls: readonly (() => Promise<unknown>)[] = [
      () => subscriptions.view(THEIRS, id),
      () => subscriptions.update(THEIRS, id, { state: 'disabled' }),
      () => subscriptions.remove(THEIRS, id),
      () => subscriptions.test(THEIRS, id),
      () => subscriptions.rotateSecret(THEIRS, id),
      () => subscriptions.replay(THEIRS, id, new Date(0), new Date()),
      () => subscriptions.view(room.client, systemIds.uuid()),
      () => subscriptions.view(room.client, 'no-id'),
      () => subscriptions.remove(room.client, 'no-id'),
    ];
    const changes = (await room.entries('admin')).length;
    for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'not-found' });
    const theirs = { organisation: CENTRE, url: URL_OF_SUBSCRIBER, events: ['exchange.finished'] };
    await expect(subscriptions.create(THEIRS, theirs)).rejects.toMatchObject({ code: 'other-organisation' });
    await expect(subscriptions.list(THEIRS, CENTRE)).rejects.toMatchObject({ code: 'other-organisation' });
    expect(await stateOf(id)).toMatchObject({ state: 'active' });
    expect(await room.entries('admin')).toHaveLength(changes);
    expect(await subscriptions.view(EVERYBODYS, id)).toMatchObject({ id });
  });
});

describe('the secret', () => {
  it('that is replaced signs beside the new one for a day, and not longer', async () => {
    const { id, secret: old } = await room.subscribe();
    const { secret } = await room.subscriptions.rotateSecret(room.client, id);
    expect(secret).not.toBe(old);
    expect(await lastChange()).toEqual({ what: 'subscription secret changed', id });
    expect([await signsWith(id, secret), await signsWith(id, old)]).toEqual([true, true]);
    room.now = new Date(room.now.getTime() + DAY_MS - 1);
    expect([await signsWith(id, secret), await signsWith(id, old)]).toEqual([true, true]);
    room.now = new Date(room.now.getTime() + 1);
    expect([await signsWith(id, secret), await signsWith(id, old)]).toEqual([true, false]);
  });

  it('that was replaced twice in a day keeps the day it was given', async () => {
    const { id, secret: first } = await room.subscribe();
    const { secret: second } = await room.subscriptions.rotateSecret(room.client, id);
    room.now = new Date(room.now.getTime() + DAY_MS / 2);
    const { secret: third } = await room.subscriptions.rotateSecret(room.client, id);
    for (const secret of [first, second, third]) expect(await signsWith(id, secret)).toBe(true);
    room.now = new Date(room.now.getTime() + DAY_MS / 2);
    expect([await signsWith(id, first), await signsWith(id, second), await signsWith(id, third)]).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('handed out by two changes at one instant is good in both hands', async () => {
    const { id } = await room.subscribe();
    const handedOut = await Promise.all([1, 2, 3].map(() => room.subscriptions.rotateSecret(room.client, id)));
    for (const { secret } of handedOut) expect(await signsWith(id, secret)).toBe(true);
  });

  it('is one of five that sign at most', async () => {
    const { id, secret: first } = await room.subscribe();
    for (let i = 0; i < 5; i += 1) await room.subscriptions.rotateSecret(room.client, id);
    expect(await signsWith(id, first)).toBe(false);
    expect(room.sent[0]?.headers['webhook-signature']?.split(' ')).toHaveLength(5);
  });

  it('is in no entry and no line', async () => {
    const { id, secret } = await room.subscribe();
    const { secret: next } = await room.subscriptions.rotateSecret(room.client, id);
    const log = JSON.stringify([await room.entries('admin'), await room.entries('webhook')]) + room.lines.text();
    for (const text of [secret, next]) expect(log).not.toContain(text.slice(6));
  });
});

describe('a test', () => {
  it.each<[Sent, object]>([
    [reply(204), { outcome: 'answered', httpStatus: 204 }],
    [reply(500), { outcome: 'refused', code: 'webhook-refused', httpStatus: 500 }],
    [
      { kind: 'not-sent', reason: 'tls', detail: '' },
      { outcome: 'unreachable', code: 'webhook-unreachable' },
    ],
  ])('says what came of it, and is an attempt in the log: %j', async (answer, said) => {
    const { id } = await room.subscribe();
    room.sent.length = 0;
    room.answer = answer;
    expect(await room.subscriptions.test(room.client, id)).toEqual({ ...said, durationMs: 0 });
    const [message] = room.sent;
    expect(JSON.parse(Buffer.from(message?.body ?? '').toString())).toMatchObject({
      type: 'webhook.test',
      data: { subscription: id },
    });
    expect((await room.entries('webhook')).at(-1)).toMatchObject({
      details: { subscription: id, event: 'webhook.test', delivery: message?.headers['webhook-id'] },
      body: Buffer.from(message?.body ?? '').toString(),
    });
  });

  it('of an address that may not be reached any more sends nothing, as a real one would', async () => {
    const { id } = await room.subscribe();
    await room.pool.query("UPDATE gateway.subscription SET url = 'https://10.0.0.1/' WHERE id = $1", [id]);
    room.sent.length = 0;
    expect(await room.subscriptions.test(room.client, id)).toMatchObject({ code: 'webhook-address-refused' });
    expect(room.sent).toEqual([]);
  });
});

describe('a replay', () => {
  it('sends what is over again, with the ids it had, from the first attempt on', async () => {
    const { id, subscription } = await room.aDelivery();
    room.answer = reply(410);
    await room.courier.deliver(id);
    await room.subscriptions.update(room.client, subscription, { state: 'active' });
    const period = [new Date(Date.now() - 60_000), new Date(Date.now() + 60_000)] as const;
    expect(await room.subscriptions.replay(room.client, subscription, ...period)).toEqual({ deliveries: 1 });
    expect(await room.delivery(id)).toMatchObject({ state: 'queued', attempt: 0, finished_at: null });
    expect(await lastChange()).toMatchObject({ what: 'subscription replayed', id: subscription, deliveries: 1 });
    room.answer = reply(204);
    room.sent.length = 0;
    await room.courier.deliver(id);
    expect(room.sent[0]?.headers['webhook-id']).toBe(id);
    expect(await room.delivery(id)).toMatchObject({ state: 'done', attempt: 1 });
  });

  it('leaves alone what is on its way, what is outside the period, and what is another’s', async () => {
    const { id, subscription } = await room.aDelivery();
    const now = Date.now();
    const replayed = (from: number, to: number) =>
      room.subscriptions.replay(room.client, subscription, new Date(now + from), new Date(now + to));
    expect(await replayed(-60_000, 60_000)).toEqual({ deliveries: 0 });
    room.answer = reply(204);
    await room.courier.deliver(id);
    expect(await replayed(-120_000, -60_000)).toEqual({ deliveries: 0 });
    expect(await replayed(60_000, 120_000)).toEqual({ deliveries: 0 });
    const { id: other } = await room.subscribe();
    expect(await room.subscriptions.replay(room.client, other, new Date(0), new Date(now + 60_000))).toEqual({
      deliveries: 0,
    });
    expect(await replayed(-60_000, 60_000)).toEqual({ deliveries: 1 });
  });

  it('of more than ten thousand events is refused, and says so', async () => {
    const { id } = await room.subscribe();
    await asSuperuser(room.database.superuserUrl, (client) =>
      client.query(
        `INSERT INTO gateway.delivery (id, organisation, subscription_id, event, payload, state)
         SELECT gen_random_uuid(), $1, $2, 'exchange.finished', '', 'done' FROM generate_series(1, 10001)`,
        [CENTRE, id],
      ),
    );
    const replay = room.subscriptions.replay(room.client, id, new Date(0), new Date(Date.now() + 60_000));
    await expect(replay).rejects.toMatchObject({ code: 'invalid-request', fields: [{ pointer: '/since' }] });
    await asSuperuser(room.database.superuserUrl, (client) =>
      client.query(
        'DELETE FROM gateway.delivery WHERE id = (SELECT id FROM gateway.delivery WHERE subscription_id = $1 LIMIT 1)',
        [id],
      ),
    );
    expect(await room.subscriptions.replay(room.client, id, new Date(0), new Date(Date.now() + 60_000))).toEqual({
      deliveries: 10_000,
    });
  });
});
