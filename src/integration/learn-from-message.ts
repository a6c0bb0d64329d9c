import { type CalendarDay, plusDays } from '../domain/calendar-day.ts';
import type { LogIndex } from '../domain/entry.ts';
import { overlaps, type Period } from '../domain/integration.ts';
import type { FinishedExchange } from '../exchanges/finish.ts';
import type { Database } from '../store/pool.ts';
import { holdPersons, integrationsOf } from './find.ts';
import type { LearnParts } from './learn-parts.ts';
import { type Change, changeIn } from './messages.ts';
import { addIntegration, householdOf } from './register.ts';
import type { Integration } from './register-row.ts';
import { tellChange } from './tell-change.ts';
import { STEP } from './write-act.ts';

/**
 * What software told BCSS with a message of its own, past the register's calls, and BCSS accepted. Only a flow whose descriptor says where
 * such a message has its person, code and days teaches anything.
 */
export async function learnFromMessage(
  parts: LearnParts,
  database: Database,
  exchange: FinishedExchange,
): Promise<void> {
  const places = parts.flows.find(exchange.flow)?.descriptor.integration;
  if (places === undefined) return;
  const [row] = await database.query<{ request_index: LogIndex }>(
    'SELECT request_index FROM gateway.exchange WHERE id = $1',
    [exchange.id],
  );
  const request = row === undefined ? undefined : await parts.ledger.request(database, row.request_index);
  const change = request === undefined ? undefined : changeIn(places, request.payload);
  if (change === undefined) return;
  const { organisation } = exchange;
  const { fileReference } = request?.context ?? {};
  await holdPersons(database, parts.vault, organisation, [change.ssin]);
  const had = (await integrationsOf(database, parts.vault, organisation, [change.ssin])).filter(
    (row) => row.qualityCode === change.qualityCode && COUNTS.has(row.state) && isTouched(row, change),
  );
  const touched =
    change.action === 'register'
      ? [await registered(parts, database, organisation, fileReference, had, change)]
      : await unregistered(parts, database, had, change);
  for (const integration of touched) {
    const { action, firstDay, lastDay } = change;
    const step = { action, firstDay, lastDay, state: 'answered' } as const;
    await database.query(STEP, [exchange.id, integration.id, action, firstDay, lastDay ?? null, 'answered', null]);
    await tellChange(parts, database, exchange, { integration, step });
  }
}

/** What BCSS has, or will have had. */
const COUNTS: ReadonlySet<string> = new Set(['open', 'closing', 'closed']);

function isTouched(row: Integration, change: Change): boolean {
  return (row.lastDay === undefined || row.lastDay >= row.firstDay) && overlaps(row, change);
}

/** A period of its own, or days more for one that is there: at BCSS, days of one person and code are one set. */
async function registered(
  parts: LearnParts,
  database: Database,
  organisation: string,
  fileReference: string | undefined,
  had: readonly Integration[],
  change: Change,
): Promise<Integration> {
  const [first, ...others] = had;
  if (first === undefined) {
    const file = fileReference === undefined ? { ssin: change.ssin } : { reference: fileReference };
    const householdId = await householdOf(database, parts, organisation, file);
    return addIntegration(database, parts, { ...change, organisation, householdId, state: 'open', source: 'exchange' });
  }
  const whole = [change, ...had].reduce<Period>(union, change);
  await database.query(SPANS, [first.id, whole.firstDay, whole.lastDay ?? null]);
  for (const { id } of others) await database.query(TAKEN_IN, [id]);
  return first;
}

function union(a: Period, b: Period): Period {
  const firstDay = a.firstDay < b.firstDay ? a.firstDay : b.firstDay;
  if (a.lastDay === undefined || b.lastDay === undefined) return { firstDay, lastDay: undefined };
  return { firstDay, lastDay: a.lastDay > b.lastDay ? a.lastDay : b.lastDay };
}

/** The days are taken out of every period that has some of them; one that loses its middle becomes two. */
async function unregistered(
  parts: LearnParts,
  database: Database,
  had: readonly Integration[],
  removed: Change,
): Promise<Integration[]> {
  for (const row of had) {
    const rest = daysAfter(row, removed);
    if (removed.firstDay > row.firstDay || rest === undefined) {
      await database.query(ENDS, [row.id, plusDays(latest(removed.firstDay, row.firstDay), -1)]);
      if (rest !== undefined) await addRest(parts, database, row, rest);
    } else {
      await database.query(BEGINS, [row.id, rest.firstDay]);
    }
  }
  return [...had];
}

async function addRest(parts: LearnParts, database: Database, row: Integration, rest: Period): Promise<void> {
  const { organisation, householdId, ssin, proof, qualityCode } = row;
  const kept = { organisation, householdId, ssin, proof, qualityCode };
  await addIntegration(database, parts, { ...kept, ...rest, state: 'open', source: 'exchange' });
}

/** What is left of a period behind the days that were taken out. */
function daysAfter({ lastDay }: Integration, removed: Change): Period | undefined {
  if (removed.lastDay === undefined || (lastDay !== undefined && lastDay <= removed.lastDay)) return undefined;
  return { firstDay: plusDays(removed.lastDay, 1), lastDay };
}

function latest(a: CalendarDay, b: CalendarDay): CalendarDay {
  return a > b ? a : b;
}

const SPANS = `
  UPDATE gateway.integration SET first_day = $2::date, last_day = $3::date, state = 'open', closing_day = NULL WHERE id = $1`;

const TAKEN_IN = `
  UPDATE gateway.integration SET state = 'closed', closing_day = NULL, last_day = first_day - 1, proof = NULL WHERE id = $1`;

const ENDS = "UPDATE gateway.integration SET state = 'closed', closing_day = NULL, last_day = $2::date WHERE id = $1";
const BEGINS = 'UPDATE gateway.integration SET first_day = $2::date WHERE id = $1';
