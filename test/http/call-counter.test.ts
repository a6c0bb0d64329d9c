import { expect, it } from 'vitest';
import { CallCounter } from '../../src/http/call-counter.ts';

it('counts each caller on its own, each minute anew', () => {
  let now = 90_000;
  const counter = new CallCounter(2, () => now);
  for (const caller of ['a', 'a', 'b']) counter.add(caller);
  expect([counter.secondsToWait('a'), counter.secondsToWait('b'), counter.secondsToWait('c')]).toEqual([
    30,
    undefined,
    undefined,
  ]);
  now = 120_000;
  expect(counter.secondsToWait('a')).toBeUndefined();
});

it('does not grow without end when everybody is somebody else, and then counts them together', () => {
  const counter = new CallCounter(5, () => 0);
  for (let n = 0; n < 10_010; n += 1) counter.add(`caller ${n}`);
  expect(counter.secondsToWait('yet another')).toBe(60);
  expect(counter.secondsToWait('caller 1')).toBeUndefined();
});
