import { entranceOf } from '../entrances.ts';
import type { AnswerDescription, RouteDescription } from '../route-description.ts';
import { problemResponses } from './answers.ts';
import { schemaRef, toSchemaObject } from './schema-object.ts';

/** `/v1/exchanges/:id` → `/v1/exchanges/{id}`. */
export function pathOfRoute({ url }: RouteDescription): string {
  return url.replace(/:([A-Za-z]+)/g, '{$1}');
}

/** The operation of a described route. */
export function resourceOperation(route: RouteDescription): object {
  const { operationId, tag, summary, description, body, answers, method, url } = route;
  const entrance = entranceOf(method, url);
  const right =
    entrance === 'open' || entrance === 'any-client' ? undefined : `Needs the right \`${String(entrance)}\`.`;
  const text = [description, right].filter((part) => part !== undefined).join(' ');
  return {
    operationId,
    tags: [tag],
    summary,
    ...(text !== '' && { description: text }),
    ...(entrance === 'open' && { security: [] }),
    parameters: parametersOf(route),
    ...(body !== undefined && {
      requestBody: { required: true, content: { 'application/json': { schema: schemaRef(body.name) } } },
    }),
    responses: {
      ...Object.fromEntries(Object.entries(answers).map(([status, answer]) => [status, responseOf(answer)])),
      ...problemResponses(
        entrance === 'open'
          ? []
          : ['400', '401', '403', '404', '429', '503'].filter((status) => !(Number(status) in answers)),
      ),
    },
  };
}

function parametersOf({ url, query, headers = {}, answers }: RouteDescription): object[] {
  const inPath = [...url.matchAll(/:([A-Za-z]+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const inQuery = Object.entries(query?.properties ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: name === 'purpose',
    ...(schema.type === 'array' && { style: 'form', explode: false }),
    ...described(toSchemaObject(schema)),
  }));
  const inHeaders = Object.entries(headers).map(([name, schema]) => ({
    name: name.replace(/\bssin\b/, 'SSIN').replace(/^./, (letter) => letter.toUpperCase()),
    in: 'header',
    ...described(toSchemaObject(schema)),
  }));
  const speaks = Object.values(answers).some(({ schema }) => schema !== undefined);
  return [...inPath, ...inQuery, ...inHeaders, ...(speaks ? [{ $ref: '#/components/parameters/AcceptLanguage' }] : [])];
}

/** A parameter's description stands beside its schema, not in it. */
function described({ description, ...schema }: Readonly<Record<string, unknown>>): object {
  return { ...(description !== undefined && { description }), schema };
}

function responseOf({ description, schema, mediaType = 'application/json', headers }: AnswerDescription): object {
  const described = Object.entries(headers ?? {}).map(([name, text]) => [
    name,
    { description: text, schema: { type: 'string' } },
  ]);
  return {
    description,
    ...(described.length > 0 && { headers: Object.fromEntries(described) as object }),
    ...(schema !== undefined && { content: { [mediaType]: { schema: schemaRef(schema) } } }),
  };
}
