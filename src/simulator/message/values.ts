import type { AnnotatedSchema } from '../../flows/annotated-schema.ts';
import type { Json } from '../json.ts';

/** A text of the wire as its JSON type. What does not fit the type stays text, and is then found defective. */
export function plainValue(raw: string, schema: AnnotatedSchema): string | number | boolean {
  const text = collapses(schema) ? raw.replace(/[\t\n\r ]+/g, ' ').replace(/^ | $/g, '') : raw;
  if (schema.type === 'integer' && /^[+-]?\d{1,15}$/.test(text)) return Number(text);
  if (schema.type === 'boolean' && /^(true|false|1|0)$/.test(text)) return text === 'true' || text === '1';
  return text;
}

function collapses(schema: AnnotatedSchema): boolean {
  return schema['x-collapse'] === true || schema.type === 'integer' || schema.type === 'boolean';
}

/** True when a value is not what its type asks for. Check digits of identifiers are a matter for the services. */
export function valueDefect(value: Json, schema: AnnotatedSchema): boolean {
  return CHECKS.some((check) => check(value, schema));
}

type Check = (value: Json, schema: AnnotatedSchema) => boolean;

const CHECKS: readonly Check[] = [
  (value, { type }) => type === 'integer' && typeof value !== 'number',
  (value, { type }) => type === 'boolean' && typeof value !== 'boolean',
  (value, { const: fixed }) => fixed !== undefined && value !== fixed,
  (value, { enum: values }) => values !== undefined && !values.includes(value as string | number),
  (value, { minimum = -Infinity, maximum = Infinity }) =>
    typeof value === 'number' && (value < minimum || value > maximum),
  (value, { minLength = 0, maxLength = Infinity }) =>
    typeof value === 'string' && (charactersOf(value) < minLength || charactersOf(value) > maxLength),
  (value, schema) => typeof value === 'string' && patternsOf(schema).some((pattern) => !pattern.test(value)),
  (value, { format }) => typeof value === 'string' && format !== undefined && !(FORMS[format]?.test(value) ?? true),
  (value, schema) => typeof value === 'string' && outOfBounds(value, schema),
];

/** XSD counts characters, not UTF-16 units. */
function charactersOf(value: string): number {
  return Array.from(value).length;
}

const DATE = '-?\\d{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])';
const TIME = '([01]\\d|2[0-4]):[0-5]\\d:[0-5]\\d(\\.\\d+)?';
const ZONE = '(Z|[+-]\\d{2}:\\d{2})?';

/** Lexical forms of XSD types that JSON carries as text. */
const FORMS: Readonly<Record<string, RegExp>> = {
  'xsd-date': new RegExp(`^${DATE}${ZONE}$`),
  'xsd-dateTime': new RegExp(`^${DATE}T${TIME}${ZONE}$`),
  'xsd-time': new RegExp(`^${TIME}${ZONE}$`),
  'xsd-gYear': new RegExp(`^-?\\d{4,}${ZONE}$`),
  'xsd-gYearMonth': new RegExp(`^-?\\d{4,}-(0[1-9]|1[0-2])${ZONE}$`),
  'xsd-integer': /^[+-]?\d+$/,
  'xsd-decimal': /^[+-]?(\d+(\.\d*)?|\.\d+)$/,
  'xsd-double': /^([+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|NaN|-?INF)$/,
};

function outOfBounds(value: string, { 'x-facets': facets = {}, format = '' }: AnnotatedSchema): boolean {
  const numeric = /integer|decimal|double/.test(format);
  const compare = (bound: string): number =>
    numeric ? Number(value) - Number(bound) : value < bound ? -1 : value > bound ? 1 : 0;
  const { minInclusive, maxInclusive, minExclusive, maxExclusive, values } = facets;
  return (
    (minInclusive !== undefined && compare(minInclusive) < 0) ||
    (maxInclusive !== undefined && compare(maxInclusive) > 0) ||
    (minExclusive !== undefined && compare(minExclusive) <= 0) ||
    (maxExclusive !== undefined && compare(maxExclusive) >= 0) ||
    (values !== undefined && !values.some((one) => compare(one) === 0))
  );
}

const compiled = new Map<string, RegExp>();

/** Of a number that identifies a person BCSS looks at the form only: the contracts' patterns know no day past 31, the registers do. */
const SSIN_FORM = '^[0-9]{11}$';

/** The patterns of all steps of a type's derivation; each must hold. */
function patternsOf({ pattern, allOf = [], 'x-identifier': identifier }: AnnotatedSchema): RegExp[] {
  const sources = identifier === 'ssin' ? [SSIN_FORM] : [pattern, ...allOf.map((step) => step.pattern)];
  return sources.flatMap((source) => {
    if (source === undefined) return [];
    let expression = compiled.get(source);
    if (expression === undefined) compiled.set(source, (expression = new RegExp(source, 'u')));
    return [expression];
  });
}
