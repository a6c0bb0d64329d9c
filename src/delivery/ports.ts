import type { LogIndex } from '../domain/entry.ts';
import type { ExchangeId } from '../domain/exchange.ts';
import type { Organisation } from '../domain/organisation.ts';
import type { Passage } from '../domain/service-state.ts';
import type { Claim } from '../exchanges/claim.ts';
import type { ExchangeRow } from '../exchanges/exchange-row.ts';
import type { Intent } from '../exchanges/record-intent.ts';
import type { Held, Refusal, ServiceKey } from '../exchanges/service-state.ts';
import type { AttemptResult, RecordedResult } from '../exchanges/record-result.ts';
import type { Flow, Payload } from '../flows/flow.ts';
import type { EntryContent } from '../log/archive.ts';
import type { SignatureTrust } from '../signing/trust.ts';
import type { RequestContext } from '../exchanges/request-body.ts';

/** What one attempt needs of the ledger and the archive. One attempt runs in a test with fakes of these. */
export interface Work {
  claim(id: ExchangeId): Promise<Claim | undefined>;
  release(id: ExchangeId, token: string): Promise<void>;
  /** The request entry: what was asked, by whom, byte for byte. */
  request(index: LogIndex): Promise<EntryContent>;
  /** MUST have resolved with an index before a byte leaves; undefined: the claim is no longer ours. */
  recordIntent(intent: Intent): Promise<LogIndex | undefined>;
  recordResult(result: AttemptResult): Promise<RecordedResult>;
  /** The newest question asked about an uncertain declaration, with its reply where it has one. */
  latestQuestion(parent: ExchangeId): Promise<AnsweredQuestion | undefined>;
  /** An answer in pages: the exchange itself with its reply, then those that asked for the further pages, in order. */
  pages(exchange: ExchangeRow): Promise<readonly AnsweredQuestion[]>;
  /** Puts off an exchange that waits for another's answer. */
  postpone(id: ExchangeId, token: string, delayMs: number, step: number): Promise<void>;
}

/** The services as their entrances treat us, shared by all processes. */
export interface Services {
  enter(key: ServiceKey, probeMs: number): Promise<Passage>;
  countRefusal(key: ServiceKey, httpStatus: number, isProbe: boolean): Promise<Refusal>;
  /** True when messages had to wait until now. */
  open(key: ServiceKey): Promise<boolean>;
  endProbe(key: ServiceKey): Promise<void>;
  hold(exchange: Held): Promise<void>;
}

/** A question about an uncertain declaration, and the reply where it has one. */
export interface AnsweredQuestion {
  readonly exchange: ExchangeRow;
  readonly reply: Buffer | undefined;
}

/** Asks the question that shows the effect of a declaration. */
export interface Questions {
  ask(parent: ExchangeRow, flow: Flow, payload: Payload, context: RequestContext): Promise<void>;
}

/** Asks for a further page of an answer. */
export interface PageQuestions {
  askPage(first: ExchangeRow, flow: Flow, payload: Payload, context: RequestContext, page: number): Promise<void>;
}

/** The flows, by id. */
export interface Flows {
  get(id: string): Flow;
}

/** The centres, by id. */
export interface Organisations {
  get(id: string): Organisation;
}

/** How BCSS is reached and recognised. */
export interface Peer {
  /** Full URL of the SSDN connector. */
  readonly ssdnUrl: string;
  /** Base of the SOAP services; a flow's path is appended. */
  readonly soapBaseUrl: string;
  /** HTTP Basic, where BCSS issued one. */
  readonly basicCredentials?: { readonly user: string; readonly password: string };
  /** `in-message`: the header travels. `detached`: it is kept in the log only, for services that refuse it. */
  readonly signatureMode: 'in-message' | 'detached';
  /** `required`: an unsigned reply is refused. `when-present`: without one, the TLS identity of the peer decides. */
  readonly replySignature: 'required' | 'when-present';
  readonly trust: () => SignatureTrust;
  readonly clockSkewMs: number;
}

/**
 * Validates an element against the official schema of its flow, where the operator has it (BCSS_CONTRACTS_DIR).
 * @returns what is wrong, without any value; undefined when nothing is, or when there is no schema.
 */
export type CheckOfficially = (flow: string, xml: string) => string | undefined;
