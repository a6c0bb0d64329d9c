import type { Command } from 'commander';
import { runWorker } from '../../app/serve.ts';
import { givenSettings, loadConfig } from '../../config.ts';
import { makeLogger } from '../../telemetry/logger.ts';
import { stopAsked, untilStopped } from '../until-stopped.ts';

export function addWorker(program: Command): void {
  program
    .command('worker')
    .description('deliver only: take what is due from the database of DATABASE_URL and hand it to BCSS')
    .action(async () => {
      const config = loadConfig(process.env);
      const asked = stopAsked();
      const log = makeLogger(config.logLevel);
      log.info({ event: 'worker.starting', settings: givenSettings(process.env) }, 'worker.starting');
      const worker = await runWorker(config, log);
      await untilStopped(log, config.shutdownSeconds, asked, worker);
    });
}
