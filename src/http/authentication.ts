import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Client } from '../domain/client.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import { type Entrance, BOARD_PATH } from './entrances.ts';
import type { Clients } from './ports.ts';

/** An API key as a caller presents it; what is longer is none of ours. */
const KEY_FORM = /^[\x21-\x7e]{1,256}$/;

/**
 * The API key of a request: `Authorization: Bearer`, and on the queue board also the password of HTTP Basic, since a browser can send
 * nothing else by itself. The user name is not looked at.
 */
export function apiKeyOf({ headers, routeOptions }: FastifyRequest): string | undefined {
  const [, scheme, credentials] = /^(bearer|basic)[ ]+([^\s]+)$/i.exec(headers.authorization ?? '') ?? [];
  if (scheme === undefined || credentials === undefined) return undefined;
  if (scheme.toLowerCase() === 'bearer') return wellFormed(credentials);
  if (!isOnBoard(routeOptions.url)) return undefined;
  const pair = Buffer.from(credentials, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  return colon === -1 ? undefined : wellFormed(pair.slice(colon + 1));
}

function wellFormed(key: string): string | undefined {
  return KEY_FORM.test(key) ? key : undefined;
}

function isOnBoard(pattern: string | undefined): boolean {
  return pattern === BOARD_PATH || pattern?.startsWith(`${BOARD_PATH}/`) === true;
}

/** A key as a name for itself that may lie about in memory. */
export function fingerprintOf(apiKey: string): string {
  return createHash('sha256').update(apiKey).digest('base64');
}

/**
 * Finds out who calls.
 *
 * @throws GatewayError `unauthenticated`, in the same words for no key, a wrong one, an expired one and a revoked one.
 */
export async function authenticate(
  clients: Clients,
  key: string | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Client> {
  const client = key === undefined ? undefined : await clients.authenticate(key);
  if (client === undefined) {
    reply.header('www-authenticate', challengeOf(request, key));
    throw new GatewayError('unauthenticated');
  }
  return client;
}

/** How to do better (RFC 7235, RFC 6750). Only the board asks for Basic: no other page should make a browser ask for a password. */
function challengeOf({ routeOptions }: FastifyRequest, key: string | undefined): string {
  if (isOnBoard(routeOptions.url)) return 'Basic realm="gateway", charset="UTF-8"';
  return key === undefined ? 'Bearer realm="gateway"' : 'Bearer realm="gateway", error="invalid_token"';
}

/** @throws GatewayError `forbidden`, naming the right. */
export function checkRight(client: Client, entrance: Entrance): void {
  if (entrance === 'open' || entrance === 'any-client' || client.rights.includes(entrance)) return;
  throw new GatewayError('forbidden', {
    detail: { fr: `droit : ${entrance}`, nl: `recht: ${entrance}`, en: `right: ${entrance}`, de: `Recht: ${entrance}` },
  });
}
