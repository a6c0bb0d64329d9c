import type { Command } from 'commander';
import { startStandIn } from '../../app/simulator.ts';
import { loadConfig } from '../../config.ts';
import { GatewayError } from '../../domain/problems/gateway-error.ts';
import { ensureDevelopmentKeys } from '../../embedded/development-keys.ts';
import { makeLogger } from '../../telemetry/logger.ts';
import { stopAsked, untilStopped } from '../until-stopped.ts';

export function addSimulate(program: Command): void {
  program
    .command('simulate')
    .description('run the simulator alone: a BCSS of fictional people, with the keys of DATA_DIR')
    .option('--port <port>', 'where it listens', '9443')
    .option('--no-sign', 'do not sign replies')
    .option(
      '--notify <url>',
      'network’s door of the gateway, for mutations',
      'https://127.0.0.1:8443/bcss/notifications',
    )
    .action(async (options: { port: string; sign: boolean; notify: string }) => {
      const config = loadConfig(process.env);
      if (config.environment === 'production')
        throw new GatewayError('production-unsafe', { detail: 'the simulator does not run in production' });
      const asked = stopAsked();
      const keys = await ensureDevelopmentKeys(config.dataDir);
      const simulator = await startStandIn({
        keys,
        port: Number(options.port),
        notificationsUrl: options.notify,
        signReplies: options.sign,
        flowsDir: config.flowsDir,
      });
      const lines = {
        BCSS_SSDN_URL: simulator.ssdnUrl,
        BCSS_SOAP_BASE_URL: simulator.soapBaseUrl,
        BCSS_CA: keys.caFile,
        BCSS_SIGNING_CERT: keys.bcssSigningCertFile,
      };
      for (const [name, value] of Object.entries(lines)) console.log(`${name}=${value}`);
      await untilStopped(makeLogger(config.logLevel), config.shutdownSeconds, asked, { stop: () => simulator.close() });
    });
}
