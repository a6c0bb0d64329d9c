import { type IQueueBackend, type Job, Queue, type QueueOptions, Worker, type WorkerOptions } from 'bullmq';
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

/** Longer than any attempt may take; the fence in the database, not this lock, keeps two workers apart. */
const LOCK_MS = 90_000;

/**
 * A queue of BullMQ, on Redis or on PostgreSQL. A job is an opaque id and nothing else: job data lie in clear text wherever the queue
 * lives, and show on its board. What BullMQ thinks became of a job is never used; the ledger knows.
 */
export class BullWorkQueue implements WorkQueue {
  readonly name: string;
  readonly queue: Queue;
  private readonly backend: Backend;
  private readonly onError: (error: Error) => void;

  constructor(name: string, backend: Backend, onError: (error: Error) => void) {
    this.name = name;
    this.backend = backend;
    this.onError = onError;
    this.queue = backend.queue(name, {
      // Once is enough: a job that fails is due again in the ledger, and finished ones have nothing to tell.
      defaultJobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: { count: 100 } },
    });
    this.queue.on('error', onError);
  }

  async add(hints: readonly Hint[]): Promise<void> {
    if (hints.length === 0) return;
    await this.queue.addBulk(
      hints.map(({ id, occasion, urgent }) => ({
        name: this.name,
        data: {},
        opts: { jobId: `w-${id}-${occasion}`, priority: urgent ? URGENT : NORMAL },
      })),
    );
  }

  work(handle: (id: string) => Promise<void>, concurrency: number): QueueWorker {
    const worker = this.backend.worker(this.name, (job) => handle(idOf(job)), {
      concurrency,
      lockDuration: LOCK_MS,
      // A stalled job is the sweeper's business.
      maxStalledCount: 0,
      autorun: true,
    });
    worker.on('error', this.onError);
    return { close: () => worker.close() };
  }

  async depth(): Promise<{ waiting: number; active: number }> {
    const counts = await this.queue.getJobCounts('waiting', 'prioritized', 'active');
    return { waiting: (counts.waiting ?? 0) + (counts.prioritized ?? 0), active: counts.active ?? 0 };
  }

  async close(): Promise<void> {
    await this.queue.close();
  }
}

/** `w-<uuid>-<occasion>`; the id is the first 36 characters after the mark. */
function idOf(job: Job): string {
  return (job.id ?? '').slice(2, 38);
}
