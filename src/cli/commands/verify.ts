import type { Command } from 'commander';
import { verifyLog } from '../../log/verify-log.ts';
import { withFoundation } from '../with-foundation.ts';

export function addVerify(program: Command): void {
  program
    .command('verify')
    .description('read the whole log again and check it; ends with 1 when something is wrong')
    .option('--settled', 'nothing is on its way: every intent must have an end')
    .action(async (options: { settled?: boolean }) => {
      const report = await withFoundation(({ pool, vault }) => verifyLog(pool('verify', 1), vault, options.settled));
      const rate = Math.round(report.entries / Math.max(report.seconds, 0.001));
      console.log(
        `${report.entries} entries, ${report.exchanges} exchanges, ${report.destroyed} with destroyed content; ${rate} entries/s`,
      );
      for (const { index, what } of report.faults) console.log(`entry ${index}: ${what}`);
      if (report.faultCount > report.faults.length) console.log(`… ${report.faultCount} faults in all`);
      if (report.faultCount > 0) process.exitCode = 1;
      else console.log('No fault found.');
    });
}
