import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/domain/language.ts';
import { PROBLEMS, type ProblemCode } from '../../src/domain/problems/catalogue.ts';
import { GatewayError } from '../../src/domain/problems/gateway-error.ts';
import { errorsDocument } from '../../src/http/errors-document.ts';
import { problemDocument, retryAfterOf, toGatewayError } from '../../src/http/problem.ts';
import { STATUS_OF_PROBLEM } from '../../src/http/problem-status.ts';
import { bearer, KEYS, openDoor, type TestDoor } from './door.ts';

const codes = Object.keys(PROBLEMS) as ProblemCode[];

describe('a problem document', () => {
  it.each(codes)('of %s has a status, and texts in every language', (code) => {
    for (const language of LANGUAGES) {
      const document = problemDocument(new GatewayError(code), language, '01930000-0000-7000-8000-000000000001');
      expect(document).toMatchObject({
        type: `/docs/errors#${code}`,
        status: STATUS_OF_PROBLEM[code],
        instance: 'urn:uuid:01930000-0000-7000-8000-000000000001',
        code,
        title: PROBLEMS[code].title[language],
        happens: PROBLEMS[code].itself[language],
        remedy: PROBLEMS[code].remedy[language],
      });
      expect(document.status).toBeGreaterThanOrEqual(400);
    }
  });

  it('names fields by pointer, rule and the rule in words', () => {
    const error = new GatewayError('invalid-payload', {
      fields: [{ pointer: '/payload/a', rule: 'max-length', expected: '3' }],
    });
    expect(problemDocument(error, 'fr', 'x').errors).toEqual([
      { pointer: '/payload/a', rule: 'max-length', detail: 'longueur maximale : 3' },
    ]);
  });

  it('has no empty members', () => {
    const document = problemDocument(new GatewayError('not-found'), 'en', 'x');
    expect(document).not.toHaveProperty('detail');
    expect(document).not.toHaveProperty('errors');
  });

  it('says when to come back wherever that helps', () => {
    for (const code of codes.filter((candidate) => STATUS_OF_PROBLEM[candidate] === 503)) {
      expect(retryAfterOf(new GatewayError(code))).toBe(5);
    }
    expect(retryAfterOf(new GatewayError('overloaded', { retryAfterSeconds: 30 }))).toBe(30);
    expect(retryAfterOf(new GatewayError('forbidden'))).toBeUndefined();
  });

  it('is made of whatever was thrown', () => {
    const thrown = new TypeError('x is not a function');
    expect(toGatewayError(thrown)).toMatchObject({ code: 'internal-error', cause: thrown });
    for (const odd of [undefined, null, 'text', 5, {}]) expect(toGatewayError(odd).code).toBe('internal-error');
    expect(toGatewayError(Object.assign(new Error('x'), { statusCode: 400 })).code).toBe('malformed-request');
    expect(toGatewayError(Object.assign(new Error('x'), { statusCode: 503 })).code).toBe('internal-error');
  });
});

describe('docs/errors.md', () => {
  const written = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');

  it('has a section for every code of the catalogue, and for no other', () => {
    const sections = [...written.matchAll(/^## (.+)$/gm)].map(([, code]) => code);
    expect(sections.filter((code) => !codes.includes(code as ProblemCode))).toEqual([]);
    expect(codes.filter((code) => !sections.includes(code))).toEqual([]);
  });

  it('says of each code what the catalogue says', () => {
    const expected = errorsDocument().split('\n');
    const actual = written.split('\n');
    expect(actual.filter((line) => !expected.includes(line))).toEqual([]);
    expect(expected.filter((line) => !actual.includes(line))).toEqual([]);
    expect(written).toBe(errorsDocument());
  });
});

describe('an error that nobody foresaw', () => {
  let door: TestDoor;

  beforeAll(async () => {
    door = await openDoor((parts) => ({
      exchanges: {
        ...parts.exchanges,
        list: () => Promise.reject(new Error('relation "secret" of 85073003328', { cause: new Error('deep') })),
      },
    }));
  });

  afterAll(() => door.app.close());

  it('is answered with a reference and nothing else, and logged once under that reference', async () => {
    const answer = await door.app.inject({
      url: '/v1/exchanges',
      headers: { ...bearer(KEYS.all), 'accept-language': 'fr' },
    });
    const id = String(answer.headers['x-request-id']);
    expect(answer.statusCode).toBe(500);
    expect(answer.json()).toMatchObject({
      code: 'internal-error',
      title: 'Erreur interne de la passerelle',
      instance: `urn:uuid:${id}`,
    });
    expect(answer.body).not.toMatch(/secret|relation|deep|85073003328|at .*\.ts/);
    expect(door.lines.filter(({ event }) => event === 'request.failed')).toMatchObject([
      { level: 'error', request: id },
    ]);
    expect(door.lines.filter(({ event }) => event === 'request.answered')).toMatchObject([
      { level: 'error', request: id, status: 500, code: 'internal-error', route: '/v1/exchanges' },
    ]);
  });
});

describe('the id of a request', () => {
  let door: TestDoor;

  beforeAll(async () => {
    door = await openDoor();
  });

  afterAll(() => door.app.close());

  async function call(theirs: string) {
    door.lines.length = 0;
    const answer = await door.app.inject({
      url: '/v1/flows',
      headers: { ...bearer(KEYS.all), 'x-request-id': theirs },
    });
    return { ours: answer.headers['x-request-id'], line: door.lines[0] };
  }

  it("is ours; the caller's stands beside it in the log when it is a plain token", async () => {
    const { ours, line } = await call('their-id.42');
    expect(ours).toMatch(/^[0-9a-f-]{36}$/);
    expect(line).toMatchObject({ request: ours, callerRequest: 'their-id.42' });
  });

  it.each(['85073003328', 'person-85073003328', 'a b', 'x'.repeat(65), '{"event":"forged"}', 'é'])(
    'leaves %j of a caller out of the log',
    async (theirs) => {
      const { line } = await call(theirs);
      expect(line).not.toHaveProperty('callerRequest');
    },
  );
});

describe('methods', () => {
  let door: TestDoor;

  beforeAll(async () => {
    door = await openDoor();
  });

  afterAll(() => door.app.close());

  it.each([
    ['PUT', '/v1/exchanges', 'GET, HEAD, OPTIONS'],
    ['GET', '/v1/audit/searches', 'POST, OPTIONS'],
    ['DELETE', '/health/live', 'GET, HEAD, OPTIONS'],
    ['TRACE', '/v1/flows', 'GET, HEAD, OPTIONS'],
    ['PROPFIND', '/v1/subscriptions/s1', 'DELETE, GET, HEAD, PATCH, OPTIONS'],
  ])('%s %s is answered 405 with those there are', async (method, url, allow) => {
    const answer = await door.app.inject({ method: method as 'GET', url, headers: bearer(KEYS.all) });
    expect(answer.statusCode).toBe(405);
    expect(answer.headers.allow).toBe(allow);
    expect(answer.json()).toMatchObject({ code: 'method-not-allowed' });
  });

  it('OPTIONS lists them, and lets no other site in', async () => {
    const answer = await door.app.inject({
      method: 'OPTIONS',
      url: '/v1/exchanges',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'GET' },
    });
    expect(answer.statusCode).toBe(204);
    expect(answer.headers.allow).toBe('GET, HEAD, OPTIONS');
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('HEAD is GET without a body', async () => {
    const answer = await door.app.inject({ method: 'HEAD', url: '/v1/flows', headers: bearer(KEYS.all) });
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toBe('');
    expect(Number(answer.headers['content-length'])).toBeGreaterThan(1_000);
  });
});

describe('headers of every answer', () => {
  it('keep answers out of caches, frames and other readings', async () => {
    const door = await openDoor();
    for (const url of ['/v1/flows', '/nowhere', '/health/live']) {
      const { headers } = await door.app.inject({ url, headers: bearer(KEYS.all) });
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'x-frame-options': 'DENY',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
      });
      expect(headers).not.toHaveProperty('x-powered-by');
      expect(headers).not.toHaveProperty('server');
      expect(headers).not.toHaveProperty('strict-transport-security');
    }
    await door.app.close();
  });

  it('ask browsers for TLS in production', async () => {
    const door = await openDoor((parts) => ({ config: { ...parts.config, production: true } }));
    const { headers } = await door.app.inject({ url: '/health/live' });
    expect(headers['strict-transport-security']).toMatch(/^max-age=\d{7,}/);
    await door.app.close();
  });
});
