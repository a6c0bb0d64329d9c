import { createHash } from 'node:crypto';
import { actsFor, type Client } from '../../domain/client.ts';
import { inTurns } from '../../domain/in-turns.ts';
import type { FieldProblem } from '../../domain/problems/field-problem.ts';
import { GatewayError } from '../../domain/problems/gateway-error.ts';
import { isUuid } from '../../domain/uuid.ts';
import type { NewEntry } from '../../log/entry.ts';
import type { Vault } from '../../log/vault.ts';
import type { Database, DatabasePool } from '../../store/pool.ts';
import type { Ids } from '../../telemetry/ids.ts';
import type { Log } from '../ports.ts';
import type { CallContext } from '../wishes.ts';
import type { ImportRow } from './check-line.ts';
import { besideRegister, contextPlace, slicePlace } from './import-rows.ts';
import type { NamedEncoding } from './file-text.ts';
import { readingImportFile } from './read-file.ts';

/** A file of integrations that a centre had before it had the gateway. */
export interface ImportFile {
  readonly organisation: string;
  readonly bytes: Uint8Array;
  /** What the file is in when it is not Unicode. */
  readonly encoding?: NamedEncoding | undefined;
  readonly context: CallContext;
}

/** What a file would do. */
export interface ImportPreview {
  readonly rows: number;
  /** Rows that are in the register already. */
  readonly known: number;
  readonly persons: number;
}

/** How far an import is: numbers, and no person. */
export interface ImportView {
  readonly id: string;
  readonly organisation: string;
  readonly state: 'running' | 'done';
  readonly rows: number;
  /** Rows dealt with: written, or known. */
  readonly done: number;
  readonly known: number;
  readonly startedAt: string;
  readonly finishedAt?: string;
  readonly logIndex: number;
}

export interface ImportParts {
  readonly pool: DatabasePool;
  readonly vault: Vault;
  readonly ids: Ids;
  readonly log: Log;
}

/** A file without defects. */
interface CheckedFile {
  readonly all: readonly ImportRow[];
  /** How many rows the register does not have. */
  readonly fresh: number;
  readonly charset: string;
}

/** Rows that are written in one transaction; each holds a lock on its person. */
const SLICE = 250;
/** More than this nobody reads at once; the detail says how many there are. */
const PROBLEMS_SHOWN = 200;

/**
 * Files of integrations: read and checked whole, then kept, then worked off in slices. A file with a defect changes nothing; one that was
 * accepted is finished, whatever dies in between.
 *
 * An import writes our register and sends nothing: BCSS has these integrations already. That it really has them, a comparison afterwards
 * asks for every person.
 */
export class Imports {
  private readonly parts: ImportParts;

  constructor(parts: ImportParts) {
    this.parts = parts;
  }

  /** Checks a file and says what it would do. @throws GatewayError `import-refused`, naming lines and reasons, never values */
  async preview(file: ImportFile): Promise<ImportPreview> {
    const rows = await this.check(file);
    return {
      rows: rows.all.length,
      known: rows.all.length - rows.fresh,
      persons: new Set(rows.all.map(({ ssin }) => ssin)).size,
    };
  }

  /**
   * Takes a file on: when this resolves, every row of it will be in the register. The same file a second time is the same import.
   *
   * @throws GatewayError `import-refused`
   */
  async start(client: string, file: ImportFile): Promise<ImportView> {
    const { organisation, bytes } = file;
    const hash = createHash('sha256').update(bytes).digest();
    const earlier = await this.findByHash(organisation, hash);
    if (earlier !== undefined) return viewOf(earlier);
    const checked = await this.check(file);
    const row = await this.parts.pool.transaction((database) => this.keep(database, client, file, hash, checked));
    return viewOf(row);
  }

  /** How far one is. @throws GatewayError `not-found`, for another centre's as for none */
  async view(client: Client, id: string): Promise<ImportView> {
    const [row] = isUuid(id) ? await this.parts.pool.query<RawImport>(`${SELECT} WHERE id = $1`, [id]) : [];
    if (row === undefined || !actsFor(client, row.organisation)) throw new GatewayError('not-found');
    return viewOf(row);
  }

  private async check({ organisation, bytes, encoding }: ImportFile): Promise<CheckedFile> {
    const { pool, vault } = this.parts;
    const { rows, problems, charset = '' } = await inTurns(readingImportFile(bytes, encoding));
    if (problems.length > 0) throw refused(problems);
    let fresh = 0;
    const overlapping: FieldProblem[] = [];
    for (const slice of slicesOf(rows)) {
      const beside = await besideRegister(pool, vault, organisation, slice);
      fresh += beside.fresh.length;
      overlapping.push(...beside.overlapping);
    }
    if (overlapping.length > 0) throw refused(overlapping);
    return { all: rows, fresh, charset };
  }

  private async keep(
    database: Database,
    client: string,
    { organisation, bytes, context }: ImportFile,
    hash: Buffer,
    { all: rows, charset }: CheckedFile,
  ): Promise<RawImport> {
    const { vault, ids, log } = this.parts;
    const id = ids.uuid();
    const index = await log.record(
      database,
      entryOf(client, organisation, context, { bytes, charset }, { import: id, rows: rows.length }),
    );
    const sealed = vault.sealSecret(JSON.stringify(context), contextPlace(id));
    const [row] = await database.query<RawImport>(KEEP, [id, organisation, client, sealed, hash, rows.length, index]);
    if (row === undefined) throw new GatewayError('state-conflict');
    for (const [number, slice] of slicesOf(rows).entries())
      await database.query(KEEP_SLICE, [id, number, vault.sealSecret(JSON.stringify(slice), slicePlace(id, number))]);
    return row;
  }

  private async findByHash(organisation: string, hash: Buffer): Promise<RawImport | undefined> {
    const [row] = await this.parts.pool.query<RawImport>(`${SELECT} WHERE organisation = $1 AND file_hash = $2`, [
      organisation,
      hash,
    ]);
    return row;
  }
}

function refused(problems: readonly FieldProblem[]): GatewayError {
  const more = problems.length - PROBLEMS_SHOWN;
  const detail = { fr: `et ${more} autres`, nl: `en nog ${more}`, en: `and ${more} more`, de: `und ${more} weitere` };
  return new GatewayError('import-refused', {
    fields: problems.slice(0, PROBLEMS_SHOWN),
    ...(more > 0 && { detail }),
  });
}

function slicesOf(rows: readonly ImportRow[]): ImportRow[][] {
  return Array.from({ length: Math.ceil(rows.length / SLICE) }, (_, i) => rows.slice(i * SLICE, (i + 1) * SLICE));
}

function entryOf(
  client: string,
  organisation: string,
  { user, purpose }: CallContext,
  { bytes, charset }: { readonly bytes: Uint8Array; readonly charset: string },
  facts: object,
): NewEntry {
  return {
    kind: 'integration',
    organisation,
    client,
    actor: user.ssin,
    outcome: 'import',
    details: { what: 'import accepted', ...facts, user, purpose },
    body: bytes,
    contentType: `text/csv; charset=${charset}`,
  };
}

interface RawImport {
  readonly id: string;
  readonly organisation: string;
  readonly state: ImportView['state'];
  readonly rows: number;
  readonly done: number;
  readonly known: number;
  readonly started_at: Date;
  readonly finished_at: Date | null;
  readonly entry_index: string;
}

function viewOf(row: RawImport): ImportView {
  return {
    id: row.id,
    organisation: row.organisation,
    state: row.state,
    rows: row.rows,
    done: row.done,
    known: row.known,
    startedAt: row.started_at.toISOString(),
    ...(row.finished_at !== null && { finishedAt: row.finished_at.toISOString() }),
    logIndex: Number(row.entry_index),
  };
}

const COLUMNS = 'id, organisation, state, rows, done, known, started_at, finished_at, entry_index';
const SELECT = `SELECT ${COLUMNS} FROM gateway.integration_import`;

const KEEP = `
  INSERT INTO gateway.integration_import (id, organisation, client, context, file_hash, rows, state, entry_index)
  VALUES ($1, $2, $3, $4, $5, $6, 'running', $7)
  ON CONFLICT (organisation, file_hash) DO NOTHING
  RETURNING ${COLUMNS}`;

const KEEP_SLICE = 'INSERT INTO gateway.integration_import_slice (import_id, number, rows) VALUES ($1, $2, $3)';
