import type { Period } from './integration.ts';
import type { SsinChange } from './result.ts';

/** An integration as BCSS lists it: of this centre or of another. */
export interface Registration extends Period {
  readonly qualityCode: number;
  /** The centre, as BCSS names it: the NIS code of its municipality. */
  readonly nisCode: string;
}

/** What a verified reply teaches about the one person it is about, besides being the answer. */
export interface Lesson {
  /** SSIN that was asked about. */
  readonly person: string;
  /** The number was replaced or cancelled. */
  readonly ssinChange?: SsinChange;
  /** The integrations that BCSS has of the person; undefined where the reply does not say. */
  readonly registrations?: readonly Registration[];
}
