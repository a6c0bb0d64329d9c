import type { Queue, Worker } from 'bullmq';
import { type IQueueBackend, type Job, type QueueOptions, type WorkerOptions } from 'bullmq';
import type { Hint, QueueWorker, WorkQueue } from './work-queue.ts';

/** What the two backends differ in. */
export interface Backend {
  /** Makes a producer, which must fail fast. */
  queue(name: string, options: Omit<QueueOptions, 'connection'>): Queue<Record<string, never>>;
  /** Makes a consumer, which must wait as long as it takes. */
  worker(
    name: string,
    process: (job: Job) => Promise<void>,
    options: Omit<WorkerOptions, 'connection'>,
  ): Worker<Record<string, never>>;
  /** Throws when the queue cannot be used, with what the operator should know. */
  check(): Promise<void>;
  close(): Promise<void>;
}

export type BullQueue = Queue<
  Record<string, never>,
  unknown,
  string,
  Record<string, never>,
  unknown,
  string,
  IQueueBackend
>;

const URGENT = 1;
const NORMAL = 10;

/** How a queue behaves in time; a test may be in a hurry. */
export interface QueueTiming {
  /** How long a job belongs to a worker that no longer says anything. The fence in the database, not this lock, keeps two apart. */
  readonly lockMs: number;
  /** How often such jobs are looked for. */
  readonly stalledEveryMs: number;
  /** How long adding may take: a queue that was never there does not even refuse. */
  readonly addMs: number;
  /** How long closing may take once nothing is in hand: without its server a worker would wait for ever. */
  readonly closeMs: number;
}

const TIMING: QueueTiming = { lockMs: 30_000, stalledEveryMs: 10_000, addMs: 5_000, closeMs: 2_000 };

/** How soon a worker looks again, whether there is work and whether a queue that was away is back. */
const RETRY_MS = 1_000;

/** A killed worker's job is simply given to the next one, as often as it takes: whether anything is due, the ledger knows. */
const STALLED_MAX = 1_000_000;

/**
 * A queue of BullMQ, on Redis or on PostgreSQL. A job is an opaque id and nothing else: job data lie in clear text wherever the queue
 * lives, and show on its board. What BullMQ thinks became of a job is never used; the ledger knows.
 */
export class BullWorkQueue implements WorkQueue {
  readonly name: string;
  readonly queue: Queue;
  private readonly backend: Backend;
  private readonly onError: (error: Error) => void;
  private readonly timing: QueueTiming;

  constructor(name: string, backend: Backend, onError: (error: Error) => void, timing: QueueTiming = TIMING) {
    this.name = name;
    this.backend = backend;
    this.onError = onError;
    this.timing = timing;
    this.queue = backend.queue(name, {
      // Once is enough: a job that fails is due again in the ledger. None may stay behind, since while it does, a hint of the same
      // occasion is taken for it and dropped.
      defaultJobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: true },
    });
    this.queue.on('error', onError);
  }

  async add(hints: readonly Hint[]): Promise<void> {
    if (hints.length === 0) return;
    const adding = this.queue.addBulk(
      hints.map(({ id, occasion, urgent }) => ({
        name: this.name,
        data: {},
        opts: { jobId: `w-${id}-${occasion}`, priority: urgent ? URGENT : NORMAL },
      })),
    );
    if (!(await isOverWithin(adding, this.timing.addMs)))
      throw new Error(`the queue ${this.name} took nothing within ${this.timing.addMs} ms`);
  }

  work(handle: (id: string) => Promise<void>, concurrency: number): QueueWorker {
    const { lockMs, stalledEveryMs, closeMs } = this.timing;
    const inHand = new Set<Promise<void>>();
    const handleJob = async (job: Job): Promise<void> => {
      const handling = handle(idOf(job));
      inHand.add(handling);
      try {
        await handling;
      } finally {
        inHand.delete(handling);
      }
    };
    const worker = this.backend.worker(this.name, handleJob, {
      concurrency,
      lockDuration: lockMs,
      stalledInterval: stalledEveryMs,
      maxStalledCount: STALLED_MAX,
      runRetryDelay: RETRY_MS,
      drainDelay: RETRY_MS / 1000,
      autorun: true,
    });
    worker.on('error', this.onError);
    // Nothing is lost by it, and yet somebody should hear of a hint that nobody could follow.
    worker.on('failed', (_job, error) => this.onError(error));
    return {
      close: async () => {
        const closing = worker.close();
        closing.catch(this.onError);
        await Promise.allSettled(inHand);
        await isOverWithin(closing, closeMs);
      },
    };
  }

  async depth(): Promise<{ waiting: number; active: number }> {
    const counts = await this.queue.getJobCounts('waiting', 'prioritized', 'active');
    return { waiting: (counts.waiting ?? 0) + (counts.prioritized ?? 0), active: counts.active ?? 0 };
  }

  async close(): Promise<void> {
    await this.queue.close();
  }
}

/** Waits for something, no longer than it may take. @returns false when it has not come to an end. */
async function isOverWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(resolve, ms, false)));
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}

/** `w-<uuid>-<occasion>`; the id is the first 36 characters after the mark. */
function idOf(job: Job): string {
  return (job.id ?? '').slice(2, 38);
}
