import { readFileSync } from 'node:fs';
import type { X509Certificate } from 'node:crypto';
import type { Config } from '../config.ts';
import type { DevelopmentKeys, DevelopmentKeystore } from '../embedded/development-keys.ts';
import { certificateFacts } from '../signing/certificate-facts.ts';
import { readCertificates } from '../signing/certificates-file.ts';
import { holdKeystore, type KeystoreHolder } from '../signing/keystore-holder.ts';
import type { Keystore, KeystorePurpose } from '../signing/keystore.ts';
import { makeSealer, type Sealer } from '../signing/seal.ts';
import { sharedKeyWarnings } from '../signing/shared-keys.ts';
import type { SignatureTrust } from '../signing/trust.ts';
import type { Clock } from '../telemetry/clock.ts';
import type { Logger } from '../telemetry/logger.ts';

/** Every key and certificate of this process; each follows its file while the program runs. */
export interface KeyRing {
  readonly client: KeystoreHolder;
  readonly signing: KeystoreHolder;
  readonly networkServer: KeystoreHolder;
  /** Seals with the signing key of this moment. */
  readonly sealer: () => Sealer;
  /** PEM of the authorities behind BCSS's TLS certificates. */
  readonly bcssCa: string;
  /** PEM of the authorities whose clients may knock at the network's door. */
  readonly networkCa: string;
  /** Calls back when the network's door has a new key and certificate: a listening server does not look by itself. */
  onNetworkKey(listener: (keystore: Keystore) => void): void;
  readonly trust: SignatureTrust;
  /** Days left, by purpose. */
  daysLeft(): Readonly<Record<string, number>>;
  stop(): void;
}

/** Where a keystore is and how it opens. */
interface Source {
  readonly label: string;
  readonly path: string;
  readonly passphrase: () => string;
}

export interface KeyRingParts {
  readonly config: Config;
  /** What stands in for what is not configured; undefined in production. */
  readonly development: DevelopmentKeys | undefined;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Reads all keys and certificates.
 *
 * @throws GatewayError of the first that cannot be used, naming its variable and path.
 */
export async function openKeyRing({ config, development, clock, log }: KeyRingParts): Promise<KeyRing> {
  const networkKeyListeners: ((keystore: Keystore) => void)[] = [];
  const hold = async (
    purpose: KeystorePurpose,
    source: Source,
    listeners: readonly ((keystore: Keystore) => void)[] = [],
  ): Promise<KeystoreHolder> => {
    const holder = await holdKeystore({
      label: source.label,
      path: source.path,
      passphrase: source.passphrase,
      purpose,
      now: () => clock.now(),
      onReplaced: (keystore) => {
        for (const listener of listeners) listener(keystore);
        log.info({ event: 'key.replaced', key: source.label }, 'key.replaced');
      },
      onRefused: (error) => log.error({ event: 'key.refused', key: source.label, err: error }, 'key.refused'),
    });
    for (const warning of holder.current().warnings) log.warn({ event: 'key.warning', warning }, 'key.warning');
    return holder;
  };
  const client = await hold(
    'tls-client',
    sourceOf('BCSS_CLIENT_P12', config.clientP12, config.clientP12Passphrase, development?.client),
  );
  const signing = await hold(
    'signing',
    sourceOf('SIGNING_P12', config.signingP12, config.signingP12Passphrase, development?.signing),
  );
  const networkServer = await hold(
    'tls-server',
    sourceOf('NETWORK_P12', config.networkP12, config.networkP12Passphrase, development?.server),
    networkKeyListeners,
  );
  for (const warning of sharedKeys({ BCSS_CLIENT_P12: client, SIGNING_P12: signing, NETWORK_P12: networkServer }))
    log.warn({ event: 'key.shared', warning }, 'key.shared');
  const now = clock.now();
  const caFile = config.bcssCa ?? needed(development).caFile;
  const authorities = await readCertificates({ label: 'BCSS_CA', path: caFile, role: 'authorities' }, now);
  const pinFile =
    config.signingCert ?? (config.bcssCa === undefined ? needed(development).bcssSigningCertFile : undefined);
  const pinned =
    pinFile === undefined
      ? []
      : (await readCertificates({ label: 'BCSS_SIGNING_CERT', path: pinFile, role: 'pinned' }, now)).certificates;
  const networkCa = config.networkCa ?? caFile;
  await readCertificates({ label: 'NETWORK_CA', path: networkCa, role: 'authorities' }, now);

  return {
    client,
    signing,
    networkServer,
    sealer: sealerOf(signing),
    bcssCa: readFileSync(caFile, 'utf8'),
    networkCa: readFileSync(networkCa, 'utf8'),
    onNetworkKey: (listener) => {
      networkKeyListeners.push(listener);
    },
    trust: { pinned, authorities: authorities.certificates },
    daysLeft: () => ({
      client: daysLeft(client.current().certificate, clock),
      signing: daysLeft(signing.current().certificate, clock),
      network: daysLeft(networkServer.current().certificate, clock),
    }),
    stop: () => {
      for (const holder of [client, signing, networkServer]) holder.stop();
    },
  };
}

function sourceOf(
  label: string,
  path: string | undefined,
  passphrase: string | undefined,
  development: DevelopmentKeystore | undefined,
): Source {
  if (path !== undefined) return { label, path, passphrase: () => passphrase ?? '' };
  const { p12, passphraseFile } = needed(development);
  return { label, path: p12, passphrase: () => readFileSync(passphraseFile, 'utf8').trim() };
}

function needed<Value>(development: Value | undefined): Value {
  if (development === undefined) throw new Error('a key is missing that production must have been refused for');
  return development;
}

function sharedKeys(holders: Readonly<Record<string, KeystoreHolder>>): string[] {
  return sharedKeyWarnings(
    Object.entries(holders).map(([label, holder]) => ({ label, privateKey: holder.current().privateKey })),
  );
}

/** Makes a sealer for the current key, and a new one when the key was replaced. */
function sealerOf(holder: KeystoreHolder): () => Sealer {
  let keystore = holder.current();
  let sealer = makeSealer(keystore);
  return () => {
    const current = holder.current();
    if (current !== keystore) {
      keystore = current;
      sealer = makeSealer(current);
    }
    return sealer;
  };
}

function daysLeft(certificate: X509Certificate, clock: Clock): number {
  return certificateFacts(certificate, clock.now()).daysLeft;
}
