import type { IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GatewayError } from '../domain/problems/gateway-error.ts';

/** Headers that may come once. Node keeps the first of two silently; a proxy before us may have looked at the second. */
const ONCE: ReadonlySet<string> = new Set([
  'host',
  'authorization',
  'content-type',
  'content-length',
  'content-encoding',
  'idempotency-key',
]);

/**
 * Refuses requests that two programs on the way could read differently, and then the connection, on which nobody can be sure where the
 * next request begins.
 *
 * @throws GatewayError `malformed-request`
 */
export function checkPlainHttp({ raw }: FastifyRequest, reply: FastifyReply): void {
  const defect = defectOf(raw);
  if (defect === undefined) return;
  reply.raw.shouldKeepAlive = false;
  throw defect;
}

/**
 * An address that is none (the router reads `*` as the root), no `Host`, a header twice that may come once, a protocol to switch to. An
 * offer of HTTP/2 (`h2c`) is no defect, only nothing we accept: Java's own client makes it with each first call.
 */
function defectOf({ url, headers, httpVersion, rawHeaders }: IncomingMessage): GatewayError | undefined {
  if (url?.startsWith('/') !== true && !/^https?:\/\//.test(url ?? '')) return malformed('URL', 'refused');
  if (headers.host === undefined && httpVersion !== '1.0') return malformed('Host', 'missing');
  if (headers.upgrade !== undefined && headers.upgrade.toLowerCase() !== 'h2c') return malformed('Upgrade', 'refused');
  const seen = new Set<string>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]?.toLowerCase() ?? '';
    if (!ONCE.has(name)) continue;
    if (seen.has(name)) return malformed(name, 'twice');
    seen.add(name);
  }
  return undefined;
}

const WORDS = {
  missing: { fr: 'manque', nl: 'ontbreekt', en: 'missing', de: 'fehlt' },
  refused: { fr: 'refusé', nl: 'geweigerd', en: 'refused', de: 'abgelehnt' },
  twice: { fr: 'donné deux fois', nl: 'tweemaal gegeven', en: 'given twice', de: 'zweimal angegeben' },
} as const;

function malformed(part: string, what: keyof typeof WORDS): GatewayError {
  const words = WORDS[what];
  return new GatewayError('malformed-request', {
    detail: {
      fr: `${part} : ${words.fr}`,
      nl: `${part}: ${words.nl}`,
      de: `${part}: ${words.de}`,
      en: `${part}: ${words.en}`,
    },
  });
}
