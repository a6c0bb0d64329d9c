import { holdKeystore, type KeystoreHolder } from '../signing/keystore-holder.ts';
import type { Keystore, KeystorePurpose } from '../signing/keystore.ts';
import type { Clock } from '../telemetry/clock.ts';
import type { Logger } from '../telemetry/logger.ts';

/** Where a keystore is and how it opens. `label` is what messages call it. */
export interface KeySource {
  readonly label: string;
  readonly path: string;
  readonly passphrase: () => string | Promise<string>;
}

/** Called with each key that takes the place of another. */
export type OnReplaced = (keystore: Keystore) => void;

/** Reads a keystore, follows its file, and tells the technical log what becomes of it. */
export type HoldKey = (
  purpose: KeystorePurpose,
  source: KeySource,
  listeners?: readonly OnReplaced[],
) => Promise<KeystoreHolder>;

/** Makes {@link HoldKey}. */
export function keyHolder(clock: Clock, log: Logger): HoldKey {
  return async (purpose, { label, path, passphrase }, listeners = []) => {
    const holder = await holdKeystore({
      label,
      path,
      passphrase,
      purpose,
      now: () => clock.now(),
      onReplaced: (keystore) => {
        for (const listener of listeners) listener(keystore);
        log.info({ event: 'key.replaced', keystore: label }, 'key.replaced');
      },
      onRefused: (error) => log.error({ event: 'key.refused', keystore: label, err: error }, 'key.refused'),
    });
    for (const warning of holder.current().warnings) log.warn({ event: 'key.warning', warning }, 'key.warning');
    return holder;
  };
}
