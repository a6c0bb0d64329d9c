/**
 * The mail room's promise: a hint that something is due reaches some worker soon, usually once. It MUST carry nothing but an id, and
 * losing all of it MUST lose nothing: the database knows what is due.
 */
export interface WorkQueue {
  readonly name: string;
  /** Adds hints. Fails fast when the queue is away; the relay tries again. */
  add(hints: readonly Hint[]): Promise<void>;
  /** Calls `handle` for each hint, `concurrency` at a time, until closed. */
  work(handle: (id: string) => Promise<void>, concurrency: number): QueueWorker;
  /** Jobs waiting and in hand, for the metrics; throws when the queue is away. */
  depth(): Promise<{ readonly waiting: number; readonly active: number }>;
  close(): Promise<void>;
}

export interface Hint {
  /** Of the exchange or delivery. */
  readonly id: string;
  /** One occasion: the same hint twice is one job while it waits. */
  readonly occasion: string;
  /** A person waits: before what runs in the background. */
  readonly urgent: boolean;
}

export interface QueueWorker {
  /** Stops taking hints, and resolves when those in hand are done. */
  close(): Promise<void>;
}
