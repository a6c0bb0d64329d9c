import type { ExchangeId, ExchangeState } from '../domain/exchange.ts';
import type { CalendarDay } from '../domain/calendar-day.ts';
import type { HouseholdId, IntegrationId, Period, StepAction, StepState } from '../domain/integration.ts';
import type { Vault } from '../log/vault.ts';
import type { Database } from '../store/pool.ts';
import { type Integration, integrationColumns, openIntegration, type RawIntegration } from './register-row.ts';

/** What was last told to BCSS about an integration. */
export interface Step extends Period {
  readonly exchange: ExchangeId;
  /** Where its exchange stands now: one that a person requeued is on its way again. */
  readonly exchangeState: ExchangeState;
  readonly action: StepAction;
  readonly state: StepState;
  readonly code: string | undefined;
  readonly startedAt: Date;
  readonly finishedAt: Date | undefined;
}

/** An integration with what was last told to BCSS about it; nothing for one that was brought in from outside. */
export interface IntegrationWithStep extends Integration {
  readonly step: Step | undefined;
}

/** Takes hold of persons until the end of the transaction, so that nobody else changes what they have. */
export async function holdPersons(
  database: Database,
  vault: Pick<Vault, 'personLane'>,
  organisation: string,
  persons: readonly string[],
): Promise<void> {
  const names = persons.map((ssin) => `${organisation}\n${vault.personLane(ssin).toString('hex')}`);
  await database.query(HOLD, [[...new Set(names)].sort()]);
}

// In one order everywhere: two calls about the same people cannot wait for each other.
const HOLD = 'SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) FROM unnest($1::text[]) AS name';

/** All integrations of some persons at a centre, in the order they were made. */
export async function integrationsOf(
  database: Database,
  vault: Pick<Vault, 'personLane' | 'openSecret'>,
  organisation: string,
  persons: readonly string[],
): Promise<IntegrationWithStep[]> {
  const hashes = persons.map((ssin) => vault.personLane(ssin));
  const rows = await database.query<RawWithStep>(
    `${SELECT} WHERE i.organisation = $1 AND i.person = ANY ($2::bytea[]) ORDER BY i.id`,
    [organisation, hashes],
  );
  return rows.map((row) => withStep(row, vault));
}

/** All integrations of some households, in the order they were made. */
export async function integrationsIn(
  database: Database,
  vault: Pick<Vault, 'openSecret'>,
  households: readonly HouseholdId[],
): Promise<IntegrationWithStep[]> {
  const rows = await database.query<RawWithStep>(`${SELECT} WHERE i.household_id = ANY ($1::uuid[]) ORDER BY i.id`, [
    households,
  ]);
  return rows.map((row) => withStep(row, vault));
}

/** One integration, held until the end of the transaction. */
export async function holdIntegration(
  database: Database,
  vault: Pick<Vault, 'openSecret'>,
  id: IntegrationId,
): Promise<Integration | undefined> {
  const [row] = await database.query<RawIntegration>(
    `SELECT ${integrationColumns('i')} FROM gateway.integration i WHERE i.id = $1 FOR UPDATE`,
    [id],
  );
  return row === undefined ? undefined : openIntegration(row, vault);
}

const SELECT = `
  SELECT ${integrationColumns('i')}, s.*
    FROM gateway.integration i
    LEFT JOIN LATERAL (
      SELECT t.exchange_id, x.state AS exchange_state, t.action, t.first_day::text AS step_first_day,
             t.last_day::text AS step_last_day, t.state AS step_state, t.code, t.started_at, t.finished_at
        FROM gateway.integration_step t JOIN gateway.exchange x ON x.id = t.exchange_id
       WHERE t.integration_id = i.id
       ORDER BY t.exchange_id DESC LIMIT 1) s ON true`;

interface RawWithStep extends RawIntegration {
  readonly exchange_id: ExchangeId | null;
  readonly exchange_state: ExchangeState;
  readonly action: StepAction;
  readonly step_first_day: CalendarDay;
  readonly step_last_day: CalendarDay | null;
  readonly step_state: StepState;
  readonly code: string | null;
  readonly started_at: Date;
  readonly finished_at: Date | null;
}

function withStep(raw: RawWithStep, vault: Pick<Vault, 'openSecret'>): IntegrationWithStep {
  return { ...openIntegration(raw, vault), step: stepOf(raw) };
}

function stepOf(raw: RawWithStep): Step | undefined {
  if (raw.exchange_id === null) return undefined;
  return {
    exchange: raw.exchange_id,
    exchangeState: raw.exchange_state,
    action: raw.action,
    firstDay: raw.step_first_day,
    lastDay: raw.step_last_day ?? undefined,
    state: raw.step_state,
    code: raw.code ?? undefined,
    startedAt: raw.started_at,
    finishedAt: raw.finished_at ?? undefined,
  };
}
