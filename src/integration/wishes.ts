import type { RequestContext } from '../exchanges/request-body.ts';
import type { Proof } from './proof.ts';

/** On whose behalf and why; which file and which quality code, each message says itself. */
export type CallContext = Omit<RequestContext, 'fileReference' | 'qualityCode'>;

/** Days as they were given; not yet looked at. */
export interface WantedPeriod {
  readonly firstDay: string;
  readonly lastDay?: string;
}

/** A household to integrate. */
export interface OpenWish {
  readonly context: CallContext;
  /** The centre's own file. */
  readonly fileReference: string;
  /** Of every integration that names no period of its own. */
  readonly period?: WantedPeriod;
  readonly members: readonly WantedMember[];
}

export interface WantedMember {
  readonly ssin: string;
  readonly proof: Proof;
  readonly integrations: readonly { readonly qualityCode: number; readonly period?: WantedPeriod }[];
}

/** Some of a household: all codes of a person where none is named. */
export interface MemberChoice {
  readonly ssin: string;
  readonly qualityCodes?: readonly number[];
  /** Another proof of identity than the one that was given before. */
  readonly proof?: Proof;
}

/** What ends: everything of the household where no member is named. */
export interface CloseWish {
  readonly context: CallContext;
  readonly members?: readonly MemberChoice[];
  /** The last day that the integrations hold; yesterday when absent. */
  readonly lastDay?: string;
}

/** What goes on: everything that is open now where no member is named. */
export interface ExtendWish {
  readonly context: CallContext;
  readonly members?: readonly MemberChoice[];
  /** Of the new period; the day after the present one when absent. */
  readonly firstDay?: string;
  readonly lastDay: string;
}

/** One person, another quality code. */
export interface ChangeCodeWish {
  readonly context: CallContext;
  readonly ssin: string;
  readonly from: number;
  readonly to: number;
  /** Of the new code; today when absent. The old one ends the day before. */
  readonly firstDay?: string;
  readonly lastDay?: string;
  readonly proof?: Proof;
}

/** What failed and is sent again: all of it where no member is named. */
export interface RetryWish {
  readonly context: CallContext;
  readonly members?: readonly MemberChoice[];
}
