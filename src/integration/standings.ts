import type { CalendarDay } from '../domain/calendar-day.ts';
import type { OpenIntegration, Standing, Standings } from '../domain/standing.ts';
import type { Vault } from '../log/vault.ts';
import type { Database } from '../store/pool.ts';

/**
 * How a centre stands towards persons, read from the register in one query: the authorisation of every consultation waits for it.
 *
 * An integration counts on the days that BCSS has accepted; one whose end is on its way counts up to that end, whatever BCSS will say.
 */
export class RegisterStandings implements Standings {
  private readonly database: Database;
  private readonly vault: Pick<Vault, 'personLane'>;

  constructor(database: Database, vault: Pick<Vault, 'personLane'>) {
    this.database = database;
    this.vault = vault;
  }

  async of(organisation: string, persons: readonly string[], day: CalendarDay): Promise<readonly Standing[]> {
    const hashes = persons.map((ssin) => this.vault.personLane(ssin));
    const rows = await this.database.query<RawStanding>(STANDINGS, [organisation, hashes, day]);
    const standings = persons.map(() => ({ own: [] as OpenIntegration[], household: [] as OpenIntegration[] }));
    for (const { n, own, quality_code: qualityCode, first_day: from, last_day: until } of rows) {
      standings[Number(n) - 1]?.[own ? 'own' : 'household'].push({ qualityCode, from, until: until ?? undefined });
    }
    return standings;
  }
}

interface RawStanding {
  /** Position of the person in the question, from 1. */
  readonly n: string;
  readonly own: boolean;
  readonly quality_code: number;
  readonly first_day: CalendarDay;
  readonly last_day: CalendarDay | null;
}

const COUNTS_ON_THE_DAY = (row: string): string => `
  ${row}.state IN ('open', 'closing', 'closed') AND ${row}.first_day <= $3::date
  AND coalesce(${row}.closing_day, ${row}.last_day, 'infinity') >= $3::date`;

const STANDINGS = `
  WITH own AS MATERIALIZED (
    SELECT asked.n, i.household_id, i.person, i.quality_code, i.first_day, coalesce(i.closing_day, i.last_day) AS last_day
      FROM unnest($2::bytea[]) WITH ORDINALITY AS asked (person, n)
      JOIN gateway.integration i ON i.organisation = $1 AND i.person = asked.person
     WHERE ${COUNTS_ON_THE_DAY('i')}
  )
  SELECT n, true AS own, quality_code, first_day::text, last_day::text FROM own
  UNION ALL
  SELECT mine.n, false, other.quality_code, other.first_day::text, coalesce(other.closing_day, other.last_day)::text
    FROM (SELECT DISTINCT n, household_id, person FROM own) mine
    JOIN gateway.integration other ON other.household_id = mine.household_id AND other.person <> mine.person
   WHERE ${COUNTS_ON_THE_DAY('other')}
   ORDER BY n, own DESC, quality_code, first_day`;
