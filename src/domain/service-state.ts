/** Refusals in a row after which messages wait instead of going out. */
export const REFUSALS_MAX = 3;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** How long the service is left alone before one message tries again, after no such trial, one, two, …; then always the last. */
export const PROBE_DELAYS_MS: readonly number[] = [
  15 * SECOND,
  30 * SECOND,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
];

/** A service behind an entrance that does not let our messages in. */
export interface ServiceWait {
  /** What it answers, as an HTTP status. */
  readonly httpStatus: number;
  /** Since when. */
  readonly since: Date;
  /** When one message tries again. */
  readonly nextProbeAt: Date;
}

/** Whether a message may leave for a service now. */
export type Passage =
  /** It may. `counted`: the message before it was not let in. */
  | { readonly kind: 'open'; readonly counted: boolean }
  /** It may, as the one that tries. */
  | { readonly kind: 'probe' }
  | { readonly kind: 'closed'; readonly waitMs: number };
