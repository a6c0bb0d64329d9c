import type { AnnotatedSchema, TextFacets } from '../flows/annotated-schema.ts';
import type { Facets } from './facets.ts';
import { identifierOf, isNumberOfAnAuthority } from './identifier.ts';
import { collapses, enumerated, type SimpleType } from './simple-types.ts';

/** JSON numbers are exact up to here. */
const EXACT_MAX = BigInt(Number.MAX_SAFE_INTEGER);

type Editable = { -readonly [Key in keyof AnnotatedSchema]: AnnotatedSchema[Key] };

/**
 * A simple type as JSON Schema.
 *
 * @param name the type's name, which may say that its values are SSINs or CBE numbers; undefined for an anonymous type.
 */
export function simpleSchema(type: SimpleType, name: string | undefined): AnnotatedSchema {
  const { family } = type.builtIn;
  if (type.item !== undefined) return listSchema(type, type.item);
  if (type.members !== undefined) return unionSchema(type, type.members);
  if (family === 'boolean') return booleanSchema(type);
  if (family === 'integer') return isNumberOfAnAuthority(name) ? integerText(type) : integerSchema(type);
  return textSchema(type, name);
}

/** A list is an array; its items travel as one text, with spaces between. */
function listSchema({ facets }: SimpleType, item: SimpleType): AnnotatedSchema {
  const one = simpleSchema(item, undefined);
  const isTight = one.type !== 'string' || one.format !== undefined || one.enum !== undefined;
  const items = isTight ? one : { ...one, ...withoutSpaces(one), 'x-collapse': true as const };
  return {
    type: 'array',
    items,
    ...(facets.minLength !== undefined && facets.minLength > 0 && { minItems: facets.minLength }),
    ...(facets.maxLength !== undefined && { maxItems: facets.maxLength }),
    'x-list': true,
  };
}

/** An item with a space in it would be two. */
function withoutSpaces({ pattern, allOf = [] }: AnnotatedSchema): AnnotatedSchema {
  const tight = '^[^\\t\\n\\r ]+$';
  return pattern === undefined ? { pattern: tight } : { allOf: [...allOf, { pattern: tight }] };
}

/** A union is text, whichever of its members a value belongs to: what looks like a number may be a code. */
function unionSchema(type: SimpleType, members: readonly SimpleType[]): AnnotatedSchema {
  const schema: Editable = { type: 'string' };
  if (type.facets.enumeration !== undefined) schema.enum = [...new Set(enumerated(type))];
  addPatterns(schema, type.facets.patterns ?? []);
  schema.anyOf = members.map((member) => asText(member));
  if (collapses(type)) schema['x-collapse'] = true;
  return schema;
}

/** A simple type whose values are text in JSON too. */
function asText(type: SimpleType): AnnotatedSchema {
  if (type.builtIn.family === 'integer') return integerText(type);
  if (type.builtIn.family !== 'boolean') return simpleSchema(type, undefined);
  const allowed = ['true', 'false', '1', '0'].filter((value) => matchesAll(type.facets.patterns ?? [], value));
  return { type: 'string', enum: allowed };
}

function textSchema(type: SimpleType, name: string | undefined): AnnotatedSchema {
  const { builtIn, facets } = type;
  const schema: Editable = { type: 'string' };
  if (builtIn.format !== undefined) schema.format = builtIn.format;
  if (facets.enumeration !== undefined && builtIn.family !== 'number') schema.enum = [...new Set(enumerated(type))];
  addPatterns(schema, [...(builtIn.pattern === undefined ? [] : [builtIn.pattern]), ...(facets.patterns ?? [])]);
  if (builtIn.family !== 'binary') addLengths(schema, facets, 1);
  else if (builtIn.format === undefined) addLengths(schema, facets, HEXADECIMALS_PER_OCTET);
  addFacets(schema, type);
  const identifier = builtIn.family === 'text' ? identifierOf(name, schema) : undefined;
  if (identifier !== undefined) schema['x-identifier'] = identifier;
  if (collapses(type)) schema['x-collapse'] = true;
  return schema;
}

/** A boolean whose pattern forbids `true` or `false` is text: the writer would write just these. */
function booleanSchema({ facets }: SimpleType): AnnotatedSchema {
  const allowed = ['true', 'false', '1', '0'].filter((value) => matchesAll(facets.patterns ?? [], value));
  if (allowed.includes('true') && allowed.includes('false')) return { type: 'boolean' };
  return { type: 'string', enum: allowed, 'x-collapse': true };
}

/**
 * An integer is a JSON number where that is exact and says all that the contract says. A pattern is about digits as written
 * (`0123` or `123`), so an integer with a pattern is text; and so is a number that an authority gives out.
 */
function integerSchema(type: SimpleType): AnnotatedSchema {
  const { facets } = type;
  const { minimum, maximum } = integerBounds(type);
  const beyond = [minimum, maximum].some((bound) => bound !== undefined && (bound > EXACT_MAX || bound < -EXACT_MAX));
  if (beyond || facets.patterns !== undefined) return integerText(type);
  const schema: Editable = { type: 'integer' };
  if (facets.enumeration !== undefined) schema.enum = [...new Set(enumerated(type).map(Number))];
  if (minimum !== undefined) schema.minimum = Number(minimum);
  if (maximum !== undefined) schema.maximum = Number(maximum);
  return schema;
}

function integerText(type: SimpleType): AnnotatedSchema {
  const { facets } = type;
  const { minimum, maximum } = integerBounds(type);
  const schema: Editable = { type: 'string', format: 'xsd-integer' };
  addPatterns(schema, facets.patterns ?? []);
  const values = facets.enumeration === undefined ? undefined : enumerated(type);
  const bounds: TextFacets = {
    ...(minimum !== undefined && { minInclusive: String(minimum) }),
    ...(maximum !== undefined && { maxInclusive: String(maximum) }),
    ...(values !== undefined && { values }),
  };
  if (Object.keys(bounds).length > 0) schema['x-facets'] = bounds;
  schema['x-collapse'] = true;
  return schema;
}

/** The narrowest of the built-in type's own bounds, the facets and the number of digits. */
function integerBounds({ builtIn, facets }: SimpleType): { minimum: bigint | undefined; maximum: bigint | undefined } {
  const digits = facets.totalDigits === undefined ? undefined : 10n ** BigInt(facets.totalDigits) - 1n;
  const lower = [
    builtIn.minimum,
    facets.minInclusive === undefined ? undefined : integerOf(facets.minInclusive),
    facets.minExclusive === undefined ? undefined : integerOf(facets.minExclusive) + 1n,
    digits === undefined ? undefined : -digits,
  ].filter((bound) => bound !== undefined);
  const upper = [
    builtIn.maximum,
    facets.maxInclusive === undefined ? undefined : integerOf(facets.maxInclusive),
    facets.maxExclusive === undefined ? undefined : integerOf(facets.maxExclusive) - 1n,
    digits,
  ].filter((bound) => bound !== undefined);
  return {
    minimum: lower.length === 0 ? undefined : lower.reduce((a, b) => (a > b ? a : b)),
    maximum: upper.length === 0 ? undefined : upper.reduce((a, b) => (a < b ? a : b)),
  };
}

function integerOf(text: string): bigint {
  return BigInt(text.replace(/^\+/, ''));
}

const HEXADECIMALS_PER_OCTET = 2;

/** @param charactersEach how many characters one unit of length takes. */
function addLengths(schema: Editable, { minLength, maxLength }: Facets, charactersEach: number): void {
  if (minLength) schema.minLength = minLength * charactersEach;
  if (maxLength !== undefined) schema.maxLength = maxLength * charactersEach;
}

function addPatterns(schema: Editable, patterns: readonly string[]): void {
  const [first, ...later] = patterns;
  if (first !== undefined) schema.pattern = first;
  if (later.length > 0) schema.allOf = later.map((pattern) => ({ pattern }));
}

function addFacets(schema: Editable, type: SimpleType): void {
  const { facets, builtIn } = type;
  const { totalDigits, fractionDigits, minInclusive, maxInclusive, minExclusive, maxExclusive } = facets;
  const values = builtIn.family === 'number' && facets.enumeration !== undefined ? enumerated(type) : undefined;
  // JSON Schema counts characters; a length of base64Binary counts what they stand for.
  const counted = builtIn.format === 'xsd-base64Binary';
  const octetsMin = counted && facets.minLength ? facets.minLength : undefined;
  const octetsMax = counted ? facets.maxLength : undefined;
  const chosen = Object.entries({
    totalDigits,
    fractionDigits,
    minInclusive,
    maxInclusive,
    minExclusive,
    maxExclusive,
    values,
    octetsMin,
    octetsMax,
  }).filter(([, value]) => value !== undefined);
  if (chosen.length > 0) schema['x-facets'] = Object.fromEntries(chosen);
}

/** True when every pattern accepts the text. */
function matchesAll(patterns: readonly string[], text: string): boolean {
  return patterns.every((pattern) => new RegExp(pattern, 'u').test(text));
}

/**
 * What `default` and `fixed` add to the schema of an element or attribute. A fixed number or boolean that is not written as we
 * would write it (`007`) makes the value text, so that just this text is sent and recognised.
 *
 * @param schema as it stands where it is used; `resolved` is the same with its reference followed.
 */
export function withValues(
  schema: AnnotatedSchema,
  resolved: AnnotatedSchema,
  { fixed, fallback }: { readonly fixed: string | undefined; readonly fallback: string | undefined },
): AnnotatedSchema {
  if (fixed !== undefined) {
    const value = jsonValue(fixed, resolved);
    const asWritten = typeof value === 'string' || Array.isArray(value) || String(value) === fixed.trim();
    return asWritten ? { ...schema, const: value } : { type: 'string', const: fixed.trim(), 'x-collapse': true };
  }
  return fallback === undefined ? schema : { ...schema, default: jsonValue(fallback, resolved) };
}

/** A default or fixed value in the JSON type of its schema. */
function jsonValue(text: string, schema: AnnotatedSchema): NonNullable<AnnotatedSchema['const']> {
  if (schema.type === 'array') {
    const { items = {} } = schema;
    return text
      .split(/[\t\n\r ]+/)
      .filter((item) => item !== '')
      .map((item) => jsonValue(item, items)) as (string | number | boolean)[];
  }
  const collapsed = schema['x-collapse'] === true || schema.type !== 'string' ? text.trim() : text;
  if (schema.type === 'integer') return Number(collapsed);
  if (schema.type === 'boolean') return collapsed === 'true' || collapsed === '1';
  return collapsed;
}
