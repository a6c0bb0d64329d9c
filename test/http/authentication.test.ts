import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GatewayError } from '../../src/domain/problems/gateway-error.ts';
import { bearer, KEYS, keyWith, openDoor, type TestDoor } from './door.ts';

let door: TestDoor;

beforeEach(async () => {
  door = await openDoor();
});

afterEach(() => door.app.close());

function basic(password: string): { authorization: string } {
  return { authorization: `Basic ${Buffer.from(`me:${password}`).toString('base64')}` };
}

function knock(headers: Record<string, string>, url = '/v1/flows') {
  return door.app.inject({ url, headers });
}

describe('who calls', () => {
  it.each([
    ['nothing', {}],
    ['another scheme', { authorization: `Digest ${KEYS.all}` }],
    ['Basic, where only Bearer is spoken', basic(KEYS.all)],
    ['a key that does not exist', bearer('nobody')],
    ['an empty key', { authorization: 'Bearer ' }],
    ['a key with a space in it', { authorization: `Bearer ${KEYS.all} x` }],
    ['a key of a thousand characters', bearer('k'.repeat(1_000))],
    ['the bare key', { authorization: KEYS.all }],
    ['a key in another header', { 'x-api-key': KEYS.all }],
    [
      'the name of a certificate that a proxy would have to vouch for',
      { 'x-client-cert': 'CN=everything', 'x-ssl-client-verify': 'SUCCESS' },
    ],
  ])('is not known by %s, always in the same words', async (_what, headers) => {
    const answer = await knock(headers);
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm="gateway"/);
    const { instance: _instance, ...problem } = answer.json<Record<string, unknown>>();
    expect(problem).toEqual({
      type: '/docs/errors#unauthenticated',
      title: 'API key missing or unknown',
      status: 401,
      code: 'unauthenticated',
      responsible: 'caller',
      again: 'never',
      happens: 'No request was recorded and nothing was sent to BCSS.',
      remedy: 'Send `Authorization: Bearer <key>`; the operator makes one with `gateway clients add`.',
    });
  });

  it('is known by a key, whatever the case of "bearer"', async () => {
    expect((await knock({ authorization: `bearer ${KEYS.all}` })).statusCode).toBe(200);
  });

  it('is asked again for each call: a key that was revoked a moment ago opens nothing', async () => {
    let revoked = false;
    const revoking = await openDoor((parts) => ({
      clients: { authenticate: (key) => (revoked ? Promise.resolve(undefined) : parts.clients.authenticate(key)) },
    }));
    expect((await revoking.app.inject({ url: '/v1/flows', headers: bearer(KEYS.all) })).statusCode).toBe(200);
    revoked = true;
    expect((await revoking.app.inject({ url: '/v1/flows', headers: bearer(KEYS.all) })).statusCode).toBe(401);
    await revoking.app.close();
  });

  it('stays unknown while the keys cannot be looked up: 503, not 401', async () => {
    const away = await openDoor(() => ({
      clients: { authenticate: () => Promise.reject(new GatewayError('database-unavailable')) },
    }));
    expect((await away.app.inject({ url: '/v1/flows', headers: bearer(KEYS.all) })).statusCode).toBe(503);
    await away.app.close();
  });

  it('is in the line of the technical log, the key never', async () => {
    await knock(bearer(KEYS.all));
    await knock(bearer('a-wrong-key'));
    expect(door.lines.map(({ client, status, level }) => [client, status, level])).toEqual([
      ['everything', 200, 'info'],
      [undefined, 401, 'warn'],
    ]);
    expect(JSON.stringify(door.lines)).not.toMatch(/key-of-everything|a-wrong-key/);
  });
});

describe('the queue board', () => {
  it('asks a browser for a password, which is an API key with the right ops', async () => {
    const asked = await knock({}, '/ops/queues');
    expect(asked.statusCode).toBe(401);
    expect(asked.headers['www-authenticate']).toBe('Basic realm="gateway", charset="UTF-8"');
    expect((await knock(basic(keyWith('ops')), '/ops/queues')).statusCode).toBe(200);
    expect((await knock(bearer(keyWith('ops')), '/ops/queues')).statusCode).toBe(200);
    expect((await knock(basic(keyWith('admin')), '/ops/queues')).statusCode).toBe(403);
    expect((await knock(basic('wrong'), '/ops/queues')).statusCode).toBe(401);
  });

  it.each(['Basic', 'Basic !!!', 'Basic bm9jb2xvbg==', 'Basic '])('takes %j for no password', async (authorization) => {
    expect((await knock({ authorization }, '/ops/queues')).statusCode).toBe(401);
  });

  it('needs nothing from another host, and may not be framed', async () => {
    const { body, headers } = await knock(basic(keyWith('ops')), '/ops/queues');
    expect(body).toBe('<html><p>board</p></html>');
    expect(headers['content-security-policy']).toContain("font-src 'self'");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['content-security-policy']).not.toMatch(/https?:/);
  });

  it('D3 changes nothing for a page of another site, to which the browser would lend the password', async () => {
    const pause = (origin: Record<string, string>) =>
      door.app.inject({
        method: 'PUT',
        url: '/ops/queues/api/pause',
        headers: { ...basic(keyWith('ops')), host: 'gateway:8080', ...origin },
      });
    expect((await pause({ origin: 'https://evil.example' })).statusCode).toBe(403);
    expect((await pause({ origin: 'null' })).statusCode).toBe(403);
    expect((await pause({ 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
    expect((await pause({ origin: 'http://gateway:8080', 'sec-fetch-site': 'same-origin' })).statusCode).toBe(200);
    expect((await pause({})).statusCode).toBe(200);
  });

  it('shows nothing of its own errors', async () => {
    const { statusCode, body } = await knock(basic(keyWith('ops')), '/ops/queues/api/broken');
    expect(statusCode).toBe(500);
    expect(body).not.toContain('a secret of the board');
    expect(door.lines.filter(({ event }) => event === 'request.failed')).toHaveLength(1);
  });
});

describe('too many calls', () => {
  async function limited(limits: { clientCallsPerMinute?: number; addressCallsPerMinute?: number }) {
    const open = await openDoor((parts) => ({
      config: { ...parts.config, clientCallsPerMinute: 5, addressCallsPerMinute: 3, ...limits },
    }));
    const call = async (headers: Record<string, string>, remoteAddress = '192.0.2.7', url = '/v1/flows') =>
      (await open.app.inject({ url, headers, remoteAddress })).statusCode;
    return { open, call };
  }

  it('D1 with wrong keys are slowed down', async () => {
    const { open, call } = await limited({});
    const statuses = [];
    for (let guess = 0; guess < 6; guess += 1) statuses.push(await call(bearer(`guess-${guess}`)));
    expect(statuses).toEqual([401, 401, 401, 429, 429, 429]);
    await open.app.close();
  });

  it('thousands with wrong keys do not lock out a right key of the same address that was never seen before', async () => {
    const { open, call } = await limited({});
    const guesses = await Promise.all(Array.from({ length: 2_000 }, (_, guess) => call(bearer(`guess-${guess}`))));
    expect(guesses.every((status) => status === 401 || status === 429)).toBe(true);
    expect(await call({})).toBe(429);
    for (const key of [KEYS.all, KEYS.everywhere]) expect(await call(bearer(key))).toBe(200);
    expect(await call(bearer(KEYS.all), '192.0.2.7', '/openapi.json')).toBe(200);
    expect(await call(bearer(KEYS.all), '192.0.2.7', '/nowhere')).toBe(404);
    await open.app.close();
  });

  it('behind one proxy, which one neighbour floods, leave the others alone', async () => {
    const open = await openDoor((parts) => ({
      config: { ...parts.config, clientCallsPerMinute: 5, addressCallsPerMinute: 3, trustedProxies: ['192.0.2.1'] },
    }));
    const call = async (key: string, forwarded: string) =>
      (
        await open.app.inject({
          url: '/v1/flows',
          headers: { ...bearer(key), 'x-forwarded-for': forwarded },
          remoteAddress: '192.0.2.1',
        })
      ).statusCode;
    for (let guess = 0; guess < 5; guess += 1) await call(`guess-${guess}`, '198.51.100.7');
    expect(await call('another', '198.51.100.7')).toBe(429);
    expect(await call('another', '198.51.100.8')).toBe(401);
    expect(await call(KEYS.all, '198.51.100.7')).toBe(200);
    await open.app.close();
  });

  it('to what is open to anybody are answered while nobody can look a key up', async () => {
    const open = await openDoor(() => ({ clients: { authenticate: () => Promise.reject(new Error('away')) } }));
    expect((await open.app.inject({ url: '/openapi.json', headers: bearer(KEYS.all) })).statusCode).toBe(200);
    await open.app.close();
  });

  it('of a client are counted for the client, from whichever address', async () => {
    const { open, call } = await limited({});
    const statuses = [];
    for (let turn = 0; turn < 8; turn += 1) statuses.push(await call(bearer(KEYS.all), `192.0.2.${turn}`));
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429, 429]);
    expect(await call(bearer(KEYS.everywhere), '192.0.2.200')).toBe(200);
    await open.app.close();
  });

  it('of a neighbour who guesses do not lock out a client behind the same address', async () => {
    const { open, call } = await limited({});
    expect(await call(bearer(KEYS.all))).toBe(200);
    for (let guess = 0; guess < 5; guess += 1) await call(bearer(`guess-${guess}`));
    expect(await call(bearer('one-more-guess'))).toBe(429);
    expect(await call(bearer(KEYS.all))).toBe(200);
    await open.app.close();
  });

  it('with a key that was revoked are counted for their address again', async () => {
    let revoked = false;
    const open = await openDoor((parts) => ({
      config: { ...parts.config, clientCallsPerMinute: 100, addressCallsPerMinute: 3 },
      clients: { authenticate: (key) => (revoked ? Promise.resolve(undefined) : parts.clients.authenticate(key)) },
    }));
    const call = async () => (await open.app.inject({ url: '/v1/flows', headers: bearer(KEYS.all) })).statusCode;
    expect([await call(), await call()]).toEqual([200, 200]);
    revoked = true;
    expect([await call(), await call(), await call(), await call()]).toEqual([401, 401, 401, 429]);
    await open.app.close();
  });

  it('from one network of IPv6 are counted together', async () => {
    const { open, call } = await limited({});
    const statuses = [];
    for (const host of ['::1', '::2', '::3', '::4']) statuses.push(await call({}, `2001:db8:0:1${host}`));
    expect(statuses).toEqual([401, 401, 401, 429]);
    expect(await call({}, '2001:db8:0:2::1')).toBe(401);
    await open.app.close();
  });

  it('are answered with a problem document that says when to come back', async () => {
    const { open, call } = await limited({ addressCallsPerMinute: 1 });
    await call({});
    const answer = await open.app.inject({
      url: '/v1/flows',
      remoteAddress: '192.0.2.7',
      headers: { 'accept-language': 'nl' },
    });
    expect(answer.statusCode).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect(answer.json()).toMatchObject({ code: 'too-many-requests', title: 'Te veel verzoeken', again: 'later' });
    await open.app.close();
  });

  it('never make an orchestrator believe that we are dead', async () => {
    const { open, call } = await limited({ addressCallsPerMinute: 1 });
    for (let turn = 0; turn < 5; turn += 1) {
      expect(await call({}, '192.0.2.7', '/health/live')).toBe(200);
      expect(await call({}, '192.0.2.7', '/health/ready')).toBe(200);
    }
    await open.app.close();
  });

  it('of addresses that do not exist are counted, too', async () => {
    const { open, call } = await limited({ addressCallsPerMinute: 2 });
    expect([
      await call({}, '192.0.2.7', '/a'),
      await call({}, '192.0.2.7', '/b'),
      await call({}, '192.0.2.7', '/c'),
    ]).toEqual([404, 404, 429]);
    await open.app.close();
  });
});
