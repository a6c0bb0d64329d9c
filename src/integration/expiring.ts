import { type CalendarDay, daysBetween, plusDays } from '../domain/calendar-day.ts';
import type { HouseholdId, IntegrationId } from '../domain/integration.ts';
import type { Localised } from '../domain/language.ts';
import type { Vault } from '../log/vault.ts';
import type { Database } from '../store/pool.ts';
import { referencePlace } from './register.ts';
import { ssinPlace } from './register-row.ts';
import { titleOf } from './view.ts';

/** What is asked of the list of ends. */
export interface ExpiringQuestion {
  readonly organisation: string;
  /** How many days ahead, from 0 (today). */
  readonly withinDays: number;
  /** The last one of the page before. */
  readonly after?: ExpiringCursor;
  readonly limit: number;
}

/** Where a page ended. */
export interface ExpiringCursor {
  readonly lastDay: CalendarDay;
  readonly id: IntegrationId;
}

/** An integration that ends soon, and that nothing follows. */
export interface Expiring {
  readonly integration: IntegrationId;
  readonly household: HouseholdId;
  readonly fileReference?: string;
  readonly ssin: string;
  readonly qualityCode: number;
  readonly title: Localised;
  readonly firstDay: CalendarDay;
  readonly lastDay: CalendarDay;
  /** Days until the last day; 0 on the day itself. */
  readonly daysLeft: number;
}

/**
 * A page of the integrations that end soon, the nearest end first: those which nobody decided to end, and for which there is no later period
 * under the same code. What is over already is not soon any more.
 */
export async function expiringOf(
  database: Database,
  vault: Pick<Vault, 'openSecret'>,
  { organisation, withinDays, after, limit }: ExpiringQuestion,
  today: CalendarDay,
): Promise<Expiring[]> {
  const rows = await database.query<RawExpiring>(EXPIRING, [
    organisation,
    after?.lastDay ?? today,
    after?.id ?? FIRST_ID,
    plusDays(today, withinDays),
    limit,
  ]);
  return rows.map((row) => ({
    integration: row.id,
    household: row.household_id,
    ...(row.reference !== null && {
      fileReference: vault.openSecret(row.reference, referencePlace(organisation, row.file)),
    }),
    ssin: vault.openSecret(row.ssin, ssinPlace(row.id)),
    qualityCode: row.quality_code,
    title: titleOf(row.quality_code),
    firstDay: row.first_day,
    lastDay: row.last_day,
    daysLeft: daysBetween(today, row.last_day),
  }));
}

const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** Nothing follows: no later period of the same person and code is there, or on its way. */
export const NOTHING_FOLLOWS = `
  NOT EXISTS (SELECT FROM gateway.integration n
               WHERE n.organisation = i.organisation AND n.person = i.person AND n.quality_code = i.quality_code
                 AND n.state IN ('opening', 'open', 'closing', 'closed') AND (n.last_day IS NULL OR n.last_day > i.last_day))`;

const EXPIRING = `
  SELECT i.id, i.household_id, h.file, h.reference, i.ssin, i.quality_code, i.first_day::text, i.last_day::text
    FROM gateway.integration i JOIN gateway.household h ON h.id = i.household_id
   WHERE i.organisation = $1 AND i.state = 'open' AND i.last_day IS NOT NULL
     AND (i.last_day, i.id) > ($2::date, $3::uuid) AND i.last_day <= $4::date
     AND ${NOTHING_FOLLOWS}
   ORDER BY i.last_day, i.id LIMIT $5`;

interface RawExpiring {
  readonly id: IntegrationId;
  readonly household_id: HouseholdId;
  readonly file: Buffer;
  readonly reference: Buffer | null;
  readonly ssin: Buffer;
  readonly quality_code: number;
  readonly first_day: CalendarDay;
  readonly last_day: CalendarDay;
}
