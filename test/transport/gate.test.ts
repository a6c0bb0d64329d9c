import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TlsIdentity } from '../../src/transport/connector.ts';
import type { Gate, Sent } from '../../src/transport/gate.ts';
import { makeHttpsGate } from '../../src/transport/https-gate.ts';
import { tlsKeys } from '../support/certificates.ts';
import { tcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { answering, httpAnswer, type TlsPeer, tlsPeer } from '../support/tls-peer.ts';
import { pause } from '../support/until.ts';
import { authority, message, server } from './gate.ts';
import { patient } from '../support/patient.ts';

const client = tlsKeys({ name: 'client', issuer: authority });
let identity: TlsIdentity;
let gate: Gate;
let peer: TlsPeer;
let seenBefore = 0;
let connectionsBefore = 0;

beforeAll(async () => {
  peer = await tlsPeer(server, answering(), { requestCert: true, ca: authority.cert });
});
afterAll(() => peer.close());
afterEach(() => gate.close());

/** A gate of its own for a test, and a peer that behaves so. */
function begin(behave = answering(), connectionsMax = 2): void {
  identity = { ca: authority.cert, cert: client.cert, key: client.key };
  gate = makeHttpsGate({ identity: () => identity, connectionsMax });
  peer.behave = behave;
  seenBefore = peer.seen.length;
  connectionsBefore = peer.connections();
}
const seen = () => peer.seen.slice(seenBefore);
const connections = (): number => peer.connections() - connectionsBefore;
const question = { freshConnection: false };
const arrived = (sent: Sent): Buffer => (sent.kind === 'not-sent' ? undefined : sent.body) ?? Buffer.alloc(0);
const part = (bytes: Buffer, from: number, to?: number): Buffer => bytes.subarray(from, to);

describe('a reply', () => {
  it('comes back whole, with its status, its type and whose it is', async () => {
    begin(answering({ status: 503, headers: { 'retry-after': '120' }, body: '<é/>' }));
    expect(await gate.send(message(peer.url))).toEqual({
      kind: 'reply',
      status: 503,
      contentType: 'text/xml',
      body: Buffer.from('<é/>'),
      retryAfter: '120',
      peerCertificate: server.fingerprint,
    });
  });

  it('is asked for by exactly our bytes, and by no encoding that we could not weigh', async () => {
    begin();
    await gate.send(message(peer.url, { body: Buffer.from('<é>\r\n</é>') }));
    const [{ head, body, client: shown } = { head: '', body: '', client: '' }] = seen();
    expect(head).toMatch(/^POST \/service HTTP\/1\.1\r\n/);
    expect(head).toMatch(/\r\nsoapaction: "urn:x"\r\n/);
    expect(head).toMatch(/\r\naccept-encoding: identity(\r\n|$)/);
    expect([body, shown]).toEqual(['<é>\r\n</é>', client.fingerprint]);
  });

  it('that sends us elsewhere is not followed', async () => {
    begin(answering({ status: 307, headers: { location: peer.url } }));
    expect(await gate.send(message(peer.url))).toMatchObject({ kind: 'reply', status: 307 });
    expect(seen()).toHaveLength(1);
  });

  it('of no length and one in pieces are replies too', async () => {
    begin((socket) => {
      const head = 'HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\ntransfer-encoding: chunked\r\n\r\n';
      socket.end(`${head}3\r\n<a>\r\n4\r\n</a>\r\n0\r\n\r\n`);
    });
    expect(await gate.send(message(peer.url))).toMatchObject({ body: Buffer.from('<a></a>') });
    peer.behave = (socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n<until-the-end/>');
    expect(await gate.send(message(peer.url))).toMatchObject({
      body: Buffer.from('<until-the-end/>'),
      contentType: '',
    });
    peer.behave = answering({ body: '' });
    expect(await gate.send(message(peer.url))).toMatchObject({ kind: 'reply', body: Buffer.alloc(0) });
  });

  it('may have as many bytes as the limit, and not one more', async () => {
    begin((socket) => socket.write(httpAnswer({ body: Buffer.alloc(100, 'x') })));
    expect(await gate.send(message(peer.url, { replyBytesMax: 100 }))).toMatchObject({ kind: 'reply' });
    const sent = await gate.send(message(peer.url, { replyBytesMax: 99 }));
    expect(sent).toMatchObject({ kind: 'no-reply', reason: 'too-large', status: 200 });
  });

  it('without an end is read no further than the limit, and what came is kept', async () => {
    let written = 0;
    begin((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
      const pour = (): void => {
        written += 0x4000;
        if (!socket.destroyed) socket.write(`4000\r\n${'x'.repeat(0x4000)}\r\n`, pour);
      };
      pour();
    });
    const sent = await gate.send(message(peer.url, { replyBytesMax: 100_000 }));
    expect(sent).toMatchObject({ kind: 'no-reply', reason: 'too-large' });
    expect(arrived(sent).length).toBeLessThanOrEqual(100_000);
    expect(written).toBeLessThan(4_000_000);
  });

  it('that is compressed is not unpacked', async () => {
    begin(answering({ headers: { 'content-encoding': 'gzip' }, body: gzipSync(Buffer.alloc(1_000_000)) }));
    expect(await gate.send(message(peer.url))).toMatchObject({ kind: 'no-reply', reason: 'encoding', status: 200 });
  });
});

describe('no reply, though the message may have arrived', () => {
  const lost = { kind: 'no-reply', reason: 'connection-lost' };

  it('from a peer that never answers', async () => {
    begin(() => undefined);
    const started = Date.now();
    const sent = await gate.send(message(peer.url, { deadlineMs: 200 }));
    expect(sent).toEqual({ kind: 'no-reply', reason: 'timeout', detail: 'no reply within 200 ms' });
    expect(Date.now() - started).toBeLessThan(patient(1_000));
  });

  it('from a peer that lets its answer drip: the deadline is one for all of it', async () => {
    begin((socket) => {
      const bytes = httpAnswer({ body: 'x'.repeat(1_000) });
      socket.write(part(bytes, 0, 80));
      let at = 80;
      const timer = setInterval(() => socket.write(part(bytes, at, ++at)), 20);
      socket.on('close', () => clearInterval(timer));
    });
    const sent = await gate.send(message(peer.url, { deadlineMs: 300 }));
    expect(sent).toMatchObject({ kind: 'no-reply', reason: 'timeout', status: 200 });
    expect(arrived(sent).length).toBeGreaterThan(0);
  });

  it('from a peer that hangs up, or is cut off, before it has said anything', async () => {
    begin((socket) => socket.end());
    expect(await gate.send(message(peer.url))).toMatchObject(lost);
    const proxy = await tcpProxy(peer.port);
    peer.behave = () => proxy.cut();
    expect(await gate.send(message(`https://127.0.0.1:${proxy.port}/`))).toMatchObject(lost);
    expect(seen()).toHaveLength(2);
    await proxy.close();
  });

  it('from a peer that is cut off in the middle of its answer: what came is kept', async () => {
    begin((socket) => {
      const bytes = httpAnswer({ body: '<reply>half of it</reply>' });
      socket.write(part(bytes, 0, bytes.length - 10), () => setTimeout(() => socket.destroy(), 20));
    });
    const sent = await gate.send(message(peer.url));
    expect(sent).toMatchObject({ ...lost, status: 200 });
    expect(arrived(sent).toString()).toBe('<reply>half of ');
  });

  it.each([
    ['longer than it said', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n<a/>'],
    ['in no language', 'SMTP/1.1 200 OK\r\n\r\n'],
    ['with two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 4\r\ncontent-length: 5\r\n\r\n<a/>x'],
    ['with headers without an end', `HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(20_000)}`],
  ])('in an answer %s', async (_name, answer) => {
    begin((socket) => socket.write(answer));
    const sent = await gate.send(message(peer.url, { deadlineMs: 1_000 }));
    // Two bytes of four may pass as a reply of two; nothing is made of the rest.
    if (sent.kind === 'reply') expect(sent.body).toEqual(Buffer.from('<a'));
    else expect(sent.kind).toBe('no-reply');
    expect(seen()).toHaveLength(1);
  });
});

describe.each(['TLSv1.2', 'TLSv1.3'] as const)('broken %s after the message has left', (version) => {
  let local: TlsPeer;
  let proxy: TcpProxy;
  beforeAll(async () => {
    local = await tlsPeer(server, answering(), { minVersion: version, maxVersion: version });
    proxy = await tcpProxy(local.port);
  });
  afterAll(async () => {
    await proxy.close();
    await local.close();
  });

  // What an appliance in between may say in clear, and records that fail their check: the message was read before.
  it.each([
    ['an answer in clear', 'HTTP/1.1 502 Bad Gateway\r\n\r\n'],
    ['a record of nobody', `\x17\x03\x03\x00\x20${'x'.repeat(32)}`],
    ['an alert of nobody about our certificate', '\x15\x03\x03\x00\x02\x02\x2e'],
  ])('by %s is no proof that it was not read, and is noticed at once', async (_name, words) => {
    begin();
    local.behave = () => proxy.inject(Buffer.from(words, 'latin1'));
    const started = Date.now();
    const sent = await gate.send(message(`https://127.0.0.1:${proxy.port}/`));
    expect(sent).toMatchObject({ kind: 'no-reply', reason: 'connection-lost' });
    expect(Date.now() - started).toBeLessThan(patient(2_000));
  });
});

describe('connections', () => {
  it('are kept for questions', async () => {
    begin(answering(), 1);
    for (let i = 0; i < 5; i += 1) await gate.send(message(peer.url, question));
    expect([connections(), seen().map(({ nth }) => nth)]).toEqual([1, [1, 2, 3, 4, 5]]);
  });

  it('are made anew for each declaration, and carry one only', async () => {
    begin();
    await gate.send(message(peer.url, question));
    for (let i = 0; i < 3; i += 1) await gate.send(message(peer.url));
    expect(seen().map(({ nth }) => nth)).toEqual([1, 1, 1, 1]);
  });

  it('are no more than allowed, and carry one question at a time', async () => {
    let [now, most] = [0, 0];
    begin((socket) => {
      most = Math.max(most, (now += 1));
      setTimeout(() => {
        now -= 1;
        socket.write(httpAnswer());
      }, 20);
    });
    const all = await Promise.all(Array.from({ length: 8 }, () => gate.send(message(peer.url, question))));
    expect(all.every(({ kind }) => kind === 'reply')).toBe(true);
    expect([connections(), most]).toEqual([2, 2]);
  });

  it('that the peer has closed meanwhile are replaced', async () => {
    begin((socket) => socket.end(httpAnswer()));
    await gate.send(message(peer.url, question));
    await pause(50);
    expect(await gate.send(message(peer.url, question))).toMatchObject({ kind: 'reply' });
    expect(connections()).toBe(2);
  });

  it('that break under a question are told as such, and nothing is sent twice', async () => {
    begin((socket, { nth }) => (nth === 1 ? socket.write(httpAnswer()) : socket.destroy()), 1);
    await gate.send(message(peer.url, question));
    expect(await gate.send(message(peer.url, question))).toMatchObject({ kind: 'no-reply', reason: 'connection-lost' });
    expect(seen()).toHaveLength(2);
  });

  it('show a renewed certificate from the next one on', async () => {
    begin();
    await gate.send(message(peer.url));
    const renewed = tlsKeys({ name: 'client, renewed', issuer: authority });
    identity = { ca: authority.cert, cert: renewed.cert, key: renewed.key };
    await gate.send(message(peer.url));
    expect(seen().map((request) => request.client)).toEqual([client.fingerprint, renewed.fingerprint]);
  });

  it('that hang are let go when the gate is closed', async () => {
    begin(() => undefined);
    const waiting = gate.send(message(peer.url, question));
    while (seen().length === 0) await pause(5);
    await gate.close();
    expect(await waiting).toMatchObject({ kind: 'no-reply' });
  });

  it('to two peers at two ports are not mixed up', async () => {
    begin();
    const keys = tlsKeys({ name: 'another server', issuer: authority });
    const other = await tlsPeer(keys, answering());
    const [ours, theirs] = await Promise.all([peer, other].map(({ url }) => gate.send(message(url, question))));
    expect(ours).toMatchObject({ peerCertificate: server.fingerprint });
    expect(theirs).toMatchObject({ peerCertificate: keys.fingerprint });
    await other.close();
  });

  it('by name are checked against the name, and the certificate is found under it', async () => {
    begin();
    const sent = await gate.send(message(peer.url.replace('127.0.0.1', 'LOCALHOST')));
    expect(sent).toMatchObject({ kind: 'reply', peerCertificate: server.fingerprint });
  });
});
