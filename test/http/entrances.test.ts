import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Right, RIGHTS } from '../../src/domain/client.ts';
import { entranceOf, methodsOf } from '../../src/http/entrances.ts';
import type { ClientDoorConfig } from '../../src/http/client-door.ts';
import { APPROVAL, bearer, EXCHANGE, KEYS, keyWith, openDoor, type TestDoor } from './door.ts';

/** Every route of the door as it was really registered, plugins included. */
let door: TestDoor;
let routes: { method: string; pattern: string }[];

beforeAll(async () => {
  routes = [];
  door = await openDoor((parts) => ({
    // The last to be mounted, when the collection of routes is complete.
    mountBoard: async (area, path) => {
      await parts.mountBoard(area, path);
    },
  }));
  await door.app.ready();
  routes = door.routes();
});

afterAll(() => door.app.close());

function addressOf(pattern: string): string {
  return pattern
    .replace(':flow', 'handi.consult-payments')
    .replace('entries/:index', 'entries/7?purpose=yearly+inspection')
    .replace('exchanges/:id', `exchanges/${EXCHANGE}`)
    .replace('approvals/:id', `approvals/${APPROVAL}`)
    .replace(':id', 'abc')
    .replace('*', 'index.css');
}

async function knock(method: string, pattern: string, headers: Record<string, string>) {
  return door.app.inject({ method: method as 'GET', url: addressOf(pattern), headers });
}

describe('the table of entrances', () => {
  it('has a line for every route of the door', () => {
    expect(routes.length).toBeGreaterThan(40);
    for (const { method, pattern } of routes) expect(entranceOf(method, pattern), `${method} ${pattern}`).toBeDefined();
  });

  it('opens these and nothing else without a key', async () => {
    const open: string[] = [];
    for (const { method, pattern } of routes) {
      const { statusCode } = await knock(method, pattern, {});
      if (statusCode !== 401) open.push(`${method} ${pattern}`);
    }
    const documents = open.filter((route) => / \/docs(\/|$)/.test(route));
    expect(documents.length).toBeGreaterThan(0);
    expect(open.filter((route) => !documents.includes(route) && !route.startsWith('HEAD'))).toEqual([
      'GET /',
      'GET /health/live',
      'GET /health/ready',
      'GET /openapi.json',
    ]);
  });

  it('answers 401 to a key that does not exist, on every route that is not open', async () => {
    for (const { method, pattern } of routes) {
      if (entranceOf(method, pattern) === 'open') continue;
      const { statusCode, headers } = await knock(method, pattern, bearer('no-such-key'));
      expect(statusCode, `${method} ${pattern}`).toBe(401);
      expect(headers['www-authenticate'], `${method} ${pattern}`).toBeDefined();
    }
  });

  it('lets in the one right of a route, and refuses each other right', async () => {
    for (const { method, pattern } of routes) {
      const entrance = entranceOf(method, pattern);
      if (entrance === 'open' || entrance === 'any-client' || pattern.endsWith('/events')) continue;
      for (const right of RIGHTS) {
        const { statusCode } = await knock(method, pattern, bearer(keyWith(right)));
        if (right === entrance) expect([401, 403], `${right}: ${method} ${pattern}`).not.toContain(statusCode);
        else expect(statusCode, `${right}: ${method} ${pattern}`).toBe(403);
      }
    }
  });

  it('lets any client read the catalogue, even one without rights', async () => {
    const { statusCode } = await knock('GET', '/v1/flows', bearer(KEYS.none));
    expect(statusCode).toBe(200);
  });

  it('names the missing right in the refusal', async () => {
    const { body } = await knock('GET', '/v1/exchanges', { ...bearer(KEYS.none), 'accept-language': 'nl' });
    expect(JSON.parse(body)).toMatchObject({ code: 'forbidden', detail: 'recht: read' });
  });

  it('stops the start for a route that nobody thought of', async () => {
    const careless = openDoor(() => ({
      mountBoard: (area) => {
        area.get('/v1/secrets', () => 'x');
        return Promise.resolve();
      },
    }));
    await expect(careless).rejects.toThrow('GET /v1/secrets has no line in the table of entrances');
  });

  it('knows the methods of an address by its pattern', () => {
    const table = [
      { method: 'GET', pattern: '/a/:id' },
      { method: 'POST', pattern: '/a/:id' },
      { method: 'GET', pattern: '/static/*' },
    ];
    expect(methodsOf(table, '/a/1')).toEqual(['GET', 'POST']);
    expect(methodsOf(table, '/a/')).toEqual([]);
    expect(methodsOf(table, '/a/1/b')).toEqual([]);
    expect(methodsOf(table, '/static/css/x.css')).toEqual(['GET']);
  });

  it.each(RIGHTS)('gives %s nothing but itself', (right: Right) => {
    const allowed = routes.filter(({ method, pattern }) => entranceOf(method, pattern) === right);
    expect(allowed.length > 0 || right === 'admin').toBe(true);
  });
});

describe('metrics', () => {
  const statusOn = async (config: Partial<ClientDoorConfig>, headers: Record<string, string> = {}) => {
    const other = await openDoor((parts) => ({ config: { ...parts.config, production: false, ...config } }));
    const { statusCode } = await other.app.inject({ url: '/metrics', headers });
    await other.app.close();
    return statusCode;
  };

  it.each([
    ['127.0.0.1', 200],
    ['::1', 200],
    ['localhost', 200],
    ['0.0.0.0', 401],
    ['10.0.0.5', 401],
    ['::', 401],
  ])('on %s answer %i without a key, to a developer', async (host, status) => {
    expect(await statusOn({ host })).toBe(status);
  });

  it.each<[string, Partial<ClientDoorConfig>, Record<string, string>]>([
    ['in production', { production: true }, {}],
    ['behind a proxy that is trusted', { trustedProxies: ['127.0.0.1'] }, {}],
    ['when forwarded', {}, { 'x-forwarded-for': '198.51.100.7' }],
    ['when forwarded by the standard header', {}, { forwarded: 'for=198.51.100.7' }],
    ['when a proxy says so', {}, { via: '1.1 proxy' }],
    ['when a proxy gives the address otherwise', {}, { 'x-real-ip': '198.51.100.7' }],
    ['when asked under another name', {}, { host: 'gateway.cpas.example' }],
  ])('need their right %s, though the call comes from this machine', async (_when, config, headers) => {
    expect(await statusOn({ host: '127.0.0.1', ...config }, headers)).toBe(401);
  });
});

it('who may search the log may not open what was sent and answered, and the attempt is a line in the technical log', async () => {
  const ask = (right: Right, url: string) => door.app.inject({ url, headers: bearer(keyWith(right)) });
  const [list, one] = ['/v1/audit/entries', '/v1/audit/entries/7'].map((url) => `${url}?purpose=yearly%20inspection`);
  const refused = await ask('audit', one ?? '');
  expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([403, 'forbidden']);
  expect(refused.body).toContain('audit-content');
  const line = door.lines.findLast(({ event }) => event === 'request.answered');
  expect(line).toMatchObject({ level: 'warn', code: 'forbidden', client: 'with-audit', status: 403 });
  expect((await ask('audit-content', one ?? '')).statusCode).toBe(200);
  expect((await ask('audit-content', list ?? '')).statusCode).toBe(403);
});
