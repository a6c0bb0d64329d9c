import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasAttemptsLeft, type Pace, RETRY_DELAYS_MS, retryDelayMs } from '../../src/domain/pace.ts';

const PACES: readonly Pace[] = ['interactive', 'background', 'webhook'];
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const pace = fc.constantFrom(...PACES);
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const placed = pace.chain((of) =>
  fc.record({ of: fc.constant(of), attempt: fc.integer({ min: 1, max: RETRY_DELAYS_MS[of].length }) }),
);
const stepOf = ({ of, attempt }: { of: Pace; attempt: number }): number => RETRY_DELAYS_MS[of][attempt - 1]!;

describe('the ladders', () => {
  const total = (of: Pace): number => RETRY_DELAYS_MS[of].reduce((sum, delay) => sum + delay, 0);

  it('a subscriber is tried for 75 h 35 min 5 s: a long weekend', () => {
    expect(total('webhook')).toBe(75 * HOUR + 35 * MINUTE + 5 * SECOND);
    expect(RETRY_DELAYS_MS.webhook).toHaveLength(9);
  });

  it('a person waits for two more attempts, of 2 and 8 seconds', () => {
    expect(RETRY_DELAYS_MS.interactive).toEqual([2 * SECOND, 8 * SECOND]);
  });

  it('in the background it is about a day, hourly in the end', () => {
    expect(total('background')).toBeGreaterThanOrEqual(23 * HOUR);
    expect(total('background')).toBeLessThanOrEqual(25 * HOUR);
    expect(RETRY_DELAYS_MS.background.at(-1)).toBe(HOUR);
  });

  it('never get shorter', () => {
    for (const of of PACES) expect(RETRY_DELAYS_MS[of]).toEqual([...RETRY_DELAYS_MS[of]].sort((a, b) => a - b));
  });

  it('end where the attempts end', () => {
    for (const of of PACES) {
      const attempts = RETRY_DELAYS_MS[of].length;
      expect([attempts, attempts + 1].map((made) => hasAttemptsLeft(of, made))).toEqual([true, false]);
      expect(retryDelayMs(of, attempts, 0)).toBeDefined();
      expect(retryDelayMs(of, attempts + 1, 0)).toBeUndefined();
    }
  });
});

describe('the delay before the next attempt', () => {
  it('is the step, give or take a fifth', () => {
    fc.assert(
      fc.property(placed, random, (place, dice) => {
        const delay = retryDelayMs(place.of, place.attempt, dice)!;
        expect(delay).toBeGreaterThanOrEqual(Math.floor(0.8 * stepOf(place)));
        expect(delay).toBeLessThanOrEqual(Math.ceil(1.2 * stepOf(place)));
        expect(Number.isInteger(delay)).toBe(true);
      }),
    );
  });

  it('reaches both ends of that range', () => {
    expect(retryDelayMs('interactive', 1, 0)).toBe(1_600);
    expect(retryDelayMs('interactive', 1, 0.5)).toBe(2_000);
    expect(retryDelayMs('interactive', 1, 0.999999)).toBe(2_400);
  });

  it('is never shorter than a peer asked, up to twice the step, and never much longer than that', () => {
    const asked = fc.oneof(fc.integer({ min: -1, max: 100 * HOUR }), fc.constant(Number.POSITIVE_INFINITY));
    fc.assert(
      fc.property(placed, random, asked, fc.boolean(), (place, dice, retryAfterMs, overloaded) => {
        const delay = retryDelayMs(place.of, place.attempt, dice, { retryAfterMs, overloaded })!;
        expect(delay).toBeGreaterThanOrEqual(Math.min(retryAfterMs, 2 * stepOf(place)));
        expect(delay).toBeGreaterThanOrEqual(stepOf(place));
        expect(delay).toBeLessThanOrEqual(Math.ceil(1.2 * Math.max(2 * stepOf(place), MINUTE)));
      }),
    );
  });

  it('leaves an overloaded subscriber alone for at least a minute', () => {
    fc.assert(
      fc.property(random, (dice) => {
        expect(retryDelayMs('webhook', 1, dice, { overloaded: true })).toBeGreaterThanOrEqual(MINUTE);
        expect(retryDelayMs('webhook', 1, dice, { overloaded: true })).toBeLessThanOrEqual(1.2 * MINUTE);
      }),
    );
  });

  it('does not make a person wait a minute', () => {
    expect(retryDelayMs('interactive', 1, 0.999, { overloaded: true })).toBeLessThanOrEqual(2_400);
  });
});
