import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TlsIdentity } from '../../src/transport/connector.ts';
import type { Sent } from '../../src/transport/gate.ts';
import { makeHttpsGate } from '../../src/transport/https-gate.ts';
import { tlsKeys } from '../support/certificates.ts';
import { answering, tlsPeer } from '../support/tls-peer.ts';
import { installed } from '../support/tools.ts';
import { authority, message, server, stranger } from './gate.ts';
import { patient } from '../support/patient.ts';

/** Sends one message through a gate of its own. */
async function send(url: string, identity: TlsIdentity = { ca: authority.cert }): Promise<Sent> {
  const gate = makeHttpsGate({ identity: () => identity, connectionsMax: 2 });
  try {
    return await gate.send(message(url));
  } finally {
    await gate.close();
  }
}

const unreachable = { kind: 'not-sent', reason: 'unreachable' };
const tls = { kind: 'not-sent', reason: 'tls' };

describe('nothing was sent', () => {
  it('to a port where nobody listens', async () => {
    expect(await send('https://127.0.0.1:1/')).toMatchObject({
      ...unreachable,
      detail: expect.stringMatching(/REFUSED/) as string,
    });
  });

  it('to a name that does not exist', async () => {
    expect(await send('https://no-such-name.invalid/')).toMatchObject(unreachable);
  });

  it('by the time the deadline was over while the connection was still being made', async () => {
    const never = (() => undefined) as never;
    const gate = makeHttpsGate({ identity: () => ({}), connectionsMax: 1, lookup: never });
    const started = Date.now();
    expect(await gate.send(message('https://slow.example/', { deadlineMs: 50 }))).toMatchObject(unreachable);
    expect(Date.now() - started).toBeLessThan(patient(1_000));
    await gate.close();
  });

  it('to a server that speaks something else', async () => {
    const other = createServer((socket) => socket.on('error', () => undefined).end('220 mail.example ready\r\n'));
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    expect(await send(`https://127.0.0.1:${(other.address() as AddressInfo).port}/`)).toMatchObject(tls);
    other.close();
  });

  it('to a server that hangs up in the middle of the handshake', async () => {
    const rude = createServer((socket) =>
      socket.on('error', () => undefined).once('data', () => socket.resetAndDestroy()),
    );
    rude.listen(0, '127.0.0.1');
    await once(rude, 'listening');
    expect(await send(`https://127.0.0.1:${(rude.address() as AddressInfo).port}/`)).toMatchObject(tls);
    rude.close();
  });

  it.each([
    [
      'of an authority that we do not know',
      tlsKeys({ name: 'server', issuer: stranger }),
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    ],
    ['for another name', tlsKeys({ name: 'server', issuer: authority, hosts: ['bcss.example'] }), 'ALTNAME_INVALID'],
    [
      'that has expired',
      tlsKeys({ name: 'server', issuer: authority, until: new Date(Date.now() - 1_000) }),
      'EXPIRED',
    ],
    ['that it signed itself', tlsKeys({ name: 'server' }), 'SELF_SIGNED'],
  ])('to a server with a certificate %s', async (_name, keys, code) => {
    const peer = await tlsPeer(keys, answering());
    expect(await send(peer.url)).toMatchObject({ ...tls, detail: expect.stringContaining(code) as string });
    expect(peer.seen).toEqual([]);
    await peer.close();
  });
});

describe.skipIf(!installed('openssl'))('nothing was sent under a certificate of ours that the peer refuses', () => {
  const folder = mkdtempSync(join(tmpdir(), 'transport-'));
  const running: ChildProcess[] = [];
  const ports: Record<string, number> = {};

  beforeAll(async () => {
    for (const [file, text] of Object.entries({ key: server.key, cert: server.cert, ca: authority.cert }))
      writeFileSync(join(folder, file), text);
    for (const version of ['tls1_2', 'tls1_3']) ports[version] = await demanding(version);
  });
  afterAll(() => {
    for (const child of running) child.kill();
    rmSync(folder, { recursive: true });
  });

  /** An OpenSSL server that wants a certificate of our authority, and says so by the proper alerts. */
  async function demanding(version: string): Promise<number> {
    const files = ['-key', 'key', '-cert', 'cert', '-CAfile', 'ca'];
    const demands = ['-Verify', '1', '-verify_return_error', '-www'];
    const child = spawn('openssl', ['s_server', '-accept', '127.0.0.1:0', `-${version}`, ...files, ...demands], {
      cwd: folder,
    });
    running.push(child);
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      const port = /ACCEPT [^\s]*:(\d+)/.exec(chunk.toString())?.[1];
      if (port !== undefined) return Number(port);
    }
    throw new Error('openssl s_server did not start');
  }

  const refused: readonly (readonly [string, TlsIdentity])[] = [
    ['no certificate', {}],
    ['one of another authority', tlsKeys({ name: 'client', issuer: stranger })],
    ['one that has expired', tlsKeys({ name: 'client', issuer: authority, until: new Date(Date.now() - 1_000) })],
  ];
  const cases = ['tls1_2', 'tls1_3'].flatMap((version) =>
    refused.map(([name, keys]) => [version, name, keys] as const),
  );

  it.each(cases)('with %s and %s', async (version, _name, keys) => {
    const sent = await send(`https://127.0.0.1:${ports[version] ?? 0}/`, { ca: authority.cert, ...keys });
    expect(sent).toMatchObject({ ...tls, detail: expect.stringMatching(/ALERT/) as string });
  });
});
