import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Client } from '../domain/client.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import { type Entrance, BOARD_PATH } from './entrances.ts';

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

/**
 * Who calls, by a key that was right.
 *
 * @throws GatewayError `unauthenticated`, in the same words for no key, a wrong one, an expired one and a revoked one.
 */
export function requireClient(request: FastifyRequest, key: string | undefined, reply: FastifyReply): Client {
  if (request.client !== undefined) return request.client;
  reply.header('www-authenticate', challengeOf(request, key));
  throw new GatewayError('unauthenticated');
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
