import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimDelivery, type DeliveryEnd, endDelivery, takeDueDeliveries } from '../../src/webhooks/delivery-store.ts';
import { CENTRE } from '../support/ledger.ts';
import { CourierRoom } from './fixture.ts';

let room: CourierRoom;
beforeAll(async () => {
  room = await CourierRoom.open();
});
afterAll(() => room.close());

const ENTRY = { kind: 'webhook', organisation: CENTRE, details: { what: 'an attempt' } } as const;

async function end(id: string, change: Partial<DeliveryEnd> = {}): Promise<{ disabled: boolean }> {
  const delivery = change.delivery ?? (await room.claim(id));
  return endDelivery(room.pool, room.archive, {
    delivery,
    outcome: 'refused',
    code: 'webhook-refused',
    next: { state: 'waiting', delayMs: 60_000 },
    disable: false,
    entry: ENTRY,
    ...change,
  });
}

const due = async (limit = 100): Promise<string[]> => (await takeDueDeliveries(room.pool, limit)).map(({ id }) => id);
const attempts = async (): Promise<number> => (await room.entries('webhook')).length;
const failsFor = (subscription: string, days: number) =>
  room.pool.query('UPDATE gateway.subscription SET failing_since = now() - make_interval(days => $2) WHERE id = $1', [
    subscription,
    days,
  ]);

describe('a claim', () => {
  it('is one courier’s at a time, counts the attempt, and comes free when its lease has run out', async () => {
    const { id } = await room.aDelivery();
    const first = await room.claim(id);
    expect(first).toMatchObject({ id, attempt: 1, organisation: CENTRE, event: 'exchange.finished' });
    expect(await claimDelivery(room.pool, id)).toBeUndefined();
    await room.pool.query("UPDATE gateway.delivery SET lease_until = now() - interval '1 ms' WHERE id = $1", [id]);
    const second = await room.claim(id);
    expect(second.attempt).toBe(2);
    expect(Number(second.token)).toBeGreaterThan(Number(first.token));
  });

  it('lasts longer than an attempt can', async () => {
    const { id } = await room.aDelivery();
    await room.claim(id);
    const [row] = await room.pool.query<{ seconds: number }>(
      'SELECT extract(epoch FROM lease_until - clock_timestamp())::double precision AS seconds FROM gateway.delivery WHERE id = $1',
      [id],
    );
    expect(row?.seconds).toBeGreaterThan(40);
  });

  it('is not had of what waits, is over, or belongs to a subscription that is switched off', async () => {
    const waiting = await room.aDelivery();
    await end(waiting.id);
    expect(await claimDelivery(room.pool, waiting.id)).toBeUndefined();
    const over = await room.aDelivery();
    await end(over.id, { outcome: 'answered', next: { state: 'done' } });
    expect(await claimDelivery(room.pool, over.id)).toBeUndefined();
    const off = await room.aDelivery();
    await room.subscriptions.update(room.client, off.subscription, { state: 'disabled' });
    expect(await claimDelivery(room.pool, off.id)).toBeUndefined();
    await room.subscriptions.update(room.client, off.subscription, { state: 'active' });
    expect(await claimDelivery(room.pool, off.id)).toBeDefined();
  });
});

describe('the end of an attempt', () => {
  it('after another courier has claimed is recorded, and changes nothing', async () => {
    const { id, subscription } = await room.aDelivery();
    const slow = await room.claim(id);
    await room.comesDue(id);
    await room.claim(id);
    const before = await attempts();
    await end(id, { delivery: slow });
    expect(await attempts()).toBe(before + 1);
    expect(await room.delivery(id)).toMatchObject({ state: 'sending', attempt: 2, outcome: null });
    expect(await room.subscriptions.view(room.client, subscription)).not.toHaveProperty('failingSince');
  });

  it('is not counted when it could not be recorded', async () => {
    const { id } = await room.aDelivery();
    const delivery = await room.claim(id);
    const archive = Object.create(room.archive) as typeof room.archive;
    archive.append = () => Promise.reject(new Error('the log is away'));
    const ending = { delivery, outcome: 'answered', next: { state: 'done' }, disable: false, entry: ENTRY } as const;
    await expect(endDelivery(room.pool, archive, ending)).rejects.toThrow('the log is away');
    expect((await room.delivery(id)).state).toBe('sending');
  });

  it('of a delivery whose subscription was removed meanwhile is recorded all the same', async () => {
    const { id, subscription } = await room.aDelivery();
    const delivery = await room.claim(id);
    await room.subscriptions.remove(room.client, subscription);
    const before = await attempts();
    expect(await end(id, { delivery, outcome: 'answered', next: { state: 'done' } })).toEqual({ disabled: false });
    expect(await attempts()).toBe(before + 1);
  });
});

describe('a subscriber that fails', () => {
  it('is known to fail from the first time on, until it answers', async () => {
    const { id, subscription } = await room.aDelivery();
    await end(id);
    const { failingSince } = await room.subscriptions.view(room.client, subscription);
    expect(failingSince).toBeDefined();
    await room.comesDue(id);
    await end(id);
    expect((await room.subscriptions.view(room.client, subscription)).failingSince).toBe(failingSince);
    await room.comesDue(id);
    await end(id, { outcome: 'answered', next: { state: 'done' } });
    expect(await room.subscriptions.view(room.client, subscription)).not.toHaveProperty('failingSince');
  });

  it('for less than five days goes on, for more is switched off, once, and the log says why', async () => {
    const { id, subscription } = await room.aDelivery();
    await failsFor(subscription, 4);
    expect(await end(id)).toEqual({ disabled: false });
    await failsFor(subscription, 6);
    await room.comesDue(id);
    const before = (await room.entries('admin')).length;
    expect(await end(id)).toEqual({ disabled: true });
    expect(await room.subscriptions.view(room.client, subscription)).toMatchObject({ state: 'disabled' });
    const changes = (await room.entries('admin')).slice(before);
    expect(changes.map(({ details }) => details)).toEqual([
      { what: 'subscription disabled', id: subscription, why: 'only failures for 5 days' },
    ]);
  });

  it('is not the others’ business: one that answers says nothing about another', async () => {
    const { id, subscription } = await room.aDelivery();
    const { id: other } = await room.subscribe();
    await failsFor(other, 3);
    await end(id, { outcome: 'answered', next: { state: 'done' } });
    expect((await room.subscriptions.view(room.client, other)).failingSince).toBeDefined();
    await room.subscriptions.replay(room.client, subscription, new Date(0), new Date(Date.now() + 60_000));
    await end(id, { disable: true, next: { state: 'dead-letter' } });
    expect(await room.subscriptions.view(room.client, other)).toMatchObject({ state: 'active' });
  });

  it('that answers after six days is not switched off for what was before', async () => {
    const { id, subscription } = await room.aDelivery();
    await failsFor(subscription, 6);
    await end(id, { outcome: 'answered', next: { state: 'done' } });
    expect(await room.subscriptions.view(room.client, subscription)).toMatchObject({ state: 'active' });
  });

  it('and was switched off by a person meanwhile is not switched off again', async () => {
    const { id, subscription } = await room.aDelivery();
    const delivery = await room.claim(id);
    await room.subscriptions.update(room.client, subscription, { state: 'disabled' });
    const before = (await room.entries('admin')).length;
    expect(await end(id, { delivery, disable: true })).toEqual({ disabled: false });
    expect(await room.entries('admin')).toHaveLength(before);
  });

  it('starts anew when a person switches it on again', async () => {
    const { id, subscription } = await room.aDelivery();
    await end(id, { disable: true, next: { state: 'dead-letter' } });
    await room.subscriptions.update(room.client, subscription, { state: 'active' });
    expect(await room.subscriptions.view(room.client, subscription)).not.toHaveProperty('failingSince');
  });
});

describe('what is due', () => {
  it('is hinted at once, and again only when nothing came of it for ten seconds', async () => {
    const { id } = await room.aDelivery();
    expect(await due()).toContain(id);
    expect(await due()).not.toContain(id);
    await room.pool.query("UPDATE gateway.delivery SET relayed_at = now() - interval '11 s' WHERE id = $1", [id]);
    expect(await due()).toContain(id);
  });

  it('is also what a courier died with, and not what one has in hand, waits, is over or is switched off', async () => {
    const { id, subscription } = await room.aDelivery();
    await room.claim(id);
    expect(await due()).not.toContain(id);
    await room.pool.query("UPDATE gateway.delivery SET lease_until = now() - interval '1 s' WHERE id = $1", [id]);
    expect(await due()).toContain(id);
    await end(id);
    expect(await due()).not.toContain(id);
    await room.comesDue(id);
    await room.subscriptions.update(room.client, subscription, { state: 'disabled' });
    expect(await due()).not.toContain(id);
    await room.subscriptions.update(room.client, subscription, { state: 'active' });
    expect(await due()).toContain(id);
    await end(id, { outcome: 'answered', next: { state: 'done' } });
    expect(await due()).not.toContain(id);
  });

  it('is taken by one of several relays, and as many as asked for', async () => {
    await room.aDelivery();
    const made = (await Promise.all([1, 2, 3, 4, 5].map(() => room.happens()))).flat();
    expect(new Set(made).size).toBeGreaterThan(4);
    const taken = await Promise.all([due(2), due(2), due(2)]);
    for (const ids of taken) expect(ids.length).toBeLessThanOrEqual(2);
    const all = taken.flat();
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('a lane', () => {
  it('lets one through after the other, while the next one waits, fails or is retried', async () => {
    const lane = Buffer.from('a person');
    const { id: first } = await room.aDelivery(lane);
    const [second] = await room.happens('exchange.finished', lane);
    const [other] = await room.happens('exchange.finished', Buffer.from('another person'));
    expect(await due()).toEqual(expect.arrayContaining([first, other]));
    expect(await claimDelivery(room.pool, second ?? '')).toBeUndefined();
    await end(first);
    expect(await claimDelivery(room.pool, second ?? '')).toBeUndefined();
    expect(await due()).not.toContain(second);
    await room.comesDue(first);
    await end(first, { next: { state: 'dead-letter' } });
    expect(await due()).toContain(second);
    expect(await claimDelivery(room.pool, second ?? '')).toBeDefined();
  });

  it('is one subscriber’s: what another does not take holds nobody else up', async () => {
    const lane = Buffer.from('a person of two');
    const { id: first } = await room.aDelivery(lane);
    await room.subscribe();
    const [one, two] = await room.happens('exchange.finished', lane);
    await room.claim(first);
    const claimed = [await claimDelivery(room.pool, one ?? ''), await claimDelivery(room.pool, two ?? '')];
    expect(claimed.filter((claim) => claim !== undefined)).toHaveLength(1);
  });
});
