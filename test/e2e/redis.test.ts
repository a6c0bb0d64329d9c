import { afterAll, beforeAll, describe } from 'vitest';
import { usedDataDir } from '../support/data-dir.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { type RedisProcess, startRedis } from '../support/redis-process.ts';
import { installed } from '../support/tools.ts';
import { exchangesSuite } from './exchanges-suite.ts';
import { logSuite } from './log-suite.ts';
import { mutationsSuite } from './mutations-suite.ts';
import { operationsSuite } from './operations-suite.ts';
import { startSubject, type Subject } from './subject.ts';

describe.skipIf(!installed('redis-server'))('one process on a database and a Redis', () => {
  let redis: RedisProcess;
  let database: TestDatabase;
  let subject: Subject;
  let env: Record<string, string>;
  beforeAll(async () => {
    redis = await startRedis();
    database = await testDatabase();
    const dataDir = await usedDataDir();
    env = { DATA_DIR: dataDir, DATABASE_URL: database.superuserUrl, QUEUE_URL: redis.url };
    subject = await startSubject({ dataDir, env });
  });
  afterAll(async () => {
    await subject.gateway.stop();
    await database.drop();
    await redis.stop();
  });

  exchangesSuite(() => subject);
  mutationsSuite(() => subject);
  operationsSuite(() => subject, 'redis');
  logSuite(
    () => subject,
    () => env,
  );
});
