import type { ExchangeId } from '../../domain/exchange.ts';
import { acceptExchange, claimIdempotencyKey, type NewExchange } from '../../exchanges/accept.ts';
import type { ApprovalRequest, AskedApproval } from '../../intake/ports.ts';
import type { Archive } from '../../log/archive.ts';
import type { NewEntry } from '../../log/entry.ts';
import type { Vault } from '../../log/vault.ts';
import type { Database, DatabasePool } from '../../store/pool.ts';
import type { Ids } from '../../telemetry/ids.ts';
import { type Approval, APPROVAL_COLUMNS, type RawApproval, STATE_NOW, toApproval } from './approval-row.ts';
import type { ApprovalFilter, Approvals } from './ports.ts';

export interface ApprovalStoreParts {
  readonly pool: DatabasePool;
  readonly archive: Archive;
  readonly vault: Pick<Vault, 'personLane'>;
  readonly ids: Ids;
}

/** The statements over `gateway.approval`. Every change is one transaction with the entry that records it. */
export class ApprovalStore implements Approvals {
  private readonly parts: ApprovalStoreParts;

  constructor(parts: ApprovalStoreParts) {
    this.parts = parts;
  }

  /** Keeps a request: its idempotency key, the entry with its bytes, and who may decide until when. */
  ask({ exchange, requester, rule, fourEyes }: ApprovalRequest): Promise<AskedApproval> {
    const { pool, archive, vault, ids } = this.parts;
    return pool.transaction(async (database) => {
      if (exchange.idempotency !== undefined) {
        const known = await claimIdempotencyKey(database, exchange.client, exchange.idempotency, exchange.id);
        if (known !== undefined) return known;
      }
      const id = ids.uuid();
      const entry = await archive.append(database, askedEntry(id, exchange));
      const [row] = await database.query<RawApproval>(ASK, [
        id,
        exchange.organisation,
        exchange.flow,
        exchange.client,
        rule,
        fourEyes.approvers,
        vault.personLane(requester),
        exchange.id,
        exchange.ticket,
        entry.index,
        entry.at,
        fourEyes.withinHours,
      ]);
      if (row === undefined) throw new Error('the approval was not written');
      return { kind: 'asked', approval: toApproval(row) };
    });
  }

  /** The approval that an exchange waits for or waited for. */
  async find(exchange: ExchangeId): Promise<Approval | undefined> {
    const [row] = await this.parts.pool.query<RawApproval>(
      `SELECT ${APPROVAL_COLUMNS} FROM gateway.approval WHERE exchange_id = $1`,
      [exchange],
    );
    return row && toApproval(row);
  }

  /** @param organisation undefined: of any centre. */
  async byId(id: string, organisation: string | undefined): Promise<Approval | undefined> {
    const [row] = await this.parts.pool.query<RawApproval>(
      `SELECT ${APPROVAL_COLUMNS} FROM gateway.approval WHERE id = $1 AND ($2::text IS NULL OR organisation = $2)`,
      [id, organisation ?? null],
    );
    return row && toApproval(row);
  }

  /** A page, newest first. */
  async list({ organisation, state, before, limit }: ApprovalFilter): Promise<Approval[]> {
    const rows = await this.parts.pool.query<RawApproval>(LIST, [organisation, state ?? null, before ?? null, limit]);
    return rows.map(toApproval);
  }

  /**
   * Makes an approved request work, once: whoever comes second finds it decided.
   *
   * @param entry records who approved.
   * @returns false when it was decided, or ran out, in the meantime.
   */
  approve({ id }: Approval, exchange: NewExchange, entry: NewEntry): Promise<boolean> {
    const { pool, archive } = this.parts;
    return pool.transaction(async (database) => {
      if (!(await decided(database, id, 'approved'))) return false;
      await acceptExchange(database, archive, exchange);
      await archive.append(database, entry);
      return true;
    });
  }

  /** Ends a request that will not be sent. @returns false when it was decided, or ran out, in the meantime */
  refuse({ id }: Approval, entry: NewEntry): Promise<boolean> {
    const { pool, archive } = this.parts;
    return pool.transaction(async (database) => {
      if (!(await decided(database, id, 'refused'))) return false;
      await archive.append(database, entry);
      return true;
    });
  }

  /** Records what changed nothing: a reading, an attempt that was refused. */
  async record(entry: NewEntry): Promise<void> {
    await this.parts.archive.append(this.parts.pool, entry);
  }
}

/** The request as it came, before it is one: its exchange does not exist yet, so the entry names it in its details only. */
function askedEntry(approval: string, { id, entry }: NewExchange): NewEntry {
  const { exchangeId: _exchange, ticket: _ticket, ...asked } = entry;
  return {
    ...asked,
    kind: 'command',
    outcome: 'approval-asked',
    details: { ...asked.details, approval, exchange: id },
  };
}

async function decided(database: Database, id: string, state: 'approved' | 'refused'): Promise<boolean> {
  return (await database.query(DECIDE, [id, state])).length === 1;
}

const ASK = `
  INSERT INTO gateway.approval
    (id, organisation, flow, client, rule, approvers, requester, exchange_id, ticket, request_index, state, asked_at, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'pending', $11, $11::timestamptz + make_interval(hours => $12::integer))
  RETURNING ${APPROVAL_COLUMNS}`;

const LIST = `
  SELECT ${APPROVAL_COLUMNS} FROM gateway.approval
   WHERE organisation = $1 AND ($2::text IS NULL OR ${STATE_NOW} = $2) AND ($3::uuid IS NULL OR id < $3)
   ORDER BY id DESC LIMIT $4`;

const DECIDE = `
  UPDATE gateway.approval SET state = $2, decided_at = clock_timestamp()
   WHERE id = $1 AND state = 'pending' AND expires_at > clock_timestamp()
  RETURNING id`;
