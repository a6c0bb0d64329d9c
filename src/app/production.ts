import { readFileSync } from 'node:fs';
import { X509Certificate } from 'node:crypto';
import type { Config } from '../config.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import { isDevelopmentCertificate } from '../embedded/development-certificate.ts';
import type { KeyRing } from './key-ring.ts';

/** What production must have been given; nothing of this has a default there. */
const NEEDED = {
  DATABASE_URL: 'databaseUrl',
  BCSS_SSDN_URL: 'ssdnUrl',
  BCSS_SOAP_BASE_URL: 'soapBaseUrl',
  BCSS_CA: 'bcssCa',
  BCSS_CLIENT_P12: 'clientP12',
  SIGNING_P12: 'signingP12',
  NETWORK_P12: 'networkP12',
  ORGANISATIONS_FILE: 'organisationsFile',
  LOG_KEK: 'logKek',
} as const satisfies Record<string, keyof Config>;

/** Passwords and keys that examples use. */
const SAMPLE_SECRETS =
  /^(?:change-?me.*|secret|password|passphrase|gateway|postgres|admin|test|example|(?:00)+|A+=*)$/i;

/**
 * Refuses to start in production on the simulator, on generated keys or on a default secret.
 *
 * @throws GatewayError `production-unsafe`, naming everything at once.
 */
export function refuseUnsafeProduction(config: Config): void {
  if (config.environment !== 'production') return;
  const faults = Object.entries(NEEDED)
    .filter(([, key]) => config[key] === undefined)
    .map(([name]) => `${name} is missing`);
  if (config.bootstrapApiKey !== undefined) faults.push('BOOTSTRAP_API_KEY must not be set');
  for (const [name, url] of [
    ['BCSS_SSDN_URL', config.ssdnUrl],
    ['BCSS_SOAP_BASE_URL', config.soapBaseUrl],
  ] as const) {
    if (url?.startsWith('http://') === true) faults.push(`${name} must be https`);
  }
  for (const [name, secret] of secretsOf(config)) {
    if (secret !== undefined && SAMPLE_SECRETS.test(secret)) faults.push(`${name} is a sample value`);
  }
  refuse(faults);
}

/** Refuses development certificates that were configured as if they were real ones. */
export function refuseDevelopmentKeys(config: Config, keys: KeyRing): void {
  if (config.environment !== 'production') return;
  const given: readonly [string, X509Certificate][] = [
    ['BCSS_CLIENT_P12', keys.client.current().certificate],
    ['SIGNING_P12', keys.signing.current().certificate],
    ['NETWORK_P12', keys.networkServer.current().certificate],
    ...keys.ofCentres.map(([label, holder]): [string, X509Certificate] => [label, holder.current().certificate]),
    ...certificatesIn(config.bcssCa).map((certificate): [string, X509Certificate] => ['BCSS_CA', certificate]),
  ];
  refuse(
    given
      .filter(([, certificate]) => isDevelopmentCertificate(certificate))
      .map(([name]) => `${name} is a generated development certificate`),
  );
}

function secretsOf(config: Config): readonly (readonly [string, string | undefined])[] {
  return [
    ['the password in DATABASE_URL', passwordOf(config.databaseUrl)],
    ['the password in QUEUE_URL', passwordOf(config.queueUrl)],
    ['BCSS_CLIENT_P12_PASSPHRASE', config.clientP12Passphrase?.()],
    ['SIGNING_P12_PASSPHRASE', config.signingP12Passphrase?.()],
    ['NETWORK_P12_PASSPHRASE', config.networkP12Passphrase?.()],
    ['BCSS_BASIC_PASSWORD', config.basicPassword],
    ['LOG_KEK', config.logKek?.toString('hex')],
  ];
}

function passwordOf(url: string | undefined): string | undefined {
  const password = /^[a-z+]+:\/\/[^/@]*?:([^/@]+)@/.exec(url ?? '')?.[1];
  return password === undefined ? undefined : decodeURIComponent(password);
}

function certificatesIn(file: string | undefined): X509Certificate[] {
  if (file === undefined) return [];
  const pem = readFileSync(file, 'utf8').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return pem.map((text) => new X509Certificate(text));
}

function refuse(faults: readonly string[]): void {
  if (faults.length > 0) throw new GatewayError('production-unsafe', { detail: faults.join('; ') });
}
