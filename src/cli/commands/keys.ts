import type { Command } from 'commander';
import { randomBytes } from 'node:crypto';
import { newApiKey } from '../../clients/api-key.ts';
import { openKeyRing } from '../../app/key-ring.ts';
import { organisationsOf } from '../../app/organisations.ts';
import { refuseDevelopmentKeys } from '../../app/production.ts';
import { loadConfig } from '../../config.ts';
import { ensureDevelopmentKeys } from '../../embedded/development-keys.ts';
import { certificateFacts } from '../../signing/certificate-facts.ts';
import { systemClock } from '../../telemetry/clock.ts';
import { makeLogger } from '../../telemetry/logger.ts';
import { table } from '../terminal.ts';

export function addKeys(program: Command): void {
  const keys = program.command('keys').description('certificates and secrets');

  keys
    .command('show')
    .description('the certificates in use, and how long they last')
    .action(async () => {
      const config = loadConfig(process.env);
      const log = makeLogger('warn', process.stderr);
      const development = config.environment === 'production' ? undefined : await ensureDevelopmentKeys(config.dataDir);
      const organisations = organisationsOf(config);
      const ring = await openKeyRing({ config, organisations, development, clock: systemClock, log });
      try {
        refuseDevelopmentKeys(config, ring);
        const rows = Object.entries({
          BCSS_CLIENT_P12: ring.client,
          SIGNING_P12: ring.signing,
          NETWORK_P12: ring.networkServer,
          ...Object.fromEntries(ring.ofCentres),
        }).map(([name, holder]) => {
          const facts = certificateFacts(holder.current().certificate, systemClock.now());
          return [name, facts.subject, facts.issuer, facts.notAfter.slice(0, 10), `${facts.daysLeft} days`];
        });
        console.log(table([['setting', 'subject', 'issuer', 'until', 'left'], ...rows]));
      } finally {
        ring.stop();
      }
    });

  keys
    .command('generate')
    .description('random values for LOG_KEK, BOOTSTRAP_API_KEY, passphrases and passwords; nothing is stored')
    .action(() => {
      console.log(`LOG_KEK=${randomBytes(32).toString('hex')}`);
      console.log(`BOOTSTRAP_API_KEY=${newApiKey()}`);
      console.log(`PASSWORD=${randomBytes(24).toString('base64url')}`);
    });
}
