import type { CalendarDay } from '../domain/calendar-day.ts';
import type { Period } from '../domain/integration.ts';
import type { Registration } from '../domain/lesson.ts';
import type { Vault } from '../log/vault.ts';
import type { Database } from '../store/pool.ts';
import type { Ids } from '../telemetry/ids.ts';
import { type Difference, differences, type OwnPeriod } from './comparison.ts';
import { holdPersons, integrationsOf, type IntegrationWithStep } from './find.ts';

/** The answer to a question about one person. */
export interface ListAnswer {
  readonly exchange: string;
  readonly organisation: string;
  readonly ssin: string;
  /** Everything that BCSS listed; registrations of other centres are left out here. */
  readonly registrations: readonly Registration[];
  readonly ownCodes: ReadonlySet<string>;
  readonly today: CalendarDay;
}

/** True while an exchange is a question of a comparison: its answer is nobody else's business. */
export async function isOwnQuestion(database: Database, exchange: string): Promise<boolean> {
  const rows = await database.query(ASKED, [exchange]);
  return rows.length > 0;
}

/**
 * Compares the answer of BCSS with the register, in the transaction that keeps the answer, where it is one of a comparison. What an
 * earlier comparison proposed for this person is outdated by it: a proposal is always about what BCSS said last.
 */
export async function compareAnswer(
  { vault, ids }: { readonly vault: Vault; readonly ids: Ids },
  database: Database,
  answer: ListAnswer,
): Promise<void> {
  const { exchange, organisation, ssin, registrations, ownCodes, today } = answer;
  const [asked] = await database.query<{ reconciliation_id: string; person: Buffer }>(ASKED, [exchange]);
  if (asked === undefined) return;
  await holdPersons(database, vault, organisation, [ssin]);
  const rows = await integrationsOf(database, vault, organisation, [ssin]);
  const underWay = new Set(rows.filter(isUnderWay).map(({ qualityCode }) => qualityCode));
  const compared = (row: { readonly qualityCode: number }): boolean => !underWay.has(row.qualityCode);
  const theirs = registrations.filter(({ nisCode }) => ownCodes.has(nisCode)).filter(compared);
  const found = differences(rows.filter(counts).filter(compared).map(ownPeriod), theirs, today);
  await database.query(OUTDATE, [organisation, vault.personLane(ssin)]);
  for (const difference of found)
    await propose(
      { vault, ids },
      database,
      { organisation, ssin, reconciliation: asked.reconciliation_id },
      difference,
    );
  await database.query(COMPARED, [asked.reconciliation_id, asked.person, found.length]);
}

/** BCSS is being told something about it: what it says today is not what it will say tomorrow. */
function isUnderWay({ state }: IntegrationWithStep): boolean {
  return state === 'opening' || state === 'closing';
}

function counts({ state }: IntegrationWithStep): boolean {
  return state === 'open' || state === 'closed';
}

function ownPeriod({ id, qualityCode, firstDay, lastDay }: IntegrationWithStep): OwnPeriod {
  return { id, qualityCode, firstDay, lastDay };
}

async function propose(
  { vault, ids }: { readonly vault: Vault; readonly ids: Ids },
  database: Database,
  { organisation, ssin, reconciliation }: { organisation: string; ssin: string; reconciliation: string },
  difference: Difference,
): Promise<void> {
  const id = ids.uuid();
  const here = 'here' in difference ? difference.here : undefined;
  const there = 'there' in difference ? difference.there : undefined;
  await database.query(PROPOSE, [
    id,
    organisation,
    reconciliation,
    vault.personLane(ssin),
    vault.sealSecret(ssin, repairPlace(id)),
    'integration' in difference ? difference.integration : null,
    difference.kind,
    difference.qualityCode,
    ...daysOf(here),
    ...daysOf(there),
  ]);
}

function daysOf(period: Period | undefined): [string | null, string | null] {
  return [period?.firstDay ?? null, period?.lastDay ?? null];
}

/** What the number of a proposal is bound to. */
export function repairPlace(id: string): string {
  return `repair/${id}/ssin`;
}

const ASKED = `
  SELECT reconciliation_id, person FROM gateway.reconciliation_person WHERE exchange_id = $1 AND state = 'asked'`;

const OUTDATE = `
  UPDATE gateway.integration_repair SET state = 'outdated', decided_at = now()
   WHERE organisation = $1 AND person = $2 AND state = 'proposed'`;

const PROPOSE = `
  INSERT INTO gateway.integration_repair
    (id, organisation, reconciliation_id, person, ssin, integration_id, difference, quality_code, here_first_day, here_last_day,
     there_first_day, there_last_day, state)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::date, $10::date, $11::date, $12::date, 'proposed')`;

const COMPARED = `
  UPDATE gateway.reconciliation_person SET state = 'compared', differences = $3 WHERE reconciliation_id = $1 AND person = $2`;
