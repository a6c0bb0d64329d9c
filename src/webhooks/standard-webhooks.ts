import { createHmac, randomBytes } from 'node:crypto';

/**
 * The Standard Webhooks scheme: `webhook-id`, `webhook-timestamp` and `webhook-signature` over `id.timestamp.body`, HMAC-SHA256.
 * Receivers verify with any of its libraries.
 */

const SECRET_PREFIX = 'whsec_';
const SECRET_BYTES = 32;

/** A new signing secret, as it is shown to the subscriber: `whsec_` and base64. */
export function newSecret(): string {
  return SECRET_PREFIX + randomBytes(SECRET_BYTES).toString('base64');
}

/** What is signed. The id contains no dot, so the parts cannot run into each other. */
export interface SignedMessage {
  readonly id: string;
  readonly timestamp: Date;
  readonly body: string;
}

/** The three headers. While a secret is being changed both sign, so that the receiver can change in its own time. */
export function webhookHeaders(message: SignedMessage, secrets: readonly string[]): Record<string, string> {
  const seconds = String(Math.floor(message.timestamp.getTime() / 1000));
  return {
    'webhook-id': message.id,
    'webhook-timestamp': seconds,
    'webhook-signature': secrets.map((secret) => signature(message, seconds, secret)).join(' '),
  };
}

function signature({ id, body }: SignedMessage, seconds: string, secret: string): string {
  const key = Buffer.from(secret.startsWith(SECRET_PREFIX) ? secret.slice(SECRET_PREFIX.length) : secret, 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`;
}
