import { connect, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Opens a door on a free port of this machine. */
export async function listen(app: FastifyInstance): Promise<number> {
  await app.listen({ port: 0, host: '127.0.0.1' });
  return (app.server.address() as AddressInfo).port;
}

/** What came back on a connection, and when the other side closed it. */
export interface Exchange {
  readonly text: string;
  readonly closedAfterMs: number | undefined;
}

export interface Conversation {
  /** Parts to write, each after a pause. */
  readonly write: readonly (string | Buffer)[];
  readonly pauseMs?: number;
  /** How long to listen. */
  readonly forMs: number;
  /** Stop listening when an answer came and nothing followed it for this long. */
  readonly quietMs?: number;
}

/** Speaks bytes, not HTTP, to a port. */
export async function converse(port: number, { write, pauseMs = 0, forMs, quietMs }: Conversation): Promise<Exchange> {
  const started = performance.now();
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  const quiet = new Promise<void>((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      clearTimeout(timer);
      if (quietMs !== undefined) timer = setTimeout(resolve, quietMs);
    });
  });
  socket.on('error', () => undefined);
  let closedAfterMs: number | undefined;
  const closed = new Promise<void>((resolve) => {
    socket.on('close', () => {
      closedAfterMs = performance.now() - started;
      resolve();
    });
    socket.on('end', () => socket.end());
  });
  void speak(socket, write, pauseMs);
  await Promise.race([closed, quiet, pause(forMs)]);
  socket.destroy();
  return { text: Buffer.concat(chunks).toString('latin1'), closedAfterMs };
}

async function speak(socket: Socket, write: readonly (string | Buffer)[], pauseMs: number): Promise<void> {
  for (const part of write) {
    if (socket.destroyed) return;
    socket.write(part);
    if (pauseMs > 0) await pause(pauseMs);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** A request as bytes; `Host` and `Content-Length` only where given. */
export function requestText(line: string, headers: Readonly<Record<string, string>>, body = ''): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [line, ...lines, '', body].join('\r\n');
}

/** Status, headers and body of each answer in a text. */
export function answersIn(text: string): { status: number; headers: Record<string, string>; body: string }[] {
  const answers = [];
  let rest = text;
  while (rest.startsWith('HTTP/1.1 ')) {
    const end = rest.indexOf('\r\n\r\n');
    const [first = '', ...lines] = rest.slice(0, end).split('\r\n');
    const headers = Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
    );
    const length = Number(headers['content-length'] ?? 0);
    answers.push({ status: Number(first.split(' ')[1]), headers, body: rest.slice(end + 4, end + 4 + length) });
    rest = rest.slice(end + 4 + length);
  }
  return answers;
}
