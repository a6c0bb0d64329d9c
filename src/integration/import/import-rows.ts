import type { FieldProblem } from '../../domain/problems/field-problem.ts';
import { overlaps } from '../../domain/integration.ts';
import type { Vault } from '../../log/vault.ts';
import type { Database } from '../../store/pool.ts';
import { integrationsOf } from '../find.ts';
import type { Integration } from '../register-row.ts';
import type { ImportRow } from './check-line.ts';

/** Rows of a file beside what the register has of the same people. */
export interface BesideRegister {
  /** Rows that are to be written. */
  readonly fresh: readonly ImportRow[];
  /** Rows that say something else about a person and code than the register does, on a same day. */
  readonly overlapping: readonly FieldProblem[];
}

/** Tells new rows from those that the register has already, and from those that contradict it. */
export async function besideRegister(
  database: Database,
  vault: Pick<Vault, 'personLane' | 'openSecret'>,
  organisation: string,
  rows: readonly ImportRow[],
): Promise<BesideRegister> {
  const persons = [...new Set(rows.map(({ ssin }) => ssin))];
  const own = (await integrationsOf(database, vault, organisation, persons)).filter(counts);
  const byPerson = new Map<string, Integration[]>();
  for (const integration of own)
    byPerson.set(integration.ssin, [...(byPerson.get(integration.ssin) ?? []), integration]);
  const fresh: ImportRow[] = [];
  const overlapping: FieldProblem[] = [];
  for (const row of rows) {
    const other = byPerson
      .get(row.ssin)
      ?.find((had) => had.qualityCode === row.qualityCode && overlaps(had, daysOf(row)));
    if (other === undefined) fresh.push(row);
    else if (!isSame(other, row)) overlapping.push(overlapProblem(row, other));
  }
  return { fresh, overlapping };
}

/** What BCSS has, or may have. */
function counts({ state, firstDay, lastDay }: Integration): boolean {
  return state !== 'failed' && state !== 'abandoned' && (lastDay === undefined || firstDay <= lastDay);
}

function daysOf({ firstDay, lastDay }: ImportRow): { firstDay: ImportRow['firstDay']; lastDay: ImportRow['lastDay'] } {
  return { firstDay, lastDay };
}

function isSame(had: Integration, row: ImportRow): boolean {
  return had.firstDay === row.firstDay && had.lastDay === row.lastDay;
}

function overlapProblem({ line }: ImportRow, { firstDay, lastDay }: Integration): FieldProblem {
  return { pointer: `/lines/${line}`, rule: 'period-overlap', expected: `${firstDay} – ${lastDay ?? '…'}` };
}

/** What the context of an import is bound to. */
export function contextPlace(id: string): string {
  return `import/${id}/context`;
}

/** What a slice of an import is bound to. */
export function slicePlace(id: string, number: number): string {
  return `import/${id}/slice/${number}`;
}
