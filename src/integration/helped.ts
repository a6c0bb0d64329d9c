import type { CalendarDay } from '../domain/calendar-day.ts';
import type { Vault } from '../log/vault.ts';
import type { Database } from '../store/pool.ts';

/**
 * Which of several people a centre helps on a day: whoever has an integration of that centre which BCSS accepted and which has that day.
 *
 * A person may be known under more than one number: all that are given count, and those that the centre has learnt to have replaced
 * them, or to have been replaced by them.
 *
 * @param people the numbers (SSINs) of each.
 * @returns in the order asked; false for somebody without a number.
 */
export async function helpedOn(
  database: Database,
  vault: Pick<Vault, 'personLane'>,
  organisation: string,
  people: readonly (readonly string[])[],
  day: CalendarDay,
): Promise<readonly boolean[]> {
  const numbers = people.flatMap((ssins, at) => ssins.map((ssin) => ({ at, hash: vault.personLane(ssin) })));
  const rows = await database.query<{ at: number }>(HELPED, [
    organisation,
    numbers.map(({ at }) => at),
    numbers.map(({ hash }) => hash),
    day,
  ]);
  const helped = new Set(rows.map(({ at }) => at));
  return people.map((_ssins, at) => helped.has(at));
}

// UNION, so that numbers which replace each other in a circle end it.
const HELPED = `
  WITH RECURSIVE named (at, person) AS (
    SELECT at, person FROM unnest($2::integer[], $3::bytea[]) AS given (at, person)
    UNION
    SELECT n.at, c.other
      FROM named n
     CROSS JOIN LATERAL (
       SELECT successor AS other FROM gateway.ssin_change WHERE organisation = $1 AND kind = 'replaced' AND person = n.person
       UNION ALL
       SELECT person FROM gateway.ssin_change WHERE organisation = $1 AND kind = 'replaced' AND successor = n.person
     ) c
  )
  SELECT DISTINCT n.at
    FROM named n
    JOIN gateway.integration i ON i.organisation = $1 AND i.person = n.person
   WHERE i.state IN ('open', 'closing', 'closed') AND i.first_day <= $4::date
     AND coalesce(i.closing_day, i.last_day, 'infinity') >= $4::date`;
