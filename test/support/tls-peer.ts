import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type TlsOptions, type TLSSocket } from 'node:tls';
import type { TlsKeys } from './certificates.ts';

/** A whole request, as it came over the wire. */
export interface SeenRequest {
  readonly head: string;
  readonly body: string;
  /** Which connection it came on, from 1, and which request of that connection it was. */
  readonly connection: number;
  readonly nth: number;
  /** Fingerprint of the client's certificate; empty without one. */
  readonly client: string;
}

/** What a peer does when it has read a request. */
export type Behaviour = (socket: TLSSocket, request: SeenRequest) => void;

/** A TLS server that does to a connection whatever a test wants, byte by byte. */
export interface TlsPeer {
  readonly port: number;
  readonly url: string;
  readonly seen: readonly SeenRequest[];
  connections(): number;
  behave: Behaviour;
  close(): Promise<void>;
}

export async function tlsPeer(keys: TlsKeys, behave: Behaviour, options: TlsOptions = {}): Promise<TlsPeer> {
  const sockets = new Set<TLSSocket>();
  const seen: SeenRequest[] = [];
  let connections = 0;
  const server = createServer({ key: keys.key, cert: keys.cert, ...options }, (socket) => {
    connections += 1;
    read(socket, connections, (request) => {
      seen.push(request);
      peer.behave(socket, request);
    });
  });
  server.on('connection', (socket: TLSSocket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const peer: TlsPeer = {
    port,
    url: `https://127.0.0.1:${port}/service`,
    seen,
    connections: () => connections,
    behave,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
  return peer;
}

/** Takes requests off a connection; as much of HTTP as a client with Content-Length needs. */
function read(socket: TLSSocket, connection: number, handle: (request: SeenRequest) => void): void {
  let received = Buffer.alloc(0);
  let nth = 0;
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    for (let end = received.indexOf('\r\n\r\n'); end !== -1; end = received.indexOf('\r\n\r\n')) {
      const head = received.subarray(0, end).toString('latin1');
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (received.length < end + 4 + length) return;
      const body = received.subarray(end + 4, end + 4 + length).toString();
      received = received.subarray(end + 4 + length);
      nth += 1;
      handle({ head, body, connection, nth, client: fingerprintOf(socket) });
    }
  });
}

function fingerprintOf(socket: TLSSocket): string {
  return (socket.getPeerX509Certificate()?.fingerprint256 ?? '').replaceAll(':', '').toLowerCase();
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** The bytes of an HTTP answer. */
export function httpAnswer({ status = 200, headers = {}, body = '<ok/>' }: Answer = {}): Buffer {
  const bytes = Buffer.from(body);
  const all = { 'content-type': 'text/xml', 'content-length': String(bytes.length), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status} X\r\n${lines.join('')}\r\n`), bytes]);
}

/** Answers each request the same. */
export function answering(answer: Answer = {}): Behaviour {
  return (socket) => socket.write(httpAnswer(answer));
}
