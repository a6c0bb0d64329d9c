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
  let failing = false;
  const onError = (error: Error): void => {
    // A queue that is away says so at every attempt; once is enough until it was back.
    if (!failing) log.warn({ event: 'queue.error', err: error }, 'queue.error');
    failing = true;
    setTimeout(() => (failing = false), ERROR_QUIET_MS).unref();
  };
  const onRedis = config.queueUrl !== undefined && !/^postgres/.test(config.queueUrl);
  const backend: Backend =
    onRedis && config.queueUrl !== undefined
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
