import { describe, expect, it } from 'vitest';
import { retryAfterMsOf } from '../../src/domain/retry-after.ts';

const NOW = new Date('2026-11-23T10:15:00Z');
const DAY_MS = 86_400_000;

describe('a peer that asks us to come back later', () => {
  it.each([
    ['in seconds', '120', 120_000],
    ['in seconds, with spaces', ' 7 ', 7_000],
    ['at once', '0', 0],
    ['by a date', 'Mon, 23 Nov 2026 10:17:00 GMT', 120_000],
    ['by a date as RFC 850 wrote it', 'Monday, 23-Nov-26 10:17:00 GMT', 120_000],
    ['by a date as C writes it', 'Mon Nov 23 10:17:00 2026', 120_000],
    ['by a date as C writes it, on a day of one digit', 'Tue Nov  3 10:17:00 2026', 0],
    ['by a date that is over', 'Sun, 06 Nov 1994 08:49:37 GMT', 0],
    ['by a date of the last century in two digits', 'Sunday, 06-Nov-94 08:49:37 GMT', 0],
    ['in a hundred years', 'Fri, 23 Nov 2126 10:15:00 GMT', DAY_MS],
    ['in more seconds than anybody can wait', '9'.repeat(400), DAY_MS],
  ])('is understood: %s', (_what, header, ms) => {
    expect(retryAfterMsOf(header, NOW)).toBe(ms);
  });

  it.each([
    undefined,
    '',
    'soon',
    '-5',
    '1.5',
    '1e3',
    '2026-11-23T10:17:00Z',
    '23 Nov 2026 10:17:00 GMT',
    'Mon, 23 Nov 2026 10:17:00 CET',
    'Mon, 23 Nov 2026 10:17:00',
    'Mon, 23 Foo 2026 10:17:00 GMT',
  ])('is not guessed at: %j', (header) => {
    expect(retryAfterMsOf(header, NOW)).toBeUndefined();
  });
});
