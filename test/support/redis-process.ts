import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { freePort } from './free-port.ts';
import { until } from './until.ts';

/** A Redis of one test file, without a disk: whoever kills it takes all it had. */
export interface RedisProcess {
  readonly url: string;
  /** Empties it. */
  flush(): Promise<void>;
  /** As a power cut, and back at the same address, empty, after `ms`. */
  restart(ms: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startRedis(): Promise<RedisProcess> {
  const port = await freePort();
  let child = await spawnRedis(port);
  process.once('exit', () => child.kill('SIGKILL'));
  const stop = async (): Promise<void> => {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    flush: () => command(port, 'FLUSHALL'),
    restart: async (ms) => {
      await stop();
      await new Promise((resolve) => setTimeout(resolve, ms));
      child = await spawnRedis(port);
    },
    stop,
  };
}

async function spawnRedis(port: number): Promise<ChildProcess> {
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn('redis-server', settings, { stdio: 'ignore' });
  await until(() => listens(port), 10_000);
  return child;
}

/** Says one thing and waits until it was done. */
async function command(port: number, words: string): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.write(`${words}\r\n`);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  if (answer.toString() !== '+OK\r\n') throw new Error(`${words}: ${answer.toString()}`);
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
