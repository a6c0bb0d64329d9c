import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ExchangeId, ExchangeState } from '../../src/domain/exchange.ts';
import type { StateRow } from '../../src/exchanges/find.ts';
import { Watcher } from '../../src/status/watcher.ts';

const ID = 'one' as ExchangeId;
const OTHER = 'other' as ExchangeId;

/** The table of states, and the questions that were asked about it. */
class Table {
  readonly rows = new Map<ExchangeId, StateRow>();
  readonly questions: (readonly ExchangeId[])[] = [];
  /** Held back answers: the database is slow. */
  slow: Promise<void> = Promise.resolve();
  fails = false;

  move(id: ExchangeId, state: ExchangeState, attempt = 0, held = false): void {
    this.rows.set(id, { id, state, attempt, held });
  }

  readonly read = async (ids: readonly ExchangeId[]): Promise<StateRow[]> => {
    this.questions.push(ids);
    const seen = ids.flatMap((id) => this.rows.get(id) ?? []);
    await this.slow;
    if (this.fails) throw new Error('away');
    return seen;
  };
}

let table: Table;
let watcher: Watcher;
let end: AbortController;
beforeEach(() => {
  vi.useFakeTimers();
  table = new Table();
  watcher = new Watcher(table.read);
  end = new AbortController();
});
afterEach(() => {
  end.abort();
  vi.useRealTimers();
});

const tick = (): Promise<unknown> => vi.advanceTimersByTimeAsync(100);

/** Collects the states of an exchange in the background. */
function collect(id: ExchangeId, signal: AbortSignal = end.signal): { states: ExchangeState[]; ended: () => boolean } {
  const states: ExchangeState[] = [];
  let ended = false;
  void (async () => {
    // A signal of its own, as each reader has.
    for await (const state of watcher.changes(id, AbortSignal.any([signal]))) states.push(state);
    ended = true;
  })();
  return { states, ended: () => ended };
}

describe('the states of an exchange', () => {
  it('are told from the present one to the final one, and then no more', async () => {
    table.move(ID, 'queued');
    const told = collect(ID);
    await tick();
    table.move(ID, 'sending', 1);
    await tick();
    await tick();
    table.move(ID, 'done', 1);
    await tick();
    expect(told.states).toEqual(['queued', 'sending', 'done']);
    expect(told.ended()).toBe(true);
  });

  it('are told again when a new attempt leads to the same one', async () => {
    table.move(ID, 'waiting', 1);
    const told = collect(ID);
    await tick();
    table.move(ID, 'waiting', 2);
    await tick();
    expect(told.states).toEqual(['waiting', 'waiting']);
  });

  it('are known at once to whoever comes second, and the final one ends it for them too', async () => {
    table.move(ID, 'queued');
    // The first one stays, though it takes nothing more.
    const first = watcher.changes(ID, end.signal);
    const said = first.next();
    await tick();
    await said;
    table.move(ID, 'done');
    await tick();
    const second = collect(ID);
    await tick();
    expect(second.states).toEqual(['done']);
    expect(second.ended()).toBe(true);
    await first.return(undefined);
  });

  it('reach whoever is still busy with the one before: nothing between the present state and listening is lost', async () => {
    table.move(ID, 'queued');
    const first = collect(ID);
    await tick();
    const second = watcher.changes(ID, end.signal);
    expect(await second.next()).toEqual({ value: 'queued', done: false });
    // It has the present state in hand and has not asked for more when the exchange moves, twice.
    table.move(ID, 'sending', 1);
    await tick();
    table.move(ID, 'done', 1);
    await tick();
    expect(first.states).toEqual(['queued', 'sending', 'done']);
    expect([await second.next(), await second.next(), await second.next()].map(({ value }) => value)).toEqual([
      'sending',
      'done',
      undefined,
    ]);
  });

  it('are those of the exchange that was asked about', async () => {
    table.move(ID, 'queued');
    table.move(OTHER, 'done');
    const [told, other] = [collect(ID), collect(OTHER)];
    await tick();
    expect([told.states, other.states]).toEqual([['queued'], ['done']]);
  });

  it('wait for a database that is away, and go on when it is back', async () => {
    table.move(ID, 'done');
    table.fails = true;
    const told = collect(ID);
    await tick();
    await tick();
    expect(told.states).toEqual([]);
    table.fails = false;
    await tick();
    expect(told.states).toEqual(['done']);
  });

  it('are not there for an exchange that does not exist, until the time is up', async () => {
    const told = collect(ID);
    await tick();
    expect(told.states).toEqual([]);
    end.abort();
    await vi.advanceTimersByTimeAsync(0);
    expect(told.ended()).toBe(true);
  });

  it('are not told when the reader was gone before', async () => {
    table.move(ID, 'queued');
    const told = collect(ID, AbortSignal.abort());
    await tick();
    expect(told.ended()).toBe(true);
    expect(table.questions).toEqual([]);
  });
});

describe('questions to the database', () => {
  it('are one for all that are watched, ten times a second, and none while nobody watches', async () => {
    table.move(ID, 'queued');
    table.move(OTHER, 'queued');
    void collect(ID);
    void collect(OTHER);
    void collect(OTHER);
    await vi.advanceTimersByTimeAsync(1000);
    expect(table.questions).toEqual(Array.from({ length: 10 }, () => [ID, OTHER]));
    end.abort();
    await vi.advanceTimersByTimeAsync(1000);
    expect(table.questions).toHaveLength(10);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('are never two at a time, however slow the answer is', async () => {
    let answer: () => void = () => undefined;
    table.slow = new Promise((resolve) => (answer = resolve));
    table.move(ID, 'done');
    const told = collect(ID);
    await vi.advanceTimersByTimeAsync(1000);
    watcher.nudge();
    expect(table.questions).toHaveLength(1);
    answer();
    await vi.advanceTimersByTimeAsync(0);
    expect(told.states).toEqual(['done']);
  });

  it('are asked at once on a nudge, and only if somebody waits', async () => {
    watcher.nudge();
    expect(table.questions).toEqual([]);
    table.move(ID, 'done');
    const told = collect(ID);
    await vi.advanceTimersByTimeAsync(0);
    watcher.nudge();
    await vi.advanceTimersByTimeAsync(0);
    expect(told.states).toEqual(['done']);
  });

  it('end for those who leave, and go on for those who stay', async () => {
    table.move(ID, 'queued');
    const leaving = watcher.changes(ID, end.signal);
    const said = leaving.next();
    const staying = collect(ID);
    await tick();
    await said;
    await leaving.return(undefined);
    table.move(ID, 'done');
    await tick();
    expect(staying.states).toEqual(['queued', 'done']);
  });

  it('reach those who stay at once, though another leaves while the database answers', async () => {
    let answer: () => void = () => undefined;
    table.slow = new Promise((resolve) => (answer = resolve));
    table.move(ID, 'sending');
    table.move(OTHER, 'done');
    const leaving = new AbortController();
    const left = collect(ID, leaving.signal);
    const staying = collect(OTHER);
    await tick();
    leaving.abort();
    await vi.advanceTimersByTimeAsync(0);
    expect(left.ended()).toBe(true);
    answer();
    await vi.advanceTimersByTimeAsync(0);
    expect(staying.states).toEqual(['done']);
  });

  it('are for 2 000 exchanges at most; one more is told to look for itself', async () => {
    for (let i = 0; i < 2000; i += 1) void collect(`watched ${i}` as ExchangeId);
    table.move(ID, 'queued');
    const told = collect(ID);
    await tick();
    expect(told.states).toEqual([]);
    expect(told.ended()).toBe(true);
    expect(table.questions[0]).toHaveLength(2000);
  });
});

describe('waiting for the end', () => {
  it('is over with true as soon as it is final', async () => {
    table.move(ID, 'sending');
    const waiting = watcher.whenFinal(ID, 10_000, end.signal);
    await tick();
    table.move(ID, 'dead-letter');
    await tick();
    await expect(waiting).resolves.toBe(true);
  });

  it('is over with false as soon as the service lets nothing in: nobody knows for how long', async () => {
    table.move(ID, 'sending');
    const waiting = watcher.whenFinal(ID, 10_000, end.signal);
    await tick();
    table.move(ID, 'waiting', 0, true);
    await tick();
    await expect(waiting).resolves.toBe(false);
  });

  it('is over with false when the caller leaves', async () => {
    table.move(ID, 'sending');
    const waiting = watcher.whenFinal(ID, 10_000, end.signal);
    await tick();
    end.abort();
    await expect(waiting).resolves.toBe(false);
  });

  it('is over with false when the time is up', async () => {
    vi.useRealTimers();
    table.move(ID, 'sending');
    await expect(watcher.whenFinal(ID, 30, end.signal)).resolves.toBe(false);
  });
});
