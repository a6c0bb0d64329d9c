import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, createSecureContext, TLSSocket } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openRedisBackend } from '../../src/queue/redis-backend.ts';
import { databaseAddress } from '../../src/store/database-tls.ts';
import { openQueuePool } from '../../src/store/queue-pool.ts';
import { openPool } from '../../src/store/pool.ts';
import { makeHttpsGate } from '../../src/transport/https-gate.ts';
import { tlsKeys } from '../support/certificates.ts';
import { authority, message, stranger } from './gate.ts';

/** Whom nobody here trusts. Whatever is said to it under its certificate is written down. */
const keys = tlsKeys({ name: 'impostor', issuer: stranger });
const heard: Buffer[] = [];
const servers: Server[] = [];

async function listening(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const hear = (socket: Socket): unknown => socket.on('data', (bytes) => heard.push(bytes)).on('error', () => undefined);

/** PostgreSQL's way into TLS: eight bytes that ask, one that agrees. */
function postgresImpostor(): Server {
  return createTcpServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.write('S');
      hear(new TLSSocket(socket, { isServer: true, secureContext: createSecureContext(keys) }));
    });
  });
}

let tlsPort: number;
let postgresPort: number;
beforeAll(async () => {
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
  tlsPort = await listening(createTlsServer(keys, hear));
  postgresPort = await listening(postgresImpostor());
});
afterAll(() => {
  vi.unstubAllEnvs();
  for (const server of servers) server.close();
});

describe('with NODE_TLS_REJECT_UNAUTHORIZED=0 a server that nobody vouches for hears nothing from us', () => {
  it('as BCSS, or as the address of a webhook', async () => {
    for (const ca of [authority.cert, undefined]) {
      const gate = makeHttpsGate({ identity: () => (ca === undefined ? {} : { ca }), connectionsMax: 1 });
      expect(await gate.send(message(`https://127.0.0.1:${tlsPort}/`))).toMatchObject({
        kind: 'not-sent',
        reason: 'tls',
      });
      await gate.close();
    }
    expect(heard).toEqual([]);
  });

  it('as the database, for the log and for the queue', async () => {
    const url = `postgres://gateway:secret@127.0.0.1:${postgresPort}/gateway?sslmode=require`;
    const pool = openPool({ url, role: 'accept', connectionsMax: 1 });
    await expect(pool.query('SELECT 1')).rejects.toThrow();
    await pool.close();
    const queue = openQueuePool(url, () => undefined);
    await expect(
      new Promise((_resolve, reject) => {
        queue.connect((error) => {
          reject(error ?? new Error('connected'));
        });
      }),
    ).rejects.not.toThrow(/^connected$/);
    await queue.end();
    expect(heard).toEqual([]);
  });

  it('as Redis', async () => {
    const errors: Error[] = [];
    const backend = openRedisBackend(`rediss://:secret@127.0.0.1:${tlsPort}`, (error) => errors.push(error));
    await expect.poll(() => errors.length).toBeGreaterThan(0);
    await backend.close();
    expect(heard).toEqual([]);
  });

  it('though Node itself would have let it in', async () => {
    const plain = new Redis({ port: tlsPort, tls: {}, retryStrategy: () => null });
    plain.on('error', () => undefined);
    await expect.poll(() => heard.length).toBeGreaterThan(0);
    plain.disconnect();
  });
});

describe('the address of a database', () => {
  it('without TLS stays as it is', () => {
    for (const url of [
      'postgres://a:b@db/c',
      'postgres://a:b@db/c?sslmode=disable',
      'postgres:///c?host=/run/postgresql',
    ])
      expect(databaseAddress(url)).toEqual({ connectionString: url });
  });

  it.each(['prefer', 'require', 'verify-ca', 'verify-full'])('with sslmode=%s has the server checked', (mode) => {
    expect(databaseAddress(`postgres://a:b@db/c?sslmode=${mode}&application_name=x`)).toEqual({
      connectionString: 'postgres://a:b@db/c?application_name=x',
      ssl: { rejectUnauthorized: true },
    });
  });
});
