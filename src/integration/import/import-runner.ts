import type { Database } from '../../store/pool.ts';
import { apart } from '../../store/savepoint.ts';
import { holdPersons } from '../find.ts';
import { addIntegration, householdOf } from '../register.ts';
import type { CallContext } from '../wishes.ts';
import type { ImportRow } from './check-line.ts';
import { besideRegister, contextPlace, slicePlace } from './import-rows.ts';
import type { ImportParts } from './imports.ts';

/** An import whose last row is in the register. */
export interface EndedImport {
  readonly id: string;
  readonly organisation: string;
  readonly client: string;
  readonly context: CallContext;
}

/** What {@link ImportRunner} did in one step. */
export type ImportStep = 'nothing' | 'slice' | EndedImport;

/**
 * Works imports off, a slice per step and transaction: the rows are written and leave the heap in one commit, so that a process that dies
 * has done a slice or has not, and the next one goes on where it stopped.
 */
export class ImportRunner {
  private readonly parts: ImportParts;
  /** Imports that failed since the others last had their turn. */
  private readonly stuck = new Set<string>();

  constructor(parts: ImportParts) {
    this.parts = parts;
  }

  /** The next slice of the oldest import that nobody else holds. One that cannot go on lets the others pass. */
  async step(): Promise<ImportStep> {
    let held: string | undefined;
    try {
      const step = await this.stepOf((id) => (held = id));
      if (step === 'nothing') this.stuck.clear();
      return step;
    } catch (error) {
      if (held !== undefined) this.stuck.add(held);
      throw error;
    }
  }

  private stepOf(onHeld: (id: string) => void): Promise<ImportStep> {
    return this.parts.pool.transaction(async (database) => {
      const [run] = await database.query<RawRun>(HOLD, [[...this.stuck]]);
      if (run === undefined) return 'nothing';
      onHeld(run.id);
      const [slice] = await database.query<{ number: number; rows: Buffer }>(NEXT_SLICE, [run.id]);
      if (slice === undefined) return this.end(database, run);
      const rows = JSON.parse(this.parts.vault.openSecret(slice.rows, slicePlace(run.id, slice.number))) as ImportRow[];
      const written = await this.write(database, run, rows);
      await database.query(DONE, [run.id, rows.length, rows.length - written]);
      await database.query(DROP_SLICE, [run.id, slice.number]);
      return 'slice';
    });
  }

  /** Writes what the register does not have. What it came to have since the file was checked is not touched: the comparison shows it. */
  private async write(
    database: Database,
    { id, organisation, client }: RawRun,
    rows: readonly ImportRow[],
  ): Promise<number> {
    const { vault, log } = this.parts;
    const subjects = [...new Set(rows.map(({ ssin }) => ssin))];
    await holdPersons(database, vault, organisation, subjects);
    const { fresh } = await besideRegister(database, vault, organisation, rows);
    const refused: number[] = [];
    for (const row of fresh)
      if ((await apart(database, () => this.add(database, organisation, row))) === undefined) refused.push(row.line);
    const written = fresh.length - refused.length;
    const lines = { first: rows[0]?.line, last: rows.at(-1)?.line, written, ...(refused.length > 0 && { refused }) };
    const details = { what: 'import: rows', import: id, ...lines, subjects };
    await log.record(database, { kind: 'integration', organisation, client, subjects, outcome: 'import', details });
    return written;
  }

  private async add(database: Database, organisation: string, row: ImportRow): Promise<true> {
    const { vault, ids } = this.parts;
    const { ssin, qualityCode, firstDay, lastDay, fileReference, proof } = row;
    const file = fileReference === undefined ? { ssin } : { reference: fileReference };
    const householdId = await householdOf(database, { vault, ids }, organisation, file);
    const added = { organisation, householdId, ssin, proof, qualityCode, firstDay, lastDay };
    await addIntegration(database, { vault, ids }, { ...added, state: 'open', source: 'import' });
    return true;
  }

  private async end(database: Database, { id, organisation, client, context }: RawRun): Promise<EndedImport> {
    await database.query(END, [id]);
    await this.parts.log.record(database, {
      kind: 'integration',
      organisation,
      client,
      outcome: 'import',
      details: { what: 'import ended', import: id },
    });
    const opened = JSON.parse(this.parts.vault.openSecret(context, contextPlace(id))) as CallContext;
    return { id, organisation, client, context: opened };
  }
}

interface RawRun {
  readonly id: string;
  readonly organisation: string;
  readonly client: string;
  readonly context: Buffer;
}

const HOLD = `
  SELECT id, organisation, client, context FROM gateway.integration_import
   WHERE state = 'running' AND id <> ALL ($1::uuid[]) ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED`;

const NEXT_SLICE =
  'SELECT number, rows FROM gateway.integration_import_slice WHERE import_id = $1 ORDER BY number LIMIT 1';
const DROP_SLICE = 'DELETE FROM gateway.integration_import_slice WHERE import_id = $1 AND number = $2';
const DONE = 'UPDATE gateway.integration_import SET done = done + $2, known = known + $3 WHERE id = $1';
const END = "UPDATE gateway.integration_import SET state = 'done', finished_at = clock_timestamp() WHERE id = $1";
