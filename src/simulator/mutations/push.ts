import { request as httpsRequest } from 'node:https';
import type { Root } from '../contracts/model.ts';
import type { JsonObject } from '../json.ts';
import { readMessage } from '../message/read-message.ts';
import { openEnvelope } from '../wire/envelope.ts';
import { elementsOf, isElement, NS, textOf, type XmlNode } from '../xml/node.ts';
import { readXml } from '../xml/read-xml.ts';

/** How the gateway's network door is reached. PEM texts; `key` and `cert` are the client's, those of BCSS. */
export interface PushTls {
  readonly key: string;
  readonly cert: string;
  readonly ca: string;
}

/** What the gateway answered to a notification. */
export interface PushAnswer {
  /** HTTP status. */
  readonly status: number;
  /** The reply element, read by its contract; absent when there is none. */
  readonly reply?: JsonObject;
  /** A SOAP fault. */
  readonly fault?: { readonly code: string; readonly reason: string };
  /** True when the answer carries a signature. Whether it is good is for a test to say. */
  readonly signed: boolean;
  /** The answer as it came. */
  readonly body: string;
}

const TIMEOUT_MS = 30_000;
const ANSWER_BYTES_MAX = 8 * 1024 * 1024;

/** Posts a message to the gateway's network door, and reads what it answers. */
export async function push(
  url: string,
  xml: string,
  soapAction: string,
  tls: PushTls,
  reply: Root,
): Promise<PushAnswer> {
  const { status, body } = await post(url, Buffer.from(xml), soapAction, tls);
  if (body.trim() === '') return { status, signed: false, body };
  const envelope = openEnvelope(readXml(body));
  const content = envelope?.content;
  return {
    status,
    signed: envelope?.header !== undefined && /<(?:[\w.-]+:)?SignatureValue[\s>]/.test(body),
    body,
    ...(content !== undefined && meaning(content, reply)),
  };
}

function meaning(content: XmlNode, reply: Root): Pick<PushAnswer, 'reply' | 'fault'> {
  if (isElement(content, NS.soap, 'Fault')) {
    const part = (name: string): string => textOf(elementsOf(content).find(({ local }) => local === name));
    return { fault: { code: part('faultcode'), reason: part('faultstring') } };
  }
  return isElement(content, reply.namespace, reply.local) ? { reply: readMessage(content, reply).value } : {};
}

async function post(
  url: string,
  body: Buffer,
  soapAction: string,
  tls: PushTls,
): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'text/xml; charset=utf-8',
      'content-length': body.length,
      soapaction: `"${soapAction}"`,
    };
    const request = httpsRequest(
      url,
      { method: 'POST', headers, agent: false, ...tls, timeout: TIMEOUT_MS },
      (response) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > ANSWER_BYTES_MAX) response.destroy(new Error('the answer is too long'));
          chunks.push(chunk);
        });
        response.on('error', reject);
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
      },
    );
    request.on('timeout', () => request.destroy(new Error('no answer in time')));
    request.on('error', reject);
    request.end(body);
  });
}
