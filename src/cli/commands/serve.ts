import type { Command } from 'commander';
import { serve } from '../../app/serve.ts';
import { givenSettings, loadConfig } from '../../config.ts';
import { makeLogger } from '../../telemetry/logger.ts';
import { stopAsked, untilStopped } from '../until-stopped.ts';

export function addServe(program: Command): void {
  program
    .command('serve')
    .description('run the gateway: both doors, and delivery; embedded where nothing is configured')
    .option('--no-deliver', 'only the doors; `gateway worker` delivers')
    .action(async (options: { deliver: boolean }) => {
      const config = loadConfig(process.env);
      const asked = stopAsked();
      const log = makeLogger(config.logLevel);
      log.info({ event: 'gateway.starting', settings: givenSettings(process.env) }, 'gateway.starting');
      const gateway = await serve(config, log, { deliver: options.deliver });
      if (config.environment !== 'production') welcome(gateway.url, config.dataDir);
      await untilStopped(log, config.shutdownSeconds, asked, gateway);
    });
}

/** For the person who typed `npm start`. On standard error, so that the log stays JSON. */
function welcome(url: string, dataDir: string): void {
  const lines = [
    '',
    `  REST and documents   ${url}/docs`,
    `  Queue board          ${url}/ops/queues`,
    `  Health               ${url}/health/ready`,
    `  API key              ${dataDir}/secrets/bootstrap-api-key (or BOOTSTRAP_API_KEY)`,
    '',
  ];
  process.stderr.write(`${lines.join('\n')}\n`);
}
