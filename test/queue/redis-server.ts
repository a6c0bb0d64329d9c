import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A Redis of one test file, which can be stopped and started again at the same address with what it had. */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  start(...settings: readonly string[]): Promise<void>;
  stop(): Promise<void>;
  /** Stops it and forgets everything. */
  remove(): Promise<void>;
}

export async function redisServer(): Promise<RedisServer> {
  const port = await freePort();
  const dir = mkdtempSync(join(tmpdir(), 'gateway-redis-'));
  let stopRunning = (): Promise<void> => Promise.resolve();
  const server: RedisServer = {
    port,
    url: `redis://127.0.0.1:${port}`,
    start: async (...settings) => {
      const own = ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, '--appendonly', 'yes', '--save', ''];
      const child = spawn('redis-server', [...own, ...settings], { stdio: ['ignore', 'pipe', 'ignore'] });
      const ended = once(child, 'exit');
      stopRunning = async () => {
        child.kill('SIGTERM');
        await ended;
      };
      for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
        if (!chunk.toString().includes('Ready to accept connections')) continue;
        return;
      }
      throw new Error('redis-server did not start');
    },
    stop: () => stopRunning(),
    remove: async () => {
      await stopRunning();
      rmSync(dir, { recursive: true, force: true });
    },
  };
  return server;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}
