import type { Client } from '../domain/client.ts';
import type { ProblemCode } from '../domain/problems/catalogue.ts';
import type { BodyRule } from './json-body.ts';

/** What the hall learns about a request on its way in. */
declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls, where a right key says so. */
    client: Client | undefined;
    /** The body, byte for byte. */
    bytes: Buffer | undefined;
    /** Why it was refused, for the line in the technical log. */
    problem: ProblemCode | undefined;
  }
  interface FastifyContextConfig {
    /** What a route takes as its body. */
    body?: BodyRule;
  }
}

/** Names of the properties above, to decorate requests with. */
export const REQUEST_FACTS = ['client', 'bytes', 'problem'] as const;
