import fc from 'fast-check';
import { isBuiltIn, nameOf, type XsdDocuments, type XsdNode } from './xsd-documents.ts';

/** What a simple type allows, read from the XSD itself. */
interface Facets {
  readonly builtIn: string;
  readonly values: readonly string[];
  /** Each step of the derivation: one of its patterns holds. */
  readonly patterns: readonly (readonly string[])[];
  readonly bounds: Readonly<Record<string, string>>;
}

const PLAIN: Readonly<Record<string, readonly string[]>> = {
  boolean: ['true', 'false'],
  decimal: ['1', '0', '12.5', '9999.99'],
  float: ['1', '1.5'],
  double: ['1', '1.5'],
  date: ['2001-02-03', '1903-04-05'],
  dateTime: ['2001-02-03T04:05:06', '2020-01-01T00:00:00Z'],
  time: ['04:05:06'],
  gYear: ['2001'],
  gYearMonth: ['2001-02'],
  gMonthDay: ['--02-03'],
  gMonth: ['--02'],
  gDay: ['---03'],
  duration: ['P1D'],
  base64Binary: ['AAAA', 'YWI='],
  hexBinary: ['AB'],
  anyURI: ['urn:example:x'],
  language: ['fr'],
  NMTOKEN: ['a'],
  NCName: ['a'],
  Name: ['a'],
};
const INTEGER =
  /^(?:(?:non)?(?:positive|negative)?integer|(?:non(?:Positive|Negative)|positive|negative)Integer|unsigned\w+|long|int|short|byte)$/i;
const TEXT_LENGTH_MAX = 5000;

/** All values of a type that are worth trying: every listed one, the shortest and the longest, the bounds. */
export function valuesOf(type: XsdNode | string, documents: XsdDocuments, from: XsdNode): readonly string[] {
  const facets = facetsOf(type, documents, from);
  if (facets.values.length > 0) return facets.values;
  if (facets.patterns.length > 0) return matching(facets);
  return plain(facets);
}

function facetsOf(type: XsdNode | string, documents: XsdDocuments, from: XsdNode): Facets {
  if (typeof type === 'string') {
    const { local } = nameOf(type, from.schema);
    if (isBuiltIn(type, from.schema)) return { builtIn: local, values: [], patterns: [], bounds: {} };
    return facetsOf(documents.referred('type', type, from), documents, from);
  }
  if (type.name === 'restriction') return restricted(type, documents);
  const [first] = type.children;
  const derivation = first?.name === 'simpleContent' ? first.children[0] : first;
  if (derivation?.name === 'extension') return facetsOf(derivation.attributes.base ?? '', documents, derivation);
  if (derivation?.name === 'restriction') return restricted(derivation, documents);
  if (derivation?.name === 'union') return united(derivation, documents);
  if (derivation?.name === 'list')
    return facetsOf(derivation.attributes.itemType ?? inner(derivation), documents, derivation);
  throw new Error(`a simple type of ${derivation?.name ?? 'nothing'}`);
}

function restricted(restriction: XsdNode, documents: XsdDocuments): Facets {
  const base = facetsOf(restriction.attributes.base ?? inner(restriction), documents, restriction);
  const said = (name: string): string[] =>
    restriction.children.filter((facet) => facet.name === name).map(({ attributes }) => attributes.value ?? '');
  const [values, patterns] = [said('enumeration'), said('pattern')];
  const bounds = restriction.children.filter(
    ({ name }) => !/^(?:enumeration|pattern|simpleType|attribute.*)$/.test(name),
  );
  return {
    builtIn: base.builtIn,
    values: values.length > 0 ? values : base.values,
    patterns: patterns.length > 0 ? [...base.patterns, patterns] : base.patterns,
    bounds: {
      ...base.bounds,
      ...Object.fromEntries(bounds.map(({ name, attributes }) => [name, attributes.value ?? ''])),
    },
  };
}

/** Values of every member: a union of lists of values has all of them. */
function united(union: XsdNode, documents: XsdDocuments): Facets {
  const members = [...(union.attributes.memberTypes ?? '').split(/\s+/).filter(Boolean), ...union.children];
  const values = members.flatMap((member) => valuesOf(member, documents, union));
  return { builtIn: 'string', values, patterns: [], bounds: {} };
}

function inner(node: XsdNode): XsdNode {
  const found = node.children.find(({ name }) => name === 'simpleType');
  if (found === undefined) throw new Error(`xs:${node.name} of nothing`);
  return found;
}

const EXAMPLES = new Map<string, readonly string[]>();

function matching({ patterns, bounds, builtIn }: Facets): readonly string[] {
  const key = JSON.stringify([patterns, bounds, builtIn]);
  let found = EXAMPLES.get(key);
  if (found === undefined) {
    const steps = patterns.map((step) => new RegExp(`^(?:${step.map(plainPattern).join('|')})$`));
    const last = steps.at(-1) ?? /^$/;
    const made = [...repeated(bounds), ...fc.sample(fc.stringMatching(last), { numRuns: 120, seed: 11 })];
    const isInteger = INTEGER.test(builtIn);
    found = [...new Set(made)].filter(
      (text) =>
        steps.every((step) => step.test(text)) &&
        isWithin(text, bounds) &&
        text === text.trim() &&
        (!isInteger || /^-?\d+$/.test(text)),
    );
    EXAMPLES.set(key, found.slice(0, 12));
  }
  return EXAMPLES.get(key) ?? [];
}

/** One character again and again, as long as the lengths want: chance seldom finds a text of just that length. */
function repeated({
  length,
  minLength = length ?? '1',
  maxLength = length ?? minLength,
}: Facets['bounds']): readonly string[] {
  const sizes = [minLength, maxLength].map((size) => Math.min(Number(size), TEXT_LENGTH_MAX));
  return sizes.flatMap((size) => ['1', '0', 'A', 'a'].map((character) => character.repeat(size)));
}

const LETTERS: Readonly<Record<string, string>> = { L: 'A-Z', Lu: 'A-Z', IsBasicLatin: 'A-Z', N: '0-9', Nd: '0-9' };

/** A pattern of XML Schema as one of ECMAScript, as far as plain letters and digits go. */
function plainPattern(pattern: string): string {
  let isInClass = false;
  return pattern.replace(/\\p\{(\w+)\}|\\.|[[\]$^]/g, (token, category?: string) => {
    if (token === '[' || token === ']') isInClass = token === '[';
    const members =
      category === undefined ? { '\\i': 'A-Za-z', '\\c': 'A-Za-z0-9' }[token] : (LETTERS[category] ?? 'A-Z');
    if (members !== undefined) return isInClass ? members : `[${members}]`;
    return (token === '$' || token === '^') && !isInClass ? `\\${token}` : token;
  });
}

function isWithin(
  text: string,
  { length, minLength = length ?? '0', maxLength = length ?? 'Infinity' }: Facets['bounds'],
): boolean {
  return text.length >= Number(minLength) && text.length <= Number(maxLength);
}

function plain({ builtIn, bounds }: Facets): readonly string[] {
  const { minInclusive, maxInclusive, length, minLength = length, maxLength = length } = bounds;
  const edges = [minInclusive, maxInclusive].filter((edge) => edge !== undefined);
  if (INTEGER.test(builtIn))
    return edges.length > 0
      ? edges
      : [builtIn.toLowerCase().includes('negative') && !/non/i.test(builtIn) ? '-1' : '1'];
  const known = PLAIN[builtIn];
  if (known !== undefined) return edges.length > 0 ? edges : known;
  const least = Math.max(Number(minLength ?? 0), 1);
  const most = Math.min(Number(maxLength ?? least), TEXT_LENGTH_MAX);
  return [...new Set([least, Math.max(most, least)])].map((size) => 'x'.repeat(size));
}
