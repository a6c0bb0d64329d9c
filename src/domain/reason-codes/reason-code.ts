import type { Localised } from '../language.ts';
import type { ResultKind } from '../result.ts';

/** What a code says, and what a person does about it. */
export interface Meaning {
  readonly explanation: Localised;
  readonly remedy: Localised;
}

/** What we know about a code of BCSS: seen in schemas, live clients and their test data; none is taken from an official list. */
export interface ReasonCode extends Meaning {
  /** The same question may get another answer in a moment. */
  readonly transient?: true;
  /** For a declaration: the code leaves open whether it was processed. */
  readonly processingUnknown?: true;
  /** A negative answer that arrives in the shape of an error. */
  readonly nothingFound?: true;
  /** The question itself is at fault: a status that says "nothing there" beside it is no answer to it. */
  readonly refuses?: true;
  /** Where the code means something else because of what the whole answer came to. */
  readonly when?: Readonly<Partial<Record<ResultKind, Meaning>>>;
}
