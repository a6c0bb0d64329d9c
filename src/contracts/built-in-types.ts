/**
 * What a built-in simple type of XML Schema becomes in JSON:
 *
 * - `text`: a string, with the facets of strings;
 * - `integer`: a JSON integer, or text where JSON could not give every digit back;
 * - `number`: text in the lexical form of `format`, its facets compared by value;
 * - `moment`: text in the lexical form of `format`;
 * - `binary`: text in the lexical form of `format`, without further facets;
 * - `boolean`: a JSON boolean.
 */
export interface BuiltInType {
  readonly family: 'text' | 'integer' | 'number' | 'moment' | 'binary' | 'boolean';
  readonly format?: string;
  readonly collapse: boolean;
  readonly minimum?: bigint;
  readonly maximum?: bigint;
  /** The lexical form, in ECMAScript, of types for which the flow language has no format. */
  readonly pattern?: string;
}

const text = (collapse: boolean, pattern?: string): BuiltInType => ({
  family: 'text',
  collapse,
  ...(pattern !== undefined && { pattern }),
});
const integer = (minimum?: bigint, maximum?: bigint): BuiltInType => ({
  family: 'integer',
  collapse: true,
  ...(minimum !== undefined && { minimum }),
  ...(maximum !== undefined && { maximum }),
});
const signed = (bits: bigint): BuiltInType => integer(-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n);
const unsigned = (bits: bigint): BuiltInType => integer(0n, 2n ** bits - 1n);
const moment = (format: string): BuiltInType => ({ family: 'moment', format, collapse: true });

const ZONE = '(?:Z|[+\\-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?';
const NAME_START = '_A-Za-z\\u{c0}-\\u{d6}\\u{d8}-\\u{f6}\\u{f8}-\\u{ff}';
const NAME_REST = `${NAME_START}\\-.0-9\\u{b7}`;
const NC_NAME = `^[${NAME_START}][${NAME_REST}]*$`;

/** By local name. `QName` and `NOTATION` are missing: their meaning hangs on prefixes around them. Lists are missing too. */
const TYPES: Readonly<Record<string, BuiltInType>> = {
  string: text(false),
  normalizedString: text(false),
  anySimpleType: text(false),
  token: text(true),
  anyURI: text(true),
  language: text(true, '^[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*$'),
  Name: text(true, `^[:${NAME_START}][:${NAME_REST}]*$`),
  NMTOKEN: text(true, `^[:${NAME_REST}]+$`),
  NCName: text(true, NC_NAME),
  ID: text(true, NC_NAME),
  IDREF: text(true, NC_NAME),
  ENTITY: text(true, NC_NAME),
  boolean: { family: 'boolean', collapse: true },
  decimal: { family: 'number', format: 'xsd-decimal', collapse: true },
  // The lexical forms of float and double are the same; how precisely the receiver keeps the value is not our matter.
  float: { family: 'number', format: 'xsd-double', collapse: true },
  double: { family: 'number', format: 'xsd-double', collapse: true },
  integer: integer(),
  nonPositiveInteger: integer(undefined, 0n),
  negativeInteger: integer(undefined, -1n),
  nonNegativeInteger: integer(0n),
  positiveInteger: integer(1n),
  long: signed(64n),
  int: signed(32n),
  short: signed(16n),
  byte: signed(8n),
  unsignedLong: unsigned(64n),
  unsignedInt: unsigned(32n),
  unsignedShort: unsigned(16n),
  unsignedByte: unsigned(8n),
  date: moment('xsd-date'),
  dateTime: moment('xsd-dateTime'),
  time: moment('xsd-time'),
  gYear: moment('xsd-gYear'),
  gYearMonth: moment('xsd-gYearMonth'),
  gMonthDay: text(
    true,
    `^--(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|[12][0-9]))${ZONE}$`,
  ),
  gMonth: text(true, `^--(?:0[1-9]|1[0-2])${ZONE}$`),
  gDay: text(true, `^---(?:0[1-9]|[12][0-9]|3[01])${ZONE}$`),
  duration: text(
    true,
    '^-?P(?=[0-9T])(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+D)?(?:T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\\.[0-9]+)?S)?)?$',
  ),
  hexBinary: { family: 'binary', collapse: true, pattern: '^(?:[0-9a-fA-F]{2})*$' },
  base64Binary: { family: 'binary', format: 'xsd-base64Binary', collapse: true },
};

/** The built-in type of this local name, where the flow language has an equal. */
export function builtInType(local: string): BuiltInType | undefined {
  return Object.hasOwn(TYPES, local) ? TYPES[local] : undefined;
}
