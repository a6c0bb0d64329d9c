import { GatewayError } from '../domain/problems/gateway-error.ts';
import { isRefusedByData, isUnavailable, isWorthRepeating } from './database-errors.ts';
import type { Database } from './pool.ts';

/** What may go wrong in a part without the whole being lost. */
export type Aside = (error: unknown) => boolean;

/** Whatever is wrong with the part itself: neither that the database is away, nor that it wants everything once more. */
export const anythingOfItsOwn: Aside = (error) =>
  !isWorthRepeating(error) &&
  !isUnavailable(error) &&
  !(error instanceof GatewayError && error.code === 'database-unavailable');

/**
 * Runs a part of a transaction on its own: when it goes wrong it is taken back, and the rest of the transaction stands.
 *
 * @param aside which errors are the part's own; absent: that the database refuses its values
 * @returns what `work` gives, or undefined when the part was taken back
 */
export async function apart<Result>(
  database: Database,
  work: () => Promise<Result>,
  aside: Aside = isRefusedByData,
): Promise<Result | undefined> {
  await database.query('SAVEPOINT part');
  try {
    const result = await work();
    await database.query('RELEASE SAVEPOINT part');
    return result;
  } catch (error) {
    if (!aside(error)) throw error;
    await database.query('ROLLBACK TO SAVEPOINT part');
    await database.query('RELEASE SAVEPOINT part');
    return undefined;
  }
}
