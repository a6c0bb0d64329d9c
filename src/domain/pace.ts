/**
 * How long we try, and how often. `interactive`: a person is waiting. `background`: a declaration that was not sent, a
 * nightly consultation. `webhook`: a subscriber, over a long weekend (75 h 35 min 5 s in all).
 */
export type Pace = 'interactive' | 'background' | 'webhook';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Delay before attempt 2, 3, …, in milliseconds. When the list ends, so do the attempts. */
export const RETRY_DELAYS_MS: Readonly<Record<Pace, readonly number[]>> = {
  interactive: [2 * SECOND, 8 * SECOND],
  background: [30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, ...Array.from({ length: 23 }, () => HOUR)],
  webhook: [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR],
};

/** Jitter spreads retries of many exchanges: ± this share of the delay; only + where the peer said when to come back. */
const JITTER = 0.2;

/** A peer that is overloaded (429) or timed out is left alone for at least this long. */
const OVERLOAD_DELAY_MS_MIN = MINUTE;

/** What the peer said about when to come back. */
export interface RetryHint {
  /** `Retry-After`, in milliseconds. */
  readonly retryAfterMs?: number;
  /** The peer answered 429 or timed out. */
  readonly overloaded?: boolean;
}

/**
 * Milliseconds until the next attempt, or undefined when `attemptNumber` (from 1, the one just made) was the last.
 *
 * @param random a number in [0, 1), handed in so that a test can replay it.
 */
export function retryDelayMs(
  pace: Pace,
  attemptNumber: number,
  random: number,
  hint: RetryHint = {},
): number | undefined {
  const step = RETRY_DELAYS_MS[pace][attemptNumber - 1];
  if (step === undefined) return undefined;
  // A peer's Retry-After is honoured between one and two steps: it may slow us down, it may not stop us.
  const asked = Math.min(Math.max(hint.retryAfterMs ?? step, step), 2 * step);
  const overloaded = hint.overloaded === true && pace === 'webhook';
  const base = overloaded ? Math.max(asked, OVERLOAD_DELAY_MS_MIN) : asked;
  const earliest = overloaded || hint.retryAfterMs !== undefined ? 1 : 1 - JITTER;
  return Math.round(base * (earliest + (1 + JITTER - earliest) * random));
}

/** True when the pace allows an attempt after `attemptNumber`. */
export function hasAttemptsLeft(pace: Pace, attemptNumber: number): boolean {
  return attemptNumber <= RETRY_DELAYS_MS[pace].length;
}
