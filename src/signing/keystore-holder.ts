import { stat } from 'node:fs/promises';
import { type Keystore, type KeystorePurpose, readKeystore } from './keystore.ts';
import type { KeystorePlace } from './keystore-defects.ts';

export interface KeystoreHolderOptions extends KeystorePlace {
  readonly purpose: KeystorePurpose;
  /** Asked at each reading: a renewed certificate usually comes with a new passphrase. */
  readonly passphrase: () => string | Promise<string>;
  readonly now: () => Date;
  /** How often the file is looked at. */
  readonly pollMs?: number;
  /** A new key and certificate are in use from now on. */
  readonly onReplaced?: (keystore: Keystore) => void;
  /** The new file was refused and the old key stays in use. Told once per reason, not at every look. */
  readonly onRefused?: (error: unknown) => void;
}

/** A keystore that follows its file. */
export interface KeystoreHolder {
  /** The last one that was accepted. Take it once per message: key and certificate then belong together. */
  current(): Keystore;
  /**
   * Reads the file now, whether it changed or not.
   *
   * @throws GatewayError as `readKeystore` does; the old one then stays in use.
   */
  reload(): Promise<'replaced' | 'unchanged'>;
  /** Stops looking at the file. */
  stop(): void;
}

const POLL_MS = 30_000;

/**
 * Reads a keystore and keeps it current while the program runs. A new file is read and checked completely before it takes the place
 * of the old one, in one assignment; until then, and whenever it is refused (half copied, wrong passphrase, expired), the old key
 * goes on. Looks at the file's time and size rather than asking the system to watch: that works on mounts and through links.
 *
 * @throws GatewayError as `readKeystore` does, when the first reading fails.
 */
export async function holdKeystore(options: KeystoreHolderOptions): Promise<KeystoreHolder> {
  let seen = await stampOf(options.path);
  let keystore = await read(options);
  let refusal: string | undefined;
  let running: Promise<'replaced' | 'unchanged'> | undefined;

  async function replace(): Promise<'replaced' | 'unchanged'> {
    const stamp = await stampOf(options.path);
    const next = await read(options);
    seen = stamp;
    refusal = undefined;
    if (next.pem.cert === keystore.pem.cert && next.pem.key === keystore.pem.key) return 'unchanged';
    keystore = next;
    options.onReplaced?.(next);
    return 'replaced';
  }

  function reload(): Promise<'replaced' | 'unchanged'> {
    running ??= replace().finally(() => (running = undefined));
    return running;
  }

  async function look(): Promise<void> {
    // After a refusal it is read again at each look: the passphrase may have been what was missing.
    if (refusal === undefined && (await stampOf(options.path)) === seen) return;
    try {
      await reload();
    } catch (error) {
      const reason = String(error);
      if (reason !== refusal) options.onRefused?.(error);
      refusal = reason;
    }
  }

  let looking = false;
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    void look().finally(() => (looking = false));
  }, options.pollMs ?? POLL_MS).unref();

  return { current: () => keystore, reload, stop: () => clearInterval(timer) };
}

async function read({ label, path, purpose, passphrase, now }: KeystoreHolderOptions): Promise<Keystore> {
  return readKeystore({ label, path, purpose, passphrase: await passphrase() }, now());
}

/** Changes whenever the file is replaced or rewritten; empty while there is none. */
async function stampOf(path: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(path);
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return '';
  }
}
