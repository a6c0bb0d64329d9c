import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRedisBackend } from '../../src/queue/redis-backend.ts';
import { installed } from '../support/tools.ts';
import { redisServer, type RedisServer } from './redis-server.ts';

describe.skipIf(!installed('redis-server'))('a Redis', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await redisServer();
  });
  afterAll(() => server.remove());

  async function check(): Promise<unknown> {
    const backend = openRedisBackend(server.url, () => undefined);
    try {
      return await backend.check().catch((error: unknown) => error);
    } finally {
      await backend.close();
    }
  }

  it('that throws jobs away when its memory is full is refused, and the right setting is named', async () => {
    await server.start('--maxmemory-policy', 'allkeys-lru');
    const refusal = await check();
    expect(refusal).toMatchObject({ code: 'queue-unreachable' });
    expect(String(refusal)).toMatch(/allkeys-lru.*noeviction/);
    await server.stop();
  });

  it('that does not let anybody see its settings is taken at its word', async () => {
    await server.start('--rename-command', 'CONFIG', '');
    expect(await check()).toBeUndefined();
    await server.stop();
  });

  it('that keeps everything is taken, and one that is not there is not', async () => {
    await server.start();
    expect(await check()).toBeUndefined();
    await server.stop();
    expect(await check()).toMatchObject({ code: 'queue-unreachable' });
  });
});
