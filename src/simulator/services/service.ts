import type { Contract } from '../contracts/contract.ts';
import type { Declarations } from '../declared/declarations.ts';
import type { MedicalCards } from '../declared/medical-cards.ts';
import type { Integrations } from '../integrations/integrations.ts';
import type { JsonObject } from '../json.ts';
import type { Town } from '../town/town.ts';
import type { Remark } from './remarks.ts';

/** What the simulator knows. */
export interface World {
  readonly town: Town;
  readonly integrations: Integrations;
  readonly medicalCards: MedicalCards;
  readonly declared: Declarations;
}

/** Which centre asks. */
export interface Caller {
  /** As given in the message; empty when it was left out. */
  readonly cbeNumber: string;
  /** The municipality of that centre. */
  readonly nisCode: string;
  /** Subject of its TLS certificate, as text. */
  readonly certificate: string;
}

/** A request that is in order, and everything its answer may depend on. */
export interface Question {
  readonly contract: Contract;
  /** The request element in the contract's names. */
  readonly payload: JsonObject;
  /** The persons it is about. */
  readonly subjects: readonly string[];
  readonly caller: Caller;
  readonly world: World;
  readonly now: Date;
}

/**
 * What a service answers. How that looks on the wire is the transport's business: a SOAP service says it in its `status`, an
 * SSDN service in the ResultSummary around its reply.
 */
export interface Answer {
  /**
   * - `found`: data, or something done;
   * - `nothing`: asked correctly, nothing there;
   * - `partial`: some sources answered;
   * - `refused`: declined, for the reason in the remarks.
   */
  readonly outcome: 'found' | 'nothing' | 'partial' | 'refused';
  readonly remarks?: readonly Remark[];
  /**
   * The reply element's own parts. What repeats the request, and what BCSS adds itself (its ticket, the status), is put in
   * around them. Absent: an SSDN reply has no payload at all.
   */
  readonly parts?: JsonObject;
}

/**
 * Who may be asked about:
 * - `integrated`: people with an open integration of the calling CPAS (every consultation);
 * - `registered`: everybody whom the registers know;
 * - `anybody`: the service sorts it out itself.
 */
export type Admission = 'integrated' | 'registered' | 'anybody';

/** One service of BCSS, or some operations of it. A file of this folder makes one; `index.ts` lists them. */
export interface Service {
  readonly service: string;
  /** All versions when absent. */
  readonly versions?: readonly string[];
  /** All operations when absent. */
  readonly operations?: readonly string[];
  readonly admission: Admission;
  answer(question: Question): Answer;
}
