import { describe, expect, it } from 'vitest';
import { usedDataDir } from '../support/data-dir.ts';
import { keep, MESSAGES, RUN_MS_MAX, SEEDS, STRIKES } from './plan.ts';
import { runWithStrikes } from './run-with-strikes.ts';
import { killAndRestart, killKeeper, killServer } from './strikes.ts';

const kinds = process.platform === 'linux' ? [killAndRestart, killServer, killKeeper] : [killAndRestart];

describe('a gateway with its own database that is killed under load, or whose database is,', () => {
  it.each(SEEDS)(
    'loses nothing and does nothing twice (seed %i)',
    async (seed) => {
      const dataDir = await usedDataDir();
      const report = await runWithStrikes({ seed, kinds, strikes: STRIKES, messages: MESSAGES, dataDir });
      keep(report);
      expect(report.violations).toEqual([]);
      expect(report.accepted).toBe(MESSAGES);
    },
    RUN_MS_MAX,
  );
});
