import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { createGzip, gzipSync } from 'node:zlib';
import type { Fault, HttpFault } from '../faults/fault.ts';
import type { Reply } from '../bcss.ts';
import type { Visit } from './server.ts';

const XML = 'text/xml; charset=utf-8';

/** Sends a reply, or what a fault makes of it. Resolves when everything is sent that will be. */
export async function sendReply(visit: Visit, { status, xml }: Reply, fault: Fault | undefined): Promise<void> {
  const { response, closing } = visit;
  const whole = Buffer.from(xml);
  switch (fault?.kind) {
    case 'slow':
      if (await waited(fault.delayMs, closing)) end(response, status, whole);
      return;
    case 'never-answer':
      closing.addEventListener('abort', () => response.destroy(), { once: true });
      return;
    case 'lose-before-effect':
    case 'lose-after-effect':
      response.destroy();
      return;
    case 'reset':
      reset(visit);
      return;
    case 'cut':
      await cut(response, status, whole, fault.at ?? 'before-reply');
      return;
    case 'truncated':
      end(response, status, whole.subarray(0, fault.offset));
      return;
    case 'drip':
      await drip(visit, status, whole, fault.intervalMs, fault.bytes ?? 1);
      return;
    case 'huge':
      await sendHuge(response, status, xml, fault.bytes, fault.gzip ?? false);
      return;
    case 'gzip':
      end(response, status, gzipSync(whole), { 'content-encoding': 'gzip' });
      return;
    case 'content-type':
      end(response, status, whole, { 'content-type': fault.value });
      return;
    case 'utf-16':
      end(response, status, inUtf16(xml), { 'content-type': 'text/xml; charset=utf-16' });
      return;
    default:
      end(response, status, whole);
  }
}

/** What an appliance between us and BCSS answers in its place. */
export function sendHttpFault(response: ServerResponse, fault: HttpFault): void {
  const body = fault.html === true ? HTML_PAGE : '';
  end(response, fault.status, Buffer.from(body), {
    'content-type': fault.html === true ? 'text/html; charset=utf-8' : 'text/plain',
    ...(fault.retryAfterSeconds !== undefined && { 'retry-after': String(fault.retryAfterSeconds) }),
    ...(fault.location !== undefined && { location: fault.location }),
  });
}

const HTML_PAGE =
  '<!DOCTYPE html><html><head><title>Service unavailable</title></head><body><h1>Please come back later.</h1></body></html>';

function end(response: ServerResponse, status: number, body: Buffer, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': XML, 'content-length': body.length, ...headers });
  response.end(body);
}

/** Waits; false when the door closed meanwhile. */
async function waited(milliseconds: number, closing: AbortSignal): Promise<boolean> {
  try {
    await delay(milliseconds, undefined, { signal: closing });
    return true;
  } catch {
    return false;
  }
}

/** A reset instead of an orderly end: what a firewall does that has forgotten the connection. */
function reset({ connection, response }: Visit): void {
  if (connection === undefined) response.destroy();
  else connection.resetAndDestroy();
}

async function cut(response: ServerResponse, status: number, body: Buffer, at: string): Promise<void> {
  if (at !== 'before-reply') {
    response.writeHead(status, { 'content-type': XML, 'content-length': body.length });
    response.flushHeaders();
    await written(response.socket, at === 'middle' ? body.subarray(0, body.length >> 1) : Buffer.alloc(0));
  }
  response.destroy();
}

/** Writes past the HTTP layer, and waits until it has left: a connection that is cut may not take it along. */
async function written(socket: Socket | null, bytes: Buffer): Promise<void> {
  await new Promise<void>((resolve) => {
    if (socket === null) resolve();
    else socket.write(bytes, () => resolve());
  });
}

async function drip(
  { response, closing }: Visit,
  status: number,
  body: Buffer,
  intervalMs: number,
  bytes: number,
): Promise<void> {
  response.writeHead(status, { 'content-type': XML, 'content-length': body.length });
  for (let at = 0; at < body.length && !response.destroyed; at += bytes) {
    response.write(body.subarray(at, at + bytes));
    if (!(await waited(intervalMs, closing))) return;
  }
  response.end();
}

const PADDING = ' '.repeat(64 * 1024);

/** The reply with white space before its Body, as much as was ordered: still well-formed, and longer than anybody should read. */
async function sendHuge(
  response: ServerResponse,
  status: number,
  xml: string,
  bytes: number,
  gzip: boolean,
): Promise<void> {
  const split = Math.max(0, xml.indexOf('<soap:Body'));
  function* chunks(): Generator<string> {
    yield xml.slice(0, split);
    for (let left = bytes; left > 0; left -= PADDING.length) yield PADDING.slice(0, left);
    yield xml.slice(split);
  }
  response.writeHead(status, { 'content-type': XML, ...(gzip && { 'content-encoding': 'gzip' }) });
  try {
    const source = Readable.from(chunks());
    await (gzip ? pipeline(source, createGzip(), response) : pipeline(source, response));
  } catch {
    // The client had enough: that is what this is for.
  }
}

function inUtf16(xml: string): Buffer {
  return Buffer.from(`\uFEFF${xml.replace('encoding="UTF-8"', 'encoding="UTF-16"')}`, 'utf16le');
}
