import { CONTEXT_SCHEMA } from '../../intake/request-schema.ts';
import type { About, Examples, Flows } from '../ports.ts';
import type { RouteDescription } from '../route-description.ts';
import { DESCRIBED_ROUTES } from '../routes/described-routes.ts';
import { flowOperation, pathOfFlow } from './flow-operations.ts';
import { FlowTypes } from './flow-types.ts';
import { pathOfRoute, resourceOperation } from './resource-operations.ts';
import { RESOURCES } from './resources.ts';
import { schemaRef, toSchemaObject } from './schema-object.ts';

export interface DocumentParts {
  readonly flows: Flows;
  readonly about: About;
  readonly examples: Examples;
}

/**
 * The OpenAPI 3.1 document: one typed operation per flow, and every other route. Made from the same data that the gateway works with, so that
 * it cannot say anything else.
 */
export function openApiDocument({ flows, about, examples }: DocumentParts): object {
  const types = new FlowTypes();
  const paths: Record<string, Record<string, object>> = {};
  const outbound = flows.all().filter(({ kind }) => kind !== 'notification');
  for (const flow of outbound) paths[pathOfFlow(flow)] = { post: flowOperation(flow, types, examples) };
  for (const route of DESCRIBED_ROUTES) {
    const path = (paths[pathOfRoute(route)] ??= {});
    path[route.method.toLowerCase()] = resourceOperation(route);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: about.title.en,
      version: about.version,
      description: DESCRIPTION,
      license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
    },
    servers: [{ url: '/' }],
    security: [{ apiKey: [] }],
    tags: TAGS,
    paths,
    components: {
      schemas: {
        RequestContext: toSchemaObject(CONTEXT_SCHEMA),
        ...bodySchemas(DESCRIBED_ROUTES),
        ...RESOURCES,
        ...Object.fromEntries([...types.components].sort(([a], [b]) => (a < b ? -1 : 1))),
      },
      parameters: PARAMETERS,
      headers: HEADERS,
      responses: { Problem: PROBLEM },
      securitySchemes: { apiKey: { type: 'http', scheme: 'bearer', description: 'An API key of the gateway.' } },
    },
  };
}

function bodySchemas(routes: readonly RouteDescription[]): Record<string, object> {
  return Object.fromEntries(
    routes.flatMap(({ body }) => (body === undefined ? [] : [[body.name, toSchemaObject(body.schema)]])),
  );
}

const DESCRIPTION = [
  'The one program through which a public welfare centre (CPAS/OCMW) talks to the Crossroads Bank for Social Security (BCSS/KSZ).',
  'A message is accepted with `202` and a receipt once it is safe; its exchange tells what becomes of it. `Prefer: wait=10` waits for the answer ' +
    'itself. `Prefer: validate-only` checks a message, answers `{"valid": true}`, and writes nothing.',
  'Every refusal is a problem document with a stable `code`, in French, Dutch, German or English (`Accept-Language`); the codes are at [/docs/errors](/docs/errors).',
].join('\n\n');

const TAGS = [
  { name: 'Messages', description: 'Sending: one operation per flow.' },
  { name: 'Exchanges', description: 'What became of messages, and what a person decides.' },
  { name: 'Flows', description: 'The catalogue.' },
  { name: 'Integrations', description: 'Whom the centre helps: what BCSS is told of it, a household at a time.' },
  { name: 'Policy', description: 'The authorisation table: who may ask what, why, and what it would decide.' },
  { name: 'Approvals', description: 'Requests that a second person must approve.' },
  { name: 'Mutations', description: 'What BCSS tells about the people of a centre.' },
  { name: 'Webhooks', description: 'Subscriptions.' },
  { name: 'Audit', description: 'Reading the log, with a purpose.' },
  { name: 'Operations', description: 'Health and metrics.' },
];

const PARAMETERS = {
  AcceptLanguage: {
    name: 'Accept-Language',
    in: 'header',
    description: 'Language of the texts: `fr`, `nl` or `en`.',
    schema: { type: 'string' },
  },
  Prefer: {
    name: 'Prefer',
    in: 'header',
    description:
      '`wait=<seconds>` (at most 60) for the answer itself, `validate-only` for a check, `respond-async` (RFC 7240).',
    schema: { type: 'string' },
    examples: { wait: { value: 'wait=10' }, check: { value: 'validate-only' } },
  },
};

const HEADERS = {
  Location: { description: 'Where the exchange stands.', schema: { type: 'string' } },
  PreferenceApplied: { description: 'What was made of `Prefer`.', schema: { type: 'string' } },
  IdempotentReplayed: {
    description: '`true`: the key was used before, this is the exchange of the first call.',
    schema: { type: 'string', enum: ['true'] },
  },
};

const PROBLEM = {
  description: 'A problem document: what went wrong, whose it is, what happens by itself, what to do.',
  headers: {
    'Content-Language': { description: 'Language of the texts.', schema: { type: 'string' } },
    'Retry-After': { description: 'Seconds after which to come back, where that helps.', schema: { type: 'integer' } },
    'X-Request-Id': { description: 'The request in the technical log.', schema: { type: 'string' } },
  },
  content: { 'application/problem+json': { schema: schemaRef('Problem') } },
};
