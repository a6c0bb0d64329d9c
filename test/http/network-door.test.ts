import { createHash } from 'node:crypto';
import { request as httpsRequest } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { pino } from 'pino';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { GatewayError } from '../../src/domain/problems/gateway-error.ts';
import { buildNetworkDoor, type NetworkDoorParts, type NetworkDoorTls } from '../../src/http/network-door.ts';
import type { IncomingNotification, NotificationAnswer } from '../../src/http/ports.ts';
import { CONNECTION_LIMITS } from '../../src/http/server-options.ts';
import { systemIds } from '../../src/telemetry/ids.ts';
import { daysFrom, type Identity, makeIdentity } from '../signing/identities.ts';
import type { LogLine } from './door.ts';
import { answersIn, converse, listen, pause, requestText } from './wire.ts';

const XML = 'text/xml; charset=utf-8';
const ACK: NotificationAnswer = { status: 200, contentType: XML, body: '<soap:Envelope/>' };

type Door = ReturnType<typeof buildNetworkDoor>;
let open: Door[] = [];

afterEach(async () => {
  await Promise.all(open.map((door) => door.close()));
  open = [];
});

/** A door on a room of mutations that takes everything. */
function knockable(change: Partial<NetworkDoorParts> = {}) {
  const received: IncomingNotification[] = [];
  const lines: LogLine[] = [];
  const log = pino(
    { level: 'debug', base: null, formatters: { level: (level) => ({ level }) } },
    {
      write: (line: string) => lines.push(JSON.parse(line) as LogLine),
    },
  );
  const door = buildNetworkDoor({
    notifications: {
      receive: (notification) => {
        received.push(notification);
        return Promise.resolve(ACK);
      },
    },
    log,
    ids: systemIds,
    tls: 'none',
    ...change,
  });
  open.push(door);
  return { door, received, lines };
}

function push(door: Door, body: string | Buffer, headers: Record<string, string> = {}) {
  return door.inject({
    method: 'POST',
    url: '/bcss/notifications',
    headers: { 'content-type': XML, ...headers },
    payload: body,
  });
}

describe("the network's door", () => {
  it('hands over the bytes as they came, and answers what the room says', async () => {
    const { door, received } = knockable();
    const body = Buffer.from('<?xml version="1.0"?>\r\n<a>é\t</a>');
    const answer = await push(door, body);
    expect([answer.statusCode, answer.headers['content-type'], answer.body]).toEqual([200, XML, '<soap:Envelope/>']);
    expect(received).toEqual([{ body, contentType: XML, peerCertificate: undefined }]);
  });

  it('answers refusals of the room as they are', async () => {
    const { door } = knockable({
      notifications: { receive: () => Promise.resolve({ status: 500, contentType: XML, body: '<soap:Fault/>' }) },
    });
    const answer = await push(door, '<a/>');
    expect([answer.statusCode, answer.body]).toEqual([500, '<soap:Fault/>']);
  });

  it.each([
    [new Error('secret 85073003328'), 500, 'internal-error'],
    [new GatewayError('database-unavailable'), 503, 'database-unavailable'],
  ])('never acknowledges when the room fails: %s', async (error, status, code) => {
    const { door } = knockable({ notifications: { receive: () => Promise.reject(error) } });
    const answer = await push(door, '<a/>');
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject({ code });
    expect(answer.body).not.toContain('85073003328');
  });

  it.each([
    ['GET', '/bcss/notifications'],
    ['HEAD', '/bcss/notifications'],
    ['OPTIONS', '/bcss/notifications'],
    ['PUT', '/bcss/notifications'],
    ['POST', '/bcss/notifications/'],
    ['POST', '/BCSS/notifications'],
    ['POST', '/v1/flows/manage-access/exchanges'],
    ['GET', '/health/live'],
    ['GET', '/'],
  ])('has nothing at %s %s', async (method, url) => {
    const { door, received } = knockable();
    const answer = await door.inject({
      method: method as 'GET',
      url,
      headers: { 'content-type': XML },
      ...(method === 'POST' && { payload: '<a/>' }),
    });
    expect(answer.statusCode).toBe(404);
    expect(received).toEqual([]);
  });

  it.each([
    ['text/xml', 200],
    ['text/xml;charset=UTF-8', 200],
    ['TEXT/XML; charset="utf-8"', 200],
    ['text/xml; charset=utf8', 200],
    ["text/xml; charset='utf-8'", 200],
    ['text/xml;', 200],
    ['text/xml; charset=utf-8;', 200],
    ['text/xml; charset=utf-16', 415],
    ['text/xml; charset=utf8; charset=utf-16', 415],
    ['text/xml; charset=utf-7', 415],
    ['application/soap+xml', 415],
    ['application/xml', 415],
    ['multipart/related; type="text/xml"', 415],
    ['text/html', 415],
    ['', 415],
  ])('NT9 takes Content-Type %j with %i', async (type, status) => {
    const { door, received } = knockable();
    expect((await push(door, '<a/>', { 'content-type': type })).statusCode).toBe(status);
    expect(received).toHaveLength(status === 200 ? 1 : 0);
  });

  it('NT9 refuses a compressed body', async () => {
    const { door, received } = knockable();
    expect((await push(door, '<a/>', { 'content-encoding': 'gzip' })).statusCode).toBe(415);
    expect(received).toEqual([]);
  });

  it('takes 8 MiB and refuses one byte more, by its length', async () => {
    const { door, received } = knockable();
    expect((await push(door, Buffer.alloc(8 * 1024 * 1024, 0x20))).statusCode).toBe(200);
    expect((await push(door, Buffer.alloc(8 * 1024 * 1024 + 1, 0x20))).statusCode).toBe(413);
    expect(received).toHaveLength(1);
  });

  it('NT6 lets in a few at once, and asks the others to come again', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const { door } = knockable({
      notificationsAtOnceMax: 2,
      notifications: { receive: () => held.then(() => ACK) },
    });
    const first = [push(door, '<a/>'), push(door, '<b/>')];
    await pause(20);
    const refused = await push(door, '<c/>');
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, '2']);
    release();
    expect((await Promise.all(first)).map(({ statusCode }) => statusCode)).toEqual([200, 200]);
    expect((await push(door, '<c/>')).statusCode).toBe(200);
  });

  it('answers a caller who comes too often with a fault that says when to come back, and reads nothing more of it', async () => {
    const { door, received } = knockable({ callsPerMinute: 20 });
    const answers = [];
    for (let n = 0; n < 25; n += 1) answers.push(await push(door, '<a/>'));
    expect(answers.filter(({ statusCode }) => statusCode === 200).length).toBeGreaterThanOrEqual(20);
    const late = answers.filter(({ statusCode }) => statusCode === 429).at(-1);
    if (late !== undefined) {
      expect(late.headers['content-type']).toBe(XML);
      expect(late.body).toContain('<faultstring>too-many-requests</faultstring>');
      expect(Number(late.headers['retry-after'])).toBeGreaterThan(0);
    }
    expect(received).toHaveLength(answers.filter(({ statusCode }) => statusCode === 200).length);
  });

  it('hears a tenth as many calls that it refuses', async () => {
    let heard = 0;
    const { door } = knockable({
      callsPerMinute: 100,
      notifications: {
        receive: () => {
          heard += 1;
          return Promise.resolve({ status: 500, contentType: XML, body: '<soap:Fault/>' });
        },
      },
    });
    for (let n = 0; n < 40; n += 1) await push(door, '>'.repeat(1_000));
    // Twice ten, where a minute ends between two of them.
    expect(heard).toBeGreaterThanOrEqual(10);
    expect(heard).toBeLessThanOrEqual(20);
  });

  it('keeps half of its connections for others than the one address that opens them all', async () => {
    const { door } = knockable({ connections: { ...CONNECTION_LIMITS, connectionsMax: 8 } });
    const port = await listen(door);
    const sockets = Array.from({ length: 8 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
    await expect.poll(() => sockets.filter((socket) => socket.destroyed).length).toBe(4);
    for (const socket of sockets) socket.destroy();
  });

  it('counts a notification whose sender hung up as over', async () => {
    const { door } = knockable({ notificationsAtOnceMax: 1 });
    const port = await listen(door);
    const head = requestText('POST /bcss/notifications HTTP/1.1', {
      Host: 'a',
      'Content-Type': 'text/xml',
      'Content-Length': '10',
    });
    await converse(port, { write: [head], forMs: 60 });
    await expect.poll(async () => (await push(door, '<a/>')).statusCode).toBe(200);
  });

  it('does not wait for the body of what it does not know', async () => {
    const { door } = knockable();
    const port = await listen(door);
    const head = requestText('POST /nowhere HTTP/1.1', {
      Host: 'a',
      'Content-Type': 'text/xml',
      'Content-Length': '1000',
    });
    const { text } = await converse(port, { write: [head], forMs: 2_000, quietMs: 50 });
    expect(answersIn(text)[0]?.status).toBe(404);
  });

  it('is as strict about HTTP as the other door', async () => {
    const { door, received } = knockable({
      connections: { ...CONNECTION_LIMITS, headersMs: 300, requestMs: 400, checkMs: 50 },
    });
    const port = await listen(door);
    const post = 'POST /bcss/notifications HTTP/1.1';
    const smuggled = requestText(
      post,
      { Host: 'a', 'Content-Type': 'text/xml', 'Content-Length': '4', 'Transfer-Encoding': 'chunked' },
      '0\r\n\r\n',
    );
    const twice =
      'POST /bcss/notifications HTTP/1.1\r\nHost: a\r\nContent-Type: text/xml\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\n<a/>';
    const slow = requestText(post, { Host: 'a', 'Content-Type': 'text/xml', 'Content-Length': '100' }, '<a>');
    const statuses = [];
    for (const text of [smuggled, twice, slow]) {
      const { text: said } = await converse(port, { write: [text], forMs: 3_000, quietMs: 50 });
      statuses.push(answersIn(said)[0]?.status);
    }
    expect(statuses).toEqual([400, 400, 408]);
    expect(received).toEqual([]);
  });

  it('writes one line per notification, without a byte of it', async () => {
    const { door, lines } = knockable();
    await push(door, '<ssin>85073003328</ssin>');
    expect(lines).toMatchObject([
      { event: 'request.answered', route: '/bcss/notifications', method: 'POST', status: 200 },
    ]);
    expect(JSON.stringify(lines)).not.toContain('85073003328');
  });
});

describe('TLS of the network', () => {
  let tls: NetworkDoorTls;
  let authority: Identity;
  let server: Identity;
  let bcss: Identity;
  let stranger: Identity;
  let expired: Identity;

  beforeAll(() => {
    authority = makeIdentity({ name: 'network authority', authority: true });
    server = makeIdentity({ name: 'localhost', issuer: authority, usages: 'server' });
    bcss = makeIdentity({ name: 'bcss', issuer: authority, usages: 'client' });
    stranger = makeIdentity({ name: 'bcss', usages: 'client' });
    expired = makeIdentity({
      name: 'bcss',
      issuer: authority,
      usages: 'client',
      until: daysFrom(new Date(), -1),
      from: daysFrom(new Date(), -9),
    });
    tls = { key: pem(server), cert: server.certificate.toString(), ca: authority.certificate.toString() };
  });

  function pem({ privateKey }: Identity): string {
    return privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  }

  async function pushAs(door: Door, identity: Identity | undefined, more: object = {}): Promise<number> {
    const { port } = door.server.address() as AddressInfo;
    return new Promise((resolve, reject) => {
      const sent = httpsRequest(
        {
          port,
          host: '127.0.0.1',
          servername: 'localhost',
          method: 'POST',
          path: '/bcss/notifications',
          headers: { 'content-type': XML, connection: 'close' },
          ca: tls.ca,
          ...(identity !== undefined && { key: pem(identity), cert: identity.certificate.toString() }),
          ...more,
        },
        (response) => {
          response.resume().on('end', () => {
            resolve(response.statusCode ?? 0);
          });
        },
      );
      sent.on('error', reject);
      sent.end('<a/>');
    });
  }

  async function tlsDoor() {
    const made = knockable({ tls });
    await listen(made.door);
    return made;
  }

  it('hands over the fingerprint of the certificate that the peer showed', async () => {
    const { door, received } = await tlsDoor();
    expect(await pushAs(door, bcss)).toBe(200);
    expect(received[0]?.peerCertificate).toBe(createHash('sha256').update(bcss.certificate.raw).digest('hex'));
  });

  it('B26 lets in nobody without a certificate, with one of another authority, or with one that expired', async () => {
    const { door, received, lines } = await tlsDoor();
    for (const identity of [undefined, stranger, expired]) await expect(pushAs(door, identity)).rejects.toThrow();
    expect(received).toEqual([]);
    await expect.poll(() => lines.filter(({ event }) => event === 'peer.refused').length).toBeGreaterThan(0);
  });

  it('B26 lets in no server certificate as a client', async () => {
    const { door, received } = await tlsDoor();
    await expect(pushAs(door, server)).rejects.toThrow();
    expect(received).toEqual([]);
  });

  it('lets in nobody of the right authority whose certificate is not said to be for clients', async () => {
    const unsaid = makeIdentity({ name: 'bcss', issuer: authority });
    const { door, received, lines } = await tlsDoor();
    await expect(pushAs(door, unsaid)).rejects.toThrow();
    expect(received).toEqual([]);
    await expect.poll(() => lines.map(({ reason }) => reason)).toContain('not-for-clients');
  });

  it('lets in only those who are expected, by certificate or by public key, though others have the same authority and name', async () => {
    const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
    const other = makeIdentity({ name: 'bcss', issuer: authority, usages: 'client' });
    const publicKey = bcss.certificate.publicKey.export({ type: 'spki', format: 'der' });
    for (const pin of [sha256(bcss.certificate.raw), sha256(publicKey)]) {
      const { door, received, lines } = knockable({ tls: { ...tls, callers: ['00'.repeat(32), pin] } });
      await listen(door);
      expect(await pushAs(door, bcss)).toBe(200);
      await expect(pushAs(door, other)).rejects.toThrow();
      expect(received).toHaveLength(1);
      await expect.poll(() => lines.map(({ reason }) => reason)).toContain('not-expected');
    }
  });

  it('speaks TLS 1.2 and newer', async () => {
    const { door } = await tlsDoor();
    expect(await pushAs(door, bcss, { maxVersion: 'TLSv1.2' })).toBe(200);
    await expect(
      pushAs(door, bcss, { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }),
    ).rejects.toThrow();
  });

  it('T2 takes a renewed certificate without a restart', async () => {
    const { door } = await tlsDoor();
    const renewed = makeIdentity({ name: 'localhost', issuer: authority, usages: 'server' });
    (door.server as unknown as { setSecureContext(options: object): void }).setSecureContext({
      ...tls,
      key: pem(renewed),
      cert: renewed.certificate.toString(),
    });
    let shown = '';
    const checkServerIdentity = (_host: string, { fingerprint256 }: { fingerprint256: string }) => {
      shown = fingerprint256;
      return undefined;
    };
    expect(await pushAs(door, bcss, { checkServerIdentity })).toBe(200);
    expect(shown).toBe(renewed.certificate.fingerprint256);
  });
});
