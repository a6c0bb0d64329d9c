import type { Database } from '../store/pool.ts';
import type { PolicyException } from './decide.ts';

/** A message that was allowed in spite of the table. Says nothing about a person: the entry does, to who may read the log. */
export interface ExceptionLine {
  /** The entry of the request. */
  readonly index: number;
  readonly at: Date;
  readonly organisation: string;
  readonly exception: PolicyException;
  readonly flow: string;
  readonly client: string;
  readonly exchange: string;
  readonly policy: string | undefined;
}

export interface ExceptionFilter {
  readonly organisation: string;
  readonly since: Date;
  readonly until: Date;
  /** Entries after this index. */
  readonly after?: number;
  readonly limit: number;
}

/** The exceptions of a centre in a period, oldest first, out of the log itself. */
export async function listExceptions(database: Database, filter: ExceptionFilter): Promise<ExceptionLine[]> {
  const { organisation, since, until, after = 0, limit } = filter;
  const rows = await database.query<RawLine>(EXCEPTIONS, [organisation, since, until, after, limit]);
  return rows.map(({ index, policy, ...row }) => ({ ...row, index: Number(index), policy: policy ?? undefined }));
}

interface RawLine extends Omit<ExceptionLine, 'index' | 'policy'> {
  readonly index: string;
  readonly policy: string | null;
}

const EXCEPTIONS = 'SELECT * FROM gateway.list_exceptions($1, $2, $3, $4, $5)';
