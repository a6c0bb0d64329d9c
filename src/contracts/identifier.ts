import { completeCbeNumber } from '../domain/cbe-number.ts';
import { completeSsin } from '../domain/ssin.ts';
import type { AnnotatedSchema } from '../flows/annotated-schema.ts';

/** As words, not as letters: `bassin` is a place. */
const SSIN_NAME = /(?<![a-z])(?:ssin|inss|insz|niss)|Ssin|SSIN|Inss|INSS|Insz|INSZ|Niss|NISS|SocialSecurityUser/;
const CBE_NAME = /(?<![a-z])(?:cbe|kbo|bce)|Cbe|CBE|Kbo|KBO|Bce|BCE|[Ee]nterpriseNumber/;

/** Enterprises, care providers, registered employers, places of delivery. */
const AUTHORITY_NAME = new RegExp(
  `${CBE_NAME.source}|[Cc]ompanyI[dD]|INAMI|RIZIV|[Ii]nami|[Rr]iziv|[Ii]mmatriculation|[Pp]ostalCode|[Zz]ip[Cc]ode`,
);

/**
 * True for a number that somebody was given and nobody counts with: its digits are a name, a zero at the front among them, whatever its
 * contract calls an integer (BCSS writes `0999990123` where the type is `xs:integer`).
 */
export function isNumberOfAnAuthority(name: string | undefined): boolean {
  return name !== undefined && AUTHORITY_NAME.test(name);
}

const SSIN = completeSsin('030412001');
const CBE_NUMBER = completeCbeNumber('02446406');

/**
 * The identifier that a type's values are, when its name says so and its facets leave nothing else: of 11 (SSIN) or 10 digits
 * (CBE number), no more and no less. A type that takes a letter as well is something else with a similar name.
 */
export function identifierOf(name: string | undefined, schema: AnnotatedSchema): 'ssin' | 'cbe-number' | undefined {
  if (name === undefined) return undefined;
  if (SSIN_NAME.test(name) && isExactly(schema, SSIN)) return 'ssin';
  if (CBE_NAME.test(name) && isExactly(schema, CBE_NUMBER)) return 'cbe-number';
  return undefined;
}

function isExactly(schema: AnnotatedSchema, digits: string): boolean {
  const others = [digits.slice(1), `${digits}0`, `x${digits.slice(1)}`, `${digits.slice(1)}x`];
  return accepts(schema, digits) && !others.some((other) => accepts(schema, other));
}

function accepts(schema: AnnotatedSchema, text: string): boolean {
  const patterns = [schema.pattern, ...(schema.allOf ?? []).map((part) => part.pattern)];
  return (
    text.length >= (schema.minLength ?? 0) &&
    text.length <= (schema.maxLength ?? Infinity) &&
    schema.enum === undefined &&
    patterns.every((pattern) => pattern === undefined || new RegExp(pattern, 'u').test(text))
  );
}
