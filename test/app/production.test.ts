import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { refuseUnsafeProduction, refuseWeakPassphrases, remarksOnSafety } from '../../src/app/production.ts';
import { loadConfig } from '../../src/config.ts';
import type { GatewayError } from '../../src/domain/problems/gateway-error.ts';

const good = (): string => randomBytes(24).toString('base64url');

/** Everything that production needs, and nothing against it. */
const SAFE: Readonly<Record<string, string>> = {
  NODE_ENV: 'production',
  DATABASE_URL: `postgres://gateway:${good()}@db.centre.example:5432/gateway?sslmode=verify-full`,
  QUEUE_URL: `rediss://:${good()}@redis.centre.example:6379`,
  BCSS_SSDN_URL: 'https://bcss.example/ssdn',
  BCSS_SOAP_BASE_URL: 'https://bcss.example/soap',
  BCSS_CA: '/keys/ca.pem',
  BCSS_CLIENT_P12: '/keys/client.p12',
  BCSS_CLIENT_P12_PASSPHRASE: good(),
  SIGNING_P12: '/keys/signing.p12',
  SIGNING_P12_PASSPHRASE: 'vibrant-moss-94-tuba',
  NETWORK_P12: '/keys/network.p12',
  NETWORK_CALLERS: 'ab'.repeat(32),
  ORGANISATIONS_FILE: '/etc/organisations.json',
  LOG_KEK: randomBytes(32).toString('hex'),
};

/** What is refused about a configuration; empty when nothing is. */
function refusalOf(change: Readonly<Record<string, string>>): string {
  try {
    refuseUnsafeProduction(loadConfig({ ...SAFE, ...change }));
    return '';
  } catch (error) {
    expect(error).toMatchObject({ code: 'production-unsafe' });
    return (error as GatewayError).detail?.en ?? '';
  }
}

it('production starts with secrets that cannot be guessed', () => {
  expect(refusalOf({})).toBe('');
});

describe('in production a secret that can be guessed is refused, with what is wrong and how to make a good one', () => {
  it.each([
    ['LOG_KEK', 'ff'.repeat(32), 'LOG_KEK repeats itself after 1 characters'],
    ['LOG_KEK', '11'.repeat(32), 'LOG_KEK repeats itself'],
    ['LOG_KEK', Buffer.from('my secret key for the log, kept!').toString('base64'), 'LOG_KEK is a text'],
    ['CHECKPOINT_KEY', '00'.repeat(32), 'CHECKPOINT_KEY repeats itself'],
    ['SIGNING_P12_PASSPHRASE', 'changeit', 'SIGNING_P12_PASSPHRASE can be guessed in 2^9'],
    ['BCSS_CLIENT_P12_PASSPHRASE', 'changeitchangeit', 'BCSS_CLIENT_P12_PASSPHRASE repeats itself'],
    ['NETWORK_P12_PASSPHRASE', '123456', 'NETWORK_P12_PASSPHRASE'],
    ['BCSS_BASIC_PASSWORD', 'welcome1', 'BCSS_BASIC_PASSWORD'],
    ['DATABASE_URL', 'postgres://gateway:gateway@db/gateway', 'DATABASE_URL is the name of the user'],
    ['DATABASE_URL', 'postgres://gateway@db/gateway?password=changeit', 'DATABASE_URL can be guessed'],
    ['DATABASE_URL', `postgres://gateway:${good()}@db/gateway?password=postgres`, 'DATABASE_URL can be guessed'],
    ['DATABASE_URL', 'postgres://gateway:p%61ssword@db/gateway', 'DATABASE_URL can be guessed'],
    ['DATABASE_ADMIN_URL', 'postgres://postgres:postgres@db/gateway', 'DATABASE_ADMIN_URL is the name of the user'],
    ['QUEUE_URL', 'redis://redis:6379', 'QUEUE_URL has no password'],
    ['QUEUE_URL', 'rediss://user@redis:6379', 'QUEUE_URL has no password'],
    ['QUEUE_URL', 'redis+sentinel://a:26379,b:26379/main', 'QUEUE_URL has no password'],
    ['QUEUE_URL', 'redis+cluster://:redis@a:6379,b:6379', 'QUEUE_URL has only 5'],
    ['QUEUE_URL', 'redis://redis:6379?password=11111111', 'QUEUE_URL repeats itself'],
    ['QUEUE_URL', 'redis://:foobared@redis:6379', 'QUEUE_URL can be guessed'],
  ])('%s=%s', (name, value, why) => {
    const refusal = refusalOf({ [name]: value, ...(name === 'BCSS_BASIC_PASSWORD' && { BCSS_BASIC_USER: 'cpas' }) });
    expect(refusal).toContain(why);
    expect(refusal).toContain('gateway keys generate');
    expect(refusal.split('; ').filter((part) => part.startsWith(name))).toHaveLength(1);
  });

  it('says everything at once, and never the secret', () => {
    const refusal = refusalOf({
      LOG_KEK: 'ff'.repeat(32),
      SIGNING_P12_PASSPHRASE: 'changeit',
      QUEUE_URL: 'redis://redis',
    });
    for (const name of ['LOG_KEK', 'SIGNING_P12_PASSPHRASE', 'QUEUE_URL']) expect(refusal).toContain(name);
    expect(refusal).not.toMatch(/ffff|changeit/);
  });

  it('the passphrases of the centres too', async () => {
    const source = (passphrase: string) => ({ label: 'signing of fictiville', path: '', passphrase: () => passphrase });
    const config = loadConfig(SAFE);
    await expect(refuseWeakPassphrases(config, [source(good()), source('changeit')])).rejects.toThrow(
      'passphrase of signing of fictiville can be guessed',
    );
    await refuseWeakPassphrases(config, [source(good())]);
    await refuseWeakPassphrases(loadConfig({}), [source('changeit')]);
  });

  it('outside production it is a remark', () => {
    const config = loadConfig({
      LOG_KEK: 'ff'.repeat(32),
      QUEUE_URL: 'redis://127.0.0.1',
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
    });
    expect(() => refuseUnsafeProduction(config)).not.toThrow();
    expect(remarksOnSafety(config).map(({ en }) => en)).toEqual([
      expect.stringContaining('LOG_KEK'),
      expect.stringContaining('QUEUE_URL'),
      expect.stringContaining('NODE_TLS_REJECT_UNAUTHORIZED'),
    ]);
    expect(remarksOnSafety(loadConfig({}))).toEqual([]);
  });
});

describe('in production what weakens Node is refused', () => {
  it.each([
    [{ NODE_TLS_REJECT_UNAUTHORIZED: '0' }, 'NODE_TLS_REJECT_UNAUTHORIZED'],
    [{ NODE_OPTIONS: '--max-old-space-size=512 --insecure-http-parser' }, '--insecure-http-parser'],
    [{ NODE_OPTIONS: '--tls-min-v1.0' }, '--tls-min-v1.0'],
    [{ NODE_OPTIONS: '--security-revert=CVE-2023-46809' }, '--security-revert'],
    [{ NODE_OPTIONS: '--inspect=0.0.0.0:9229' }, '--inspect'],
  ])('%j', (environment, name) => {
    expect(refusalOf(environment)).toContain(name);
  });

  it.each([
    { NODE_TLS_REJECT_UNAUTHORIZED: '1' },
    { NODE_TLS_REJECT_UNAUTHORIZED: '' },
    { NODE_OPTIONS: '--max-old-space-size=512 --enable-source-maps --tls-min-v1.3' },
    { NODE_EXTRA_CA_CERTS: '/etc/ssl/centre.pem' },
  ])('and nothing else: %j', (environment) => {
    expect(refusalOf(environment)).toBe('');
  });
});

describe('in production a database is reached with TLS that checks the server, or is remarked upon', () => {
  const url = (query: string): string => `postgres://gateway:${good()}@db.centre.example/gateway${query}`;

  it.each(['?sslmode=no-verify', '?ssl=no-verify', '?sslmode=require&uselibpqcompat=true'])(
    '%s is refused',
    (query) => {
      expect(refusalOf({ DATABASE_URL: url(query) })).toContain(
        'DATABASE_URL asks for TLS without checking the server',
      );
    },
  );

  it.each(['', '?sslmode=disable'])('%j is remarked upon', (query) => {
    expect(refusalOf({ DATABASE_URL: url(query) })).toBe('');
    const remarks = remarksOnSafety(loadConfig({ ...SAFE, DATABASE_URL: url(query) }));
    expect(remarks.map(({ en }) => en).join()).toContain('DATABASE_URL: the connection is not encrypted');
  });

  it.each(['?sslmode=verify-full', '?sslmode=require', '?ssl=true'])('%s is fine', (query) => {
    expect(refusalOf({ DATABASE_URL: url(query) })).toBe('');
    expect(remarksOnSafety(loadConfig({ ...SAFE, DATABASE_URL: url(query) }))).toEqual([]);
  });
});
