import type { HouseholdId, IntegrationId, IntegrationState } from '../domain/integration.ts';
import type { ExchangeId } from '../domain/exchange.ts';
import type { LogIndex } from '../domain/entry.ts';
import type { NewExchange } from '../exchanges/accept.ts';
import type { RequestBody } from '../exchanges/request-body.ts';
import type { IntegrationPlaces } from '../flows/descriptor.ts';
import type { Flow } from '../flows/flow.ts';
import type { IncomingRequest, PreparedRequest } from '../intake/intake.ts';
import type { NewEntry } from '../log/entry.ts';
import type { Database } from '../store/pool.ts';

/** The desk: what a centre tells BCSS about its people is a message like any other, and passes the same checks. */
export interface Desk {
  /** @throws GatewayError what the desk says to such a message, sent on its own */
  prepare(request: IncomingRequest): Promise<PreparedRequest>;
}

/** The ledger of work, inside a transaction of the register. */
export interface Ledger {
  /** Accepts a message; it leaves when the transaction has committed. */
  accept(database: Database, exchange: NewExchange): Promise<void>;
  /** The request of an exchange, as its client made it; undefined when its content was destroyed. */
  request(database: Database, index: LogIndex): Promise<RequestBody | undefined>;
  /** Withdraws a message that came to nothing, so that nobody sends it again beside the one that takes its place. */
  withdraw(database: Database, id: ExchangeId): Promise<void>;
}

/** The log. */
export interface Log {
  record(database: Database, entry: NewEntry): Promise<LogIndex>;
}

/** Tells subscribers, in the transaction that makes it true. */
export interface Announcements {
  changed(database: Database, change: AnnouncedChange): Promise<void>;
  expiring(database: Database, notice: ExpiryNotice): Promise<void>;
}

/** A change of one integration: a pointer and facts, nothing about the person. */
export interface AnnouncedChange {
  readonly organisation: string;
  /** Keyed hash of the person: what concerns one person arrives in order. */
  readonly person: Buffer;
  readonly household: HouseholdId;
  readonly integration: IntegrationId;
  readonly state: IntegrationState;
  readonly exchange: ExchangeId;
}

/** An integration that will end, or has ended, without anybody having decided so. */
export interface ExpiryNotice {
  readonly organisation: string;
  readonly person: Buffer;
  readonly household: HouseholdId;
  readonly integration: IntegrationId;
  readonly lastDay: string;
  /** Days until the last day; 0 on the day itself, negative after it. */
  readonly daysLeft: number;
}

/** The flow by which BCSS is told who is integrated. */
export interface RegistrationFlow {
  readonly flow: Flow;
  readonly places: IntegrationPlaces;
}

export interface Flows {
  find(name: string): Flow | undefined;
}
