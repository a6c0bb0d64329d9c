import type { FastifyInstance } from 'fastify';
import type { Client } from '../domain/client.ts';
import type { PersonRole } from '../domain/entry.ts';
import type { ExchangeId, ExchangeState } from '../domain/exchange.ts';
import type { HouseholdId } from '../domain/integration.ts';
import type { Localised } from '../domain/language.ts';
import type { Organisation } from '../domain/organisation.ts';
import type { Flow } from '../flows/flow.ts';
import type { IncomingRequest, Receipt, CheckedRequest } from '../intake/intake.ts';
import type { CallEnd } from '../integration/call.ts';
import type { Expiring, ExpiringQuestion } from '../integration/expiring.ts';
import type { IncomingCall } from '../integration/household-register.ts';
import type { HouseholdFilter } from '../integration/household-row.ts';
import type { Conflict, ConflictChange, ConflictFilter } from '../integration/conflicts.ts';
import type { ImportFile, ImportPreview, ImportView } from '../integration/import/imports.ts';
import type { NewReconciliation, ReconciliationView } from '../integration/reconciliations.ts';
import type { Repair, RepairDecision, RepairFilter } from '../integration/repairs.ts';
import type { SsinChangeView } from '../integration/ssin-change-list.ts';
import type { HouseholdView } from '../integration/view.ts';
import type { ChangeCodeWish, CloseWish, ExtendWish, OpenWish, RetryWish } from '../integration/wishes.ts';
import type { ApprovalDecision, ApprovalView } from '../policy/approvals/approval-desk.ts';
import type { Approval } from '../policy/approvals/approval-row.ts';
import type { ApprovalFilter } from '../policy/approvals/ports.ts';
import type { CompiledPolicy } from '../policy/compile.ts';
import type { ExceptionFilter, ExceptionLine } from '../policy/exceptions.ts';
import type { Explanation as PolicyExplanation, Question as PolicyQuestion } from '../policy/explain.ts';
import type { CommandRequest } from '../status/status.ts';
import type { ExchangeSummary, ExchangeView } from '../status/view.ts';

/** Who calls. */
export interface Clients {
  /** The client of an API key; undefined when there is none, it expired, or it was revoked. Takes the same time either way. */
  authenticate(apiKey: string): Promise<Client | undefined>;
}

export interface Flows {
  all(): readonly Flow[];
  find(name: string): Flow | undefined;
  get(name: string): Flow;
}

export interface Desk {
  accept(request: IncomingRequest): Promise<Receipt>;
  check(request: IncomingRequest): Promise<CheckedRequest>;
}

export interface Exchanges {
  view(client: Client, id: ExchangeId, first?: boolean): Promise<ExchangeView>;
  list(filter: {
    organisation: string;
    states?: readonly ExchangeState[];
    flow?: string;
    before?: ExchangeId;
    limit: number;
  }): Promise<ExchangeSummary[]>;
  /** Where it stands, without what its reply says. Throws `not-found` when the exchange does not exist for this client. */
  summary(client: Client, id: ExchangeId): Promise<ExchangeSummary>;
  command(client: Client, id: ExchangeId, request: CommandRequest): Promise<void>;
}

/** The centres of this gateway. */
export interface Organisations {
  find(id: string): Organisation | undefined;
  /** The only one, where there is only one. */
  only(): Organisation | undefined;
}

export interface Watching {
  whenFinal(id: ExchangeId, ms: number, signal: AbortSignal): Promise<boolean>;
  changes(id: ExchangeId, signal: AbortSignal): AsyncGenerator<ExchangeState>;
}

/** The reading room: what may be asked of the log, always with a purpose. */
export interface ReadingRoom {
  entries(client: Client, question: AuditQuestion): Promise<AuditPage>;
  entry(client: Client, index: number, purpose: AuditPurpose): Promise<AuditEntry & { readonly body?: AuditBody }>;
}

export interface AuditPurpose {
  /** Why; 10 to 200 characters. */
  readonly purpose: string;
  /** The auditor: SSIN where given. */
  readonly user?: string;
}

export interface AuditQuestion extends AuditPurpose {
  readonly organisation: string;
  readonly subject?: string;
  readonly role?: PersonRole;
  readonly actor?: string;
  readonly flow?: string;
  readonly exchange?: string;
  readonly kinds?: readonly string[];
  readonly since: Date;
  readonly until: Date;
  readonly after?: number;
  readonly limit: number;
}

export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  /** Ask again with `after` this index for the next page; absent on the last. */
  readonly next?: number;
  /** Where this very reading is recorded. */
  readonly readIndex: number;
}

export interface AuditEntry {
  readonly index: number;
  readonly id: string;
  readonly at: string;
  readonly kind: string;
  readonly organisation: string;
  readonly exchange?: string;
  readonly flow?: string;
  readonly ticket?: string;
  readonly attempt?: number;
  readonly client?: string;
  readonly legalContext?: string;
  readonly qualityCode?: number;
  readonly policy?: string;
  readonly outcome?: string;
  readonly code?: string;
  /** Of a question about a person: what they are in it. */
  readonly role?: PersonRole;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly bodyBytes?: number;
  readonly contentHash: string;
  /** The content was destroyed under a retention rule; the entry stands. */
  readonly contentDestroyed?: true;
  readonly contentWithheld?: true;
}

export interface AuditBody {
  readonly contentType: string;
  readonly text: string;
}

/** Whom a centre has declared to BCSS, a household at a time. */
export interface Register {
  open(organisation: string, call: IncomingCall<OpenWish>): Promise<CallEnd>;
  close(household: HouseholdId, call: IncomingCall<CloseWish>): Promise<CallEnd>;
  extend(household: HouseholdId, call: IncomingCall<ExtendWish>): Promise<CallEnd>;
  changeCode(household: HouseholdId, call: IncomingCall<ChangeCodeWish>): Promise<CallEnd>;
  retry(household: HouseholdId, call: IncomingCall<RetryWish>): Promise<CallEnd>;
  /** Throws `not-found`, for another centre's household as for none. */
  view(client: Client, id: HouseholdId, first?: boolean): Promise<HouseholdView>;
  list(client: Client, filter: HouseholdFilter): Promise<HouseholdView[]>;
  expiring(client: Client, question: ExpiringQuestion): Promise<Expiring[]>;
}

/** The authorisation table, explaining itself. */
export interface Policy {
  inForce(): { readonly policy: CompiledPolicy; readonly isStale: boolean };
  explain(question: Omit<PolicyQuestion, 'at'> & { readonly at?: Date }): Promise<PolicyExplanation>;
  exceptions(filter: ExceptionFilter): Promise<ExceptionLine[]>;
}

/** What waits for a second person, as far as a client may see it. */
export interface Approvals {
  list(filter: ApprovalFilter): Promise<Approval[]>;
  /** One, with what was asked; recorded as a reading. Throws `not-found`. */
  view(client: Client, id: string): Promise<ApprovalView>;
  /** Throws `not-found`, `approval-not-yours`, `approval-over`, `policy-denied`. */
  approve(client: Client, id: string, decision: ApprovalDecision): Promise<Approval>;
  refuse(client: Client, id: string, decision: ApprovalDecision): Promise<Approval>;
}

/** What stands around the register. Ids of another centre are answered with `not-found`, as those of nothing. */
export interface AroundRegister {
  readonly conflicts: {
    list(client: Client, filter: ConflictFilter): Promise<Conflict[]>;
    view(client: Client, id: string): Promise<Conflict>;
    change(client: Client, id: string, change: ConflictChange): Promise<Conflict>;
  };
  readonly reconciliations: {
    start(wanted: NewReconciliation): Promise<string>;
    view(client: Client, id: string): Promise<ReconciliationView>;
    list(organisation: string, limit: number): Promise<ReconciliationView[]>;
  };
  readonly repairs: {
    list(client: Client, filter: RepairFilter): Promise<Repair[]>;
    accept(client: Client, id: string, decision: RepairDecision): Promise<Repair>;
    dismiss(client: Client, id: string, decision: RepairDecision): Promise<Repair>;
  };
  readonly imports: {
    preview(file: ImportFile): Promise<ImportPreview>;
    start(client: string, file: ImportFile): Promise<ImportView>;
    view(client: Client, id: string): Promise<ImportView>;
  };
  readonly ssinChanges: { view(client: Client, id: string): Promise<SsinChangeView> };
  /** The name of a centre by its NIS code; the code where it is not known. */
  readonly centreName: (nisCode: string) => Localised;
}

/** Mutations that came in for a centre. */
export interface Mutations {
  list(client: Client, filter: MutationFilter): Promise<MutationPage>;
  /** One mutation, whole; recorded as a reading. Throws `not-found`. */
  view(client: Client, id: string): Promise<MutationView>;
  acknowledge(client: Client, id: string): Promise<void>;
}

export interface MutationFilter {
  readonly organisation: string;
  readonly after?: string;
  readonly unacknowledged?: boolean;
  readonly limit: number;
}

export interface MutationPage {
  readonly mutations: readonly MutationSummary[];
  readonly next?: string;
  /** How many came in all about people whom the centre did not help; nothing else is said of them. */
  readonly withheld: number;
}

/** A mutation without personal data. */
export interface MutationSummary {
  readonly id: string;
  readonly organisation: string;
  readonly source: string;
  readonly kind: string;
  /** Order per person, without gaps. */
  readonly sequence: number;
  readonly receivedAt: string;
  readonly acknowledgedAt?: string;
  readonly logIndex: number;
}

export interface MutationView extends MutationSummary {
  /** The mutation as BCSS sent it, in the contract's names. */
  readonly content: unknown;
}

/** Who wants to hear of what, and where. */
export interface Subscriptions {
  create(client: Client, subscription: NewSubscription): Promise<SubscriptionView & { readonly secret: string }>;
  list(client: Client, organisation: string): Promise<SubscriptionView[]>;
  view(client: Client, id: string): Promise<SubscriptionView>;
  update(client: Client, id: string, change: SubscriptionChange): Promise<SubscriptionView>;
  remove(client: Client, id: string): Promise<void>;
  /** Sends a test event and says what came of it. */
  test(client: Client, id: string): Promise<WebhookAttemptView>;
  /** A new secret; the old one also signs for a day. */
  rotateSecret(client: Client, id: string): Promise<{ readonly secret: string }>;
  /** Sends again what was created in a period. */
  replay(client: Client, id: string, since: Date, until: Date): Promise<{ readonly deliveries: number }>;
}

export interface NewSubscription {
  readonly organisation: string;
  readonly url: string;
  readonly events: readonly string[];
}

export interface SubscriptionChange {
  readonly url?: string;
  readonly events?: readonly string[];
  readonly state?: 'active' | 'disabled';
}

export interface SubscriptionView {
  readonly id: string;
  readonly organisation: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly state: 'active' | 'disabled';
  readonly createdAt: string;
  readonly failingSince?: string;
}

export interface WebhookAttemptView {
  readonly outcome: string;
  readonly code?: string;
  readonly httpStatus?: number;
  readonly durationMs: number;
}

/** The events a subscription can name. */
export const WEBHOOK_EVENTS = [
  'mutation.received',
  'exchange.finished',
  'integration.changed',
  'integration.expiring',
  'policy.break-glass',
  'person.ssin-replaced',
  'person.ssin-cancelled',
  'webhook.test',
] as const;

/** Is everything there that this program stands on? */
export interface Health {
  /** One line per dependency: `database`, `queue`, `certificates`, `backlog`, … */
  ready(): Promise<HealthReport>;
}

export interface HealthReport {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, { readonly ok: boolean; readonly detail: string }>>;
}

export interface Metrics {
  /** Prometheus text. */
  text(): Promise<string>;
  readonly contentType: string;
  /** Counts one answered call. */
  onRequest(route: string, method: string, status: number, seconds: number): void;
}

/** Mounts the queue board below a path; the queue room makes it, since only it knows BullMQ. */
export type MountBoard = (app: FastifyInstance, basePath: string) => Promise<void>;

/** Facts for the documents. */
export interface About {
  readonly version: string;
  readonly title: Localised;
}

/** Requests that show what a flow wants, for the documents. */
export interface Examples {
  /** A request of the flow, `{context, payload}`; undefined where there is none. */
  of(flowId: string): unknown;
}

/** The back door: what BCSS pushes. */
export interface Notifications {
  /** Acknowledges, or refuses, in SOAP. An acknowledgement MUST NOT be given before the notification is safe in the database. */
  receive(notification: IncomingNotification): Promise<NotificationAnswer>;
}

export interface IncomingNotification {
  readonly body: Buffer;
  readonly contentType: string;
  /** SHA-256 of the certificate that the peer showed, as hexadecimal digits; undefined only where the door has no TLS. */
  readonly peerCertificate: string | undefined;
}

export interface NotificationAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}
