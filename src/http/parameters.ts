import type { IncomingHttpHeaders } from 'node:http';
import type { AnnotatedSchema } from '../flows/annotated-schema.ts';
import { compileCheck, type PayloadCheck } from '../flows/validate.ts';
import type { FieldProblem } from '../domain/problems/field-problem.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import type { ExchangeId } from '../domain/exchange.ts';

/** Parameters of a query, by name, as JSON Schema: the check and the OpenAPI document are made from the same. */
export interface ParametersSchema extends AnnotatedSchema {
  readonly type: 'object';
  readonly additionalProperties: false;
  readonly properties: Readonly<Record<string, AnnotatedSchema>>;
}

/** A schema for a query. */
export function parameters(
  properties: Readonly<Record<string, AnnotatedSchema>>,
  required: readonly string[] = [],
): ParametersSchema {
  return { type: 'object', additionalProperties: false, required, properties };
}

/**
 * Makes the reader of a query: numbers become numbers, `a,b` and `a=1&a=2` become lists where a list is asked for, and nothing else is
 * guessed. Unknown parameters are refused, as unknown fields are.
 *
 * @throws GatewayError `invalid-request`, with pointers such as `/query/limit`
 */
export function queryReader(schema: ParametersSchema): (query: unknown) => unknown {
  const check = checkOnceAsked(schema);
  return (query) => {
    const given = Object.entries((query ?? {}) as Record<string, string | string[]>);
    const typed = Object.fromEntries(given.map(([name, value]) => [name, typedValue(value, schema.properties[name])]));
    refuse(check(typed).map((problem) => ({ ...problem, pointer: `/query${problem.pointer}` })));
    return typed;
  };
}

function typedValue(value: string | string[], schema: AnnotatedSchema | undefined): unknown {
  if (schema?.type === 'array') return [value].flat().flatMap((part) => part.split(','));
  if (typeof value !== 'string') return value;
  if (schema?.type === 'integer' && /^\d{1,15}$/.test(value)) return Number(value);
  if (schema?.type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}

/** A check that is compiled when it is first needed: a door starts in a moment, and most of its routes are seldom used. */
function checkOnceAsked(schema: AnnotatedSchema): PayloadCheck {
  let check: PayloadCheck | undefined;
  return (value) => (check ??= compileCheck(schema))(value);
}

/** Makes the check of a JSON body. @throws GatewayError `invalid-request` */
export function bodyReader(schema: AnnotatedSchema): (body: unknown) => unknown {
  const check = checkOnceAsked(schema);
  return (body) => {
    refuse(check(body));
    return body;
  };
}

/** @throws GatewayError `invalid-request` when there is anything to say */
function refuse(fields: readonly FieldProblem[]): void {
  if (fields.length > 0) throw new GatewayError('invalid-request', { fields });
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The id of an exchange in a path. What is no id cannot exist: the same answer as for one that does not. */
export function exchangeIdOf(text: string): ExchangeId {
  if (!UUID.test(text)) throw new GatewayError('not-found');
  return text.toLowerCase() as ExchangeId;
}

/** Any other id in a path. @throws GatewayError `not-found` */
export function idOf(text: string): string {
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(text)) throw new GatewayError('not-found');
  return text;
}

/**
 * Makes the reader of a route's own headers.
 *
 * @throws GatewayError `invalid-request`, with pointers such as `/headers/person-ssin`
 */
export function headerReader<Name extends string>(
  schemas: Readonly<Record<Name, AnnotatedSchema>>,
): (headers: IncomingHttpHeaders) => Partial<Record<Name, string>> {
  const check = checkOnceAsked(parameters(schemas));
  return (headers) => {
    const names = Object.keys(schemas).filter((name) => headers[name] !== undefined);
    const given = Object.fromEntries(names.map((name) => [name, headers[name]]));
    refuse(check(given).map((problem) => ({ ...problem, pointer: `/headers${problem.pointer}` })));
    return given as Partial<Record<Name, string>>;
  };
}
