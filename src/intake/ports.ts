import type { Client } from '../domain/client.ts';
import type { Localised } from '../domain/language.ts';
import type { Organisation } from '../domain/organisation.ts';
import type { Acceptance, NewExchange } from '../exchanges/accept.ts';
import type { RequestContext } from '../exchanges/request-body.ts';
import type { Flow } from '../flows/flow.ts';
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
  readonly subjects: readonly string[];
  readonly context: RequestContext;
}

/** May this user ask this, about this person, now? */
export type Permission =
  | { readonly allowed: true; readonly policy?: string; readonly exception?: string }
  | { readonly allowed: false; readonly policy?: string; readonly reason: Localised };

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
