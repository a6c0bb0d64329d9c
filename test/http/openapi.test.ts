import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayError } from '../../src/domain/problems/gateway-error.ts';
import type { AnnotatedSchema } from '../../src/flows/annotated-schema.ts';
import { openApiDocument } from '../../src/http/openapi/document.ts';
import { FlowTypes } from '../../src/http/openapi/flow-types.ts';
import { flowName } from '../../src/http/openapi/names.ts';
import { toSchemaObject } from '../../src/http/openapi/schema-object.ts';
import { DESCRIBED_ROUTES } from '../../src/http/routes/described-routes.ts';
import { PERSON } from '../support/people.ts';
import { APPROVAL, bearer, catalogue, EXCHANGE, HOUSEHOLD, KEYS, openDoor, type TestDoor } from './door.ts';

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly security?: unknown[];
  readonly parameters: {
    readonly name?: string;
    readonly in?: string;
    readonly required?: boolean;
    readonly $ref?: string;
  }[];
  readonly requestBody?: {
    readonly content: Record<string, { readonly schema: { readonly $ref: string }; readonly example?: unknown }>;
  };
  readonly responses: Record<
    string,
    { readonly $ref?: string; readonly content?: Record<string, { readonly schema: { readonly $ref: string } }> }
  >;
}

interface Document {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: {
    readonly schemas: Record<string, AnnotatedSchema & { readonly properties?: Record<string, AnnotatedSchema> }>;
  };
}

const about = { version: '0.1.0', title: { fr: 'P', nl: 'G', en: 'The gateway', de: 'The gateway' } };
const document = openApiDocument({ flows: catalogue, about, examples: { of: () => undefined } }) as Document;
const { paths, components } = document;
const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
);

/** Every object of the document with the keys that lead to it. */
function* walk(value: unknown, path: readonly string[] = []): Generator<[readonly string[], Record<string, unknown>]> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield [path, value as Record<string, unknown>];
  for (const [key, inner] of Object.entries(value)) yield* walk(inner, [...path, key]);
}

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    expect(await validator.validate(structuredClone<object>(document) as Record<string, unknown>)).toMatchObject({
      valid: true,
    });
    expect(validator.version).toBe('3.1');
  });

  it('resolves every reference', () => {
    for (const [path, { $ref }] of walk(document)) {
      if (typeof $ref !== 'string') continue;
      const target = $ref
        .slice(2)
        .split('/')
        .reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], document);
      expect(target, `${$ref} in ${path.join('/')}`).toBeDefined();
    }
  });

  it('has one operation per flow that can be asked for, with a name that follows from the id', () => {
    const sends = operations.filter(({ path }) => path.endsWith('/exchanges') && path.startsWith('/v1/flows/'));
    const asked = catalogue.all().filter(({ kind }) => kind !== 'notification');
    expect(sends.map(({ path }) => path).sort()).toEqual(asked.map(({ id }) => `/v1/flows/${id}/exchanges`).sort());
    const named = Object.fromEntries(sends.map(({ path, operationId }) => [path.split('/')[3], operationId]));
    expect(named).toMatchObject({
      'manage-access': 'sendManageAccess',
      'handi.consult-payments': 'sendHandiConsultPayments',
      'retrieve-ti-groups.v1-2012': 'sendRetrieveTiGroupsV12012',
    });
  });

  it('names every operation once', () => {
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => /^[a-z][A-Za-z0-9]+$/.test(id))).toBe(true);
  });

  it('types request and reply of each flow by named components', () => {
    for (const { operationId, requestBody, responses } of operations) {
      if (!operationId.startsWith('send')) continue;
      const name = operationId.slice('send'.length);
      expect(requestBody?.content['application/json']?.schema.$ref).toBe(`#/components/schemas/${name}Request`);
      expect(responses['200']?.content?.['application/json']?.schema.$ref).toBe(`#/components/schemas/${name}Exchange`);
      expect(responses['202']?.content?.['application/json']?.schema.$ref).toBe('#/components/schemas/Receipt');
      expect(responses.default?.$ref).toBe('#/components/responses/Problem');
      const { pages, ...properties } = components.schemas[`${name}Request`]?.properties ?? {};
      expect(properties).toEqual({
        context: { $ref: '#/components/schemas/RequestContext' },
        payload: { $ref: `#/components/schemas/${name}Payload` },
      });
      const flow = catalogue.all().find((one) => flowName(one) === name);
      expect(pages !== undefined).toBe(flow?.descriptor.pages !== undefined);
      expect(components.schemas[`${name}Exchange`]?.properties?.reply).toEqual({
        $ref: `#/components/schemas/${name}Reply`,
      });
      expect(components.schemas[`${name}Payload`]).toBeDefined();
      expect(components.schemas[`${name}Reply`]).toBeDefined();
    }
  });

  it('demands an Idempotency-Key where every message of a flow is a declaration', () => {
    const required = (path: string) =>
      paths[`/v1/flows/${path}/exchanges`]?.post?.parameters.find(({ name }) => name === 'Idempotency-Key')?.required;
    expect(required('law65-ab')).toBe(true);
    expect(required('handi.consult-payments')).toBe(false);
    expect(required('manage-access')).toBe(false);
  });

  it('says nothing that makes a generator invent types: no oneOf, anyOf or allOf, no keyword of our own', () => {
    for (const [path, schema] of walk(components.schemas)) {
      if (path.at(-2) === 'properties' || path.at(-1) === 'properties') continue;
      const odd = Object.keys(schema).filter(
        (key) => ['oneOf', 'anyOf', 'allOf', '$defs', 'nodeType'].includes(key) || key.startsWith('x-'),
      );
      expect(odd, path.join('/')).toEqual([]);
    }
  });

  it('says in a sentence which properties go together', () => {
    const texts = Object.values(components.schemas).map(({ description = '' }) => description);
    expect(texts.filter((text) => text.includes('Exactly one of these choices, complete: ')).length).toBeGreaterThan(
      10,
    );
    expect(texts.filter((text) => text.includes('To be given together: ')).length).toBeGreaterThan(0);
  });

  it('keeps the XML of contracts', () => {
    expect(components.schemas.ManageAccessPayload?.xml).toEqual({
      name: 'ManageAccessRequest',
      namespace: 'http://www.ksz-bcss.fgov.be/XSD/SSDN/OCMW_CPAS/ManageAccess',
    });
  });

  it('describes every route of the door but pages', async () => {
    const door = await openDoor();
    await door.app.ready();
    const pages = /^(\/|\/docs.*|\/ops\/queues.*|\/openapi\.json)$/;
    const routes = door
      .routes()
      .filter(({ method, pattern }) => method !== 'HEAD' && !pages.test(pattern))
      .map(({ method, pattern }) => `${method} ${pattern}`)
      .filter((route) => route !== 'POST /v1/flows/:flow/exchanges');
    const described = DESCRIBED_ROUTES.map(({ method, url }) => `${method} ${url}`);
    expect(described.sort()).toEqual(routes.sort());
    await door.app.close();
  });

  it('marks the open routes, and tells the right of the others', () => {
    expect(operations.filter(({ security }) => security?.length === 0).map(({ path }) => path)).toEqual([
      '/health/live',
      '/health/ready',
    ]);
    expect(JSON.stringify(paths['/v1/exchanges/{id}/cancel'])).toContain('Needs the right `decide`.');
  });

  it('is the same text each time', () => {
    const again = openApiDocument({ flows: catalogue, about, examples: { of: () => undefined } });
    expect(JSON.stringify(again)).toBe(JSON.stringify(document));
  });
});

describe('types of contracts', () => {
  const flow = catalogue.get('handi.consult-payments');

  it('are shared within a service version, and apart where they differ', () => {
    const types = new FlowTypes();
    const withType = (maxLength: number): AnnotatedSchema => ({
      type: 'object',
      properties: { a: { $ref: '#/$defs/Outer' } },
      $defs: { Outer: { type: 'array', items: { $ref: '#/$defs/Inner' } }, Inner: { type: 'string', maxLength } },
    });
    types.addSent(flow, 'First', withType(1));
    types.addSent(flow, 'Second', withType(1));
    types.addSent(flow, 'Third', withType(2));
    expect([...types.components.keys()]).toEqual([
      'HandiV2_Outer',
      'HandiV2_Inner',
      'First',
      'Second',
      'HandiConsultPayments_Outer',
      'HandiConsultPayments_Inner',
      'Third',
    ]);
    expect(types.components.get('HandiConsultPayments_Outer')).toMatchObject({
      items: { $ref: '#/components/schemas/HandiConsultPayments_Inner' },
    });
  });

  it('are others where they are read: nothing is demanded, and what has no form of its type is text', () => {
    const types = new FlowTypes();
    const properties = { n: { type: 'integer', maximum: 9 }, s: { enum: ['A', 'B'], pattern: 'x' } } as const;
    const schema = { type: 'object', required: ['n'], additionalProperties: false, properties } as const;
    types.addSent(flow, 'Sent', { $ref: '#/$defs/Both', $defs: { Both: schema } });
    types.addRead(flow, 'Read', { $ref: '#/$defs/Both', $defs: { Both: schema } });
    expect(types.components.get('HandiV2_Both')).toMatchObject({ required: ['n'] });
    expect(types.components.get('HandiV2Read_Both')).toEqual({
      type: 'object',
      properties: { n: { type: ['integer', 'string'] }, s: { description: 'Known values: `A`, `B`.' } },
    });
  });

  it('may refer to themselves', () => {
    const types = new FlowTypes();
    types.addSent(flow, 'Tree', {
      $ref: '#/$defs/Node',
      $defs: { Node: { type: 'object', properties: { child: { $ref: '#/$defs/Node' } } } },
    });
    expect(types.components.get('HandiV2_Node')).toMatchObject({
      properties: { child: { $ref: '#/components/schemas/HandiV2_Node' } },
    });
  });

  it('say nothing about parts that the gateway fills in', () => {
    const choice: AnnotatedSchema = {
      type: 'object',
      properties: { a: { type: 'string' } },
      oneOf: [{ required: ['gone'] }, { required: ['lost'] }],
    };
    expect(toSchemaObject(choice)).toEqual({ type: 'object', properties: { a: { type: 'string' } } });
  });

  it('show identifiers as digits', () => {
    expect(toSchemaObject({ type: 'string', 'x-identifier': 'ssin' })).toEqual({
      type: 'string',
      pattern: '^[0-9]{11}$',
    });
  });
});

describe('examples', () => {
  it('stand in the operation of their flow', () => {
    const request = { context: { user: {} }, payload: { echo: 'x' } };
    const examples = { of: (flow: string) => (flow === 'test-connection' ? request : undefined) };
    const shown = openApiDocument({ flows: catalogue, about, examples }) as Document;
    const exampleOf = (flow: string) =>
      shown.paths[`/v1/flows/${flow}/exchanges`]?.post?.requestBody?.content['application/json'];
    expect(exampleOf('test-connection')?.example).toEqual(request);
    expect(exampleOf('manage-access')).not.toHaveProperty('example');
  });
});

describe('the answers of the door', () => {
  let door: TestDoor;
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: 'doc', components });

  beforeAll(async () => {
    door = await openDoor((parts) => ({
      exchanges: {
        ...parts.exchanges,
        list: async (filter) => {
          if (filter.limit === 1) throw new GatewayError('overloaded');
          return parts.exchanges.list(filter);
        },
      },
    }));
    door.move('waiting', {
      outcome: 'uncertain',
      code: 'bcss-timeout',
      nextAttemptAt: '2026-11-23T09:05:00.000Z',
      attempts: [
        {
          number: 1,
          startedAt: '2026-11-23T09:00:01.000Z',
          endedAt: '2026-11-23T09:00:31.000Z',
          durationMs: 30_000,
          outcome: 'uncertain',
          code: 'bcss-timeout',
          logIndexes: { intent: 8, result: 9 },
        },
      ],
      result: {
        kind: 'partial',
        status: 'X',
        messages: [
          {
            severity: 'WARNING',
            code: 'Y',
            texts: { fr: 'a' },
            item: '1',
            explanation: { fr: 'a', nl: 'b', en: 'c', de: 'c' },
          },
        ],
        sources: [{ source: 'A', status: 'B', kind: 'refused', remedy: { fr: 'a', nl: 'b', en: 'c', de: 'c' } }],
        items: [{ item: '1', status: 'C', kind: 'found' }],
        ssinChange: { kind: 'replaced', replacedBy: PERSON },
        filteredFields: ['z'],
      },
      reply: { a: 1 },
    });
  });

  afterAll(() => door.app.close());

  const user = { ssin: PERSON };
  const member = { ssin: PERSON, proof: { sisCardNumber: '0123456789' }, integrations: [{ qualityCode: 2 }] };
  const why = '?purpose=yearly+inspection';
  const calls: [method: string, url: string, body?: object][] = [
    ['GET', '/v1/flows'],
    ['GET', '/v1/flows/{flow}'],
    ['GET', '/v1/flows/{flow}/schema'],
    ['GET', '/v1/exchanges'],
    ['GET', '/v1/exchanges/{id}'],
    ['POST', '/v1/exchanges/{id}/cancel', { reason: 'asked for', user }],
    ['POST', '/v1/exchanges/{id}/requeue', { reason: 'asked for', user }],
    ['POST', '/v1/exchanges/{id}/resolve', { reason: 'asked for', user, verdict: 'happened' }],
    ['POST', '/v1/flows/handi.consult-payments/exchanges', { context: {}, payload: {} }],
    ['POST', '/v1/integrations', { context: { user }, fileReference: '1', members: [member] }],
    ['GET', '/v1/integrations'],
    ['GET', '/v1/integrations/expiring'],
    ['GET', '/v1/integrations/{id}'],
    ['POST', '/v1/integrations/{id}/close', { context: { user } }],
    ['POST', '/v1/integrations/{id}/extend', { context: { user }, lastDay: '2027-06-30' }],
    ['POST', '/v1/integrations/{id}/change-code', { context: { user }, ssin: PERSON, from: 1, to: 2 }],
    ['POST', '/v1/integrations/{id}/retry', { context: { user } }],
    ['GET', '/v1/policy'],
    ['POST', '/v1/policy/explain', { flow: 'manage-access' }],
    ['GET', '/v1/policy/exceptions'],
    ['GET', '/v1/approvals'],
    ['GET', '/v1/approvals/{id}'],
    ['POST', '/v1/approvals/{id}/approve', { reason: 'looked at', user: { ...user, role: 'head-of-service' } }],
    ['POST', '/v1/approvals/{id}/refuse', { reason: 'looked at', user: { ...user, role: 'head-of-service' } }],
    ['GET', '/v1/mutations'],
    ['GET', '/v1/mutations/{id}'],
    ['POST', '/v1/subscriptions', { url: 'https://x', events: ['webhook.test'] }],
    ['GET', '/v1/subscriptions'],
    ['GET', '/v1/subscriptions/{id}'],
    ['PATCH', '/v1/subscriptions/{id}', { state: 'active' }],
    ['POST', '/v1/subscriptions/{id}/test'],
    ['POST', '/v1/subscriptions/{id}/rotate-secret'],
    ['POST', '/v1/subscriptions/{id}/replay', { since: '2026-11-01T00:00:00Z' }],
    ['GET', '/v1/audit/entries'],
    ['GET', '/v1/audit/entries/{index}'],
    ['POST', '/v1/audit/searches', { purpose: 'yearly inspection' }],
    ['GET', '/health/live'],
    ['GET', '/health/ready'],
  ];

  it.each(calls)('%s %s are as the document says', async (method, template, body) => {
    const url =
      template
        .replace('{flow}', 'manage-access')
        .replace('{index}', '7')
        .replace('exchanges/{id}', `exchanges/${EXCHANGE}`)
        .replace('approvals/{id}', `approvals/${APPROVAL}`)
        .replace('integrations/{id}', `integrations/${HOUSEHOLD}`)
        .replace('{id}', 's1') + (method === 'GET' && template.startsWith('/v1/audit') ? why : '');
    const answer = await door.app.inject({
      method: method as 'GET',
      url,
      headers: { ...bearer(KEYS.all), ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { payload: JSON.stringify(body) }),
    });
    const operation = paths[template]?.[method.toLowerCase()];
    const content = operation?.responses[String(answer.statusCode)]?.content ?? {};
    const [mediaType, described] = Object.entries(content)[0] ?? ['none', undefined];
    expect(answer.headers['content-type']).toContain(mediaType);
    expect(described, `${answer.statusCode}`).toBeDefined();
    const validate = ajv.compile(inDocument(described?.schema ?? {}));
    expect(validate(answer.json()), JSON.stringify(validate.errors)).toBe(true);
    const name = described?.schema.$ref.split('/').at(-1) ?? '';
    expect(undescribed(answer.json(), name)).toEqual([]);
  });

  it('and its problems are, too', async () => {
    const validate = ajv.compile(inDocument({ $ref: '#/components/schemas/Problem' }));
    for (const url of ['/nowhere', '/v1/exchanges?limit=x', '/v1/exchanges?limit=1']) {
      const answer = await door.app.inject({ url, headers: bearer(KEYS.all) });
      expect(answer.statusCode).toBeGreaterThanOrEqual(400);
      expect(validate(answer.json()), JSON.stringify(validate.errors)).toBe(true);
    }
  });

  function inDocument(schema: object): object {
    return JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"doc#/')) as object;
  }

  /** Properties of an answer that its component does not list. */
  function undescribed(value: unknown, name: string): string[] {
    const schema = components.schemas[name];
    if (Array.isArray(value)) return value.flatMap((item) => undescribed(item, refOf(schema?.items)));
    if (typeof value !== 'object' || value === null || schema?.properties === undefined) return [];
    const { properties } = schema;
    return Object.entries(value).flatMap(([key, inner]) => {
      const property = properties[key];
      if (property === undefined) return [`${name}.${key}`];
      const items = Array.isArray(inner) ? inner : [inner];
      return items.flatMap((item) => undescribed(item, refOf(property.items ?? property)));
    });
  }

  function refOf(schema: AnnotatedSchema | undefined): string {
    return schema?.$ref?.split('/').at(-1) ?? '';
  }
});
