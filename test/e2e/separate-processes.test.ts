import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureDevelopmentKeys } from '../../src/embedded/development-keys.ts';
import { type BcssInProcess, startBcss } from '../support/bcss-in-process.ts';
import { newDataDir } from '../support/data-dir.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { gateway, type GatewayProcess, startGateway } from '../support/gateway-process.ts';
import { type RedisProcess, startRedis } from '../support/redis-process.ts';
import { RestClient } from '../support/rest-client.ts';
import { installed } from '../support/tools.ts';
import { example, FIRST_FLOWS } from './subject.ts';

const BACKENDS = [
  { name: 'the database', redis: false },
  { name: 'Redis', redis: true },
] as const;

const hasRedis = installed('redis-server');

describe.each(BACKENDS)(
  'doors in one process and two workers in others, with the queue on $name',
  ({ redis: onRedis }) => {
    describe.skipIf(onRedis && !hasRedis)('work together', () => {
      let redis: RedisProcess | undefined;
      let database: TestDatabase;
      let bcss: BcssInProcess;
      let env: Record<string, string>;
      let doors: GatewayProcess;
      let workers: GatewayProcess[];
      let client: RestClient;

      beforeAll(async () => {
        redis = onRedis ? await startRedis() : undefined;
        database = await testDatabase();
        const dataDir = newDataDir();
        bcss = await startBcss(await ensureDevelopmentKeys(dataDir));
        env = {
          ...bcss.env,
          DATA_DIR: dataDir,
          DATABASE_URL: database.superuserUrl,
          ...(redis !== undefined && { QUEUE_URL: redis.url }),
        };
        doors = await startGateway({ dataDir, env, command: ['serve', '--no-deliver'] });
        client = new RestClient(doors);
      });
      afterAll(async () => {
        await Promise.all([doors, ...workers].map((one) => one.stop()));
        await bcss.close();
        await database.drop();
        await redis?.stop();
      });

      it('what is accepted waits for a worker, and loses nothing by it', async () => {
        const receipts = await Promise.all(FIRST_FLOWS.map((flow) => client.send(flow, example(flow))));
        for (const { status } of receipts) expect(status).toBe(202);
        expect(bcss.simulator.requests()).toEqual([]);
        const dataDir = String(env.DATA_DIR);
        workers = await Promise.all([1, 2].map(() => startGateway({ dataDir, env, command: ['worker'] })));
        const finished = await Promise.all(receipts.map(({ body }) => client.finished(body.id)));
        expect(finished.map(({ outcome }) => outcome)).toEqual(FIRST_FLOWS.map(() => 'answered'));
      });

      it('a caller who waits gets the answer that a worker fetched', async () => {
        const { status, body } = await client.send('retrieve-ti-groups', example('retrieve-ti-groups'), {
          prefer: 'wait=20',
        });
        expect(status).toBe(200);
        expect(body).toMatchObject({ state: 'done', outcome: 'answered' });
      });

      it('every message leaves once, whichever worker takes it', async () => {
        const before = bcss.simulator.requests().length;
        const sent = await Promise.all(
          Array.from({ length: 40 }, () =>
            client.send('test-connection', example('test-connection'), { prefer: 'wait=20' }),
          ),
        );
        expect(sent.every(({ body }) => body.outcome === 'answered')).toBe(true);
        expect(bcss.simulator.requests()).toHaveLength(before + 40);
        const attempted = workers.map((worker) => worker.lines('delivery.attempted').length);
        expect(Math.min(...attempted)).toBeGreaterThan(0);
      });

      it('the log of all of them together is sound', async () => {
        expect(await gateway(['verify', '--settled'], { env })).toMatchObject({ code: 0 });
      });
    });
  },
);
