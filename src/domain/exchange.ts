import type { Brand } from './brand.ts';
import type { Outcome } from './outcome.ts';

/** One message and everything that happens to it, a UUIDv7. */
export type ExchangeId = Brand<string, 'ExchangeId'>;

/**
 * Where an exchange stands.
 *
 * - `queued`: accepted, waiting for a worker;
 * - `sending`: a worker holds the lease;
 * - `waiting`: an attempt failed, the next one has a time;
 * - `reconciling`: sent, outcome unknown; the query that shows its effect is being asked;
 * - `paging`: answered in pages, of which further ones are being asked for;
 * - `undecided`: reconciliation could not tell; a person must (`resolve`);
 * - `done`: final, `outcome` says how;
 * - `dead-letter`: out of attempts, kept whole; a person may `requeue` it;
 * - `cancelled`: withdrawn before anything was sent.
 */
export const EXCHANGE_STATES = [
  'queued',
  'sending',
  'waiting',
  'reconciling',
  'paging',
  'undecided',
  'done',
  'dead-letter',
  'cancelled',
] as const;
export type ExchangeState = (typeof EXCHANGE_STATES)[number];

/** Nothing more happens by itself. */
export function isFinal(state: ExchangeState): boolean {
  return state === 'done' || state === 'dead-letter' || state === 'cancelled' || state === 'undecided';
}

/** Which of a person's commands a state allows. */
export const ALLOWED_COMMANDS: Readonly<Record<ExchangeState, readonly ExchangeCommand[]>> = {
  queued: ['cancel'],
  sending: [],
  waiting: ['cancel'],
  reconciling: [],
  paging: [],
  undecided: ['resolve'],
  done: [],
  'dead-letter': ['requeue', 'cancel'],
  cancelled: [],
};
export type ExchangeCommand = 'cancel' | 'requeue' | 'resolve';

/** A person's verdict on an undecided exchange: it had its effect, or it did not (and may be sent again). */
export type Verdict = 'happened' | 'did-not-happen';

/** How the last attempt ended, as stored beside the state. */
export interface AttemptEnd {
  readonly outcome: Outcome;
  /** Code of the error catalogue, where there is something to explain. */
  readonly code?: string;
}
