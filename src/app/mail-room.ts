import { boardOf, type MountBoard } from '../queue/board.ts';
import { type Backend, BullWorkQueue } from '../queue/bullmq-queue.ts';
import { openPostgresBackend, type QueuePool } from '../queue/postgres-backend.ts';
import { openRedisBackend } from '../queue/redis-backend.ts';
import { openQueuePool } from '../store/queue-pool.ts';
import type { Foundation } from './foundation.ts';

/** The queues of this process and the backend they are on. */
export interface MailRoom {
  readonly backend: 'redis' | 'postgres';
  readonly exchanges: BullWorkQueue;
  readonly webhooks: BullWorkQueue;
  /** Throws when the queue cannot be used. */
  check(): Promise<void>;
  /** Mounts the board of both queues. */
  readonly mountBoard: MountBoard;
}

/** Opens the queues on Redis where QUEUE_URL says so, else on the database. */
export function openMailRoom({ config, databaseUrl, log, shutdown }: Foundation): MailRoom {
  // A queue that is away says so at every attempt; once in a while is enough.
  const onError = onceIn(ERROR_QUIET_MS, (error: Error) => {
    log.warn({ event: 'queue.error', err: error }, 'queue.error');
  });
  const onRedis = config.queueUrl !== undefined && !/^postgres/.test(config.queueUrl);
  const backend: Backend = onRedis
    ? openRedisBackend(config.queueUrl, onError)
    : openPostgresBackend(queuePool(config.queueUrl ?? databaseUrl, onError));
  shutdown.add('queue', () => backend.close());
  const exchanges = new BullWorkQueue('exchanges', backend, onError);
  const webhooks = new BullWorkQueue('webhooks', backend, onError);
  shutdown.add('queue exchanges', () => exchanges.close());
  shutdown.add('queue webhooks', () => webhooks.close());
  return {
    backend: onRedis ? 'redis' : 'postgres',
    exchanges,
    webhooks,
    check: () => backend.check(),
    mountBoard: boardOf([exchanges.queue, webhooks.queue]),
  };
}

const ERROR_QUIET_MS = 30_000;

/** BullMQ describes the pool it wants by its own types, which node-postgres' fit in everything but overloads. */
function queuePool(url: string, onError: (error: Error) => void): QueuePool {
  return openQueuePool(url, onError) as unknown as QueuePool;
}

/** Passes on the first call, then none until `ms` have gone by without any. */
function onceIn<Said>(ms: number, say: (said: Said) => void): (said: Said) => void {
  let quiet: NodeJS.Timeout | undefined;
  return (said) => {
    if (quiet === undefined) say(said);
    clearTimeout(quiet);
    quiet = setTimeout(() => (quiet = undefined), ms).unref();
  };
}
