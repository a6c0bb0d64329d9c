import type { CalendarDay } from '../domain/calendar-day.ts';
import type { Database } from '../store/pool.ts';
import type { NewReconciliation } from './reconciliations.ts';

/** The comparison of a centre that a night has to begin: after the person that the last one reached; undefined where it has begun. */
export async function beginNight(
  database: Database,
  organisation: string,
  day: CalendarDay,
): Promise<Pick<NewReconciliation, 'organisation' | 'occasion' | 'after'> | undefined> {
  const [last] = await database.query<{ begun: boolean; listed_all: boolean; reached: Buffer | null }>(LAST_NIGHT, [
    organisation,
    day,
  ]);
  if (last?.begun === true) return undefined;
  const after = last === undefined || last.listed_all ? undefined : (last.reached ?? undefined);
  return { organisation, occasion: 'night', ...(after !== undefined && { after }) };
}

const LAST_NIGHT = `
  SELECT (started_at AT TIME ZONE 'Europe/Brussels')::date = $2::date AS begun, listed_all, reached
    FROM gateway.reconciliation WHERE organisation = $1 AND occasion = 'night' ORDER BY id DESC LIMIT 1`;
