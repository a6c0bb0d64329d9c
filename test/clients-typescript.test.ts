import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import openapiTS, { astToString, COMMENT_HEADER } from 'openapi-typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AwaitingApproval,
  Gateway,
  GatewayProblem,
  type RequestOf,
  verifyWebhook,
  WebhookRefused,
} from '../clients/typescript/src/index.ts';
import { loadCatalogue } from '../src/flows/catalogue.ts';
import { openApiDocument } from '../src/http/openapi/document.ts';
import { example, startSubject, type Subject } from './e2e/subject.ts';
import { newDataDir } from './support/data-dir.ts';

const NOBODY = '01010100194';

describe('the types of the client', () => {
  it('are what node scripts/generate-client.js writes', { timeout: 60_000 }, async () => {
    const title = { fr: '', nl: '', en: '', de: '' };
    const document = openApiDocument({
      flows: loadCatalogue(),
      about: { version: '', title },
      examples: { of: () => undefined },
    });
    const types = await openapiTS(document as Parameters<typeof openapiTS>[0] & object);

    const written = readFileSync(new URL('../clients/typescript/src/schema.ts', import.meta.url), 'utf8');

    expect(written === COMMENT_HEADER + astToString(types)).toBe(true);
  });
});

describe('the client, with a running gateway', () => {
  let subject: Subject;
  let gateway: Gateway;
  beforeAll(async () => {
    subject = await startSubject({ dataDir: newDataDir() });
    gateway = new Gateway({ baseUrl: subject.gateway.url, apiKey: subject.gateway.apiKey, language: 'fr' });
  });
  afterAll(() => subject.gateway.stop());

  const identify = example('identify-person') as RequestOf<'identify-person'>;

  it('asks, and reads the answer in the names of the contract', async () => {
    const exchange = await gateway.ask('identify-person', identify);

    expect(exchange.outcome).toBe('answered');
    expect(exchange.result?.kind).toBe('found');
    expect(exchange.reply?.SearchResults?.LimitedLegalData?.[0]?.Basic?.LastName).toBe('MIRAGE');
  });

  it('hands over, and follows to the end', async () => {
    const receipt = await gateway.send('identify-person', identify);
    const exchange = await gateway.ended(receipt.id);

    expect(exchange).toMatchObject({ id: receipt.id, state: 'done', outcome: 'answered' });
  });

  it('checks without sending, and throws what is wrong with it in the language of the reader', async () => {
    await expect(gateway.check('identify-person', identify)).resolves.toBeUndefined();
    const wrong = { ...identify, payload: { SearchCriteria: { SSIN: '01010100195' } } } as typeof identify;

    const problem = await gateway.check('identify-person', wrong).catch((error: unknown) => error);

    expect(problem).toBeInstanceOf(GatewayProblem);
    expect((problem as GatewayProblem).problem).toMatchObject({ status: 400, responsible: 'caller' });
    expect((problem as GatewayProblem).problem.errors?.map(({ pointer }) => pointer)).toContain(
      '/payload/SearchCriteria/SSIN',
    );
    expect((problem as GatewayProblem).problem.title).toMatch(/[éèà]/);
  });

  it('makes a registration once, however often it is called with its key', async () => {
    const request = example('manage-access') as RequestOf<'manage-access'>;
    const idempotencyKey = randomUUID();

    const first = await gateway.send('manage-access', request, { idempotencyKey });
    const again = await gateway.send('manage-access', request, { idempotencyKey });

    expect(again.id).toBe(first.id);
  });

  it('has every other resource, typed', async () => {
    const { data } = await gateway.api.GET('/v1/flows');

    expect(data?.some(({ id }) => id === 'identify-person')).toBe(true);
  });

  it('stops waiting when it is told to', async () => {
    const receipt = await gateway.send('identify-person', identify);
    await expect(gateway.ended(receipt.id, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  });
});

describe('a message that a second person must approve', () => {
  it('is not waited for: whoever asked is told, with the receipt', async () => {
    const receipt = {
      id: randomUUID(),
      flow: 'identify-person',
      state: 'awaiting-approval',
      approval: { approvers: [] },
    };
    const asked: string[] = [];
    const gateway = new Gateway({
      baseUrl: 'http://127.0.0.1',
      apiKey: 'a-key',
      fetch: ({ method, url }) => {
        asked.push(`${method} ${new URL(url).pathname}`);
        return Promise.resolve(Response.json(receipt, { status: 202 }));
      },
    });

    const refused = await gateway
      .ask('identify-person', example('identify-person') as RequestOf<'identify-person'>)
      .catch((error: unknown) => error);

    expect(refused).toBeInstanceOf(AwaitingApproval);
    expect((refused as AwaitingApproval).receipt).toEqual(receipt);
    expect(asked).toEqual(['POST /v1/flows/identify-person/exchanges']);
  });
});

describe('verifyWebhook', () => {
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const at = 1_800_000_000;
  const body = Buffer.from(JSON.stringify({ type: 'mutation.received', person: NOBODY }));
  const headers = (id: string, signedAt = at, signedBody = body) => ({
    'webhook-id': id,
    'webhook-timestamp': String(signedAt),
    'webhook-signature': `v1a,AAAA v1,${createHmac('sha256', Buffer.alloc(32, 7))
      .update(`${id}.${String(signedAt)}.`)
      .update(signedBody)
      .digest('base64')}`,
  });

  it('gives back the event of a call that the gateway signed', async () => {
    expect(await verifyWebhook(secret, headers('msg_1'), body, at * 1000)).toMatchObject({ type: 'mutation.received' });
  });

  it.each([
    ['another body', headers('msg_1', at, Buffer.from('{}')), at],
    ['another id', { ...headers('msg_1'), 'webhook-id': 'msg_2' }, at],
    ['an old timestamp', headers('msg_1'), at + 301],
    ['a timestamp of the future', headers('msg_1'), at - 301],
    ['no timestamp', { ...headers('msg_1'), 'webhook-timestamp': 'now' }, at],
    ['another version of signature only', { ...headers('msg_1'), 'webhook-signature': 'v1a,AAAA' }, at],
  ])('refuses %s', async (_what, wrong, now) => {
    await expect(verifyWebhook(secret, wrong, body, now * 1000)).rejects.toThrow(WebhookRefused);
  });
});
