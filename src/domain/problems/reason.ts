import type { Localised } from '../language.ts';

/** One of several reasons for a refusal: a stable code, what is missing, and what to do about it. Never a value of a message. */
export interface Reason {
  readonly code: string;
  readonly reason: Localised;
  readonly remedy: Localised;
}
