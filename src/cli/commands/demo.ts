import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Command } from 'commander';
import { type Gateway, serve } from '../../app/serve.ts';
import { type Config, loadConfig } from '../../config.ts';
import { type DemoReport, runDemo, runLoop } from '../../demo/demo.ts';
import { GatewayError } from '../../domain/problems/gateway-error.ts';
import { makeLogger } from '../../telemetry/logger.ts';
import { table } from '../terminal.ts';
import { stopAsked, untilStopped } from '../until-stopped.ts';

export function addDemo(program: Command): void {
  program
    .command('demo')
    .description('start everything embedded, send one exchange of every flow, receive a mutation, verify the log')
    .option('--keep', 'stay up afterwards')
    .option('--exchanges <n>', 'send this many more exchanges, eight at a time')
    .action(async (options: { keep?: boolean; exchanges?: string }) => {
      const config = await demoConfig();
      const log = makeLogger(process.env.LOG_LEVEL === undefined ? 'error' : config.logLevel, process.stderr);
      const started = Date.now();
      console.log('Starting database, queue, simulator and gateway …');
      const gateway = await serve(config, log, { deliver: true });
      try {
        console.log(
          `Ready after ${((Date.now() - started) / 1000).toFixed(1)} s; the queue is on ${gateway.queueBackend}.\n`,
        );
        const report = await runDemo(gateway, (line) => console.log(`  ${line}`));
        if (options.exchanges !== undefined) {
          const ended = await runLoop(gateway, Number(options.exchanges), (line) => console.log(`  ${line}`));
          console.log(`  ✓ ${ended} more exchanges`);
        }
        summarise(gateway, report, config);
        if (report.faults.length > 0) process.exitCode = 1;
        if (options.keep === true) {
          console.log('\nStaying up; Ctrl-C stops.');
          await untilStopped(log, config.shutdownSeconds, stopAsked(), gateway);
        }
      } finally {
        await gateway.stop();
      }
    });
}

/** The environment, with a folder of the demo's own and free ports where the usual ones are busy. */
async function demoConfig(): Promise<Config> {
  const config = loadConfig(process.env);
  if (config.environment === 'production')
    throw new GatewayError('production-unsafe', { detail: 'the demo does not run in production' });
  return {
    ...config,
    dataDir: process.env.DATA_DIR === undefined ? join(config.dataDir, 'demo') : config.dataDir,
    port: await freePort(config.host, config.port),
    networkPort: await freePort(config.networkHost, config.networkPort),
  };
}

/** The port when nobody has it, else 0 for any. */
function freePort(host: string, port: number): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(0));
    probe.listen({ host, port }, () => probe.close(() => resolve(port)));
  });
}

function summarise(gateway: Gateway, { rows, faults, logLine }: DemoReport, config: Config): void {
  const lines = rows.map(({ flow, outcome, status, ms, logIndex }) => [
    flow,
    outcome,
    status,
    `${ms} ms`,
    logIndex === undefined ? '' : String(logIndex),
  ]);
  console.log(`\n${table([['flow', 'outcome', 'status', 'time', 'log index'], ...lines])}\n`);
  console.log(`Log      ${logLine}`);
  console.log(`REST     ${gateway.url}/docs`);
  console.log(`Queues   ${gateway.url}/ops/queues   (any name; the API key is the password)`);
  console.log(`API key  ${config.dataDir}/secrets/bootstrap-api-key`);
  console.log(`BCSS     ${gateway.simulator?.url ?? 'as configured'}`);
  for (const fault of faults) console.log(`\nNOT AS IT SHOULD BE  ${fault}`);
  if (faults.length === 0) console.log(`\nAll ${rows.length} as they should be.`);
}
