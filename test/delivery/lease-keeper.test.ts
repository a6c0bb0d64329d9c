import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LEASE_MS, LeaseKeeper } from '../../src/delivery/lease-keeper.ts';
import type { ExchangeId } from '../../src/domain/exchange.ts';
import type { HeldLease } from '../../src/exchanges/renew.ts';
import { systemClock } from '../../src/telemetry/clock.ts';

const ID = 'e-1' as ExchangeId;
const OTHER = 'e-2' as ExchangeId;
let asked: (readonly HeldLease[])[];
let ours: (held: readonly HeldLease[]) => Promise<readonly HeldLease[]>;
let leases: LeaseKeeper;

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  ours = (held) => Promise.resolve(held);
  leases = new LeaseKeeper((held) => {
    asked.push(held);
    return ours(held);
  }, systemClock);
});
afterEach(() => vi.useRealTimers());

/** Holds a lease until it is let go. */
function hold(id: ExchangeId, token: string): () => Promise<void> {
  let letGo = (): void => undefined;
  const work = leases.whileHeld(id, token, () => new Promise((resolve) => (letGo = resolve)));
  return () => {
    letGo();
    return work;
  };
}

describe('a lease', () => {
  it('stays fresh as long as it is prolonged, and all are prolonged together', async () => {
    const letGo = [hold(ID, '1'), hold(OTHER, '4')];
    await vi.advanceTimersByTimeAsync(10 * LEASE_MS);
    expect([leases.isFresh(ID, '1'), leases.isFresh(OTHER, '4')]).toEqual([true, true]);
    expect(asked[0]).toMatchObject([
      { id: ID, token: '1' },
      { id: OTHER, token: '4' },
    ]);
    for (const end of letGo) await end();
  });

  it('is not fresh when the database could not be reached in time', async () => {
    ours = () => Promise.reject(new Error('away'));
    const letGo = hold(ID, '1');
    await vi.advanceTimersByTimeAsync(LEASE_MS - 2_001);
    expect(leases.isFresh(ID, '1')).toBe(true);
    await vi.advanceTimersByTimeAsync(1);
    expect(leases.isFresh(ID, '1')).toBe(false);
    await letGo();
  });

  it('that somebody else has taken over does not become fresh again', async () => {
    const letGo = [hold(ID, '1'), hold(OTHER, '4')];
    ours = (held) => Promise.resolve(held.filter(({ id }) => id === OTHER));
    await vi.advanceTimersByTimeAsync(LEASE_MS);
    expect([leases.isFresh(ID, '1'), leases.isFresh(OTHER, '4')]).toEqual([false, true]);
    for (const end of letGo) await end();
  });

  it('of an overtaken claim is not the one of its successor in the same process', async () => {
    const letGoLate = hold(ID, '1');
    ours = () => Promise.resolve([]);
    await vi.advanceTimersByTimeAsync(LEASE_MS);
    const letGo = hold(ID, '2');
    expect([leases.isFresh(ID, '1'), leases.isFresh(ID, '2')]).toEqual([false, true]);
    await letGoLate();
    expect([leases.isFresh(ID, '2'), leases.size]).toEqual([true, 1]);
    await letGo();
  });

  it('that is over, however it ended, is not prolonged any more, and keeps no timer', async () => {
    await hold(ID, '1')();
    await expect(leases.whileHeld(OTHER, '1', () => Promise.reject(new Error('x')))).rejects.toThrow('x');
    expect([leases.size, leases.isFresh(ID, '1'), vi.getTimerCount()]).toEqual([0, false, 0]);
    await vi.advanceTimersByTimeAsync(LEASE_MS);
    expect(asked).toEqual([]);
  });
});
