import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Client } from '../domain/client.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import type { AnnotatedSchema } from '../flows/annotated-schema.ts';
import { bodyReader, parameters, type ParametersSchema, queryReader } from './parameters.ts';
import './request-facts.ts';

/**
 * What a route is: for the router, for the check of its query and body, and for the OpenAPI document. `Query` and `Body` are what the two
 * schemas let through.
 */
export interface RouteDescription<Query = unknown, Body = unknown> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Fastify's pattern, `/v1/exchanges/:id`. */
  readonly url: string;
  /** Stable: clients are generated with it. */
  readonly operationId: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly query?: ParametersSchema;
  /** Headers that the route reads, besides those that all have. */
  readonly headers?: Readonly<Record<string, AnnotatedSchema>>;
  /** The body, and its name among the components. */
  readonly body?: { readonly name: string; readonly schema: AnnotatedSchema };
  /** A larger body than those of messages. */
  readonly bodyBytesMax?: number;
  /** Answers other than problems, by status. */
  readonly answers: Readonly<Record<number, AnswerDescription>>;
  /** Never there; carries the two types. */
  readonly types?: { readonly query: Query; readonly body: Body };
}

export interface AnswerDescription {
  readonly description: string;
  /** Name of a component; an answer without one has no content. */
  readonly schema?: string;
  /** `application/json` when absent. */
  readonly mediaType?: string;
  /** Headers, each with what it says. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A call that passed the guard and the checks of its route. */
export interface Call<Query, Body> {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly query: Query;
  readonly body: Body;
  /** A part of the path, by its name in the pattern. */
  readonly path: (name: string) => string;
}

/** Registers a described route. What the handler returns is the answer. */
export function addRoute<Query, Body>(
  app: FastifyInstance,
  description: RouteDescription<Query, Body>,
  handle: (call: Call<Query, Body>) => unknown,
): void {
  const { method, url, query, body } = description;
  const readQuery = queryReader(query ?? NO_PARAMETERS);
  const readBody = body === undefined ? undefined : bodyReader(body.schema);
  app.route({
    method,
    url,
    config: { body: body === undefined ? 'none' : 'json' },
    ...(description.bodyBytesMax !== undefined && { bodyLimit: description.bodyBytesMax }),
    handler: async (request, reply) =>
      handle({
        request,
        reply,
        query: readQuery(request.query) as Query,
        body: readBody?.(request.body) as Body,
        path: (name) => (request.params as Record<string, string>)[name] ?? '',
      }),
  });
}

const NO_PARAMETERS = parameters({});

/** The client of a call. The guard let nobody through without one where the table asks for one. */
export function clientOf({ client }: FastifyRequest): Client {
  if (client === undefined) throw new GatewayError('unauthenticated');
  return client;
}
