import { readFileSync } from 'node:fs';
import type { X509Certificate } from 'node:crypto';
import type { Config } from '../config.ts';
import type { DevelopmentKeys, DevelopmentKeystore } from '../embedded/development-keys.ts';
import { certificateFacts } from '../signing/certificate-facts.ts';
import { readCertificates } from '../signing/certificates-file.ts';
import type { Organisations } from '../organisations/organisations.ts';
import type { KeystoreHolder } from '../signing/keystore-holder.ts';
import { makeSealer, type Sealer } from '../signing/seal.ts';
import { sharedKeyWarnings } from '../signing/shared-keys.ts';
import type { SignatureTrust } from '../signing/trust.ts';
import type { Clock } from '../telemetry/clock.ts';
import type { Logger } from '../telemetry/logger.ts';
import { type AllCentreKeys, labelledKeys, openCentreKeys } from './centre-keys.ts';
import { keyHolder, type KeySource, type OnReplaced } from './key-holder.ts';

/** Every key and certificate of this process; each follows its file while the program runs. */
export interface KeyRing {
  readonly client: KeystoreHolder;
  readonly signing: KeystoreHolder;
  readonly networkServer: KeystoreHolder;
  /** Seals with the signing key of this moment: that of the centre, or the gateway's where the centre has none of its own. */
  readonly sealer: (organisation?: string) => Sealer;
  /** Every certificate that messages of ours are signed with. */
  readonly signers: () => readonly X509Certificate[];
  /** The client certificate that connections are made with on behalf of a centre. */
  readonly clientOf: (organisation?: string) => KeystoreHolder;
  /** The keys that are centres' own, each with its name in messages. */
  readonly ofCentres: readonly (readonly [label: string, holder: KeystoreHolder])[];
  /** PEM of the authorities behind BCSS's TLS certificates. */
  readonly bcssCa: string;
  /** PEM of the authorities whose clients may knock at the network's door. */
  readonly networkCa: string;
  /** Calls back when the network's door has a new key and certificate: a listening server does not look by itself. */
  onNetworkKey(listener: OnReplaced): void;
  readonly trust: SignatureTrust;
  /** Days left, by purpose. */
  daysLeft(): Readonly<Record<string, number>>;
  stop(): void;
}

export interface KeyRingParts {
  readonly config: Config;
  /** The centres, some of which have keys of their own. */
  readonly organisations: Organisations;
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
export async function openKeyRing({ config, organisations, development, clock, log }: KeyRingParts): Promise<KeyRing> {
  const networkKeyListeners: OnReplaced[] = [];
  const hold = keyHolder(clock, log);
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
  const centres = await openCentreKeys(organisations, hold);
  const ofCentres = labelledKeys(centres);
  const own = { BCSS_CLIENT_P12: client, SIGNING_P12: signing, NETWORK_P12: networkServer };
  for (const warning of sharedKeys({ ...own, ...Object.fromEntries(ofCentres) }))
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
    sealer: sealersOf(signing, centres),
    clientOf: (organisation = '') => centres.get(organisation)?.client ?? client,
    signers: () =>
      [signing, ...[...centres.values()].flatMap((own) => own.signing ?? [])].map(
        (holder) => holder.current().certificate,
      ),
    ofCentres,
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
      ...Object.fromEntries(ofCentres.map(([label, holder]) => [label, daysLeft(holder.current().certificate, clock)])),
    }),
    stop: () => {
      for (const holder of [...Object.values(own), ...ofCentres.map(([, each]) => each)]) holder.stop();
    },
  };
}

function sourceOf(
  label: string,
  path: string | undefined,
  passphrase: (() => string) | undefined,
  development: DevelopmentKeystore | undefined,
): KeySource {
  if (path !== undefined) return { label, path, passphrase: passphrase ?? (() => '') };
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

/** A sealer per signing key: the gateway's, and those of the centres that have their own. */
function sealersOf(shared: KeystoreHolder, centres: AllCentreKeys): KeyRing['sealer'] {
  const gateways = sealerOf(shared);
  const own = new Map<string, () => Sealer>();
  for (const [id, { signing }] of centres) if (signing !== undefined) own.set(id, sealerOf(signing));
  return (organisation = '') => (own.get(organisation) ?? gateways)();
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
