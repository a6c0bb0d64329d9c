import { LIMITS } from '../../domain/constants.ts';
import type { Flow } from '../../flows/flow.ts';
import { PAGES_SCHEMA } from '../../intake/request-schema.ts';
import type { Examples } from '../ports.ts';
import { problemResponses } from './answers.ts';
import type { FlowTypes } from './flow-types.ts';
import { flowName } from './names.ts';
import { EXCHANGE } from './resources.ts';
import { schemaRef, toSchemaObject } from './schema-object.ts';

/** The path of a flow's own operation. */
export function pathOfFlow(flow: Flow): string {
  return `/v1/flows/${flow.id}/exchanges`;
}

/** Adds the types of a flow to the components, and gives its operation: sending one message. */
export function flowOperation(flow: Flow, types: FlowTypes, examples: Examples): object {
  const name = flowName(flow);
  const { titles } = flow;
  types.addSent(flow, `${name}Payload`, { ...flow.payloadSchema, description: `Payload of ${flow.id}: ${titles.en}.` });
  types.addRead(flow, `${name}Reply`, { ...flow.replySchema, description: `Reply to ${flow.id}: ${titles.en}.` });
  types.components.set(`${name}Request`, requestOf(name, flow));
  types.components.set(`${name}Exchange`, exchangeOf(name));
  const example = examples.of(flow.id);
  return {
    operationId: `send${name}`,
    tags: ['Messages'],
    summary: titles.en,
    description: descriptionOf(flow),
    parameters: [
      idempotencyKeyOf(flow),
      { $ref: '#/components/parameters/Prefer' },
      { $ref: '#/components/parameters/AcceptLanguage' },
    ],
    requestBody: {
      required: true,
      content: {
        'application/json': { schema: schemaRef(`${name}Request`), ...(example !== undefined && { example }) },
      },
    },
    responses: {
      200: {
        description:
          'The whole exchange: it was waited for (`Prefer: wait`), and is final. With `Prefer: validate-only` instead: ' +
          '`{"valid": true, "flow", "organisation", "kind"}`.',
        headers: headersOf('PreferenceApplied', 'IdempotentReplayed', 'Location'),
        content: { 'application/json': { schema: schemaRef(`${name}Exchange`) } },
      },
      202: {
        description: 'Accepted: the message is safe, and goes its way. Follow it at `Location`.',
        headers: headersOf('PreferenceApplied', 'IdempotentReplayed', 'Location'),
        content: { 'application/json': { schema: schemaRef('Receipt') } },
      },
      ...problemResponses(['400', '401', '403', '413', '415', '422', '429', '503']),
    },
  };
}

function requestOf(name: string, flow: Flow): object & Record<string, unknown> {
  return {
    type: 'object',
    additionalProperties: false,
    required: ['context', 'payload'],
    properties: {
      context: schemaRef('RequestContext'),
      payload: schemaRef(`${name}Payload`),
      ...(flow.descriptor.pages !== undefined && { pages: toSchemaObject(PAGES_SCHEMA) }),
    },
  };
}

/** An exchange whose reply has its type. All properties in one object: generators make a poor job of `allOf`. */
function exchangeOf(name: string): Record<string, unknown> {
  return { ...EXCHANGE, properties: { ...EXCHANGE.properties, reply: schemaRef(`${name}Reply`) } };
}

function idempotencyKeyOf({ kind, descriptor }: Flow): object {
  const mayRead = kind === 'consultation' || descriptor.kindWhen?.some((rule) => rule.kind === 'consultation') === true;
  return {
    name: 'Idempotency-Key',
    in: 'header',
    required: !mayRead,
    description:
      kind === 'consultation'
        ? 'A UUID of yours; with the same key the same message is accepted once.'
        : 'A UUID of yours, the same when the call is repeated: a declaration must not happen twice.',
    schema: {
      type: 'string',
      minLength: 1,
      maxLength: LIMITS.idempotencyKeyCharactersMax,
      pattern: '^[\\x21-\\x7E]+$',
    },
  };
}

function headersOf(...names: readonly string[]): object {
  return Object.fromEntries(
    names.map((name) => [name.replace(/(?<!^)([A-Z])/g, '-$1'), { $ref: `#/components/headers/${name}` }]),
  );
}

function descriptionOf(flow: Flow): string {
  const { titles, status, service, version, operation, transport, descriptor } = flow;
  const { summary, legalContext, qualityCodes } = descriptor;
  const lines = [
    summary?.en,
    `fr: ${titles.fr} · nl: ${titles.nl} · de: ${titles.de}`,
    status === 'provisional' && '**Provisional**: BCSS publishes no contract that we have; this one will be replaced.',
    status === 'imported' &&
      '**Imported** by the operator of this gateway from a contract of his; not one that comes with it.',
    `Contract: ${service} ${version}, ${operation} (${transport}). Kind: ${kindsOf(flow)}.`,
    legalContext?.default !== undefined && `Legal context when none is given: \`${legalContext.default}\`.`,
    qualityCodes !== undefined && `Opened by quality codes ${qualityCodes.join(', ')}.`,
    `One attempt takes at most ${flow.deadlineMs / 1_000} s.`,
  ];
  return lines.filter((line) => typeof line === 'string').join('\n\n');
}

function kindsOf({ kind, descriptor }: Flow): string {
  const others = descriptor.kindWhen?.map((rule) => `${rule.kind} when \`${rule.at}\` is \`${String(rule.is)}\``) ?? [];
  return [kind, ...others].join(', ');
}
