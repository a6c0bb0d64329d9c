import type { Localised } from './language.ts';

/**
 * What a verified reply means, in one form for all flows. The reply itself, in the contract's own names, stands beside it.
 *
 * - `found`: data, or a declaration that was accepted;
 * - `nothing-found`: asked correctly, nothing there;
 * - `partial`: some sources answered, some did not;
 * - `refused`: BCSS declined; `messages` says why and what to do.
 */
export const RESULT_KINDS = ['found', 'nothing-found', 'partial', 'refused'] as const;
export type ResultKind = (typeof RESULT_KINDS)[number];

export interface Result {
  readonly kind: ResultKind;
  /** The reply's own word: DATA_FOUND, NO_RESULT, a return code, a fault code. */
  readonly status: string;
  readonly messages: readonly ResultMessage[];
  /** One per institution that was asked, where the service says so. */
  readonly sources?: readonly SourceStatus[];
  /** What became of each part of a declaration, where the service says so: forms, alerts. */
  readonly items?: readonly ItemStatus[];
  /** The number asked for was replaced or cancelled, in whichever of the three ways the service says so. */
  readonly ssinChange?: SsinChange;
  /** Names of fields that BCSS removed because this customer may not see them. Absent is then not empty. */
  readonly filteredFields?: readonly string[];
}

export const SEVERITIES = ['INFORMATION', 'WARNING', 'ERROR', 'FATAL'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A remark of BCSS or of an institution, as given, with what we know about its code. */
export interface ResultMessage {
  readonly severity: Severity;
  readonly code: string;
  /** The text as BCSS gave it, in its language. */
  readonly text?: string;
  /** The same, where BCSS gave it in several languages: language (fr, nl, de, en) → text. */
  readonly texts?: Readonly<Record<string, string>>;
  readonly author?: string;
  /** The part of the declaration that it is about, by its name in {@link Result.items}. */
  readonly item?: string;
  /** Names of the fields it is about, as BCSS gave them. */
  readonly fields?: readonly string[];
  readonly explanation?: Localised;
  readonly remedy?: Localised;
}

export interface SourceStatus {
  readonly source: string;
  /** The source's own word: DATA_FOUND, TECHNICAL_ERROR. */
  readonly status: string;
  readonly kind: ResultKind;
  readonly code?: string;
  readonly text?: string;
  readonly explanation?: Localised;
  readonly remedy?: Localised;
}

export interface ItemStatus {
  /** What the part is known by: the number of a form or alert. */
  readonly item: string;
  /** The service's own word: ACCEPTED, PARTIALLYACCEPTED, ERROR. */
  readonly status: string;
  readonly kind: ResultKind;
}

export interface SsinChange {
  readonly kind: 'replaced' | 'cancelled';
  /** The number to use from now on. */
  readonly replacedBy?: string;
  /** The number that it took the place of, where the reply says it: not always the one that was asked about. */
  readonly replaces?: string;
}
