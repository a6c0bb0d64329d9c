import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

/** PEM texts: our own key and certificate, and the authorities whose clients may come in. */
export interface ServerTls {
  readonly key: string;
  readonly cert: string;
  readonly ca: string;
}

export interface DoorOptions {
  readonly tls: ServerTls;
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly handle: (visit: Visit) => Promise<void>;
}

/** One HTTP request, received whole. */
export interface Visit {
  readonly method: string;
  readonly path: string;
  readonly body: Buffer;
  /** Subject of the client's certificate, for example `CN=gateway, O=CPAS`. */
  readonly certificate: string;
  readonly response: ServerResponse;
  /** Aborted when the door closes: whoever waits stops waiting. */
  readonly closing: AbortSignal;
  /** The TCP connection under the TLS one, for those who want to break it. */
  readonly connection: Socket | undefined;
}

export interface Door {
  readonly port: number;
  /** Stops listening, lets what is being answered finish for a moment, then ends every connection. */
  close(): Promise<void>;
}

const REQUEST_BYTES_MAX = 4 * 1024 * 1024;
const CONNECTIONS_MAX = 500;
const GRACE_MS = 500;

/** Opens an HTTPS server that lets nobody in without a certificate. */
export async function openDoor({ tls, host, port, handle }: DoorOptions): Promise<Door> {
  const connections = new Map<string, Socket>();
  const closing = new AbortController();
  const server = createServer(
    { ...tls, requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.2' },
    (request, response) => {
      void receive(request, response, closing.signal, connections, handle);
    },
  );
  server.maxConnections = CONNECTIONS_MAX;
  server.on('connection', (socket: Socket) => {
    const name = nameOf(socket);
    connections.set(name, socket);
    socket.once('close', () => connections.delete(name));
  });
  await listen(server, host, port);
  return {
    port: (server.address() as AddressInfo).port,
    close: () => close(server, closing, connections),
  };
}

/** Both ends of a connection; the TLS socket and the one under it have the same. */
function nameOf({ remoteAddress = '', remotePort = 0 }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function close(
  server: Server,
  closing: AbortController,
  connections: ReadonlyMap<string, Socket>,
): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  closing.abort();
  const impatience = setTimeout(() => {
    for (const socket of connections.values()) socket.destroy();
    server.closeAllConnections();
  }, GRACE_MS);
  await closed;
  clearTimeout(impatience);
}

async function receive(
  request: IncomingMessage,
  response: ServerResponse,
  closing: AbortSignal,
  connections: ReadonlyMap<string, Socket>,
  handle: DoorOptions['handle'],
): Promise<void> {
  // A client that goes away while it is being answered is its own affair.
  response.on('error', () => undefined);
  try {
    const body = await bodyOf(request);
    if (body === undefined) {
      response.writeHead(413, { connection: 'close' }).end();
      return;
    }
    await handle({
      method: request.method ?? '',
      path: (request.url ?? '').replace(/\?.*$/, ''),
      body,
      certificate: subjectOf(request.socket as unknown as WithPeerCertificate),
      response,
      closing,
      connection: connections.get(nameOf(request.socket)),
    });
  } catch (error) {
    // What is wrong with the simulator itself must not look like an answer of BCSS.
    process.emitWarning(error instanceof Error ? error : String(error));
    if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
    response.end('simulator error');
  }
}

/** The body, whole; undefined when it is larger than any message. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > REQUEST_BYTES_MAX) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What we need of a TLS socket. */
interface WithPeerCertificate {
  getPeerCertificate(): { readonly subject?: Readonly<Record<string, string | string[]>> };
}

/** The subject of the client's certificate, from the most particular name to the country. */
function subjectOf(socket: WithPeerCertificate): string {
  return Object.entries(socket.getPeerCertificate().subject ?? {})
    .flatMap(([name, value]) => [value].flat().map((text) => `${name}=${text}`))
    .reverse()
    .join(', ');
}
