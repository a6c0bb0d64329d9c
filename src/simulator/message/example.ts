import type { AnnotatedSchema } from '../../flows/annotated-schema.ts';
import { patternExample } from './pattern-example.ts';
import { valueDefect } from './values.ts';

/** Whom and what made-up values should be about, so that a reply hangs together. */
export interface Suggestions {
  readonly ssin: string;
  readonly cbeNumber: string;
  /** `yyyy-mm-dd`. */
  readonly today: string;
}

/** A value of a plain type: as plausible as a type alone allows, and always valid. */
export function exampleValue(schema: AnnotatedSchema, suggestions: Suggestions): string | number | boolean {
  if (schema.const !== undefined) return Array.isArray(schema.const) ? schema.const.join(' ') : schema.const;
  if (schema.enum !== undefined) return schema.enum[0] ?? '';
  if (schema.type === 'boolean') return false;
  if (schema.type === 'integer') return Math.max(schema.minimum ?? 0, Math.min(schema.maximum ?? 0, 0));
  const candidates = [...plausible(schema, suggestions), ...fromFacets(schema)];
  const found = candidates.find((candidate) => !valueDefect(candidate, schema));
  if (found === undefined) throw new Error(`no example for ${JSON.stringify(schema)}`);
  return found;
}

function plausible(schema: AnnotatedSchema, { ssin, cbeNumber, today }: Suggestions): string[] {
  if (schema['x-identifier'] === 'ssin' || schema['x-identifier'] === 'user-ssin') return [ssin];
  if (schema['x-identifier'] === 'cbe-number') return [cbeNumber];
  const [year = '', month = ''] = today.split('-');
  const times = [today, `${today}T09:00:00Z`, '09:00:00', `${year}-${month}`, year, `${year}Q1`, `${year}1`];
  if (schema.format !== undefined) return [...times, '0', '1'];
  if (schema.pattern === undefined) return [];
  return [...times, '12', '123', '9999', '99901', cbeNumber, '1', '0'];
}

const FILLER = 'FICTIF';

function fromFacets({
  pattern,
  minLength = 0,
  maxLength = Infinity,
  'x-facets': facets = {},
}: AnnotatedSchema): string[] {
  const text = FILLER.slice(0, maxLength).padEnd(minLength, 'X');
  const bounds = [facets.minInclusive, facets.maxInclusive, ...(facets.values ?? [])];
  return [
    ...(pattern === undefined ? [text] : [patternExample(pattern)]),
    ...bounds.filter((bound) => bound !== undefined),
  ];
}
