import { readFileSync } from 'node:fs';
import type { Config } from '../config.ts';
import type { CheckOfficially } from '../delivery/ports.ts';
import type { GatewayError } from '../domain/problems/gateway-error.ts';
import { ensureDevelopmentKeys, type DevelopmentKeys } from '../embedded/development-keys.ts';
import { runningEmbeddedPostgres } from '../embedded/postgres.ts';
import { ensureSecret } from '../embedded/secret.ts';
import { type Catalogue, loadCatalogue, OWN_FLOWS_DIR } from '../flows/catalogue.ts';
import { Archive } from '../log/archive.ts';
import { Vault } from '../log/vault.ts';
import type { Organisations } from '../organisations/organisations.ts';
import { migrateQueue } from '../queue/postgres-backend.ts';
import { ensureDatabase } from '../store/ensure-database.ts';
import { checkMigrated, migrate } from '../store/migrate.ts';
import { type DatabasePool, type DatabaseRole, openPool } from '../store/pool.ts';
import { type Clock, systemClock } from '../telemetry/clock.ts';
import { type Ids, systemIds } from '../telemetry/ids.ts';
import type { Logger } from '../telemetry/logger.ts';
import { type ContractPlace, OfficialSchemas } from '../xsd/official-schemas.ts';
import { type EmbeddedServer, keepEmbeddedServer } from './embedded-server.ts';
import { type KeyRing, openKeyRing } from './key-ring.ts';
import { organisationsOf } from './organisations.ts';
import { centreKeySources } from './centre-keys.ts';
import { refuseDevelopmentKeys, refuseUnsafeProduction, refuseWeakPassphrases, remarksOnSafety } from './production.ts';
import { Shutdown } from './shutdown.ts';

/** What every role stands on: database, keys, log, flows, centres. */
export interface Foundation {
  readonly config: Config;
  readonly log: Logger;
  readonly clock: Clock;
  readonly ids: Ids;
  /** URL of the database, as the application. */
  readonly databaseUrl: string;
  /** Resolves when the database is gone for good: the embedded one, which nobody else looks after. */
  readonly lost: Promise<GatewayError>;
  readonly development: DevelopmentKeys | undefined;
  readonly keys: KeyRing;
  readonly vault: Vault;
  readonly archive: Archive;
  readonly flows: Catalogue;
  readonly organisations: Organisations;
  /** Against the operator's copy of the official contracts, where there is one. */
  readonly checkOfficially: CheckOfficially;
  /** The first client's key, outside production. */
  readonly bootstrapApiKey: string | undefined;
  /** What has to be undone, in reverse order. */
  readonly shutdown: Shutdown;
  readonly pool: (role: DatabaseRole, connectionsMax: number) => DatabasePool;
}

export interface FoundationOptions {
  /** For a command beside a running gateway: its embedded server is used instead of starting one. */
  readonly beside?: boolean;
}

/** Lays the foundation, or says in one {@link GatewayError} why it cannot. */
export async function layFoundation(
  config: Config,
  log: Logger,
  { beside = false }: FoundationOptions = {},
): Promise<Foundation> {
  refuseUnsafeProduction(config);
  for (const { en: why } of remarksOnSafety(config)) log.warn({ event: 'config.unsafe', why }, 'config.unsafe');
  const clock = systemClock;
  const ids = systemIds;
  const shutdown = new Shutdown(log);
  const production = config.environment === 'production';
  try {
    const flows = loadCatalogue([OWN_FLOWS_DIR, ...(config.flowsDir === undefined ? [] : [config.flowsDir])]);
    const organisations = organisationsOf(config);
    await refuseWeakPassphrases(config, centreKeySources(organisations));
    const checkOfficially = await officialCheck(config, log);
    const development = production ? undefined : await ensureDevelopmentKeys(config.dataDir);
    const keys = await openKeyRing({ config, organisations, development, clock, log });
    shutdown.add('keys', () => keys.stop());
    refuseDevelopmentKeys(config, keys);
    const vault = new Vault(
      config.logKek ?? Buffer.from(await ensureSecret(config.dataDir, 'log-kek', 32), 'base64url'),
    );
    const { url: databaseUrl, lost } = await openDatabase(config, log, shutdown, beside);
    return {
      config,
      log,
      clock,
      ids,
      databaseUrl,
      lost,
      development,
      keys,
      vault,
      archive: new Archive(vault, clock, ids),
      flows,
      organisations,
      checkOfficially,
      bootstrapApiKey: production
        ? undefined
        : (config.bootstrapApiKey ?? (await ensureSecret(config.dataDir, 'bootstrap-api-key', 32))),
      shutdown,
      pool: (role, connectionsMax) => {
        const pool = openPool({
          url: databaseUrl,
          role,
          connectionsMax,
          onConnectionLost: (error) =>
            log.warn({ event: 'database.connection-lost', role, err: error }, 'database.connection-lost'),
        });
        shutdown.add(`database pool ${role}`, () => pool.close());
        return pool;
      },
    };
  } catch (error) {
    await shutdown.run();
    throw error;
  }
}

const DATABASE = 'gateway';
const APPLICATION_USER = 'gateway_app';

/**
 * The database, migrated to this version. The embedded one is migrated by us; a configured one outside production too, since a
 * developer has one account for everything; in production `gateway migrate` does it, with an account that this process never has.
 *
 * @returns its URL, as the application, and word of its loss.
 */
async function openDatabase(config: Config, log: Logger, shutdown: Shutdown, beside: boolean): Promise<OpenDatabase> {
  if (config.databaseUrl !== undefined) {
    if (config.environment !== 'production') await migrateConfigured(config, config.databaseUrl);
    await checkMigrated(config.databaseUrl);
    return { url: config.databaseUrl, lost: NEVER };
  }
  const { superuserUrl, lost } = await embeddedServer(config.dataDir, log, shutdown, beside);
  const urls = await ensureDatabase({
    superuserUrl,
    database: DATABASE,
    user: APPLICATION_USER,
    password: await ensureSecret(config.dataDir, 'database-password', 32),
  });
  await migrate({ adminUrl: urls.adminUrl, applicationUser: APPLICATION_USER, migrateQueue });
  return { url: urls.url, lost };
}

type OpenDatabase = Pick<Foundation, 'lost'> & { readonly url: string };

/** A server of the operator's comes back by the operator's doing; we wait. */
const NEVER = new Promise<never>(() => undefined);

/** The embedded server of DATA_DIR: that of a gateway which is running, for commands beside it, else one of our own. */
async function embeddedServer(
  dataDir: string,
  log: Logger,
  shutdown: Shutdown,
  beside: boolean,
): Promise<Pick<EmbeddedServer, 'superuserUrl' | 'lost'>> {
  const running = beside ? await runningEmbeddedPostgres(dataDir) : undefined;
  if (running !== undefined) return { superuserUrl: running.superuserUrl, lost: NEVER };
  const server = await keepEmbeddedServer(dataDir, log);
  shutdown.add('embedded database', () => server.stop());
  return server;
}

/** Migrates a configured database with the account at hand. */
export async function migrateConfigured(config: Config, databaseUrl: string): Promise<number[]> {
  return migrate({
    adminUrl: config.databaseAdminUrl ?? databaseUrl,
    applicationUser: decodeURIComponent(new URL(databaseUrl).username) || 'postgres',
    migrateQueue,
  });
}

/** The check of BCSS_CONTRACTS_DIR; without one, nobody has a remark. */
async function officialCheck({ contractsDir }: Config, log: Logger): Promise<CheckOfficially> {
  if (contractsDir === undefined) return () => undefined;
  const manifest = new URL('../../schemas/contracts.json', import.meta.url);
  const { contracts } = JSON.parse(readFileSync(manifest, 'utf8')) as { contracts: ContractPlace[] };
  const schemas = await OfficialSchemas.open(contractsDir, contracts, (flow, why) => {
    log.warn({ event: 'contract.uncheckable', flow, why }, 'contract.uncheckable');
  });
  return (flow, xml) => schemas.check(flow, xml);
}
