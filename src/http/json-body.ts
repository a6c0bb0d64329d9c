import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isPlainly } from '../domain/media-type.ts';
import { LIMITS } from '../domain/constants.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import { readStrictJson } from './strict-json.ts';

/** A route takes a JSON body, or none; an empty one is then as good as none. */
export type BodyRule = 'json' | 'none';

/** Whatever is not this, in UTF-8, is not read at all, so that no body can slip past its check under another name. */
const JSON_TYPE = 'application/json';

const METHODS_WITH_BODY: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Reads bodies: JSON in UTF-8, not compressed, strictly, keeping the bytes. Other media types are refused before they are received. */
export function readJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addHook('preParsing', (request, _reply, payload, done) => {
    if (METHODS_WITH_BODY.has(request.method) && hasBody(request) && !isPlainJson(request)) {
      done(new GatewayError('unsupported-media-type'));
      return;
    }
    done(null, payload);
  });
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, bytes: Buffer, done) => {
    try {
      const body = bodyOf(request, bytes);
      if (bytes.length <= LIMITS.requestBytesMax) done(null, body);
      // Reading a large one was a piece of work, and checking it is another.
      else setImmediate(() => done(null, body));
    } catch (error) {
      done(error as Error);
    }
  });
}

function hasBody({ headers }: FastifyRequest): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

function isPlainJson({ headers }: FastifyRequest): boolean {
  return headers['content-encoding'] === undefined && isPlainly(headers['content-type'], JSON_TYPE);
}

function bodyOf(request: FastifyRequest, bytes: Buffer): unknown {
  if (bytes.length === 0 && request.routeOptions.config.body === 'none') return undefined;
  request.bytes = bytes;
  return readStrictJson(bytes);
}
