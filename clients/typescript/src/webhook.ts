/** The three headers of Standard Webhooks, in lower case as Node and fetch give them. */
export interface WebhookHeaders {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  /** Space-separated `v1,<base64>`; several while a secret is being replaced. */
  readonly 'webhook-signature': string;
}

/** The call did not come from the gateway, or is too old to be believed. */
export class WebhookRefused extends Error {
  override readonly name = 'WebhookRefused';
}

const SKEW_SECONDS = 300;
const PREFIX = 'whsec_';

/**
 * Checks a webhook of the gateway and gives back its event. Remember `webhook-id`: the same event may come twice.
 *
 * @param secret as `POST /v1/webhooks/subscriptions` gave it, `whsec_…`.
 * @param body the exact bytes received, before any JSON parser saw them.
 * @param now the moment to judge the timestamp by, in milliseconds.
 * @throws WebhookRefused
 */
export async function verifyWebhook(
  secret: string,
  headers: WebhookHeaders,
  body: Uint8Array,
  now: number = Date.now(),
): Promise<unknown> {
  const sentAt = Number(headers['webhook-timestamp']);
  if (!Number.isInteger(sentAt) || Math.abs(now / 1000 - sentAt) > SKEW_SECONDS)
    throw new WebhookRefused('The timestamp is not of now.');
  const key = await crypto.subtle.importKey('raw', secretBytes(secret), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'verify',
  ]);
  const signed = concatenated(
    new TextEncoder().encode(`${headers['webhook-id']}.${headers['webhook-timestamp']}.`),
    body,
  );
  for (const part of headers['webhook-signature'].split(' ')) {
    const [version, signature] = part.split(',');
    if (version !== 'v1' || signature === undefined) continue;
    if (await crypto.subtle.verify('HMAC', key, fromBase64(signature), signed))
      return JSON.parse(new TextDecoder().decode(body)) as unknown;
  }
  throw new WebhookRefused('No signature fits.');
}

function secretBytes(secret: string): Uint8Array<ArrayBuffer> {
  if (!secret.startsWith(PREFIX)) throw new TypeError(`A secret starts with ${PREFIX}.`);
  return fromBase64(secret.slice(PREFIX.length));
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

function concatenated(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
