import { describe, expect, it } from 'vitest';
import { usedDataDir } from '../support/data-dir.ts';
import { testDatabase } from '../support/database.ts';
import { startRedis } from '../support/redis-process.ts';
import { installed } from '../support/tools.ts';
import { keep, MESSAGES, RUN_MS_MAX, SEEDS, STRIKES } from './plan.ts';
import { runWithStrikes } from './run-with-strikes.ts';
import { flush, killAndRestart, killRedis } from './strikes.ts';

describe.skipIf(!installed('redis-server'))('a gateway on Redis that is killed under load, or whose Redis is,', () => {
  it.each(SEEDS)(
    'loses nothing and does nothing twice (seed %i)',
    async (seed) => {
      const redis = await startRedis();
      const database = await testDatabase();
      try {
        const report = await runWithStrikes({
          seed,
          kinds: [killRedis(redis), flush(redis), killAndRestart],
          strikes: STRIKES,
          messages: MESSAGES,
          dataDir: await usedDataDir(),
          env: { DATABASE_URL: database.superuserUrl, QUEUE_URL: redis.url },
        });
        keep(report);
        expect(report.violations).toEqual([]);
        expect(report.accepted).toBe(MESSAGES);
      } finally {
        await database.drop();
        await redis.stop();
      }
    },
    RUN_MS_MAX,
  );
});
