import type { Client } from '../../src/domain/client.ts';
import type { NewExchange } from '../../src/exchanges/accept.ts';
import { Intake, type IncomingRequest } from '../../src/intake/intake.ts';
import type { ApprovalRequest, AskedApproval, Ledger, PendingApproval, Permission } from '../../src/intake/ports.ts';
import type { NewEntry } from '../../src/log/entry.ts';
import type { Organisations } from '../../src/organisations/organisations.ts';
import { ticketOf } from '../../src/domain/ticket.ts';
import { systemIds } from '../../src/telemetry/ids.ts';
import { logLines } from '../support/log-lines.ts';
import { clientOf, ORGANISATIONS } from '../support/organisations.ts';
import { FLOWS, PAYLOADS, requestBody } from '../support/requests.ts';

/** Something that waits for a second person. */
const APPROVAL: PendingApproval = {
  id: '01930000-0000-7000-8000-00000000aaaa',
  state: 'pending',
  ticket: ticketOf('0b8a6c9e-57f5-4b0e-b6d5-2f8dc3bd3f10'),
  logIndex: '9' as never,
  askedAt: new Date('2026-11-23T09:00:00Z'),
  expiresAt: new Date('2026-11-26T09:00:00Z'),
  approvers: ['head-of-service'],
};

/** The desk with nothing behind it: what it would have written is kept here. */
export class FakeDesk {
  readonly accepted: NewExchange[] = [];
  readonly recorded: NewEntry[] = [];
  readonly lines = logLines();
  nudges = 0;
  permission: Permission = { allowed: true };
  full = false;
  /** What waits for a second person. */
  readonly asked: ApprovalRequest[] = [];
  askedApproval: AskedApproval = { kind: 'asked', approval: APPROVAL };
  foundApproval: PendingApproval | undefined;
  organisations: Organisations = ORGANISATIONS;
  record: Ledger['record'] = (entry) => {
    this.recorded.push(entry);
    return Promise.resolve();
  };

  readonly intake = new Intake({
    flows: FLOWS,
    organisations: { find: (id) => this.organisations.find(id), only: () => this.organisations.only() },
    authorisation: { decide: () => Promise.resolve(this.permission) },
    approvals: {
      ask: (request) => {
        this.asked.push(request);
        return Promise.resolve(this.askedApproval);
      },
      find: () => Promise.resolve(this.foundApproval),
    },
    ledger: {
      accept: (exchange) => {
        this.accepted.push(exchange);
        return Promise.resolve({ kind: 'accepted', logIndex: '7' as never, acceptedAt: new Date(0) });
      },
      record: (entry) => this.record(entry),
      isFull: () => this.full,
    },
    ids: systemIds,
    log: this.lines.log,
    nudge: () => (this.nudges += 1),
  });
}

/** A request, right but for what is wished otherwise. */
export interface Wish {
  readonly flow?: string;
  readonly body?: unknown;
  readonly key?: string | undefined;
  readonly client?: Client;
  readonly interactive?: boolean;
}

export function incoming({
  flow = 'manage-access',
  client = clientOf(),
  interactive = false,
  ...wish
}: Wish): IncomingRequest {
  const body = 'body' in wish ? wish.body : requestBody(PAYLOADS.register);
  const idempotencyKey = 'key' in wish ? wish.key : 'a-key';
  return { client, flow, body, bytes: bytesOf(body), idempotencyKey, interactive };
}

function bytesOf(body: unknown): Buffer {
  return body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body));
}
