import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RETRY_DELAYS_MS } from '../../src/domain/pace.ts';
import type { Sent } from '../../src/transport/gate.ts';
import { webhookEnding } from '../../src/webhooks/courier.ts';
import { CENTRE } from '../support/ledger.ts';
import { CourierRoom, reply, URL_OF_SUBSCRIBER } from './fixture.ts';
import { isGenuine } from './verify-webhook.ts';

let room: CourierRoom;
beforeAll(async () => {
  room = await CourierRoom.open();
});
afterAll(() => room.close());
beforeEach(() => {
  room.answer = reply(204);
  room.sent.length = 0;
});

/** One attempt for a new delivery, and what became of it. */
async function attempt(answer: Sent) {
  const { id, subscription } = await room.aDelivery();
  room.answer = answer;
  await room.courier.deliver(id);
  return { id, subscription, delivery: await room.delivery(id), entry: (await room.entries('webhook')).at(-1) };
}

const lost = (reason: 'timeout' | 'connection-lost' | 'too-large' | 'encoding', status?: number): Sent => ({
  kind: 'no-reply',
  reason,
  detail: '',
  ...(status !== undefined && { status, body: Buffer.from('the beginning') }),
});

describe('a webhook', () => {
  it('is what a receiver can verify: id, time and signature over exactly these bytes', async () => {
    const { id } = await room.aDelivery();
    const [subscription] = (await room.subscriptions.list(room.client, CENTRE)).filter(
      ({ state }) => state === 'active',
    );
    const { secret } = await room.subscriptions.rotateSecret(room.client, subscription?.id ?? '');
    await room.courier.deliver(id);
    expect(room.sent).toHaveLength(1);
    const [message] = room.sent;
    const body = Buffer.from(message?.body ?? '').toString();
    expect(isGenuine(message?.headers ?? {}, body, secret, room.now)).toBe(true);
    expect(isGenuine(message?.headers ?? {}, `${body} `, secret, room.now)).toBe(false);
    expect(message).toMatchObject({
      url: URL_OF_SUBSCRIBER,
      headers: { 'webhook-id': id, 'content-type': 'application/json' },
      deadlineMs: 15_000,
      replyBytesMax: 20_000,
    });
    expect(JSON.parse(body)).toEqual({
      type: 'exchange.finished',
      timestamp: room.now.toISOString(),
      data: { hello: 'world' },
    });
  });

  it('keeps its id through every attempt, so that a receiver knows it again', async () => {
    const { id } = await room.aDelivery();
    room.answer = reply(500);
    await room.courier.deliver(id);
    await room.comesDue(id);
    room.now = new Date(room.now.getTime() + 60_000);
    await room.courier.deliver(id);
    const [first, second] = room.sent.map(({ headers }) => headers);
    expect([first?.['webhook-id'], second?.['webhook-id']]).toEqual([id, id]);
    expect(Number(second?.['webhook-timestamp']) - Number(first?.['webhook-timestamp'])).toBe(60);
  });

  it('goes out once, however many couriers hear of it', async () => {
    const { id } = await room.aDelivery();
    await Promise.all(Array.from({ length: 8 }, () => room.courier.deliver(id)));
    await room.courier.deliver(id);
    expect(room.sent).toHaveLength(1);
    expect(await room.delivery(id)).toMatchObject({ state: 'done', attempt: 1 });
  });
});

describe('an attempt', () => {
  it.each([200, 201, 204, 299])('answered %i is the end of it', async (status) => {
    const { delivery, entry } = await attempt(reply(status));
    expect(delivery).toMatchObject({ state: 'done', outcome: 'answered', code: null, finished_at: expect.any(Date) });
    expect(entry).toMatchObject({
      outcome: 'answered',
      details: { httpStatus: status, answer: 'noted', next: 'done' },
    });
  });

  it.each([300, 301, 302, 307, 308, 400, 401, 404, 500, 503])(
    'answered %i is tried again; a redirect is never followed',
    async (status) => {
      const { delivery, entry } = await attempt(reply(status));
      expect(room.sent).toHaveLength(1);
      expect(delivery).toMatchObject({
        state: 'waiting',
        outcome: 'refused',
        code: 'webhook-refused',
        finished_at: null,
      });
      expect(delivery.due_in).toBeGreaterThan(3);
      expect(delivery.due_in).toBeLessThan(6);
      expect(entry).toMatchObject({
        outcome: 'refused',
        code: 'webhook-refused',
        details: { httpStatus: status, next: 'waiting' },
      });
    },
  );

  it('answered 410 is the last: the subscription is switched off, and the log says why', async () => {
    const { delivery, subscription } = await attempt(reply(410));
    expect(delivery).toMatchObject({ state: 'dead-letter', outcome: 'refused' });
    expect(await room.subscriptions.view(room.client, subscription)).toMatchObject({ state: 'disabled' });
    expect((await room.entries('admin')).at(-1)?.details).toEqual({
      what: 'subscription disabled',
      id: subscription,
      why: expect.stringContaining('410'),
    });
    expect(room.lines.of('webhook.disabled').at(-1)).toMatchObject({
      level: 'warn',
      subscription,
      organisation: CENTRE,
    });
  });

  it('of a receiver that asks for time is given it, within bounds', async () => {
    const due = async (retryAfter: string, status = 503) =>
      (await attempt(reply(status, { retryAfter }))).delivery.due_in;
    expect(await due('7')).toBeGreaterThan(6.5);
    expect(await due('7')).toBeLessThan(9);
    expect(await due('86400')).toBeLessThan(13);
    expect(await due('Thu, 21 Oct 1999 07:28:00 GMT')).toBeLessThan(6);
    expect(await due('Thu, 31 Dec 2099 07:28:00 GMT')).toBeGreaterThan(9);
    expect(await due('tomorrow')).toBeLessThan(6.5);
    expect(await due('-5')).toBeLessThan(6);
  });

  it.each<[string, Sent]>([
    ['that is overloaded', reply(429)],
    ['that did not answer in time', lost('timeout')],
  ])('of a receiver %s is tried again after a minute at the earliest', async (_what, answer) => {
    const { delivery } = await attempt(answer);
    expect(delivery.state).toBe('waiting');
    expect(delivery.due_in).toBeGreaterThan(58);
  });

  it.each<[Sent, string, string]>([
    [{ kind: 'not-sent', reason: 'unreachable', detail: '' }, 'unreachable', 'webhook-unreachable'],
    [{ kind: 'not-sent', reason: 'tls', detail: '' }, 'unreachable', 'webhook-unreachable'],
    [lost('connection-lost'), 'uncertain', 'webhook-unreachable'],
    [lost('timeout'), 'uncertain', 'webhook-timeout'],
  ])('that ends without a status is tried again: %j', async (answer, outcome, code) => {
    const { delivery, entry } = await attempt(answer);
    expect(delivery).toMatchObject({ state: 'waiting', outcome, code });
    expect(entry).toMatchObject({ outcome, code });
    expect(entry?.details).not.toHaveProperty('httpStatus');
  });

  it.each(['timeout', 'connection-lost', 'too-large', 'encoding'] as const)(
    'is what its status says, whatever becomes of the rest of the answer: %s',
    (reason) => {
      expect(webhookEnding(lost(reason, 200), new Date(0))).toMatchObject({ outcome: 'answered', httpStatus: 200 });
      expect(webhookEnding(lost(reason, 500), new Date(0))).toMatchObject({
        outcome: 'refused',
        httpStatus: 500,
        gone: false,
      });
      expect(webhookEnding(lost(reason, 410), new Date(0))).toMatchObject({ outcome: 'refused', gone: true });
    },
  );

  it('to an address that may not be reached any more sends nothing, and is tried again', async () => {
    const { id, subscription } = await room.aDelivery();
    await room.pool.query("UPDATE gateway.subscription SET url = 'https://10.0.0.1/' WHERE id = $1", [subscription]);
    await room.courier.deliver(id);
    expect(room.sent).toEqual([]);
    expect(await room.delivery(id)).toMatchObject({
      state: 'waiting',
      outcome: 'unreachable',
      code: 'webhook-address-refused',
    });
  });

  it('is an entry of the log with the exact bytes, and one line of the process log without them', async () => {
    const { id, subscription, entry } = await attempt(reply(200, { body: Buffer.from('an answer of the subscriber') }));
    expect(entry).toEqual({
      outcome: 'answered',
      code: null,
      body: Buffer.from(room.sent[0]?.body ?? '').toString(),
      details: {
        delivery: id,
        subscription,
        event: 'exchange.finished',
        url: URL_OF_SUBSCRIBER,
        httpStatus: 200,
        answer: 'an answer of the subscriber',
        next: 'done',
      },
    });
    expect(room.lines.of('webhook.attempted').at(-1)).toMatchObject({
      delivery: id,
      subscription,
      attempt: 1,
      status: 200,
      state: 'done',
    });
    expect(room.lines.text()).not.toMatch(/answer of the subscriber|hello|whsec_|software\.example/);
    expect(room.outcomes.at(-1)).toBe('answered');
    expect(room.lines.of('webhook.disabled').map((line) => line['subscription'])).not.toContain(subscription);
  });
});

describe('a receiver that never answers', () => {
  it('is tried ten times over three days, and then the delivery is a dead letter', async () => {
    const { id, subscription } = await room.aDelivery();
    room.answer = reply(500);
    const waits: number[] = [];
    for (let i = 0; i < 9; i += 1) {
      await room.courier.deliver(id);
      waits.push((await room.delivery(id)).due_in);
      await room.comesDue(id);
    }
    for (const [i, ms] of RETRY_DELAYS_MS.webhook.entries()) {
      expect(waits[i]).toBeGreaterThan((ms / 1000) * 0.8 - 2);
      expect(waits[i]).toBeLessThan((ms / 1000) * 1.2);
    }
    await room.courier.deliver(id);
    expect(await room.delivery(id)).toMatchObject({ state: 'dead-letter', attempt: 10, finished_at: expect.any(Date) });
    await room.courier.deliver(id);
    expect(room.sent).toHaveLength(10);
    expect(await room.subscriptions.view(room.client, subscription)).toMatchObject({
      state: 'active',
      failingSince: expect.any(String),
    });
  });
});
