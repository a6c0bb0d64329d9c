import { stat } from 'node:fs/promises';
import type { CompiledPolicy } from './compile.ts';

export interface PolicyHolderOptions {
  readonly path: string;
  /** @throws PolicyRefused */
  readonly load: () => CompiledPolicy;
  /** How often the file is looked at. */
  readonly pollMs?: number;
  /**
   * Called before a version comes into force, the first one too: what it decides is only worth something when the log has it. While
   * this fails the version before stays, and the next look tries again.
   */
  readonly beforeUse: (policy: CompiledPolicy) => Promise<void>;
  /** A new version is in force from now on. */
  readonly onReplaced: (policy: CompiledPolicy) => void;
  /** The file was refused and the version before stays in force. Told once per reason, not at every look. */
  readonly onRefused: (error: unknown) => void;
}

/** A table that follows its file. */
export interface PolicyHolder {
  /** The version in force. Take it once per decision. */
  current(): CompiledPolicy;
  /** True while the file says something that was refused. */
  isStale(): boolean;
  /** Reads the file now: on a signal, say. Refusals are told to `onRefused`. */
  reload(): Promise<void>;
  stop(): void;
}

const POLL_MS = 2_000;

/**
 * Reads the table and keeps it current while the program runs. A new file is read and checked completely, and recorded, before it comes
 * into force, in one assignment; whenever it is refused (half written, gone, wrong) the version before goes on. It looks at the file
 * rather than asking the system to watch: that follows renames, links that are moved, and mounted folders alike.
 *
 * @throws PolicyRefused when the first reading fails: without a table nothing could be decided.
 */
export async function holdPolicy(options: PolicyHolderOptions): Promise<PolicyHolder> {
  const { path, load, beforeUse, onReplaced, onRefused, pollMs = POLL_MS } = options;
  let seen = await stampOf(path);
  let policy = load();
  await beforeUse(policy);
  let refusal: string | undefined;
  let running: Promise<void> | undefined;

  async function replace(): Promise<void> {
    // Taken before reading: what is written meanwhile is looked at once more.
    const stamp = await stampOf(path);
    try {
      const next = load();
      if (next.version !== policy.version) {
        await beforeUse(next);
        policy = next;
        onReplaced(next);
      }
      seen = stamp;
      refusal = undefined;
    } catch (error) {
      const reason = String(error);
      if (reason !== refusal) onRefused(error);
      refusal = reason;
    }
  }

  function reload(): Promise<void> {
    running ??= replace().finally(() => (running = undefined));
    return running;
  }

  async function look(): Promise<void> {
    // After a refusal it is read again at each look: what was missing may have been the database, or the right to read.
    if (refusal !== undefined || (await stampOf(path)) !== seen) await reload();
  }

  const timer = setInterval(() => void look(), pollMs).unref();
  return {
    current: () => policy,
    isStale: () => refusal !== undefined,
    reload,
    stop: () => clearInterval(timer),
  };
}

/** Changes whenever the file, or what a link leads to, is replaced or rewritten; empty while there is none. */
async function stampOf(path: string): Promise<string> {
  try {
    const { mtimeMs, ctimeMs, size, ino, dev } = await stat(path);
    return [mtimeMs, ctimeMs, size, ino, dev].join(' ');
  } catch {
    return '';
  }
}
