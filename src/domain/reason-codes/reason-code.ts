import type { Localised } from '../language.ts';

/** What we know about a code of BCSS: seen in schemas, live clients and their test data; none is taken from an official list. */
export interface ReasonCode {
  /** The same question may get another answer in a moment. */
  readonly transient?: true;
  /** For a declaration: the code leaves open whether it was processed. */
  readonly processingUnknown?: true;
  /** A negative answer that arrives in the shape of an error. */
  readonly nothingFound?: true;
  readonly explanation: Localised;
  readonly remedy: Localised;
}
