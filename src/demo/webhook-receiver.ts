import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An event that came in, with a signature that was right. */
export interface ReceivedEvent {
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What a CPAS's software has to write to receive webhooks: about this much. */
export interface WebhookReceiver {
  readonly url: string;
  /** The secret of the subscription, once it is known. */
  secret: string;
  /** Resolves with the next event of a type; rejects after `ms`. */
  next(type: string, ms: number): Promise<ReceivedEvent>;
  close(): Promise<void>;
}

const BODY_BYTES_MAX = 64 * 1024;
const AGE_SECONDS_MAX = 300;

/** Listens on a free port of this machine. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const waiting = new Map<string, (event: ReceivedEvent) => void>();
  const received = new Map<string, ReceivedEvent>();
  const receiver = { secret: '' };
  const server = createServer((request, response) => {
    void read(request).then((body) => {
      const event = verified(request, body, receiver.secret);
      response.writeHead(event === undefined ? 401 : 204).end();
      if (event === undefined) return;
      received.set(event.type, event);
      waiting.get(event.type)?.(event);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(receiver, {
    url: `http://127.0.0.1:${port}/hook`,
    next: (type: string, ms: number) =>
      new Promise<ReceivedEvent>((resolve, reject) => {
        const known = received.get(type);
        if (known !== undefined) {
          resolve(known);
          return;
        }
        const timer = setTimeout(() => reject(new Error(`no ${type} within ${ms / 1000} s`)), ms);
        waiting.set(type, (event) => {
          clearTimeout(timer);
          resolve(event);
        });
      }),
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  });
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_BYTES_MAX) return '';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** The event when its signature (Standard Webhooks) is right and fresh. */
function verified(request: IncomingMessage, body: string, secret: string): ReceivedEvent | undefined {
  const id = String(request.headers['webhook-id']);
  const timestamp = String(request.headers['webhook-timestamp']);
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > AGE_SECONDS_MAX) return undefined;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
  const isRight = String(request.headers['webhook-signature'])
    .split(' ')
    .filter((signature) => signature.startsWith('v1,'))
    .map((signature) => Buffer.from(signature.slice(3), 'base64'))
    .some((signature) => signature.length === expected.length && timingSafeEqual(signature, expected));
  return isRight ? { id, ...(JSON.parse(body) as Omit<ReceivedEvent, 'id'>) } : undefined;
}
