import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Config, describeSettings, type Environment, givenSettings, loadConfig } from '../src/config.ts';
import { GatewayError } from '../src/domain/problems/gateway-error.ts';
import { USER } from './support/people.ts';

const folder = mkdtempSync(join(tmpdir(), 'config-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(content: string, name = 'setting'): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function refusalOf(environment: Environment): string {
  try {
    loadConfig(environment);
  } catch (error) {
    expect(error).toBeInstanceOf(GatewayError);
    expect((error as GatewayError).code).toBe('config-invalid');
    return (error as GatewayError).detail?.en ?? '';
  }
  return 'accepted';
}

const HEX = '0123456789abcdef'.repeat(4);
const BYTES = Buffer.from(HEX, 'hex');

/** What each setting is without a word, with a good one, and which ones it refuses. */
interface Case {
  readonly absent: unknown;
  readonly good: Readonly<Record<string, unknown>>;
  readonly bad: readonly string[];
}

const asItIs = (...texts: string[]): Record<string, string> => Object.fromEntries(texts.map((text) => [text, text]));
const anyText = { absent: undefined, good: asItIs('a text', ' kept as it is ', '/a/b=c'), bad: [] };
const passphrase: Case = { absent: undefined, good: {}, bad: [] };
const port = (fallback: number): Case => ({
  absent: fallback,
  good: { '0': 0, '65535': 65_535 },
  bad: ['-1', '65536', '80.5', '8080 ', '0x50', 'http', '1e3', '٣'],
});
const count = (fallback: number, min: number, max: number): Case => ({
  absent: fallback,
  good: { [String(min)]: min, [String(max)]: max },
  bad: [String(min - 1), String(max + 1), 'many', '1.5', ''.padStart(400, '9')],
});
const postgres: Case = {
  absent: undefined,
  good: asItIs('postgres://app:secret@db/gateway', 'postgresql://db:5433/gateway?sslmode=require'),
  bad: ['db', 'mysql://db', 'postgres:db', 'postgres://', 'postgres://a b', 'POSTGRES://db', 'postgres://db:port/x'],
};
const web: Case = {
  absent: undefined,
  good: asItIs('https://bcss.example/ssdn', 'http://127.0.0.1:8080'),
  bad: ['bcss.example', 'ftp://bcss.example', 'https://', 'https:// bcss', 'https://[bcss', ' https://bcss.example'],
};

const CASES: Readonly<Record<string, Case>> = {
  NODE_ENV: {
    absent: 'development',
    good: { production: 'production', development: 'development', test: 'development' },
    bad: ['prod', 'Production', 'PRODUCTION', 'production ', 'staging'],
  },
  PORT: port(8080),
  HOST: { absent: '127.0.0.1', good: asItIs('0.0.0.0', '::'), bad: [] },
  NETWORK_PORT: port(8443),
  NETWORK_HOST: { absent: '127.0.0.1', good: asItIs('0.0.0.0'), bad: [] },
  DATA_DIR: { absent: '.data', good: asItIs('/var/lib/gateway'), bad: [] },
  DATABASE_URL: postgres,
  DATABASE_ADMIN_URL: postgres,
  QUEUE_URL: {
    absent: undefined,
    good: asItIs(
      'redis://redis:6379',
      'rediss://:secret@redis:6380/1',
      'redis+sentinel://a:26379,b:26379/main',
      'redis+cluster://a:1,b:2',
      'postgres://db/queue',
    ),
    bad: ['redis', 'redis:6379', 'amqp://queue', 'redis://', 'redis+cluster://', 'redis+other://a'],
  },
  BCSS_SSDN_URL: web,
  BCSS_SOAP_BASE_URL: web,
  BCSS_CA: anyText,
  BCSS_CLIENT_P12: anyText,
  BCSS_CLIENT_P12_PASSPHRASE: passphrase,
  BCSS_BASIC_USER: anyText,
  BCSS_BASIC_PASSWORD: anyText,
  SIGNING_P12: anyText,
  SIGNING_P12_PASSPHRASE: passphrase,
  BCSS_SIGNATURE: { absent: 'in-message', good: asItIs('in-message', 'detached'), bad: ['none', 'IN-MESSAGE'] },
  BCSS_REPLY_SIGNATURE: { absent: undefined, good: asItIs('required', 'when-present'), bad: ['never', 'true'] },
  BCSS_SIGNING_CERT: anyText,
  BCSS_CLOCK_SKEW_SECONDS: count(300, 0, 3_600),
  NETWORK_P12: anyText,
  NETWORK_P12_PASSPHRASE: passphrase,
  NETWORK_CA: anyText,
  NETWORK_CALLERS: {
    absent: undefined,
    good: {
      [HEX]: [HEX],
      [` ${'AB:'.repeat(31)}AB , ${HEX},`]: ['ab'.repeat(32), HEX],
    },
    bad: [',', 'CN=bcss', HEX.slice(1), `${HEX}00`, `${HEX};${HEX}`],
  },
  BCSS_CONTRACTS_DIR: anyText,
  FLOWS_DIR: anyText,
  POLICY_FILE: anyText,
  ORGANISATIONS_FILE: anyText,
  API_KEYS_FILE: anyText,
  BOOTSTRAP_API_KEY: anyText,
  LOG_KEK: {
    absent: undefined,
    good: {
      [HEX]: BYTES,
      [HEX.toUpperCase()]: BYTES,
      [BYTES.toString('base64')]: BYTES,
      [BYTES.toString('base64url')]: BYTES,
    },
    bad: [HEX.slice(1), `${HEX}00`, `${BYTES.toString('base64').slice(0, -2)}!=`, 'change me', ` ${HEX}`],
  },
  CHECKPOINT_KEY: anyText,
  WEBHOOK_ALLOWED_NETWORKS: {
    absent: undefined,
    good: {
      '10.0.0.0/8': ['10.0.0.0/8'],
      ' 10.1.0.0/16 , fd00::/8,': ['10.1.0.0/16', 'fd00::/8'],
      ',': [],
      '0.0.0.0/0,::/128': ['0.0.0.0/0', '::/128'],
    },
    bad: ['10.0.0.0', '10.0.0.0/33', '::/129', '10.0.0/8', 'intranet', '10.0.0.0/8/8', '10.0.0.0/-1'],
  },
  WEBHOOK_CA: anyText,
  WORKER_CONCURRENCY: count(16, 1, 256),
  BACKLOG_MAX: count(20_000, 1, 10_000_000),
  RATE_LIMIT_PER_MINUTE: count(6_000, 1, 10_000_000),
  RECONCILE_DELAYS_SECONDS: {
    absent: undefined,
    good: { '60': [60], '1, 5,30.5': [1, 5, 30.5], '0,604800': [0, 604_800] },
    bad: ['', ' ', ',', 'soon', '60;300', '-1', '604801', '1e2', '0x10', 'NaN', 'Infinity'].filter(Boolean),
  },
  RECONCILE_NIGHT_USER: {
    absent: undefined,
    good: asItIs(USER),
    bad: ['somebody', '0101010010', `${USER}0`, `${USER.slice(0, 9)}${USER.endsWith('00') ? '01' : '00'}`],
  },
  RECONCILE_NIGHT_PERSONS: count(2_000, 1, 100_000),
  EXPIRY_NOTICE_DAYS: {
    absent: [30, 7, 1],
    good: { '14': [14], '60, 30,0': [60, 30, 0], '7,7': [7], '365': [365] },
    bad: [' ', ',', 'soon', '30;7', '-1', '366', '1.5', '1e1'],
  },
  SHUTDOWN_SECONDS: count(30, 1, 600),
  TRUSTED_PROXIES: {
    absent: [],
    good: { '10.0.0.1': ['10.0.0.1'], '10.0.0.1, ::1': ['10.0.0.1', '::1'] },
    bad: ['10.0.0.0/8', 'loopback', 'proxy.example', '10.0.0.1;10.0.0.2'],
  },
  LOG_LEVEL: { absent: 'info', good: asItIs('debug', 'info', 'warn', 'error'), bad: ['trace', 'INFO', 'verbose'] },
};

/** The field of the configuration that a variable becomes. */
function valueOf(config: Config, name: string): unknown {
  const before = loadConfig({});
  const field = Object.keys(before)[describeSettings().findIndex((setting) => setting.name === name)];
  return config[field as keyof Config];
}

describe('each setting', () => {
  it('there is has its case here, and the other way round', () => {
    expect(Object.keys(CASES).sort()).toEqual(
      describeSettings()
        .map(({ name }) => name)
        .sort(),
    );
  });

  it.each(Object.entries(CASES))('%s has a value without a word, and with a good one', (name, { absent, good }) => {
    expect(valueOf(loadConfig({}), name)).toEqual(absent);
    expect(valueOf(loadConfig({ [name]: '' }), name)).toEqual(absent);
    for (const [text, value] of Object.entries(good))
      expect(valueOf(loadConfig({ [name]: text }), name)).toEqual(value);
  });

  it.each(Object.entries(CASES).filter(([, { bad }]) => bad.length > 0))(
    '%s refuses a bad one, is named, says what it expects and nothing of what was there',
    (name, { bad }) => {
      for (const text of bad) expect(refusalOf({ [name]: text }), text).toMatch(new RegExp(`^${name}: .+`));
      expect(refusalOf({ [name]: '/ a canary, of what nobody may see' })).not.toContain('canary');
    },
  );

  it('at fault is named at once with all the others', () => {
    expect(refusalOf({ PORT: 'x', LOG_LEVEL: 'x', LOG_KEK: 'x', HOST: 'ok' })).toMatch(
      /^PORT: .*; LOG_KEK: .*; LOG_LEVEL: /,
    );
  });

  it('cannot be changed afterwards', () => {
    const config = loadConfig({});
    expect(() => Object.assign(config, { port: 1 })).toThrow(TypeError);
  });
});

describe('a setting in a file', () => {
  const ofFile = Object.entries(CASES).filter(([name]) => !name.endsWith('_FILE'));
  it.each(ofFile)('%s is read from the file that <NAME>_FILE names', (name, { good, bad }) => {
    for (const [text, value] of Object.entries(good))
      expect(valueOf(loadConfig({ [`${name}_FILE`]: file(`${text}\n`) }), name)).toEqual(value);
    for (const text of bad) expect(refusalOf({ [`${name}_FILE`]: file(text) })).toMatch(new RegExp(`^${name}: `));
  });

  it.each(['', '\n', '\r\n'])('loses one end of line, and nothing else: %j', (end) => {
    const path = file(` spaces \n\n${end}`);
    expect(loadConfig({ BCSS_BASIC_PASSWORD_FILE: path }).basicPassword).toBe(
      end === '' ? ' spaces \n' : ' spaces \n\n',
    );
  });

  it('loses the mark that Windows puts before a text', () => {
    expect(loadConfig({ BCSS_BASIC_PASSWORD_FILE: file('\ufeffsecret\r\n') }).basicPassword).toBe('secret');
  });

  it('and one said directly loses its line end just so: secret stores keep the one of echo', () => {
    expect(loadConfig({ BCSS_BASIC_PASSWORD: 'secret\n' }).basicPassword).toBe('secret');
    expect(loadConfig({ BCSS_BASIC_PASSWORD: '\n' }).basicPassword).toBeUndefined();
  });

  it('that cannot be read is named, without the path', () => {
    const refusal = refusalOf({ BCSS_BASIC_PASSWORD_FILE: join(folder, 'absent') });
    expect(refusal).toBe('BCSS_BASIC_PASSWORD: the file named by BCSS_BASIC_PASSWORD_FILE cannot be read');
    expect(refusalOf({ LOG_KEK_FILE: folder })).toMatch(/^LOG_KEK: /);
  });

  it('that is also given directly is refused: which of the two was meant?', () => {
    expect(refusalOf({ BCSS_BASIC_PASSWORD: 'one', BCSS_BASIC_PASSWORD_FILE: file('two') })).toBe(
      'BCSS_BASIC_PASSWORD: given twice, here and by BCSS_BASIC_PASSWORD_FILE: keep one',
    );
    expect(loadConfig({ BCSS_BASIC_PASSWORD: '', BCSS_BASIC_PASSWORD_FILE: file('two') }).basicPassword).toBe('two');
    expect(loadConfig({ BCSS_BASIC_PASSWORD: 'one', BCSS_BASIC_PASSWORD_FILE: '' }).basicPassword).toBe('one');
  });

  it('is not what POLICY_FILE and its like are: they name the file itself', () => {
    expect(loadConfig({ POLICY_FILE: '/etc/policy.yaml' }).policyFile).toBe('/etc/policy.yaml');
    expect(loadConfig({ POLICY_FILE_FILE: file('/etc/policy.yaml') }).policyFile).toBeUndefined();
  });
});

describe('a passphrase', () => {
  const names = [
    ['BCSS_CLIENT_P12_PASSPHRASE', 'clientP12Passphrase'],
    ['SIGNING_P12_PASSPHRASE', 'signingP12Passphrase'],
    ['NETWORK_P12_PASSPHRASE', 'networkP12Passphrase'],
  ] as const;

  it.each(names)('%s is what was given', (name, field) => {
    expect(loadConfig({ [name]: 'a passphrase' })[field]?.()).toBe('a passphrase');
  });

  it.each(names)('%s in a file is what the file says now', (name, field) => {
    const path = file('last year\n');
    const secret = loadConfig({ [`${name}_FILE`]: path })[field];
    expect(secret?.()).toBe('last year');
    writeFileSync(path, 'this year\r\n');
    expect(secret?.()).toBe('this year');
  });

  it('whose file is gone is named, and may come back', () => {
    const path = file('one');
    const { signingP12Passphrase: secret } = loadConfig({ SIGNING_P12_PASSPHRASE_FILE: path });
    rmSync(path);
    expect(secret).toThrow(
      expect.objectContaining({
        code: 'config-invalid',
        detail: expect.objectContaining({ en: expect.stringMatching(/^SIGNING_P12_PASSPHRASE: .*cannot be read/) }),
      }),
    );
    writeFileSync(path, 'two');
    expect(secret?.()).toBe('two');
  });
});

describe('the summary at start', () => {
  it('says what was given, and of no secret what it is', () => {
    const secrets = describeSettings().filter(({ secret }) => secret);
    expect(secrets.map(({ name }) => name)).toEqual([
      'DATABASE_URL',
      'DATABASE_ADMIN_URL',
      'QUEUE_URL',
      'BCSS_CLIENT_P12_PASSPHRASE',
      'BCSS_BASIC_PASSWORD',
      'SIGNING_P12_PASSPHRASE',
      'NETWORK_P12_PASSPHRASE',
      'BOOTSTRAP_API_KEY',
      'LOG_KEK',
      'CHECKPOINT_KEY',
    ]);
    const environment = Object.fromEntries(describeSettings().map(({ name }) => [name, `value of ${name}`]));
    const summary = givenSettings({ ...environment, PATH: '/bin' });
    expect(Object.keys(summary)).toEqual(describeSettings().map(({ name }) => name));
    for (const { name, secret } of describeSettings()) expect(summary[name]).toBe(secret ? '***' : `value of ${name}`);
  });

  it('hides what stands before the host of any address', () => {
    const summary = givenSettings({ BCSS_SSDN_URL: 'https://centre:hidden@bcss.example/ssdn', PORT: '8080' });
    expect(summary).toEqual({ BCSS_SSDN_URL: 'https://***@bcss.example/ssdn', PORT: '8080' });
  });

  it('names files and leaves them closed, and is silent about what is empty or absent', () => {
    const path = file('a secret');
    expect(givenSettings({ LOG_KEK_FILE: path, PORT: '', HOST_FILE: '', POLICY_FILE: 'policy.yaml' })).toEqual({
      POLICY_FILE: 'policy.yaml',
      LOG_KEK_FILE: path,
    });
  });
});
