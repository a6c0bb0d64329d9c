import type { KeystoreFiles, Organisations } from '../organisations/organisations.ts';
import { errorAt, KeystoreDefect } from '../signing/keystore-defects.ts';
import { readSecretFile } from '../signing/keystore-file.ts';
import type { KeystoreHolder } from '../signing/keystore-holder.ts';
import type { KeystorePurpose } from '../signing/keystore.ts';
import type { HoldKey, KeySource } from './key-holder.ts';

/** The keys of one centre; a purpose without one of its own is the gateway's to serve. */
export interface CentreKeys {
  readonly signing?: KeystoreHolder;
  readonly client?: KeystoreHolder;
}

/** The keys that centres have of their own, by centre. */
export type AllCentreKeys = ReadonlyMap<string, CentreKeys>;

/** Reads the keys that ORGANISATIONS_FILE names. @throws GatewayError of the first that cannot be used, naming centre and purpose. */
export async function openCentreKeys(organisations: Organisations, hold: HoldKey): Promise<AllCentreKeys> {
  const all = new Map<string, CentreKeys>();
  for (const { id } of organisations.all()) {
    const { signing, client } = organisations.settingsOf(id).keys;
    if (signing === undefined && client === undefined) continue;
    all.set(id, {
      ...(signing !== undefined && { signing: await hold('signing', sourceOf(id, 'signing', signing)) }),
      ...(client !== undefined && { client: await hold('tls-client', sourceOf(id, 'tls-client', client)) }),
    });
  }
  return all;
}

/** Where the keys of all centres come from. */
export function centreKeySources(organisations: Organisations): KeySource[] {
  return organisations.all().flatMap(({ id }) => {
    const { signing, client } = organisations.settingsOf(id).keys;
    return [
      ...(signing === undefined ? [] : [sourceOf(id, 'signing', signing)]),
      ...(client === undefined ? [] : [sourceOf(id, 'tls-client', client)]),
    ];
  });
}

/** Every key of every centre, under the name that messages give it. */
export function labelledKeys(all: AllCentreKeys): (readonly [string, KeystoreHolder])[] {
  return [...all].flatMap(([id, { signing, client }]) => [
    ...(signing === undefined ? [] : [[labelOf(id, 'signing'), signing] as const]),
    ...(client === undefined ? [] : [[labelOf(id, 'tls-client'), client] as const]),
  ]);
}

const WORDS: Readonly<Record<KeystorePurpose, string>> = {
  signing: 'signing',
  'tls-client': 'client',
  'tls-server': 'server',
};

function labelOf(id: string, purpose: KeystorePurpose): string {
  return `${WORDS[purpose]} of ${id}`;
}

function sourceOf(id: string, purpose: KeystorePurpose, { file, passphraseFile }: KeystoreFiles): KeySource {
  const label = labelOf(id, purpose);
  return { label, path: file, passphrase: () => passphraseIn(`passphrase of ${label}`, passphraseFile) };
}

/** The text of a passphrase file, without the line end that editors add. */
async function passphraseIn(label: string, path: string): Promise<string> {
  try {
    return (await readSecretFile(path)).bytes.toString('utf8').replace(/\r?\n$/, '');
  } catch (error) {
    throw error instanceof KeystoreDefect ? errorAt({ label, path }, error) : error;
  }
}
