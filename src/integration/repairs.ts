import type { CalendarDay } from '../domain/calendar-day.ts';
import { actsFor, type Client } from '../domain/client.ts';
import { type HouseholdId, type IntegrationId, overlaps, type Period } from '../domain/integration.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import { isUuid } from '../domain/uuid.ts';
import type { Database } from '../store/pool.ts';
import { type CallParts, carryOut } from './call.ts';
import { repairPlace } from './compare-answer.ts';
import type { Difference } from './comparison.ts';
import { holdPersons, integrationsOf, type IntegrationWithStep } from './find.ts';
import type { Act } from './plan.ts';
import { addIntegration, householdOf } from './register.ts';
import type { CallContext } from './wishes.ts';

/** `outdated`: a later comparison, or a change of the number, has said something else since. */
export const REPAIR_STATES = ['proposed', 'accepted', 'dismissed', 'outdated'] as const;
export type RepairState = (typeof REPAIR_STATES)[number];

/** What accepting does: tell BCSS again what it does not have, or take over what it has. */
export type RepairAction = 'register' | 'adopt';

/** A difference, and what would mend it. */
export interface Repair {
  readonly id: string;
  readonly organisation: string;
  readonly reconciliation: string;
  readonly ssin: string;
  readonly difference: Difference['kind'];
  readonly action: RepairAction;
  readonly qualityCode: number;
  readonly integration: IntegrationId | undefined;
  readonly here: Period | undefined;
  readonly there: Period | undefined;
  readonly state: RepairState;
  readonly madeAt: Date;
  readonly decidedAt: Date | undefined;
}

/** A person's decision. */
export interface RepairDecision {
  readonly context: CallContext;
  readonly reason: string;
}

export interface RepairFilter {
  readonly organisation: string;
  readonly state?: RepairState;
  readonly before?: string;
  readonly limit: number;
}

const ACTIONS: Readonly<Record<Difference['kind'], RepairAction>> = {
  'missing-there': 'register',
  'missing-here': 'adopt',
  'other-period': 'adopt',
};

/**
 * Proposals of comparisons, and what people decide about them. Nothing is mended by itself: BCSS may be right, or our register, or
 * neither, and only somebody who knows the file can say.
 */
export class Repairs {
  private readonly parts: CallParts;

  constructor(parts: CallParts) {
    this.parts = parts;
  }

  /** A page, newest first; a reading of personal data, recorded. */
  async list(client: Client, { organisation, state, before, limit }: RepairFilter): Promise<Repair[]> {
    if (before !== undefined && !isUuid(before)) throw new GatewayError('not-found');
    const { pool, log } = this.parts;
    const rows = await pool.query<RawRepair>(LIST, [organisation, state ?? null, before ?? null, limit]);
    const repairs = rows.map((row) => this.open(row));
    const subjects = [...new Set(repairs.map(({ ssin }) => ssin))];
    if (subjects.length > 0)
      await log.record(pool, {
        kind: 'read',
        organisation,
        client: client.id,
        subjects,
        details: { what: 'differences with BCSS', repairs: repairs.map(({ id }) => id), subjects },
      });
    return repairs;
  }

  /**
   * Accepts a proposal: `register` sends the registration again, through the desk like any message; `adopt` writes into our register what
   * BCSS has.
   *
   * @throws GatewayError `not-found`; `state-conflict` when it is not proposed any more; what the desk refuses
   */
  async accept(client: Client, id: string, decision: RepairDecision): Promise<Repair> {
    const repair = await this.proposed(this.parts.pool, client, id);
    if (repair.action === 'register') await this.registerAgain(client, repair, decision);
    return this.parts.pool.transaction(async (database) => {
      await holdPersons(database, this.parts.vault, repair.organisation, [repair.ssin]);
      const current = await this.proposed(database, client, id);
      if (current.action === 'adopt') await this.adopt(database, current);
      return this.decide(database, client, current, 'accepted', decision);
    });
  }

  /** Leaves both as they are. @throws GatewayError `not-found`, `state-conflict` */
  dismiss(client: Client, id: string, decision: RepairDecision): Promise<Repair> {
    return this.parts.pool.transaction(async (database) =>
      this.decide(database, client, await this.proposed(database, client, id), 'dismissed', decision),
    );
  }

  private async proposed(database: Database, client: Client, id: string): Promise<Repair> {
    const [row] = isUuid(id) ? await database.query<RawRepair>(`SELECT ${COLUMNS} WHERE id = $1`, [id]) : [];
    if (row === undefined || !actsFor(client, row.organisation)) throw new GatewayError('not-found');
    const repair = this.open(row);
    if (repair.state !== 'proposed') throw new GatewayError('state-conflict', { detail: `state: ${repair.state}` });
    return repair;
  }

  /** The key is the proposal's: accepting it twice, or again after a crash between the two transactions, is one registration. */
  private async registerAgain(client: Client, repair: Repair, { context, reason }: RepairDecision): Promise<void> {
    const household = await this.householdOf(repair);
    const body = { repair: repair.id, reason, context };
    await carryOut(
      this.parts,
      {
        client,
        organisation: repair.organisation,
        operation: 'repair',
        context,
        body,
        bytes: Buffer.from(JSON.stringify(body)),
        idempotencyKey: `repair-${repair.id}`,
        about: { household },
      },
      ({ rows }) => rows.filter(({ id }) => id === repair.integration).map(registration),
    );
  }

  private async householdOf({ integration }: Repair): Promise<HouseholdId> {
    const [row] = await this.parts.pool.query<{ household_id: HouseholdId }>(
      'SELECT household_id FROM gateway.integration WHERE id = $1',
      [integration],
    );
    if (row === undefined) throw new GatewayError('not-found');
    return row.household_id;
  }

  /** Our register says what BCSS says: the period it named takes the place of ours under this code, or is added. */
  private async adopt(database: Database, repair: Repair): Promise<void> {
    const { organisation, ssin, qualityCode, here, there, integration } = repair;
    if (there === undefined) throw new Error('nothing to adopt');
    const rows = await integrationsOf(database, this.parts.vault, organisation, [ssin]);
    const span = here === undefined ? there : union(here, there);
    const replaced = rows.filter((row) => row.qualityCode === qualityCode && counts(row) && overlaps(row, span));
    const first = replaced.find(({ id }) => id === integration);
    for (const { id } of replaced) if (id !== first?.id && here !== undefined) await database.query(TAKEN_IN, [id]);
    if (first !== undefined) {
      await database.query(SPANS, [first.id, there.firstDay, there.lastDay ?? null]);
      return;
    }
    const householdId = rows.at(-1)?.householdId ?? (await householdOf(database, this.parts, organisation, { ssin }));
    const proof = rows.findLast((row) => row.proof !== undefined)?.proof;
    const added = { organisation, householdId, ssin, proof, qualityCode, ...there };
    await addIntegration(database, this.parts, { ...added, state: 'open', source: 'exchange' });
  }

  private async decide(
    database: Database,
    client: Client,
    { id, organisation, ssin, action, difference, qualityCode }: Repair,
    state: 'accepted' | 'dismissed',
    { context, reason }: RepairDecision,
  ): Promise<Repair> {
    const [row] = await database.query<RawRepair>(DECIDE, [id, state]);
    if (row === undefined) throw new GatewayError('state-conflict');
    const subjects = [ssin];
    await this.parts.log.record(database, {
      kind: 'command',
      organisation,
      client: client.id,
      actor: context.user.ssin,
      subjects,
      qualityCode,
      outcome: state,
      details: {
        what: `difference with BCSS: ${difference}`,
        repair: id,
        action,
        user: context.user,
        reason,
        subjects,
      },
    });
    return this.open(row);
  }

  private open(row: RawRepair): Repair {
    return {
      id: row.id,
      organisation: row.organisation,
      reconciliation: row.reconciliation_id,
      ssin: this.parts.vault.openSecret(row.ssin, repairPlace(row.id)),
      difference: row.difference,
      action: ACTIONS[row.difference],
      qualityCode: row.quality_code,
      integration: row.integration_id ?? undefined,
      here: periodOf(row.here_first_day, row.here_last_day),
      there: periodOf(row.there_first_day, row.there_last_day),
      state: row.state,
      madeAt: row.made_at,
      decidedAt: row.decided_at ?? undefined,
    };
  }
}

/** REGISTER again, with the days of our register. */
function registration(integration: IntegrationWithStep): Act {
  const { ssin, qualityCode, firstDay, lastDay, proof } = integration;
  return { kind: 'reopen', integration, change: { action: 'register', ssin, qualityCode, firstDay, lastDay, proof } };
}

function counts({ state }: IntegrationWithStep): boolean {
  return state === 'open' || state === 'closed';
}

function union(a: Period, b: Period): Period {
  const firstDay = a.firstDay < b.firstDay ? a.firstDay : b.firstDay;
  if (a.lastDay === undefined || b.lastDay === undefined) return { firstDay, lastDay: undefined };
  return { firstDay, lastDay: a.lastDay > b.lastDay ? a.lastDay : b.lastDay };
}

function periodOf(firstDay: CalendarDay | null, lastDay: CalendarDay | null): Period | undefined {
  return firstDay === null ? undefined : { firstDay, lastDay: lastDay ?? undefined };
}

interface RawRepair {
  readonly id: string;
  readonly organisation: string;
  readonly reconciliation_id: string;
  readonly ssin: Buffer;
  readonly integration_id: IntegrationId | null;
  readonly difference: Difference['kind'];
  readonly quality_code: number;
  readonly here_first_day: CalendarDay | null;
  readonly here_last_day: CalendarDay | null;
  readonly there_first_day: CalendarDay | null;
  readonly there_last_day: CalendarDay | null;
  readonly state: RepairState;
  readonly made_at: Date;
  readonly decided_at: Date | null;
}

const OWN = `
  id, organisation, reconciliation_id, ssin, integration_id, difference, quality_code, here_first_day::text, here_last_day::text,
  there_first_day::text, there_last_day::text, state, made_at, decided_at`;
const COLUMNS = `${OWN} FROM gateway.integration_repair`;

const LIST = `
  SELECT ${COLUMNS}
   WHERE organisation = $1 AND ($2::text IS NULL OR state = $2) AND ($3::uuid IS NULL OR id < $3)
   ORDER BY id DESC LIMIT $4`;

const DECIDE = `
  UPDATE gateway.integration_repair SET state = $2, decided_at = now() WHERE id = $1 AND state = 'proposed' RETURNING ${OWN}`;

const SPANS = `
  UPDATE gateway.integration SET first_day = $2::date, last_day = $3::date, state = 'open', closing_day = NULL WHERE id = $1`;

const TAKEN_IN = `
  UPDATE gateway.integration SET state = 'closed', closing_day = NULL, last_day = first_day - 1, proof = NULL WHERE id = $1`;
