import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newDataDir } from '../support/data-dir.ts';
import { personsIn } from '../support/nobody.ts';
import { badInputSuite } from './bad-input-suite.ts';
import { exchangesSuite } from './exchanges-suite.ts';
import { logSuite } from './log-suite.ts';
import { mutationsSuite } from './mutations-suite.ts';
import { operationsSuite } from './operations-suite.ts';
import { startSubject, type Subject } from './subject.ts';

describe('one process that was configured with nothing', () => {
  let subject: Subject;
  const dataDir = newDataDir();
  beforeAll(async () => {
    subject = await startSubject({ dataDir });
  });
  afterAll(() => subject.gateway.stop());

  exchangesSuite(() => subject);
  mutationsSuite(() => subject);
  operationsSuite(() => subject, 'postgres');
  badInputSuite(() => subject);
  logSuite(
    () => subject,
    () => ({ DATA_DIR: dataDir }),
  );

  it('has nobody in its technical log', () => {
    const { gateway } = subject;
    expect(personsIn(gateway.output(), ['MIRAGE', 'FANTASQUE', 'FANTOCHE', gateway.apiKey])).toEqual([]);
  });
});
