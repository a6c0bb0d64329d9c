import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Gate, Sent } from '../../src/transport/gate.ts';
import { makeHttpsGate } from '../../src/transport/https-gate.ts';
import { AddressGuard, portOf } from '../../src/webhooks/address-guard.ts';
import { webhookEnding } from '../../src/webhooks/courier.ts';
import { newSecret, webhookHeaders } from '../../src/webhooks/standard-webhooks.ts';
import { tlsKeys } from '../support/certificates.ts';
import { answering, httpAnswer, tlsPeer, type TlsPeer } from '../support/tls-peer.ts';
import { headersOf, isGenuine } from './verify-webhook.ts';

const authority = tlsKeys({ name: 'Authority', authority: true });
const keys = tlsKeys({ name: 'subscriber', issuer: authority, hosts: ['software.example'] });
const BODY = Buffer.from('{"type":"exchange.finished","data":{"x":"é"}}');

let subscriber: TlsPeer;
/** Where `software.example` leads. */
let leadsTo: string[];
const open: Gate[] = [];

beforeAll(async () => {
  subscriber = await tlsPeer(keys, answering());
});
beforeEach(() => {
  leadsTo = ['127.0.0.1'];
  subscriber.behave = answering({ status: 204, body: '' });
});
afterAll(async () => {
  await Promise.all(open.map((gate) => gate.close()));
  await subscriber.close();
});

/** Sends as the courier does: through a gate that sees the world with the guard's eyes. */
async function send(allowedNetworks: string[], secret = newSecret(), now = new Date()): Promise<Sent> {
  const guard = new AddressGuard({ allowedNetworks, forbidden: [], allowLocalHttp: false }, (name, then) =>
    name === 'software.example'
      ? then(
          null,
          leadsTo.map((address) => ({ address, family: 4 })),
        )
      : then(new Error('not known'), []),
  );
  const url = `https://software.example:${subscriber.port}/hook`;
  const gate = makeHttpsGate({
    identity: () => ({ ca: authority.cert }),
    connectionsMax: 2,
    lookup: guard.lookupFor(portOf(new URL(url))),
  });
  open.push(gate);
  return gate.send({
    url,
    headers: {
      ...webhookHeaders({ id: 'msg-1', timestamp: now, body: BODY.toString() }, [secret]),
      'content-type': 'application/json',
    },
    body: BODY,
    deadlineMs: 5_000,
    replyBytesMax: 20_000,
    freshConnection: false,
  });
}

const LOCAL = ['127.0.0.0/8'];

describe('a webhook on the wire', () => {
  it('arrives where the name leads, under the name of the certificate, and verifies from the bytes that arrived', async () => {
    const secret = newSecret();
    const now = new Date();
    expect(webhookEnding(await send(LOCAL, secret, now), new Date(0))).toMatchObject({
      outcome: 'answered',
      httpStatus: 204,
    });
    const request = subscriber.seen.at(-1);
    const headers = headersOf(request?.head ?? '');
    expect(headers['host']).toBe(`software.example:${subscriber.port}`);
    expect(isGenuine(headers, request?.body ?? '', secret, now)).toBe(true);
  });

  it('makes no connection to where a name leads later, when that is not allowed', async () => {
    const before = subscriber.connections();
    expect(await send([])).toMatchObject({ kind: 'not-sent' });
    leadsTo = ['127.0.0.1', '10.0.0.1'];
    expect(await send(LOCAL)).toMatchObject({ kind: 'not-sent' });
    expect(subscriber.connections()).toBe(before);
  });

  it('does not go where a redirect points', async () => {
    const before = subscriber.seen.length;
    for (const status of [301, 302, 307, 308]) {
      subscriber.behave = answering({ status, headers: { location: `https://127.0.0.1:${subscriber.port}/internal` } });
      expect(webhookEnding(await send(LOCAL), new Date(0))).toMatchObject({ outcome: 'refused', httpStatus: status });
    }
    expect(subscriber.seen.length - before).toBe(4);
  });

  it('reads no more of an answer than it keeps, and counts the status', async () => {
    subscriber.behave = (socket) => socket.write(httpAnswer({ status: 200, body: Buffer.alloc(1_000_000, 'a') }));
    const ending = webhookEnding(await send(LOCAL), new Date(0));
    expect(ending).toMatchObject({ outcome: 'answered', httpStatus: 200 });
    expect(ending.answer?.length ?? 0).toBeLessThanOrEqual(20_000);
  });

  it('does not unpack an answer', async () => {
    subscriber.behave = answering({
      status: 500,
      headers: { 'content-encoding': 'gzip' },
      body: Buffer.from('1f8b', 'hex'),
    });
    expect(webhookEnding(await send(LOCAL), new Date(0))).toMatchObject({ outcome: 'refused', httpStatus: 500 });
  });

  it('is not given to a receiver with another name or authority in its certificate', async () => {
    const other = await tlsPeer(tlsKeys({ name: 'other', issuer: authority, hosts: ['other.example'] }), answering());
    const stranger = await tlsPeer(tlsKeys({ name: 'stranger', hosts: ['software.example'] }), answering());
    for (const peer of [other, stranger]) {
      const gate = makeHttpsGate({
        identity: () => ({ ca: authority.cert }),
        connectionsMax: 1,
        lookup: (_name, options, then) => {
          if (options.all === true) then(null, [{ address: '127.0.0.1', family: 4 }]);
          else then(null, '127.0.0.1', 4);
        },
      });
      open.push(gate);
      const sent = await gate.send({
        url: `https://software.example:${peer.port}/`,
        headers: {},
        body: BODY,
        deadlineMs: 5_000,
        replyBytesMax: 100,
        freshConnection: false,
      });
      expect(sent).toMatchObject({ kind: 'not-sent', reason: 'tls' });
      expect(peer.seen).toEqual([]);
      await peer.close();
    }
  });
});
