import { readFileSync } from 'node:fs';
import type { GatewayProcess } from '../support/gateway-process.ts';
import type { RedisProcess } from '../support/redis-process.ts';
import { until } from '../support/until.ts';
import type { Chance } from './chance.ts';

/** Breaks something of a running gateway; resolves with the gateway that goes on, the same or another. */
export type Strike = (gateway: GatewayProcess, start: () => Promise<GatewayProcess>) => Promise<GatewayProcess>;

const RECOVERED_MS = 30_000;

/** A power cut, and the machine comes back. */
export const killAndRestart: Strike = async (gateway, start) => {
  await gateway.kill();
  return start();
};

/** The embedded PostgreSQL dies; the gateway stays, and brings it back. */
export const killServer: Strike = (gateway) => afterRestart(gateway, postgresOf(gateway));

/** Whoever keeps the embedded PostgreSQL dies, and takes it along. */
export const killKeeper: Strike = (gateway) => afterRestart(gateway, parentOf(postgresOf(gateway)));

/** Somebody empties the queue: every hint is gone. */
export function flush(redis: RedisProcess): Strike {
  return async (gateway) => {
    await redis.flush();
    return gateway;
  };
}

/** The queue's server dies with all it had, and is back after a second. */
export function killRedis(redis: RedisProcess): Strike {
  return async (gateway) => {
    await redis.restart(1_000);
    return gateway;
  };
}

/** So many, of each kind in turn, beginning anywhere. */
export function strikesOf(kinds: readonly Strike[], count: number, chance: Chance): Strike[] {
  const first = chance.between(0, kinds.length - 1);
  return Array.from({ length: count }, (_, at) => kinds[(first + at) % kinds.length] ?? killAndRestart);
}

async function afterRestart(gateway: GatewayProcess, victim: number): Promise<GatewayProcess> {
  const before = gateway.lines('database.restarted').length;
  process.kill(victim, 'SIGKILL');
  await until(() => gateway.lines('database.restarted').length > before, RECOVERED_MS);
  return gateway;
}

/** The server's main process, from what the gateway said about it last. */
export function postgresOf(gateway: GatewayProcess): number {
  const pids = [...gateway.output().matchAll(/"pid":(\d+)[^\n]*embedded PostgreSQL is ready/g)];
  return Number(pids.at(-1)?.[1]);
}

function parentOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]);
}
