import type { Said } from '../domain/says-something.ts';

/**
 * The language our flow files are written in: JSON Schema 2020-12, with the OpenAPI XML Object saying how each value looks on
 * the wire. `docs/flow-schema.md` describes it for people; `contracts/` writes it from WSDL and XSD.
 *
 * - property order is element order; a property's key is the contract's local name;
 * - `xml.namespace` absent: the element is in no namespace (an unqualified local of the XSD);
 * - `xml.attribute`: an attribute; `xml.nodeType: "text"`: the text beside attributes; `xml.nodeType: "none"`: wildcard content,
 *   as canonical XML texts;
 * - a repeated element is an array, and its `items` carry the `xml`; with `x-list` it is one text of several values;
 * - a repeated group is an array with `xml.nodeType: "none"`, whose items are objects: one turn each;
 * - a value that may be `xsi:nil` is `anyOf` of its schema and `null`;
 * - `oneOf`, `anyOf`, `allOf` only ever restrict which properties go together (a choice, an optional group), and for which values.
 */
export interface AnnotatedSchema {
  readonly $ref?: string;
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'boolean' | 'null';
  readonly title?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, AnnotatedSchema | false>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false;
  readonly items?: AnnotatedSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly oneOf?: readonly AnnotatedSchema[];
  readonly anyOf?: readonly AnnotatedSchema[];
  readonly allOf?: readonly AnnotatedSchema[];
  readonly enum?: readonly (string | number)[];
  readonly const?: Scalar | Scalar[];
  readonly default?: Scalar | Scalar[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly xml?: XmlAnnotation;
  /** Facets of a decimal, date or other value that JSON carries as text. */
  readonly 'x-facets'?: TextFacets;
  /** The text is an identifier with check digits. */
  readonly 'x-identifier'?: 'ssin' | 'cbe-number' | 'user-ssin';
  /** The text is for people to read later, and has to say something: see `domain/says-something.ts`. */
  readonly 'x-says'?: Said;
  /** `xs:whiteSpace` of the type is `collapse`: the reader removes what the XSD would ignore. */
  readonly 'x-collapse'?: true;
  /** `xs:list`: the items of the array travel as one text, with spaces between. */
  readonly 'x-list'?: true;
  /** Namespaces that wildcard content or wildcard attributes may be of; any where absent. */
  readonly 'x-namespaces'?: NamespaceConstraint;
  /** Of a root: nobody has seen the element, so its name is a guess. The reader takes any other, and reports that it did. */
  readonly 'x-root'?: 'guessed';
  readonly $defs?: Readonly<Record<string, AnnotatedSchema>>;
}

type Scalar = string | number | boolean;

/** The OpenAPI XML Object, as far as contracts need it. */
export interface XmlAnnotation {
  readonly name?: string;
  readonly namespace?: string;
  readonly prefix?: string;
  readonly attribute?: true;
  readonly nodeType?: 'text' | 'none';
}

/** `xs:any` and `xs:anyAttribute`: of one of these namespaces, or of none of these; the empty text is "in no namespace". */
export type NamespaceConstraint = { readonly oneOf: readonly string[] } | { readonly noneOf: readonly string[] };

/** True when a wildcard lets a namespace through. */
export function isLetThrough(namespace: string, constraint: NamespaceConstraint | undefined): boolean {
  if (constraint === undefined) return true;
  return 'oneOf' in constraint ? constraint.oneOf.includes(namespace) : !constraint.noneOf.includes(namespace);
}

/** XSD facets on values that travel as JSON text, compared by value. Bounds are in the lexical form of the type. */
export interface TextFacets {
  readonly totalDigits?: number;
  readonly fractionDigits?: number;
  readonly minInclusive?: string;
  readonly maxInclusive?: string;
  readonly minExclusive?: string;
  readonly maxExclusive?: string;
  /** Allowed values where equality is not that of the text: 0.5 is 0.50. */
  readonly values?: readonly string[];
  /** Length of what a base64 text stands for. */
  readonly octetsMin?: number;
  readonly octetsMax?: number;
}

/** Finds the schema behind a `$ref` such as `#/$defs/SsinType` or `../types/handi.v2.json#/$defs/SsinType`. */
export type ResolveReference = (reference: string) => AnnotatedSchema;

/** The schema that a chain of references ends at. What stands beside a `$ref` (its `xml`, its title) belongs to the place of use. */
export function followed(schema: AnnotatedSchema, resolve: ResolveReference): AnnotatedSchema {
  let target = schema;
  for (let hops = 0; ; hops += 1) {
    const next = target.$ref === undefined ? besideNil(target) : resolve(target.$ref);
    if (next === undefined) return target;
    if (hops === REFERENCE_HOPS_MAX) throw new Error(`references in a circle at ${target.$ref ?? ''}`);
    target = next;
  }
}

/** What a value is that may be `xsi:nil`, when it is not; undefined for every other schema. */
export function besideNil({ anyOf }: AnnotatedSchema): AnnotatedSchema | undefined {
  return anyOf?.length === 2 && anyOf[1]?.type === 'null' ? anyOf[0] : undefined;
}

const REFERENCE_HOPS_MAX = 32;
