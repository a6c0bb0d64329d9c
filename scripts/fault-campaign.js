#!/usr/bin/env node
// The fault tests at length: many seeds, 200 exchanges each, something broken again and again. `npm run fault-campaign -- --runs 50`.
// Prints what was accepted, what was lost, and the bound that this many runs give; ends with 1 when an invariant was broken.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: asked } = parseArgs({
  options: {
    runs: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    strikes: { type: 'string', default: '6' },
    messages: { type: 'string', default: '200' },
  },
});
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'gateway-campaign-'));
const file = join(folder, 'reports.ndjson');

const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const { status } = spawnSync(process.execPath, [vitest, 'run', 'test/fault/killed', 'test/fault/redis-lost'], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    FAULT_RUNS: asked.runs,
    FAULT_SEED: asked.seed,
    FAULT_STRIKES: asked.strikes,
    FAULT_MESSAGES: asked.messages,
    FAULT_REPORT: file,
  },
});

const reports = existsSync(file)
  ? readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line))
  : [];
rmSync(folder, { recursive: true, force: true });

const sum = (count) => reports.reduce((total, report) => total + count(report), 0);
const settled = reports.map(({ settleMs }) => settleMs).sort((a, b) => a - b);
const secondsAt = (share) => ((settled[Math.floor((settled.length - 1) * share)] ?? 0) / 1000).toFixed(1);
const strikes = sum((report) => report.strikes);
const violations = reports.flatMap(({ seed, violations: broken }) => broken.map((what) => `seed ${seed}: ${what}`));

console.log(`
runs                 ${reports.length}, seeds from ${asked.seed}
strikes              ${strikes}
accepted             ${sum(({ accepted }) => accepted)}
declarations         ${sum(({ declarations }) => declarations)}
attempts cut short   ${sum(({ interrupted }) => interrupted)}
left to a person     ${sum(({ ends }) => Object.entries(ends).reduce((left, [end, n]) => (end.startsWith('undecided') ? left + n : left), 0))}
calls repeated       ${sum(({ repeated }) => repeated)}
settled after        p50 ${secondsAt(0.5)} s, p95 ${secondsAt(0.95)} s, max ${secondsAt(1)} s
violations           ${violations.length}${violations.length === 0 && strikes > 0 ? `: fewer than ${(300 / strikes).toFixed(2)} % per strike, at 95 %` : ''}`);
for (const violation of violations) console.log(`  ${violation}`);
process.exitCode = status === 0 && violations.length === 0 && reports.length > 0 ? 0 : 1;
