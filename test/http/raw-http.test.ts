import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONNECTION_LIMITS } from '../../src/http/server-options.ts';
import { bearer, KEYS, openDoor, type TestDoor } from './door.ts';
import { answersIn, converse, listen, pause, requestText } from './wire.ts';
import { patient } from '../support/patient.ts';

let door: TestDoor;
let port: number;

/** A second instead of ten and thirty. */
const connections = { ...CONNECTION_LIMITS, headersMs: 600, requestMs: 1_200, keepAliveMs: 800, checkMs: 50 };

beforeAll(async () => {
  door = await openDoor((parts) => ({ config: { ...parts.config, connections } }));
  port = await listen(door.app);
});

afterAll(() => door.app.close());

const HOST = { Host: 'gateway' };
const KEY = { Authorization: bearer(KEYS.all).authorization };
const JSON_TYPE = { 'Content-Type': 'application/json' };
const SEND = 'POST /v1/flows/handi.consult-payments/exchanges HTTP/1.1';
const LIVE = requestText('GET /health/live HTTP/1.1', HOST);

async function once(text: string | Buffer) {
  const { text: said, closedAfterMs } = await converse(port, { write: [text], forMs: 5_000, quietMs: 60 });
  const [first] = answersIn(said);
  return { ...first, closed: closedAfterMs !== undefined, all: answersIn(said) };
}

function codeOf(body: string | undefined): string {
  return (JSON.parse(body ?? '{}') as { code: string }).code;
}

describe('bytes that are not quite HTTP', () => {
  it.each([
    ['no HTTP at all', 'hello\r\n\r\n'],
    ['two lengths that differ', requestText(SEND, { ...HOST, 'Content-Length': '5', 'content-length ': '6' }, 'abcde')],
    [
      'a length and chunks (CL.TE)',
      requestText(SEND, { ...HOST, 'Content-Length': '6', 'Transfer-Encoding': 'chunked' }, '0\r\n\r\nX'),
    ],
    ['chunks under another name', requestText(SEND, { ...HOST, 'Transfer-Encoding': 'xchunked' }, '0\r\n\r\n')],
    ['chunks twice', requestText(SEND, { ...HOST, 'Transfer-Encoding': 'chunked, chunked' }, '0\r\n\r\n')],
    ['a space before the colon', 'GET / HTTP/1.1\r\nHost : gateway\r\n\r\n'],
    ['a header that goes on in the next line', 'GET / HTTP/1.1\r\nHost: gateway\r\nX-A: 1\r\n 2\r\n\r\n'],
    ['a zero byte in a header', 'GET / HTTP/1.1\r\nHost: gateway\r\nX-A: \0\r\n\r\n'],
    ['lines that end in a bare carriage return', 'GET / HTTP/1.1\rHost: gateway\r\r'],
    ['an HTTP/2 preface', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a version that does not exist', requestText('GET / HTTP/1.9', HOST)],
    ['a negative length', requestText(SEND, { ...HOST, 'Content-Length': '-1' })],
    [
      'a chunk whose length is no number',
      requestText(SEND, { ...HOST, ...KEY, ...JSON_TYPE, 'Transfer-Encoding': 'chunked' }, 'zz\r\n'),
    ],
  ])('B28 %s is answered 400 and ends the connection', async (_what, text) => {
    const { status, headers, body, closed, all } = await once(text);
    expect(status).toBe(400);
    expect(headers?.['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(codeOf(body)).toBe('malformed-request');
    expect(closed).toBe(true);
    expect(all).toHaveLength(1);
  });

  it('B28 lines that end in a bare line feed never make two requests out of one', async () => {
    const { all } = await once(
      'GET /health/live HTTP/1.1\nHost: gateway\n\nGET /v1/flows HTTP/1.1\r\nHost: gateway\r\n\r\n',
    );
    expect(all.filter(({ status }) => status === 200)).toHaveLength(0);
  });

  it.each([
    ['no Host', requestText('GET /health/live HTTP/1.1', {})],
    ['two Hosts', 'GET /health/live HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n'],
    [
      'two keys',
      `GET /v1/flows HTTP/1.1\r\nHost: a\r\nAuthorization: ${KEY.Authorization}\r\nAuthorization: Bearer x\r\n\r\n`,
    ],
    [
      'a web socket',
      requestText('GET /health/live HTTP/1.1', { ...HOST, Connection: 'Upgrade', Upgrade: 'websocket' }),
    ],
  ])('B28 %s is answered 400 and ends the connection', async (_what, text) => {
    const { status, body, closed, all } = await once(text + LIVE);
    expect(status).toBe(400);
    expect(codeOf(body)).toBe('malformed-request');
    expect(closed).toBe(true);
    expect(all).toHaveLength(1);
  });

  it('B1 a Content-Type given twice is refused, not read as the first of the two', async () => {
    const { status } = await once(
      `${SEND}\r\nHost: a\r\nAuthorization: ${KEY.Authorization}\r\nContent-Type: application/json\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}`,
    );
    expect(status).toBe(400);
    expect(door.accepted).toHaveLength(0);
  });

  it('B1 a space before the value of a header means nothing', async () => {
    const { status } = await once(
      requestText(SEND, { ...HOST, ...KEY, 'Content-Type': '  application/json ', 'Content-Length': '2' }, '{}'),
    );
    expect(status).toBe(202);
    door.accepted.length = 0;
  });

  it("an offer of HTTP/2 is not taken, and not held against the caller: Java's client makes it by itself", async () => {
    const { status, headers } = await once(
      requestText('GET /health/live HTTP/1.1', {
        ...HOST,
        Connection: 'Upgrade, HTTP2-Settings',
        Upgrade: 'h2c',
        'HTTP2-Settings': 'AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA',
      }),
    );
    expect(status).toBe(200);
    expect(headers?.connection).toBe('keep-alive');
  });

  it('headers beyond 16 KiB are answered 431', async () => {
    const { status, body, closed } = await once(requestText('GET / HTTP/1.1', { ...HOST, 'X-A': 'a'.repeat(17_000) }));
    expect(status).toBe(431);
    expect(JSON.parse(body ?? '')).toMatchObject({ status: 431, code: 'malformed-request' });
    expect(closed).toBe(true);
  });

  it.each(['/%ff', '/%', '/v1/flows/%E0%A4%A', '/v1/exchanges/%zz'])(
    'a URL that cannot be read is answered 400: %s',
    async (path) => {
      const { status, headers, body } = await once(requestText(`GET ${path} HTTP/1.1`, HOST));
      expect(status).toBe(400);
      expect(codeOf(body)).toBe('malformed-request');
      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    },
  );

  it.each([
    '//v1/flows',
    '/v1/..;/metrics',
    '/v1/../metrics',
    '/v1/%2e%2e/metrics',
    '/v1/%2E%2E%2Fmetrics',
    '/v1/flows/../../metrics',
    '/./metrics',
    'http://evil/metrics/x',
  ])('B29 finds nothing at %s, with a key and without', async (path) => {
    expect((await once(requestText(`GET ${path} HTTP/1.1`, { ...HOST, ...KEY }))).status).toBe(404);
    expect((await once(requestText(`GET ${path} HTTP/1.1`, HOST))).status).toBe(404);
    expect((await once(requestText(`GET ${path} HTTP/1.1`, { ...HOST, Authorization: 'Bearer wrong' }))).status).toBe(
      401,
    );
  });

  it('B29 takes a star for no address at all', async () => {
    for (const method of ['GET', 'OPTIONS', 'POST']) {
      const { status } = await once(requestText(`${method} * HTTP/1.1`, { ...HOST, ...KEY }));
      expect([400, 404]).toContain(status);
    }
  });

  it('never repeats what it was sent', async () => {
    for (const text of [
      'GET /85073003328?x=85073003328 HTTP/1.1\r\nHost: gateway\r\n\r\n',
      '85073003328\r\n\r\n',
      'GET /%ff85073003328 HTTP/1.1\r\nHost: a\r\n\r\n',
    ]) {
      const { body } = await once(text);
      expect(body).not.toContain('85073003328');
    }
    expect(JSON.stringify(door.lines)).not.toContain('85073003328');
  });
});

describe('bodies that are too much', () => {
  it('B11 five mebibytes are refused by their length, before the first of them is read', async () => {
    const head = requestText(SEND, { ...HOST, ...KEY, ...JSON_TYPE, 'Content-Length': String(5 * 1024 * 1024) });
    const { status, body, closed } = await once(head);
    expect(status).toBe(413);
    expect(codeOf(body)).toBe('body-too-large');
    expect(closed).toBe(true);
  });

  it('B11 chunks without a length are refused at the limit, and the connection ends', async () => {
    const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`;
    const { text, closedAfterMs } = await converse(port, {
      write: [
        requestText(SEND, { ...HOST, ...KEY, ...JSON_TYPE, 'Transfer-Encoding': 'chunked' }),
        ...Array.from({ length: 80 }, () => chunk),
      ],
      pauseMs: 2,
      forMs: patient(2_000),
    });
    expect(answersIn(text)[0]?.status).toBe(413);
    expect(closedAfterMs).toBeLessThan(patient(1_900));
  });

  it('a large body of a caller without a key is not read either', async () => {
    const { status, closed } = await once(requestText(SEND, { ...HOST, ...JSON_TYPE, 'Content-Length': '5000000' }));
    expect(status).toBe(401);
    expect(closed).toBe(true);
  });

  it.each([
    ['without a key', {}, 401],
    ['that is no JSON', KEY, 400],
  ])('a small body %s does not cost the connection', async (_what, key, status) => {
    const text = requestText(SEND, { ...HOST, ...key, ...JSON_TYPE, 'Content-Length': '5' }, '{"a":');
    const { all } = await once(text + LIVE);
    expect(all.map((answer) => answer.status)).toEqual([status, 200]);
  });

  it('a body of another type is refused before it is received', async () => {
    const { status, closed } = await once(
      requestText(SEND, { ...HOST, ...KEY, 'Content-Type': 'text/plain', 'Content-Length': '200000' }),
    );
    expect(status).toBe(415);
    expect(closed).toBe(false);
  });
});

describe.concurrent('B30 slow callers', () => {
  it('are cut off when the headers do not come to an end', async () => {
    const { text, closedAfterMs } = await converse(port, {
      write: ['GET /health/live HTTP/1.1\r\n', ...Array.from({ length: 40 }, (_, index) => `X-${index}: a\r\n`)],
      pauseMs: 50,
      forMs: patient(3_000),
    });
    expect(answersIn(text)[0]?.status).toBe(408);
    expect(closedAfterMs).toBeLessThan(patient(1_500));
  });

  it('are cut off when the body does not come to an end', async () => {
    const { text, closedAfterMs } = await converse(port, {
      write: [
        requestText(SEND, { ...HOST, ...KEY, ...JSON_TYPE, 'Content-Length': '100' }),
        ...Array.from({ length: 60 }, () => ' '),
      ],
      pauseMs: 50,
      forMs: patient(4_000),
    });
    expect(answersIn(text)[0]?.status).toBe(408);
    expect(closedAfterMs).toBeLessThan(patient(2_200));
  });

  it('are cut off when they say nothing at all', async () => {
    const { closedAfterMs } = await converse(port, { write: [], forMs: patient(3_000) });
    expect(closedAfterMs).toBeLessThan(patient(1_500));
  });

  it('are cut off between two requests', async () => {
    const { text, closedAfterMs } = await converse(port, { write: [LIVE], forMs: patient(4_000) });
    expect(answersIn(text)[0]?.status).toBe(200);
    // Node adds a second of grace to what it announces.
    expect(closedAfterMs).toBeLessThan(patient(2_500));
  });

  it('do not slow down the others', async () => {
    const idle = Array.from({ length: 500 }, () =>
      converse(port, { write: ['GET /health/live HTTP/1.1\r\n'], forMs: 1_500 }),
    );
    await pause(50);
    const start = performance.now();
    expect((await once(LIVE)).status).toBe(200);
    expect(performance.now() - start).toBeLessThan(patient(1_000));
    const ended = await Promise.all(idle);
    expect(ended.filter(({ closedAfterMs }) => closedAfterMs === undefined)).toHaveLength(0);
  });
});

describe('the end of a door', () => {
  it('answers what it has begun, and ends the connection with that', async () => {
    let inHealth = (): void => undefined;
    const asked = new Promise<void>((resolve) => (inHealth = resolve));
    const closing = await openDoor((parts) => ({
      health: {
        ready: async () => {
          inHealth();
          await pause(200);
          return parts.health.ready();
        },
      },
    }));
    const closingPort = await listen(closing.app);
    const talk = converse(closingPort, { write: [requestText('GET /health/ready HTTP/1.1', HOST)], forMs: 5_000 });
    await asked;
    const start = performance.now();
    await closing.app.close();
    expect(performance.now() - start).toBeLessThan(patient(2_000));
    const { text, closedAfterMs } = await talk;
    expect(answersIn(text)[0]).toMatchObject({ status: 200, headers: { connection: 'close' } });
    expect(closedAfterMs).toBeDefined();
  });

  it('refuses what still comes with 503 and a time, but says that it lives', async () => {
    const closing = await openDoor();
    closing.app.addHook('preClose', () => pause(300));
    const closingPort = await listen(closing.app);
    const closed = closing.app.close();
    await pause(50);
    const ask = (path: string) =>
      converse(closingPort, { write: [requestText(`GET ${path} HTTP/1.1`, { ...HOST, ...KEY })], forMs: 5_000 });
    const [refused, live] = (await Promise.all([ask('/v1/flows'), ask('/health/live')])).map(
      ({ text }) => answersIn(text)[0],
    );
    await closed;
    expect(refused).toMatchObject({ status: 503, headers: { 'retry-after': '5', connection: 'close' } });
    expect(codeOf(refused?.body)).toBe('shutting-down');
    expect(live?.status).toBe(200);
  });
});
