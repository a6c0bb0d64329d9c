import type { Client } from '../domain/client.ts';
import type { LogIndex } from '../domain/entry.ts';
import type { ExchangeId } from '../domain/exchange.ts';
import type { Organisation } from '../domain/organisation.ts';
import type { Reason } from '../domain/problems/reason.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { Acceptance, NewExchange } from '../exchanges/accept.ts';
import type { RequestContext } from '../exchanges/request-body.ts';
import type { Flow, Payload } from '../flows/flow.ts';
import type { NewEntry } from '../log/entry.ts';

/** The ledger, as the desk needs it. */
export interface Ledger {
  /** One transaction; when it resolves with `accepted`, the receipt may be given. */
  accept(exchange: NewExchange): Promise<Acceptance>;
  /** Records a refusal. */
  record(entry: NewEntry): Promise<void>;
  /** True when so much waits that more would only wait longer. */
  isFull(): boolean;
}

/** What is asked, when somebody asks whether it may be. */
export interface AuthorisationRequest {
  readonly client: Client;
  readonly organisation: Organisation;
  readonly flow: Flow;
  readonly payload: Payload;
  readonly subjects: readonly string[];
  readonly context: RequestContext;
}

/** May this user ask this, about this person, now? */
export type Permission = Permitted | Refused;

export interface Permitted {
  readonly allowed: true;
  /** Version of the table that decided, and the rule of it. */
  readonly policy?: string;
  readonly rule?: string;
  /** Allowed in spite of the table: why. */
  readonly exception?: string;
  /** Only once a second person has approved. */
  readonly fourEyes?: FourEyes;
}

export interface Refused {
  readonly allowed: false;
  readonly policy?: string;
  readonly rule?: string;
  /** Everything that stands against it. */
  readonly reasons: readonly Reason[];
}

/** Who may approve, and until when. */
export interface FourEyes {
  /** Roles. */
  readonly approvers: readonly string[];
  readonly withinHours: number;
}

/** Where requests wait for a second person. */
export interface Approvals {
  /** Keeps a request, with its idempotency key, until somebody approves it; nothing of it is work before. */
  ask(request: ApprovalRequest): Promise<AskedApproval>;
  /** The approval that an exchange waits for or waited for; undefined where none was needed. */
  find(exchange: ExchangeId): Promise<PendingApproval | undefined>;
}

export interface ApprovalRequest {
  /** What becomes work when it is approved. */
  readonly exchange: NewExchange;
  /** Who asks: SSIN. */
  readonly requester: string;
  readonly rule: string;
  readonly fourEyes: FourEyes;
}

export type AskedApproval =
  { readonly kind: 'asked'; readonly approval: PendingApproval } | Extract<Acceptance, { kind: 'known' }>;

/** A request that waits for a second person. */
export interface PendingApproval {
  readonly id: string;
  readonly state: 'pending' | 'approved' | 'refused' | 'expired';
  readonly ticket: Ticket;
  readonly logIndex: LogIndex;
  readonly askedAt: Date;
  readonly expiresAt: Date;
  /** Roles that may approve. */
  readonly approvers: readonly string[];
}

export interface Authorisation {
  decide(request: AuthorisationRequest): Promise<Permission>;
}

export interface Organisations {
  find(id: string): Organisation | undefined;
  /** The only one, where there is only one. */
  only(): Organisation | undefined;
}

export interface Flows {
  get(id: string): Flow;
}

/** Tells the mail room that something new is due; a hint, which may be lost. */
export type Nudge = () => void;
