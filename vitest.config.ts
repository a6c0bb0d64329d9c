import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/setup/longest-first.ts';

/** Rooms whose tests start nothing, share nothing and change nothing: their files may live in one process, one after the other. */
const PURE = ['conformance', 'contracts', 'domain', 'flows', 'signing', 'soap', 'xml'];
const PURE_FILES = PURE.map((room) => `test/${room}/**/*.test.ts`);

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default'],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'gateway',
          include: ['test/**/*.test.ts'],
          exclude: PURE_FILES,
          globalSetup: ['test/setup/global.ts'],
        },
      },
      // Each file is read and compiled once, not once a test file: half of their time.
      { extends: true, test: { name: 'pure', include: PURE_FILES, isolate: false } },
    ],
  },
});
