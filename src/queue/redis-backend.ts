import { Queue, Worker } from 'bullmq';
import { Cluster, Redis } from 'ioredis';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import type { Backend } from './bullmq-queue.ts';

/** Keys of this program, apart from what else lives in the same Redis. The braces keep a cluster's keys on one node. */
const PREFIX = '{gateway}';

/** A producer must not hang while Redis is away: the request was accepted long before, and the relay tries again. */
const PRODUCER: ConnectionBehaviour = { maxRetriesPerRequest: 1, enableOfflineQueue: false, connectTimeout: 2_000 };
/** A consumer waits for as long as it takes (BullMQ requires it). */
const CONSUMER: ConnectionBehaviour = { maxRetriesPerRequest: null };

interface ConnectionBehaviour {
  readonly maxRetriesPerRequest: number | null;
  readonly enableOfflineQueue?: boolean;
  readonly connectTimeout?: number;
}

/**
 * BullMQ on Redis, for throughput and for several machines. Besides `redis://` and `rediss://`:
 * `redis+sentinel://host:26379,host:26379/<master>` and `redis+cluster://host:6379,host:6379`.
 */
export function openRedisBackend(url: string, onError: (error: Error) => void): Backend {
  const producer = connect(url, PRODUCER, onError);
  const consumers: (Redis | Cluster)[] = [];
  return {
    queue: (name, options) => new Queue(name, { ...options, connection: producer, prefix: PREFIX }) as never,
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
  if (spread === null) return new Redis(url, options);
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
    : new Cluster(nodes, { redisOptions: { ...options, ...login } });
}

/** Redis must answer, and must never throw jobs away to save memory. */
async function checkRedis(redis: Redis | Cluster): Promise<void> {
  if (redis.status === 'wait') await redis.connect();
  const policy = await redis.call('CONFIG', 'GET', 'maxmemory-policy').catch(() => undefined);
  const value = Array.isArray(policy) ? String(policy[1]) : undefined;
  if (value !== undefined && value !== 'noeviction')
    throw new GatewayError('queue-unreachable', {
      detail: `Redis has maxmemory-policy ${value}; noeviction is the only safe one`,
    });
  await redis.ping();
}
