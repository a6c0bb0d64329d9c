import type { Command } from 'commander';
import { migrateConfigured } from '../../app/foundation.ts';
import { loadConfig } from '../../config.ts';
import { GatewayError } from '../../domain/problems/gateway-error.ts';

export function addMigrate(program: Command): void {
  program
    .command('migrate')
    .description('bring the database of DATABASE_URL to this version; uses DATABASE_ADMIN_URL where it is given')
    .action(async () => {
      const config = loadConfig(process.env);
      if (config.databaseUrl === undefined)
        throw new GatewayError('config-invalid', {
          detail: {
            fr: 'DATABASE_URL manque ; la base intégrée se migre toute seule',
            nl: 'DATABASE_URL ontbreekt; de ingebouwde databank migreert vanzelf',
            en: 'DATABASE_URL is missing; the embedded database migrates by itself',
            de: 'DATABASE_URL fehlt; die eingebaute Datenbank migriert von selbst',
          },
        });
      const applied = await migrateConfigured(config, config.databaseUrl);
      console.log(applied.length === 0 ? 'Nothing to do.' : `Applied: ${applied.join(', ')}`);
    });
}
