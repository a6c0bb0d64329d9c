import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Relay } from '../../src/queue/relay.ts';
import type { Hint } from '../../src/queue/work-queue.ts';
import type { Clock } from '../../src/telemetry/clock.ts';
import { logLines } from '../support/log-lines.ts';
import { pause, until } from '../support/until.ts';

const hints = (n: number): Hint[] =>
  Array.from({ length: n }, (_, i) => ({ id: `e-${i}`, occasion: '0', urgent: false }));

let due: Hint[];
let added: string[];
let polls: number;
let sleeps: number[];
let fault: Error | undefined;
let wakeUp: () => void;
const lines = logLines();
let relay: Relay;

/** A clock whose night is as long as the test wants. */
const clock: Clock = {
  now: () => new Date(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      sleeps.push(ms);
      wakeUp = resolve;
      if (signal?.aborted === true) resolve();
      signal?.addEventListener('abort', () => resolve(), { once: true });
    }),
};

beforeEach(() => {
  [due, added, sleeps, polls, fault] = [[], [], [], 0, undefined];
  relay = new Relay({
    takeDue: (limit) => {
      polls += 1;
      return Promise.resolve(due.splice(0, limit));
    },
    queue: {
      name: 'exchanges',
      add: (some) => {
        if (fault !== undefined) return Promise.reject(fault);
        added.push(...some.map(({ id }) => id));
        return Promise.resolve();
      },
      work: () => ({ close: () => Promise.resolve() }),
      depth: () => Promise.resolve({ waiting: 0, active: 0 }),
      close: () => Promise.resolve(),
    },
    clock,
    log: lines.log,
  });
});
afterEach(() => relay.stop());

describe('the relay', () => {
  it('carries what is due, and looks again after a second', async () => {
    due = hints(3);
    relay.start();
    await until(() => sleeps.length === 1);
    expect([added, sleeps]).toEqual([['e-0', 'e-1', 'e-2'], [1_000]]);
    due = hints(1);
    wakeUp();
    await until(() => added.length === 4);
  });

  it('carries at once when it is nudged, also while it is busy', async () => {
    relay.start();
    await until(() => sleeps.length === 1);
    due = hints(1);
    relay.nudge();
    await until(() => added.length === 1);
    const before = polls;
    relay.nudge();
    relay.nudge();
    await until(() => polls > before);
  });

  it('does not sleep while there is more than it can carry at once', async () => {
    due = hints(450);
    relay.start();
    await until(() => sleeps.length === 1);
    expect([added.length, polls]).toEqual([450, 3]);
  });

  it('says once that it fails and once that it works again, and goes on in between', async () => {
    relay.start();
    await until(() => sleeps.length === 1);
    fault = new Error('no queue');
    for (let i = 2; i < 6; i += 1) {
      due = hints(1);
      wakeUp();
      await until(() => sleeps.length === i);
    }
    fault = undefined;
    due = hints(1);
    wakeUp();
    await until(() => added.length === 1);
    await until(() => lines.of('relay.recovered').length === 1);
    expect(lines.of('relay.failing')).toHaveLength(1);
  });

  it('stops, and carries nothing afterwards', async () => {
    relay.start();
    relay.start();
    await until(() => sleeps.length === 1);
    await relay.stop();
    const before = polls;
    due = hints(1);
    relay.nudge();
    await pause(20);
    expect([polls, added]).toEqual([before, []]);
  });
});
