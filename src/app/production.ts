import { readFileSync } from 'node:fs';
import { X509Certificate } from 'node:crypto';
import type { Config } from '../config.ts';
import type { Localised } from '../domain/language.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import { isDevelopmentCertificate } from '../embedded/development-certificate.ts';
import { tlsOf } from '../store/database-tls.ts';
import type { KeySource } from './key-holder.ts';
import type { KeyRing } from './key-ring.ts';
import { weakPassword, weakSecrets } from './weak-secrets.ts';

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

/**
 * Refuses to start in production on the simulator, on generated keys, on a secret that can be guessed or with Node's protections off.
 *
 * @throws GatewayError `production-unsafe`, naming everything at once.
 */
export function refuseUnsafeProduction(config: Config): void {
  if (config.environment !== 'production') return;
  const missing = Object.entries(NEEDED)
    .filter(([, key]) => config[key] === undefined)
    .map(([name]) => plainly(`${name} is missing`));
  const faults = [...missing, ...misplaced(config).map(plainly), ...config.nodeSwitches.map(mustNotBeGiven)];
  refuse([...faults, ...weakSecrets(config).map(({ name, why }) => ofSetting(name, why))]);
}

function misplaced(config: Config): string[] {
  const faults = config.bootstrapApiKey === undefined ? [] : ['BOOTSTRAP_API_KEY must not be set'];
  for (const [name, url] of [
    ['BCSS_SSDN_URL', config.ssdnUrl],
    ['BCSS_SOAP_BASE_URL', config.soapBaseUrl],
  ] as const) {
    if (url?.startsWith('http://') === true) faults.push(`${name} must be https`);
  }
  for (const [name, url] of databaseUrls(config)) {
    if (tlsOf(url) === 'unchecked')
      faults.push(`${name} asks for TLS without checking the server: sslmode must be verify-full`);
  }
  return faults;
}

/** What an operator should know and may have reasons for: said at the start, in every environment. */
export function remarksOnSafety(config: Config): Localised[] {
  const isProduction = config.environment === 'production';
  const weak = weakSecrets(config).map(({ name, why }) => ofSetting(name, why));
  return [...(isProduction ? [] : [...weak, ...config.nodeSwitches.map(mustNotBeGiven)]), ...inTheClear(config)];
}

/** A database on another machine without TLS: whoever is on the way reads what the log encrypts at rest. */
function inTheClear(config: Config): Localised[] {
  return databaseUrls(config)
    .filter(([, url]) => tlsOf(url) === 'none' && !isThisMachine(url))
    .map(([name]) => ({
      fr: `${name} : la connexion n’est pas chiffrée (sslmode=verify-full)`,
      nl: `${name}: de verbinding is niet versleuteld (sslmode=verify-full)`,
      en: `${name}: the connection is not encrypted (sslmode=verify-full)`,
      de: `${name}: die Verbindung ist nicht verschlüsselt (sslmode=verify-full)`,
    }));
}

function databaseUrls(config: Config): (readonly [name: string, url: string])[] {
  const urls = [
    ['DATABASE_URL', config.databaseUrl],
    ['DATABASE_ADMIN_URL', config.databaseAdminUrl],
    ['QUEUE_URL', config.queueUrl],
  ] as const;
  return urls.flatMap(([name, url]) => (url?.startsWith('postgres') === true ? [[name, url] as const] : []));
}

function isThisMachine(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === '' || hostname === 'localhost' || hostname.startsWith('127.') || hostname === '[::1]';
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
      .map(([name]) => plainly(`${name} is a generated development certificate`)),
  );
}

function certificatesIn(file: string | undefined): X509Certificate[] {
  if (file === undefined) return [];
  const pem = readFileSync(file, 'utf8').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return pem.map((text) => new X509Certificate(text));
}

/**
 * Refuses passphrases of the centres' own keys that can be guessed.
 *
 * @throws GatewayError `production-unsafe`
 */
export async function refuseWeakPassphrases(config: Config, sources: readonly KeySource[]): Promise<void> {
  if (config.environment !== 'production') return;
  const weak = await Promise.all(
    sources.map(async ({ label, passphrase }) => weakPassword(`passphrase of ${label}`, await passphrase())),
  );
  refuse(weak.flat().map(({ name, why }) => ofSetting(name, why)));
}

function plainly(text: string): Localised {
  return { fr: text, nl: text, en: text, de: text };
}

function ofSetting(name: string, why: Localised): Localised {
  const { fr, nl, en, de } = why;
  return { fr: `${name} ${fr}`, nl: `${name} ${nl}`, en: `${name} ${en}`, de: `${name} ${de}` };
}

function mustNotBeGiven(name: string): Localised {
  return {
    fr: `${name} ne peut pas être donné : ce réglage ôte une protection à tout le processus`,
    nl: `${name} mag niet gegeven zijn: die instelling neemt het hele proces een bescherming af`,
    en: `${name} must not be given: it takes a protection away from the whole process`,
    de: `${name} darf nicht gesetzt sein: es nimmt dem ganzen Prozess einen Schutz`,
  };
}

function refuse(faults: readonly Localised[]): void {
  if (faults.length === 0) return;
  const all = (text: (fault: Localised) => string): string => faults.map(text).join('; ');
  throw new GatewayError('production-unsafe', {
    detail: {
      fr: all(({ fr }) => fr),
      nl: all(({ nl }) => nl),
      en: all(({ en }) => en),
      de: all(({ de }) => de),
    },
  });
}
