import { actsFor, type Client } from '../domain/client.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import { isUuid } from '../domain/uuid.ts';
import type { Vault } from '../log/vault.ts';
import { isUniqueViolation } from '../store/database-errors.ts';
import type { Database, DatabasePool } from '../store/pool.ts';
import type { Ids } from '../telemetry/ids.ts';
import type { DIFFERENCES } from './comparison.ts';
import type { Log } from './ports.ts';
import type { CallContext } from './wishes.ts';

/** Why the register was compared with BCSS. */
export type Occasion = 'demand' | 'night' | 'import';

/** A comparison to begin. */
export interface NewReconciliation {
  readonly organisation: string;
  readonly occasion: Occasion;
  readonly client: string;
  /** On whose behalf BCSS is asked, and why. */
  readonly context: CallContext;
  /** Go on after this person (keyed hash); from the beginning when absent. */
  readonly after?: Buffer;
}

/** A comparison as its centre sees it: numbers, and no person. */
export interface ReconciliationView {
  readonly id: string;
  readonly organisation: string;
  readonly occasion: Occasion;
  readonly state: 'running' | 'done' | 'cancelled';
  readonly startedAt: string;
  readonly finishedAt?: string;
  /** True once everybody of the register has been looked at; a night's comparison may stop earlier and the next one goes on. */
  readonly complete: boolean;
  /** People, by how far the comparison is with them. */
  readonly persons: Readonly<Record<'asked' | 'compared' | 'unanswered' | 'unaskable', number>>;
  /** Differences found, by kind. */
  readonly differences: Readonly<Record<(typeof DIFFERENCES)[number], number>>;
}

export interface ReconciliationParts {
  readonly pool: DatabasePool;
  readonly vault: Vault;
  readonly ids: Ids;
  readonly log: Log;
}

/** Comparisons of the register with BCSS: begun, and looked at. What they find are proposals, and each is a person's decision. */
export class Reconciliations {
  private readonly parts: ReconciliationParts;

  constructor(parts: ReconciliationParts) {
    this.parts = parts;
  }

  /** Begins one. @throws GatewayError `state-conflict` while another of the same centre runs */
  async start(wanted: NewReconciliation): Promise<string> {
    const { pool, vault, ids, log } = this.parts;
    const { organisation, occasion, client, context, after } = wanted;
    const id = ids.uuid();
    try {
      await pool.transaction(async (database) => {
        const index = await log.record(database, {
          kind: 'integration',
          organisation,
          client,
          actor: context.user.ssin,
          details: { what: 'comparison with BCSS', id, occasion, user: context.user, purpose: context.purpose },
        });
        const sealed = vault.sealSecret(JSON.stringify(context), contextPlace(id));
        await database.query(START, [id, organisation, occasion, client, sealed, after ?? null, index]);
      });
    } catch (error) {
      if (isUniqueViolation(error)) throw new GatewayError('state-conflict', { detail: ALREADY_RUNNING });
      throw error;
    }
    return id;
  }

  /** One comparison. @throws GatewayError `not-found`, for another centre's as for none */
  async view(client: Client, id: string): Promise<ReconciliationView> {
    const [row] = isUuid(id) ? await this.parts.pool.query<RawReconciliation>(`${SELECT} WHERE r.id = $1`, [id]) : [];
    if (row === undefined || !actsFor(client, row.organisation)) throw new GatewayError('not-found');
    return this.viewOf(this.parts.pool, row);
  }

  /** The latest comparisons of a centre, newest first. */
  async list(organisation: string, limit: number): Promise<ReconciliationView[]> {
    const { pool } = this.parts;
    const rows = await pool.query<RawReconciliation>(
      `${SELECT} WHERE r.organisation = $1 ORDER BY r.id DESC LIMIT $2`,
      [organisation, limit],
    );
    return Promise.all(rows.map((row) => this.viewOf(pool, row)));
  }

  private async viewOf(database: Database, row: RawReconciliation): Promise<ReconciliationView> {
    const persons = await countBy(database, PERSONS, row.id);
    const found = await countBy(database, FOUND, row.id);
    return {
      id: row.id,
      organisation: row.organisation,
      occasion: row.occasion,
      state: row.state,
      startedAt: row.started_at.toISOString(),
      ...(row.finished_at !== null && { finishedAt: row.finished_at.toISOString() }),
      complete: row.listed_all,
      persons: { asked: 0, compared: 0, unanswered: 0, unaskable: 0, ...persons },
      differences: { 'missing-there': 0, 'missing-here': 0, 'other-period': 0, ...found },
    };
  }
}

/** What the context of a comparison is bound to. */
export function contextPlace(id: string): string {
  return `reconciliation/${id}/context`;
}

async function countBy(database: Database, sql: string, id: string): Promise<Record<string, number>> {
  const rows = await database.query<{ name: string; count: string }>(sql, [id]);
  return Object.fromEntries(rows.map(({ name, count }) => [name, Number(count)]));
}

interface RawReconciliation {
  readonly id: string;
  readonly organisation: string;
  readonly occasion: Occasion;
  readonly state: ReconciliationView['state'];
  readonly listed_all: boolean;
  readonly started_at: Date;
  readonly finished_at: Date | null;
}

const START = `
  INSERT INTO gateway.reconciliation (id, organisation, occasion, client, context, state, reached, entry_index)
  VALUES ($1, $2, $3, $4, $5, 'running', $6, $7)`;

const SELECT = `
  SELECT r.id, r.organisation, r.occasion, r.state, r.listed_all, r.started_at, r.finished_at FROM gateway.reconciliation r`;

const PERSONS = `
  SELECT state AS name, count(*) AS count FROM gateway.reconciliation_person WHERE reconciliation_id = $1 GROUP BY state`;
const FOUND = `
  SELECT difference AS name, count(*) AS count FROM gateway.integration_repair WHERE reconciliation_id = $1 GROUP BY difference`;

const ALREADY_RUNNING = {
  fr: 'une comparaison de ce centre est déjà en cours',
  nl: 'er loopt al een vergelijking voor dit centrum',
  en: 'a comparison of this centre is running already',
  de: 'für dieses Zentrum läuft bereits ein Vergleich',
};
