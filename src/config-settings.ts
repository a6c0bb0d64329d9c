import {
  days,
  fingerprints,
  followed,
  integer,
  key32,
  networks,
  addresses,
  oneOf,
  seconds,
  type SettingText,
  text,
  textOr,
  url,
  userSsin,
} from './config-readers.ts';

/** One setting: its variable, what it means, and how its text is read. */
export interface Setting<Value> {
  readonly name: string;
  readonly description: string;
  /** What is used when nothing is given, in words for the documentation. */
  readonly fallback: string;
  readonly secret?: true;
  readonly parse: (given: SettingText) => Value;
}

/**
 * Every setting there is. The start-up summary, `.env.example` and the table in the README are made from this; each is also read
 * from a file named by `<NAME>_FILE`.
 */
export const SETTINGS = {
  environment: {
    name: 'NODE_ENV',
    description: '`production` refuses every default that is not safe there; else `development` or `test`',
    fallback: 'development',
    // A word that is nearly "production" must not start on the simulator.
    parse: (given) =>
      oneOf(['production', 'development', 'test'])(given) === 'production' ? 'production' : 'development',
  },
  port: {
    name: 'PORT',
    description: 'Clients’ door: REST, documents, console',
    fallback: '8080',
    parse: integer(8080, 0, 65_535),
  },
  host: {
    name: 'HOST',
    description: 'Address the clients’ door listens on',
    fallback: '127.0.0.1',
    parse: textOr('127.0.0.1'),
  },
  networkPort: {
    name: 'NETWORK_PORT',
    description: 'Network’s door: notifications pushed by BCSS (mutual TLS)',
    fallback: '8443',
    parse: integer(8443, 0, 65_535),
  },
  networkHost: {
    name: 'NETWORK_HOST',
    description: 'Address the network’s door listens on',
    fallback: '127.0.0.1',
    parse: textOr('127.0.0.1'),
  },
  dataDir: {
    name: 'DATA_DIR',
    description: 'Folder of the embedded database and of generated development keys',
    fallback: '.data',
    parse: textOr('.data'),
  },
  databaseUrl: {
    name: 'DATABASE_URL',
    description: 'PostgreSQL 15 or newer, as the application’s account',
    fallback: 'an embedded PostgreSQL in DATA_DIR',
    secret: true,
    parse: url('postgres', 'postgresql'),
  },
  databaseAdminUrl: {
    name: 'DATABASE_ADMIN_URL',
    description: 'The same database as an account that may create roles; used by `gateway migrate` only',
    fallback: 'DATABASE_URL',
    secret: true,
    parse: url('postgres', 'postgresql'),
  },
  queueUrl: {
    name: 'QUEUE_URL',
    description:
      'BullMQ on Redis (`redis://`, `rediss://`, `redis+sentinel://`, `redis+cluster://`) or on PostgreSQL (`postgres://`)',
    fallback: 'the database',
    secret: true,
    parse: url('redis', 'rediss', 'redis+sentinel', 'redis+cluster', 'postgres', 'postgresql'),
  },
  ssdnUrl: {
    name: 'BCSS_SSDN_URL',
    description: 'Full URL of the BCSS connector for SSDN services',
    fallback: 'the simulator',
    parse: url('https', 'http'),
  },
  soapBaseUrl: {
    name: 'BCSS_SOAP_BASE_URL',
    description: 'Base URL of the BCSS SOAP services; each service’s path is appended',
    fallback: 'the simulator',
    parse: url('https', 'http'),
  },
  bcssCa: {
    name: 'BCSS_CA',
    description: 'PEM file of the authorities behind BCSS’s TLS certificates',
    fallback: 'the development authority',
    parse: text(),
  },
  clientP12: {
    name: 'BCSS_CLIENT_P12',
    description: 'PKCS#12 file: our TLS client certificate',
    fallback: 'a development certificate',
    parse: text(),
  },
  clientP12Passphrase: {
    name: 'BCSS_CLIENT_P12_PASSPHRASE',
    description: 'Its passphrase; from a file, it is read again with each new keystore',
    fallback: 'none',
    secret: true,
    parse: followed,
  },
  basicUser: {
    name: 'BCSS_BASIC_USER',
    description: 'HTTP Basic user, where BCSS issued one',
    fallback: 'none',
    parse: text(),
  },
  basicPassword: {
    name: 'BCSS_BASIC_PASSWORD',
    description: 'HTTP Basic password',
    fallback: 'none',
    secret: true,
    parse: text(),
  },
  signingP12: {
    name: 'SIGNING_P12',
    description: 'PKCS#12 file: the key that signs our messages',
    fallback: 'a development key',
    parse: text(),
  },
  signingP12Passphrase: {
    name: 'SIGNING_P12_PASSPHRASE',
    description: 'Its passphrase; from a file, it is read again with each new keystore',
    fallback: 'none',
    secret: true,
    parse: followed,
  },
  signatureMode: {
    name: 'BCSS_SIGNATURE',
    description:
      '`in-message`: the signature travels; `detached`: it is kept in the log, for services that refuse the header',
    fallback: 'in-message',
    parse: (given) => oneOf(['in-message', 'detached'])(given) ?? 'in-message',
  },
  replySignature: {
    name: 'BCSS_REPLY_SIGNATURE',
    description:
      '`required`: an unsigned reply is refused; `when-present`: without one the TLS identity of BCSS decides',
    fallback: '`required` with BCSS_SIGNING_CERT or the simulator, else `when-present`',
    parse: oneOf(['required', 'when-present']),
  },
  signingCert: {
    name: 'BCSS_SIGNING_CERT',
    description:
      'PEM file of the certificates that BCSS signs with; when given, no other counts. The network’s door needs it in production',
    fallback: 'any signing certificate issued by BCSS_CA',
    parse: text(),
  },
  clockSkewSeconds: {
    name: 'BCSS_CLOCK_SKEW_SECONDS',
    description: 'Tolerated difference between our clock and that of BCSS',
    fallback: '300',
    parse: integer(300, 0, 3_600),
  },
  networkP12: {
    name: 'NETWORK_P12',
    description: 'PKCS#12 file: TLS server certificate of the network’s door',
    fallback: 'a development certificate',
    parse: text(),
  },
  networkP12Passphrase: {
    name: 'NETWORK_P12_PASSPHRASE',
    description: 'Its passphrase; from a file, it is read again with each new keystore',
    fallback: 'none',
    secret: true,
    parse: followed,
  },
  networkCa: {
    name: 'NETWORK_CA',
    description: 'PEM file of the authorities whose clients may knock at the network’s door',
    fallback: 'BCSS_CA',
    parse: text(),
  },
  networkCallers: {
    name: 'NETWORK_CALLERS',
    description:
      'SHA-256 fingerprints (hex, comma-separated) of the certificates, or of the public keys, of those who may knock at the network’s door; without one it stays closed in production',
    fallback: 'every client certificate of NETWORK_CA outside production',
    parse: fingerprints,
  },
  contractsDir: {
    name: 'BCSS_CONTRACTS_DIR',
    description:
      'Folder of the official contracts; bodies and replies are then also validated against the official XSD',
    fallback: 'none',
    parse: text(),
  },
  flowsDir: {
    name: 'FLOWS_DIR',
    description:
      'Folder of further flows, written by `gateway contracts import`; one with an id of ours takes its place',
    fallback: 'none',
    parse: text(),
  },
  policyFile: {
    name: 'POLICY_FILE',
    description: 'The authorisation table',
    fallback: 'the strict one that is shipped',
    parse: text(),
  },
  organisationsFile: {
    name: 'ORGANISATIONS_FILE',
    description: 'The centres: id, CBE number, NIS code, name, e-mail address (JSON)',
    fallback: 'one fictional centre',
    parse: text(),
  },
  apiKeysFile: {
    name: 'API_KEYS_FILE',
    description: 'Clients with the hashes of their keys (JSON), beside those made with `gateway clients add`',
    fallback: 'none',
    parse: text(),
  },
  bootstrapApiKey: {
    name: 'BOOTSTRAP_API_KEY',
    description: 'First client, all rights, exempt from the integration gate; refused in production',
    fallback: 'generated in DATA_DIR outside production',
    secret: true,
    parse: text(),
  },
  logKek: {
    name: 'LOG_KEK',
    description: 'Key that encrypts the log’s content: 32 bytes, hex or base64. Losing it loses the content',
    fallback: 'generated in DATA_DIR outside production',
    secret: true,
    parse: key32,
  },
  checkpointKey: {
    name: 'CHECKPOINT_KEY',
    description: 'Ed25519 key that will sign the log’s checkpoints',
    fallback: 'none yet',
    secret: true,
    parse: text(),
  },
  webhookAllowedNetworks: {
    name: 'WEBHOOK_ALLOWED_NETWORKS',
    description: 'Private networks (CIDR, comma-separated) that webhooks may reach',
    fallback: 'none; this machine outside production',
    parse: networks,
  },
  webhookCa: {
    name: 'WEBHOOK_CA',
    description: 'PEM file of authorities behind subscribers’ certificates, besides the public ones',
    fallback: 'none',
    parse: text(),
  },
  workerConcurrency: {
    name: 'WORKER_CONCURRENCY',
    description: 'Exchanges in hand at once, per process',
    fallback: '16',
    parse: integer(16, 1, 256),
  },
  backlogMax: {
    name: 'BACKLOG_MAX',
    description: 'Waiting exchanges beyond which new ones are answered 503',
    fallback: '20000',
    parse: integer(20_000, 1, 10_000_000),
  },
  rateLimitPerMinute: {
    name: 'RATE_LIMIT_PER_MINUTE',
    description: 'Calls per client and minute; a tenth of it per address for calls without a good key',
    fallback: '6000',
    parse: integer(6_000, 1, 10_000_000),
  },
  reconcileDelays: {
    name: 'RECONCILE_DELAYS_SECONDS',
    description: 'When to ask what became of an uncertain declaration; after the last answer a person decides',
    fallback: '60,300,1800,7200; 2,10,60 on the simulator',
    parse: seconds,
  },
  reconcileNightUser: {
    name: 'RECONCILE_NIGHT_USER',
    description:
      'Program id, in the form of an SSIN, in whose name the register of integrations is compared with BCSS at night',
    fallback: 'no comparison unless somebody asks for one',
    parse: userSsin,
  },
  reconcileNightPersons: {
    name: 'RECONCILE_NIGHT_PERSONS',
    description: 'People of each centre that one night compares; the next night goes on after them',
    fallback: '2000',
    parse: integer(2_000, 1, 100_000),
  },
  expiryNoticeDays: {
    name: 'EXPIRY_NOTICE_DAYS',
    description: 'So many days before an integration ends, subscribers of `integration.expiring` are told, once each',
    fallback: '30,7,1',
    parse: days([30, 7, 1]),
  },
  shutdownSeconds: {
    name: 'SHUTDOWN_SECONDS',
    description: 'Time to finish what is in hand after SIGTERM',
    fallback: '30',
    parse: integer(30, 1, 600),
  },
  trustedProxies: {
    name: 'TRUSTED_PROXIES',
    description: 'Exact addresses of reverse proxies whose X-Forwarded-For counts',
    fallback: 'none',
    parse: addresses,
  },
  logLevel: {
    name: 'LOG_LEVEL',
    description: 'debug, info, warn or error',
    fallback: 'info',
    parse: (given) => oneOf(['debug', 'info', 'warn', 'error'])(given) ?? 'info',
  },
} satisfies Record<string, Setting<unknown>>;
