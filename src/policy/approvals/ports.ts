import type { LogIndex } from '../../domain/entry.ts';
import type { NewExchange } from '../../exchanges/accept.ts';
import type { IncomingRequest } from '../../intake/intake.ts';
import type { EntryContent } from '../../log/archive.ts';
import type { NewEntry } from '../../log/entry.ts';
import type { Approval, ApprovalState } from './approval-row.ts';

export interface ApprovalFilter {
  readonly organisation: string;
  readonly state?: ApprovalState;
  /** Older than this one. */
  readonly before?: string;
  readonly limit: number;
}

/** The table of approvals, as the desk where they are decided needs it. */
export interface Approvals {
  byId(id: string, organisation: string | undefined): Promise<Approval | undefined>;
  list(filter: ApprovalFilter): Promise<Approval[]>;
  /** Exactly once: false when it was decided, or ran out, in the meantime. */
  approve(approval: Approval, exchange: NewExchange, entry: NewEntry): Promise<boolean>;
  refuse(approval: Approval, entry: NewEntry): Promise<boolean>;
  record(entry: NewEntry): Promise<void>;
}

export interface ApprovalDeskParts {
  readonly store: Approvals;
  readonly vault: { personLane(ssin: string): Buffer };
  /** The request as it came. */
  readonly content: (index: LogIndex) => Promise<EntryContent | undefined>;
  /** Every check of the desk, as of now; nothing is written but a refusal. */
  readonly prepare: (request: IncomingRequest) => Promise<NewExchange>;
  /** May this application name this role? */
  readonly mayName: (client: string, role: string) => boolean;
  /** Something was accepted. */
  readonly nudge: () => void;
}
