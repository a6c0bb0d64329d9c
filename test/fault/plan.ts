import { appendFileSync } from 'node:fs';
import type { FaultReport } from './run-with-strikes.ts';

/** A little in the suite; `npm run fault-campaign` asks for more, with other seeds, and collects the reports. */
const { FAULT_SEED = '1', FAULT_RUNS = '1', FAULT_STRIKES = '3', FAULT_MESSAGES = '100', FAULT_REPORT } = process.env;

export const SEEDS: readonly number[] = Array.from({ length: Number(FAULT_RUNS) }, (_, at) => Number(FAULT_SEED) + at);
export const STRIKES = Number(FAULT_STRIKES);
export const MESSAGES = Number(FAULT_MESSAGES);

/** For one run; a busy machine included. */
export const RUN_MS_MAX = 240_000 + STRIKES * 10_000 + MESSAGES * 200;

/** Hands a report to whoever collects them. */
export function keep(report: FaultReport): void {
  if (FAULT_REPORT !== undefined) appendFileSync(FAULT_REPORT, `${JSON.stringify(report)}\n`);
}
