import { isRefusedByData } from './database-errors.ts';
import type { Database } from './pool.ts';

/**
 * Runs a part of a transaction on its own: what the database refuses because of the values in it is taken back, and the rest of the
 * transaction stands.
 *
 * @returns what `work` gives, or undefined when its values were refused
 */
export async function apart<Result>(database: Database, work: () => Promise<Result>): Promise<Result | undefined> {
  await database.query('SAVEPOINT part');
  try {
    const result = await work();
    await database.query('RELEASE SAVEPOINT part');
    return result;
  } catch (error) {
    if (!isRefusedByData(error)) throw error;
    await database.query('ROLLBACK TO SAVEPOINT part');
    await database.query('RELEASE SAVEPOINT part');
    return undefined;
  }
}
