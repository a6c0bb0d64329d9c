import { describe, expect, it } from 'vitest';
import { parsePrefer } from '../../src/http/prefer.ts';
import { quickest } from './quickest.ts';

describe('Prefer (RFC 7240)', () => {
  it.each([
    [undefined, 0, false, false],
    ['', 0, false, false],
    ['wait=10', 10, false, false],
    ['Wait = 10', 10, false, false],
    ['wait="10"', 10, false, false],
    ['respond-async, wait=10', 10, false, true],
    ['wait=10, wait=20', 10, false, false],
    ['wait=10; foo="bar"', 10, false, false],
    ['return=minimal; foo="some parameter", wait=5', 5, false, false],
    ['wait=61', 60, false, false],
    ['wait=0', 0, false, false],
    ['wait=-1', 0, false, false],
    ['wait=1.5', 0, false, false],
    ['wait=10s', 0, false, false],
    ['wait', 0, false, false],
    ['wait=', 0, false, false],
    ['wait=99999999999999999999', 0, false, false],
    ['validate-only', 0, true, false],
    ['VALIDATE-ONLY', 0, true, false],
    ['validate-only=false', 0, false, false],
    ['respond-async', 0, false, true],
    [',,,', 0, false, false],
    ['wait=\u0660', 0, false, false],
  ])('%j waits %i s, validate-only %s, respond-async %s', (header, waitSeconds, validateOnly, respondAsync) => {
    expect(parsePrefer(header)).toEqual({ waitSeconds, validateOnly, respondAsync });
  });

  it('reads several headers as one', () => {
    expect(parsePrefer(['respond-async', 'wait=3'])).toMatchObject({ waitSeconds: 3, respondAsync: true });
  });

  it('reads a header made to take long in no time', async () => {
    const hostile = [
      `${' '.repeat(8_000)}wait${' '.repeat(8_000)}=`,
      'a=;'.repeat(5_000),
      `wait="${'x'.repeat(16_000)}`,
    ];
    expect(await quickest(() => hostile.map(parsePrefer))).toBeLessThan(50);
  });
});
