import { EventEmitter, on } from 'node:events';
import { type ExchangeId, type ExchangeState, isFinal } from '../domain/exchange.ts';
import type { StateRow } from '../exchanges/find.ts';

/** Reads the states of some exchanges. */
export type ReadStates = (ids: readonly ExchangeId[]) => Promise<readonly StateRow[]>;

const POLL_MS = 100;
/** Beyond this many who wait, answers come by polling the status resource. */
const WATCHED_MAX = 2_000;

/**
 * Tells those who wait that an exchange moved. It asks the database for all of them at once, ten times a second, and only while
 * somebody waits: that works whichever process did the work, and a lost notification cannot exist.
 */
export class Watcher {
  private readonly readStates: ReadStates;
  private readonly watched = new Map<ExchangeId, Watched>();
  private timer: NodeJS.Timeout | undefined;
  private reading = false;

  constructor(readStates: ReadStates) {
    this.readStates = readStates;
  }

  /**
   * Resolves with true when the exchange is final; with false after `ms`, when `signal` is aborted, or when its service lets nothing in:
   * a person is not kept waiting for what nobody knows the end of.
   */
  async whenFinal(id: ExchangeId, ms: number, signal: AbortSignal): Promise<boolean> {
    const until = AbortSignal.any([signal, AbortSignal.timeout(ms)]);
    for await (const { state, held } of this.rows(id, until)) {
      if (isFinal(state)) return true;
      if (held) return false;
    }
    return false;
  }

  /** The states an exchange goes through from now on, the present one first; ends with the final one, or with `signal`. */
  async *changes(id: ExchangeId, signal: AbortSignal): AsyncGenerator<ExchangeState> {
    for await (const { state } of this.rows(id, signal)) yield state;
  }

  private async *rows(id: ExchangeId, signal: AbortSignal): AsyncGenerator<StateRow> {
    const stopped = (): boolean => signal.aborted;
    if (this.watched.size >= WATCHED_MAX || stopped()) return;
    const watched = this.watch(id);
    // Listening begins before the present state is told, so that nothing between the two is missed.
    const moves = on(watched.emitter, 'state', { signal });
    try {
      if (watched.last !== undefined) {
        const { last } = watched;
        yield last;
        if (isFinal(last.state)) return;
      }
      for await (const [move] of moves) {
        const row = move as StateRow;
        yield row;
        if (isFinal(row.state)) return;
      }
    } catch (error) {
      if (!stopped()) throw error;
    } finally {
      await moves.return?.();
      this.unwatch(id, watched);
    }
  }

  /** Looks at once instead of at the next tick: something in this process just moved. */
  nudge(): void {
    if (this.watched.size > 0) void this.look();
  }

  private watch(id: ExchangeId): Watched {
    let watched = this.watched.get(id);
    if (watched === undefined) {
      watched = { emitter: new EventEmitter().setMaxListeners(0), watchers: 0, last: undefined };
      this.watched.set(id, watched);
    }
    watched.watchers += 1;
    this.timer ??= setInterval(() => void this.look(), POLL_MS).unref();
    return watched;
  }

  private unwatch(id: ExchangeId, watched: Watched): void {
    watched.watchers -= 1;
    if (watched.watchers === 0) this.watched.delete(id);
    if (this.watched.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private async look(): Promise<void> {
    if (this.reading) return;
    this.reading = true;
    try {
      for (const row of await this.readStates([...this.watched.keys()])) this.tell(row);
    } catch {
      // The database is away: those who wait go on waiting, and are answered when it is back or their time is up.
    } finally {
      this.reading = false;
    }
  }

  private tell(row: StateRow): void {
    const watched = this.watched.get(row.id);
    if (watched === undefined) return;
    const { last } = watched;
    if (last?.state === row.state && last.attempt === row.attempt) return;
    watched.last = row;
    watched.emitter.emit('state', row);
  }
}

interface Watched {
  readonly emitter: EventEmitter;
  watchers: number;
  last: StateRow | undefined;
}
