import { Queue, Worker } from 'bullmq';
import { Cluster, Redis } from 'ioredis';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import type { Backend } from './bullmq-queue.ts';

/** Keys of this program, apart from what else lives in the same Redis. The braces keep a cluster's keys on one node. */
const PREFIX = '{gateway}';

const CONNECT_TIMEOUT_MS = 2_000;
/** How long a check waits for a connection that is being made. */
const READY_WITHIN_MS = 1_500;

/** An outage should cost no more than a second beyond its own length. */
const retryStrategy = (attempt: number): number => Math.min(attempt * 100, 1_000);

/** A producer must not hang while Redis is away: the request was accepted long before, and the relay tries again. */
const PRODUCER: ConnectionBehaviour = {
  maxRetriesPerRequest: 1,
  enableOfflineQueue: false,
  connectTimeout: CONNECT_TIMEOUT_MS,
  retryStrategy,
};
/** A consumer waits for as long as it takes (BullMQ requires it). */
const CONSUMER: ConnectionBehaviour = { maxRetriesPerRequest: null, retryStrategy };

interface ConnectionBehaviour {
  readonly maxRetriesPerRequest: number | null;
  readonly enableOfflineQueue?: boolean;
  readonly connectTimeout?: number;
  readonly retryStrategy: (attempt: number) => number;
}

/**
 * BullMQ on Redis, for throughput and for several machines. Besides `redis://` and `rediss://`:
 * `redis+sentinel://host:26379,host:26379/<master>` and `redis+cluster://host:6379,host:6379`.
 */
export function openRedisBackend(url: string, onError: (error: Error) => void): Backend {
  const producer = connect(url, PRODUCER, onError);
  const consumers: (Redis | Cluster)[] = [];
  return {
    // A producer that loses its connection while BullMQ asks for the version would keep that failure for ever; workers ask too, and wait.
    queue: (name, options) =>
      new Queue(name, { ...options, connection: producer, prefix: PREFIX, skipVersionCheck: true }) as never,
    worker: (name, process, options) => {
      const connection = connect(url, CONSUMER, onError);
      consumers.push(connection);
      return new Worker(name, process, { ...options, connection, prefix: PREFIX }) as never;
    },
    check: () => checkRedis(producer),
    close: async () => {
      for (const connection of [producer, ...consumers]) connection.disconnect();
      await Promise.resolve();
    },
  };
}

function connect(url: string, options: ConnectionBehaviour, onError: (error: Error) => void): Redis | Cluster {
  const connection = make(url, options);
  connection.on('error', onError);
  return connection;
}

function make(url: string, options: ConnectionBehaviour): Redis | Cluster {
  const spread = /^redis\+(sentinel|cluster):\/\/(?:([^:@/]*):([^@/]*)@)?([^/]+)(?:\/([^/?]+))?/.exec(url);
  // Said here: left unsaid, Node would ask its environment whether the server is to be checked.
  const tls = url.startsWith('rediss:') ? { tls: { rejectUnauthorized: true } } : {};
  if (spread === null) return new Redis(url, { ...options, ...tls });
  const [, kind, user, password, hosts = '', master = ''] = spread;
  const nodes = hosts.split(',').map((node) => {
    const [host = '', port] = node.split(':');
    return { host, port: Number(port ?? (kind === 'sentinel' ? 26_379 : 6_379)) };
  });
  const login = {
    ...(user !== undefined && user !== '' && { username: decodeURIComponent(user) }),
    ...(password !== undefined && password !== '' && { password: decodeURIComponent(password) }),
  };
  return kind === 'sentinel'
    ? new Redis({ ...options, ...login, sentinels: nodes, name: master })
    : new Cluster(nodes, { clusterRetryStrategy: retryStrategy, redisOptions: { ...options, ...login } });
}

/** Redis must answer, and must never throw jobs away to save memory. @throws GatewayError `queue-unreachable` */
async function checkRedis(redis: Redis | Cluster): Promise<void> {
  const value = await policyOf(redis).catch((cause: unknown) => {
    throw new GatewayError('queue-unreachable', { detail: cause instanceof Error ? cause.message : 'unknown', cause });
  });
  if (value !== undefined && value !== 'noeviction')
    throw new GatewayError('queue-unreachable', {
      detail: `Redis has maxmemory-policy ${value}; noeviction is the only safe one`,
    });
}

/** What Redis does when its memory is full; undefined where it does not say, as with services that one may not configure. */
async function policyOf(redis: Redis | Cluster): Promise<string | undefined> {
  await connected(redis);
  await redis.ping();
  const policy: unknown = await redis.call('CONFIG', 'GET', 'maxmemory-policy').catch(() => undefined);
  if (Array.isArray(policy)) return String(policy[1]);
  const named = policy as { readonly 'maxmemory-policy'?: unknown } | undefined;
  return typeof named?.['maxmemory-policy'] === 'string' ? named['maxmemory-policy'] : undefined;
}

/** A producer fails at once while it is not connected, also in the first moments when it is only about to be. */
async function connected(redis: Redis | Cluster): Promise<void> {
  if (redis.status === 'ready') return;
  if (redis.status === 'wait') void redis.connect().catch(() => undefined);
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => end(new Error('not connected')), READY_WITHIN_MS);
    const end = (error?: Error): void => {
      clearTimeout(timer);
      redis.off('ready', end);
      if (error === undefined) resolve();
      else reject(error);
    };
    redis.once('ready', end);
  });
}
