import type { FieldProblem } from '../domain/problems/field-problem.ts';
import type { TextFacets } from './annotated-schema.ts';

/** Values of XSD types that JSON carries as text, in the XSD's own lexical form (XML Schema 1.0, part 2). */
export const XSD_FORMATS = [
  'xsd-integer',
  'xsd-decimal',
  'xsd-double',
  'xsd-date',
  'xsd-dateTime',
  'xsd-time',
  'xsd-gYear',
  'xsd-gYearMonth',
  'xsd-base64Binary',
] as const;
export type XsdFormat = (typeof XSD_FORMATS)[number];

const ZONE = '(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?';
const YEAR = '-?(?:[1-9][0-9]{3,}|0[0-9]{3})';
const TIME = '(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]+)?|24:00:00(?:\\.0+)?)';

const LEXICAL: Readonly<Record<XsdFormat, RegExp>> = {
  'xsd-integer': /^[+-]?[0-9]+$/,
  'xsd-decimal': /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$/,
  'xsd-double': /^(?:[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|-?INF|NaN)$/,
  'xsd-date': new RegExp(`^(${YEAR})-([0-9]{2})-([0-9]{2})${ZONE}$`),
  'xsd-dateTime': new RegExp(`^(${YEAR})-([0-9]{2})-([0-9]{2})T${TIME}${ZONE}$`),
  'xsd-time': new RegExp(`^${TIME}${ZONE}$`),
  'xsd-gYear': new RegExp(`^${YEAR}${ZONE}$`),
  'xsd-gYearMonth': new RegExp(`^${YEAR}-(?:0[1-9]|1[0-2])${ZONE}$`),
  'xsd-base64Binary':
    /^(?:[A-Za-z0-9+/] ?[A-Za-z0-9+/] ?[A-Za-z0-9+/] ?[A-Za-z0-9+/] ?)*(?:[A-Za-z0-9+/] ?[A-Za-z0-9+/] ?[AEIMQUYcgkosw048] ?=|[A-Za-z0-9+/] ?[AQgw] ?= ?=)?$/,
};

/** A check of the lexical form, the days of the calendar included. */
export function lexicalFormat(format: XsdFormat): (text: string) => boolean {
  const pattern = LEXICAL[format];
  if (format !== 'xsd-date' && format !== 'xsd-dateTime') return (text) => pattern.test(text);
  return (text) => {
    const [, year, month, day] = pattern.exec(text) ?? [];
    return year !== undefined && Number(year) !== 0 && isDay(Number(year), Number(month), Number(day));
  };
}

function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return day <= ([31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0);
}

/**
 * The first facet that a value breaks. Decimals are compared exactly, doubles as the numbers they are, dates by their text without
 * a time zone.
 */
export function facetDefect(
  text: string,
  facets: TextFacets,
  format: string | undefined,
): Pick<FieldProblem, 'rule' | 'expected'> | undefined {
  const exact = format === 'xsd-integer' || format === 'xsd-decimal';
  const compare = exact ? compareDecimals : format === 'xsd-double' ? compareDoubles : compareTexts;
  if (exact && text.length > DECIMAL_CHARACTERS_MAX) return { rule: 'digits', expected: `≤ ${DECIMAL_CHARACTERS_MAX}` };
  if (exact && !LEXICAL['xsd-decimal'].test(text)) return undefined;
  if (facets.values !== undefined && !facets.values.some((value) => compare(value, text) === 0))
    return { rule: 'enum', expected: facets.values.join(' | ') };
  if (facets.minInclusive !== undefined && !(compare(text, facets.minInclusive) >= 0))
    return { rule: 'minimum', expected: facets.minInclusive };
  if (facets.maxInclusive !== undefined && !(compare(text, facets.maxInclusive) <= 0))
    return { rule: 'maximum', expected: facets.maxInclusive };
  if (facets.minExclusive !== undefined && !(compare(text, facets.minExclusive) > 0))
    return { rule: 'minimum', expected: `> ${facets.minExclusive}` };
  if (facets.maxExclusive !== undefined && !(compare(text, facets.maxExclusive) < 0))
    return { rule: 'maximum', expected: `< ${facets.maxExclusive}` };
  return exact ? digitsDefect(text, facets) : octetsDefect(text, facets);
}

/** Comparing takes longer than the digits are many, and no amount, share or number of this country has a thousand. */
const DECIMAL_CHARACTERS_MAX = 1_000;

function octetsDefect(
  text: string,
  { octetsMin, octetsMax }: TextFacets,
): Pick<FieldProblem, 'rule' | 'expected'> | undefined {
  if (octetsMin === undefined && octetsMax === undefined) return undefined;
  const octets = Buffer.byteLength(text, 'base64');
  if (octetsMin !== undefined && octets < octetsMin) return { rule: 'min-length', expected: String(octetsMin) };
  if (octetsMax !== undefined && octets > octetsMax) return { rule: 'max-length', expected: String(octetsMax) };
  return undefined;
}

function digitsDefect(text: string, facets: TextFacets): Pick<FieldProblem, 'rule' | 'expected'> | undefined {
  const { whole, fraction } = decimalParts(text);
  if (facets.fractionDigits !== undefined && fraction.length > facets.fractionDigits)
    return { rule: 'digits', expected: `≤ ${facets.fractionDigits} after the point` };
  if (facets.totalDigits !== undefined && Math.max(1, whole.length + fraction.length) > facets.totalDigits)
    return { rule: 'digits', expected: `≤ ${facets.totalDigits}` };
  return undefined;
}

/** Digits that count: no leading zeros before the point, no trailing ones behind it. */
function decimalParts(text: string): { negative: boolean; whole: string; fraction: string } {
  const [whole = '', fraction = ''] = text.replace(/^[+-]/, '').split('.');
  return { negative: text.startsWith('-'), whole: whole.replace(/^0+/, ''), fraction: fraction.replace(/0+$/, '') };
}

function compareDecimals(a: string, b: string): number {
  const left = decimalParts(a);
  const right = decimalParts(b);
  const scale = Math.max(left.fraction.length, right.fraction.length);
  const value = ({ negative, whole, fraction }: typeof left): bigint => {
    const magnitude = BigInt(`0${whole}${fraction.padEnd(scale, '0')}`);
    return negative ? -magnitude : magnitude;
  };
  const difference = value(left) - value(right);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** NaN compares with nothing, and so lies outside every bound. */
function compareDoubles(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => Number(text.replace('INF', 'Infinity'))) as [number, number];
  return left < right ? -1 : left > right ? 1 : left === right ? 0 : Number.NaN;
}

function compareTexts(a: string, b: string): number {
  const withoutZone = (text: string): string => text.replace(/(?<=\d)(?:Z|[+-]\d{2}:\d{2})$/, '');
  const [left, right] = [withoutZone(a), withoutZone(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
