import { type CalendarDay, daysBetween, plusDays } from '../domain/calendar-day.ts';
import type { HouseholdId, IntegrationId } from '../domain/integration.ts';
import type { Database, DatabasePool } from '../store/pool.ts';
import { NOTHING_FOLLOWS } from './expiring.ts';
import type { Announcements } from './ports.ts';

/** Told late rather than not at all: after an outage, ends of so many days ago are still told. */
const LATE_DAYS_MAX = 30;
/** Ends told in one transaction. */
const BATCH = 100;

/**
 * Tells subscribers of the integrations that will end, each once per threshold, however many processes look: a notice that somebody else
 * wrote is not told again. When several thresholds have passed at once, the nearest is told and the others are done with. A threshold that
 * had passed before the integration was made says nothing new.
 *
 * @param days thresholds, in days before the last day.
 * @returns how many were told.
 */
export async function tellExpiring(
  pool: DatabasePool,
  announcements: Pick<Announcements, 'expiring'>,
  days: readonly number[],
  today: CalendarDay,
): Promise<number> {
  let told = 0;
  for (;;) {
    const batch = await pool.transaction((database) => tellBatch(database, announcements, days, today));
    told += batch;
    if (batch < BATCH) return told;
  }
}

async function tellBatch(
  database: Database,
  announcements: Pick<Announcements, 'expiring'>,
  days: readonly number[],
  today: CalendarDay,
): Promise<number> {
  const horizon = plusDays(today, Math.max(...days, 0));
  const rows = await database.query<RawNotice>(DUE, [days, today, horizon, plusDays(today, -LATE_DAYS_MAX), BATCH]);
  for (const row of rows) {
    await announcements.expiring(database, {
      organisation: row.organisation,
      person: row.person,
      household: row.household_id,
      integration: row.id,
      lastDay: row.last_day,
      daysLeft: daysBetween(today, row.last_day),
    });
  }
  return rows.length;
}

interface RawNotice {
  readonly id: IntegrationId;
  readonly organisation: string;
  readonly household_id: HouseholdId;
  readonly person: Buffer;
  readonly last_day: CalendarDay;
}

// Rows are taken one process at a time. The insert, not the look, decides who tells.
const DUE = `
  WITH due AS MATERIALIZED (
    SELECT i.id, i.organisation, i.household_id, i.person, i.last_day, i.made_at
      FROM gateway.integration i
     WHERE i.state = 'open' AND i.last_day BETWEEN $4::date AND $3::date
       AND EXISTS (SELECT FROM unnest($1::integer[]) AS t (days)
                    WHERE i.last_day - t.days <= $2::date
                      AND i.last_day - t.days >= (i.made_at AT TIME ZONE 'Europe/Brussels')::date
                      AND NOT EXISTS (SELECT FROM gateway.integration_notice k
                                       WHERE k.integration_id = i.id AND k.last_day = i.last_day AND k.days = t.days))
       AND ${NOTHING_FOLLOWS}
     ORDER BY i.last_day, i.id LIMIT $5
       FOR UPDATE OF i SKIP LOCKED
  ), noticed AS (
    INSERT INTO gateway.integration_notice (integration_id, last_day, days)
    SELECT d.id, d.last_day, t.days FROM due d CROSS JOIN unnest($1::integer[]) AS t (days)
     WHERE d.last_day - t.days <= $2::date
    ON CONFLICT DO NOTHING
    RETURNING integration_id
  )
  SELECT d.id, d.organisation, d.household_id, d.person, d.last_day::text
    FROM due d WHERE d.id IN (SELECT integration_id FROM noticed)
   ORDER BY d.last_day, d.id`;
