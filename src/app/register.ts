import type { Standings } from '../domain/standing.ts';
import { RegisterStandings } from '../integration/standings.ts';
import type { DatabasePool } from '../store/pool.ts';
import type { Foundation } from './foundation.ts';

/** Where the authorisation of a request asks how a centre stands towards persons. */
export function standingsOn({ vault }: Foundation, pool: DatabasePool): Standings {
  return new RegisterStandings(pool, vault);
}
