import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { samples } from '../conformance/samples.ts';
import { type JsonObject, unfilled } from '../conformance/unfilled.ts';
import { catalogue } from '../flows/fixture.ts';
import { usedDataDir } from '../support/data-dir.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { type GatewayProcess, startGateway } from '../support/gateway-process.ts';
import { type Judge, judgePresent, startJudge } from '../support/judge.ts';
import { RestClient } from '../support/rest-client.ts';
import { example, type ExampleRequest } from './subject.ts';

interface Case {
  readonly name: string;
  readonly flow: string;
  readonly request: ExampleRequest;
}

/** What the documentation shows of every flow. */
const EXAMPLES: readonly Case[] = catalogue
  .all()
  .filter(({ kind, status }) => kind !== 'notification' && status !== 'provisional')
  .map(({ id }) => ({ name: id, flow: id, request: example(id) }));

/** The requests that lie beside the contracts: about the same persons as the replies that the judge gives. */
const SAMPLES: readonly Case[] = (judgePresent ? samples() : []).flatMap(({ file, element, root }) => {
  if (root?.kind !== 'request' || element === undefined) return [];
  const flow = catalogue.get(root.flow);
  const payload = unfilled(flow, flow.readRequest(element).value as JsonObject);
  return [{ name: file, flow: flow.id, request: { context: example(flow.id).context, payload } }];
});

/** Here the judge answers another question than the sample asks: about another person, or REGISTER instead of LIST. */
const OTHER_QUESTIONS = /HealthCareInsurance|ManageAccess\/request-list/;

describe.skipIf(!judgePresent)('an outside judge', () => {
  describe.each([
    { sign: true, how: 'that signs' },
    { sign: false, how: 'that does not sign' },
  ])('$how', ({ sign }) => {
    let judge: Judge;
    let database: TestDatabase;
    let gateway: GatewayProcess;
    let client: RestClient;

    beforeAll(async () => {
      judge = await startJudge({ sign });
      database = await testDatabase();
      const env = { ...judge.env(), DATABASE_URL: database.superuserUrl };
      gateway = await startGateway({ dataDir: await usedDataDir(), env });
      client = new RestClient(gateway);
    }, 120_000);
    afterAll(async () => {
      await gateway.stop();
      await database.drop();
      await judge.stop();
    });

    it.each(EXAMPLES)('finds nothing wrong in a request of $name', async ({ flow, request }) => {
      const before = judge.verdicts().length;
      const { status, body } = await client.send(flow, request);
      expect(status, JSON.stringify(body)).toBe(202);
      await client.attempted(body.id);
      const [verdict] = judge.verdicts().slice(before);
      expect(verdict).toMatchObject({ ok: true, xsd: 'valid', clientCertificate: 'gateway tls' });
      expect(verdict?.signature).toMatch(/^verified/);
    });

    it.each(SAMPLES)('is sent $name, and its answer is understood', async ({ name, flow, request }) => {
      const before = judge.verdicts().length;
      const { status, body } = await client.send(flow, request);
      expect(status, JSON.stringify(body)).toBe(202);
      const attempt = await client.attempted(body.id);
      const [verdict] = judge.verdicts().slice(before);
      expect(verdict).toMatchObject({ ok: true, xsd: 'valid' });
      // Without a sample for it the judge answers a fault, which is a refusal; an answer to another question is not believed.
      const understood = OTHER_QUESTIONS.test(name) ? 'uncertain' : 'answered';
      expect(attempt.outcome).toBe(verdict?.reply === undefined ? 'refused' : understood);
    });
  });
});
