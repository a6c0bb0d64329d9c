import type { Database, DatabasePool } from '../../src/store/pool.ts';

/** A pool that writes down which statements it was asked, so that two calls can be compared by the work they caused. */
export interface WatchedPool extends DatabasePool {
  /** The statements since the last time, and forgets them. */
  taken(): string[];
}

export function watched(pool: DatabasePool): WatchedPool {
  let statements: string[] = [];
  const watch = (database: Database): Database => ({
    query: (sql, parameters) => {
      statements.push(sql);
      return database.query(sql, parameters);
    },
  });
  return {
    ...watch(pool),
    transaction: (work) => {
      statements.push('BEGIN');
      return pool.transaction((database) => work(watch(database)));
    },
    close: () => pool.close(),
    taken: () => {
      const all = statements;
      statements = [];
      return all;
    },
  };
}
