import type { FlowKind } from '../../domain/flow.ts';
import type { GivenText } from '../../domain/language.ts';

/** The authorisation table as it is written (`schemas/policy.schema.json`, `docs/policy.md`). */
export interface PolicyDocument {
  /** Version of this form. */
  readonly policy: 1;
  readonly title?: GivenText;
  readonly purposes: Readonly<Record<string, PurposeDocument>>;
  readonly hours: Readonly<Record<string, readonly WindowDocument[]>>;
  /** Ids of flows, and patterns with `*`, by the name of their group. */
  readonly flowGroups: Readonly<Record<string, readonly string[]>>;
  readonly roles: Readonly<Record<string, RoleDocument>>;
  /** Which roles a client application may name; `*` for every other one. */
  readonly clients?: Readonly<Record<string, { readonly roles: readonly string[] }>>;
  readonly rules: Readonly<Record<string, RuleDocument>>;
}

/** A purpose has a name; its titles, and `also`, are what software may write in `context.purpose` instead. */
export interface PurposeDocument extends GivenText {
  readonly also?: readonly string[];
}

/** Days such as `mon`, `sat`; a window whose end is not after its beginning ends on the next day. */
export interface WindowDocument {
  readonly days: readonly Day[];
  /** `HH:MM`. */
  readonly from: string;
  /** `HH:MM`, exclusive; `24:00` is midnight at the end of the day. */
  readonly to: string;
}

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Day = (typeof DAYS)[number];

export interface RoleDocument extends GivenText {
  /** Roles whose rules this one has too. */
  readonly inherits?: readonly string[];
}

/** One line of the table: who may ask what, under which conditions. Whatever no rule allows is refused. */
export interface RuleDocument {
  /** Groups, ids or patterns. */
  readonly flows: readonly string[];
  /** Kinds of messages; every kind of the flow when absent. */
  readonly kinds?: readonly FlowKind[];
  /** Centres; all when absent. */
  readonly organisations?: readonly string[];
  /** Client applications; all when absent. */
  readonly clients?: readonly string[];
  /** Names, or `anyone`. */
  readonly roles: readonly string[];
  /** Names, `any` (something must be said), or `unneeded`. */
  readonly purposes: readonly string[];
  /** A name, or `always`. */
  readonly hours: string;
  readonly fileReference: 'required' | 'optional';
  /** What the message may name as its legal context; whatever the contract takes when absent. */
  readonly legalContexts?: readonly string[];
  readonly integration: IntegrationDocument;
  readonly breakGlass?: BreakGlassDocument;
  readonly fourEyes?: FourEyesDocument;
}

/** Which open integrations of each person open the flow; or why none is needed. Each exception holds for what it names, and no more. */
export interface IntegrationDocument {
  /** Quality codes of the person's own integrations. */
  readonly own?: readonly number[];
  /** Quality codes of the other members of the household. */
  readonly household?: readonly number[];
  /** Why a message that names nobody needs none. */
  readonly exempt?: GivenText;
  /** Why somebody told by name, birth date or card, without a number, needs none. */
  readonly identified?: GivenText;
  /** Why somebody named by number needs none. */
  readonly numbered?: GivenText;
}

/** What a stated emergency lifts, and for whom. */
export interface BreakGlassDocument {
  readonly roles: readonly string[];
  readonly lifts: readonly Liftable[];
}

export type Liftable = 'integration' | 'hours' | 'file-reference' | 'purpose';

/** A second person must approve before anything is sent. */
export interface FourEyesDocument {
  /** Roles that may approve. */
  readonly approvers: readonly string[];
  /** How long the request waits for them. */
  readonly withinHours: number;
  /** What makes them a second pair of eyes; `another-client` when absent. */
  readonly by?: (typeof SECOND_EYES)[number];
}

/**
 * What is believed to be somebody else. An application says itself who sits before it, so that one key which names two people is one
 * pair of eyes: the second person comes with another one.
 */
export const SECOND_EYES = ['another-client'] as const;

/** Words with a meaning of their own, which no role, purpose or set of hours may have as its name. */
export const WORDS = { anyRole: 'anyone', anyPurpose: 'any', noPurpose: 'unneeded', always: 'always' } as const;
