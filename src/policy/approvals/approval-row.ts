import type { LogIndex } from '../../domain/entry.ts';
import type { ExchangeId } from '../../domain/exchange.ts';
import type { Ticket } from '../../domain/ticket.ts';

/** `expired` is a pending one whose time is over: nobody writes it down, and nobody can forget to. */
export const APPROVAL_STATES = ['pending', 'approved', 'refused', 'expired'] as const;
export type ApprovalState = (typeof APPROVAL_STATES)[number];

/** A request that a second person must approve. */
export interface Approval {
  readonly id: string;
  readonly organisation: string;
  readonly flow: string;
  /** The application that asked. */
  readonly client: string;
  /** The rule that asks for a second person. */
  readonly rule: string;
  /** Roles that may approve. */
  readonly approvers: readonly string[];
  /** Keyed hash of whoever asked. */
  readonly requester: Buffer;
  /** What it becomes when it is approved. */
  readonly exchangeId: ExchangeId;
  readonly ticket: Ticket;
  /** The entry that has the request, byte for byte. */
  readonly logIndex: LogIndex;
  readonly state: ApprovalState;
  readonly askedAt: Date;
  readonly expiresAt: Date;
  readonly decidedAt: Date | undefined;
}

/** A row of `gateway.approval`, with its state as of now. */
export interface RawApproval {
  readonly id: string;
  readonly organisation: string;
  readonly flow: string;
  readonly client: string;
  readonly rule: string;
  readonly approvers: readonly string[];
  readonly requester: Buffer;
  readonly exchange_id: string;
  readonly ticket: string;
  readonly request_index: string;
  readonly state: ApprovalState;
  readonly asked_at: Date;
  readonly expires_at: Date;
  readonly decided_at: Date | null;
}

/** By the database's clock, as the end of a pending one is decided. */
export const STATE_NOW = `CASE WHEN state = 'pending' AND expires_at <= clock_timestamp() THEN 'expired' ELSE state END`;

export const APPROVAL_COLUMNS = `
  id, organisation, flow, client, rule, approvers, requester, exchange_id, ticket, request_index, ${STATE_NOW} AS state, asked_at,
  expires_at, decided_at`;

export function toApproval(row: RawApproval): Approval {
  const { id, organisation, flow, client, rule, approvers, requester, state } = row;
  return {
    id,
    organisation,
    flow,
    client,
    rule,
    approvers,
    requester,
    state,
    exchangeId: row.exchange_id as ExchangeId,
    ticket: row.ticket as Ticket,
    logIndex: row.request_index as LogIndex,
    askedAt: row.asked_at,
    expiresAt: row.expires_at,
    decidedAt: row.decided_at ?? undefined,
  };
}
