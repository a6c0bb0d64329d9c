import { anchoredPattern, PatternUnsupported } from './pattern.ts';
import { type Place, unsupported } from './unsupported.ts';
import type { XmlNode } from './xml-node.ts';

/** The facets of a simple type, all steps of its derivation taken together. Bounds are in the type's lexical form. */
export interface Facets {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly totalDigits?: number;
  readonly fractionDigits?: number;
  readonly minInclusive?: string;
  readonly maxInclusive?: string;
  readonly minExclusive?: string;
  readonly maxExclusive?: string;
  readonly enumeration?: readonly string[];
  /** One per derivation step, anchored; all of them hold. */
  readonly patterns?: readonly string[];
  readonly collapse?: boolean;
}

type Editable = { -readonly [Key in keyof Facets]: Facets[Key] };

const LENGTHS = new Set(['length', 'minLength', 'maxLength']);
const DIGITS = new Set(['totalDigits', 'fractionDigits']);
const BOUNDS = new Set(['minInclusive', 'maxInclusive', 'minExclusive', 'maxExclusive']);

/**
 * Adds the facets of one restriction to those of its base. A later bound replaces an earlier one: XML Schema only lets it be
 * narrower.
 *
 * @throws GatewayError `contract-unsupported` for a pattern without an equal, a facet we do not know, or one without a value.
 */
export function withFacets(base: Facets, nodes: readonly XmlNode[], place: Place): Facets {
  const facets: Editable = { ...base };
  const patterns: string[] = [];
  const values: string[] = [];
  for (const node of nodes) {
    const value = node.attributes.get('value');
    if (value === undefined) throw unsupported(node.place, `xs:${node.local} without a value`);
    if (LENGTHS.has(node.local) || DIGITS.has(node.local)) setNumber(facets, node, value);
    else if (BOUNDS.has(node.local)) setBound(facets, node.local as Bound, value.trim());
    else if (node.local === 'enumeration') values.push(value);
    else if (node.local === 'pattern') patterns.push(value);
    else if (node.local === 'whiteSpace') facets.collapse = value === 'collapse';
    else throw unsupported(node.place, `the facet xs:${node.local} is not supported`);
  }
  if (values.length > 0) facets.enumeration = values;
  if (patterns.length > 0) facets.patterns = withPattern(base.patterns ?? [], patterns, place);
  return facets;
}

function withPattern(earlier: readonly string[], patterns: readonly string[], place: Place): readonly string[] {
  try {
    return [...new Set([...earlier, anchoredPattern(patterns)])];
  } catch (error) {
    if (error instanceof PatternUnsupported) throw unsupported(place, error.message);
    throw error;
  }
}

function setNumber(facets: Editable, node: XmlNode, text: string): void {
  if (!/^\s*\+?[0-9]{1,9}\s*$/.test(text)) throw unsupported(node.place, `xs:${node.local} is not a number: ${text}`);
  const value = Number(text);
  if (node.local === 'length') facets.minLength = facets.maxLength = value;
  else facets[node.local as 'minLength' | 'maxLength' | 'totalDigits' | 'fractionDigits'] = value;
}

type Bound = 'minInclusive' | 'maxInclusive' | 'minExclusive' | 'maxExclusive';

const OPPOSITE: Readonly<Record<Bound, Bound>> = {
  minInclusive: 'minExclusive',
  minExclusive: 'minInclusive',
  maxInclusive: 'maxExclusive',
  maxExclusive: 'maxInclusive',
};

function setBound(facets: Editable, bound: Bound, value: string): void {
  facets[bound] = value;
  // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the bound it replaces, inclusive by exclusive or back
  delete facets[OPPOSITE[bound]];
}
