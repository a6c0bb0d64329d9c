/** The few words that the components of the OpenAPI document are written in. */

export const text = { type: 'string' } as const;
export const count = { type: 'integer', minimum: 0 } as const;
export const flag = { type: 'boolean' } as const;
export const moment = { type: 'string', format: 'date-time' } as const;
export const date = { type: 'string', format: 'date' } as const;
export const uuid = { type: 'string', format: 'uuid' } as const;
export const anything = {} as const;

export function said<Schema extends object>(schema: Schema, description: string): Schema & { description: string } {
  return { ...schema, description };
}

export function oneOfWords(words: readonly string[], description?: string): object {
  return { type: 'string', enum: [...words], ...(description !== undefined && { description }) };
}

export function listOf(items: object): object {
  return { type: 'array', items };
}

interface ObjectSchema {
  readonly type: 'object';
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, object>>;
  readonly [keyword: string]: unknown;
}

/** An object; a property whose name ends in `?` may be absent. Answers may gain properties in later versions. */
export function object(properties: Readonly<Record<string, object>>, description?: string): ObjectSchema {
  const names = Object.keys(properties);
  return {
    type: 'object',
    ...(description !== undefined && { description }),
    required: names.filter((name) => !name.endsWith('?')),
    properties: Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name.replace('?', ''), schema])),
  };
}
