import { XMLParser } from 'fast-xml-parser';
import { type Place, unsupported } from './unsupported.ts';
import { checkWellFormed } from './well-formed.ts';

/** An element of a WSDL or XSD. Text is left out: no construct of either carries meaning in text. */
export interface XmlNode {
  readonly namespace: string;
  readonly local: string;
  /** Attributes in no namespace, by name. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Attributes in a namespace (WS-Policy, WS-Addressing, vendor extensions), by Clark name. */
  readonly foreign: ReadonlyMap<string, string>;
  readonly children: readonly XmlNode[];
  readonly place: Place;
  /** Prefixes in scope; the default namespace under the empty prefix. */
  readonly scope: ReadonlyMap<string, string>;
}

/** A qualified name of WSDL or XSD. */
export interface QName {
  readonly namespace: string;
  readonly local: string;
}

export const XSD = 'http://www.w3.org/2001/XMLSchema';
export const WSDL = 'http://schemas.xmlsoap.org/wsdl/';
export const WSDL_SOAP = 'http://schemas.xmlsoap.org/wsdl/soap/';
export const WSDL_SOAP_12 = 'http://schemas.xmlsoap.org/wsdl/soap12/';
/** The namespace of `xml:lang` and its like. Every schema may use it; its schema is never fetched, since it is known. */
export const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';

/** Clark notation, `{namespace}local`: unique, so it serves as a key. */
export function clark({ namespace, local }: QName): string {
  return `{${namespace}}${local}`;
}

const ATTRIBUTES = ':@';
/** Deeper nesting than any schema has; fast-xml-parser stops there. */
const DEPTH_MAX = 100;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  captureMetaData: true,
  maxNestedTags: DEPTH_MAX,
  jPath: false,
});
/** Where fast-xml-parser keeps the position of an element. Its typing says `Symbol`, the object; it is the primitive. */
const METADATA: unique symbol = XMLParser.getMetaDataSymbol() as never;

/** What fast-xml-parser gives for one element: its name as the one ordinary key, attributes beside it. */
type ParsedNode = { readonly [tag: string]: ParsedNode[] } & {
  readonly [ATTRIBUTES]?: Readonly<Record<string, string>>;
  readonly [METADATA]?: { readonly startIndex?: number };
};

/**
 * Reads an XML text into nodes with resolved names and line numbers.
 *
 * @throws GatewayError `contract-unsupported` for a text that is not well-formed, has a DOCTYPE or an undeclared prefix.
 */
export function parseXmlNodes(text: string, file: string): XmlNode {
  checkWellFormed(text, file);
  let parsed: ParsedNode[];
  try {
    parsed = parser.parse(text) as ParsedNode[];
  } catch (cause) {
    throw unsupported({ file, line: 1 }, `cannot be read as XML: ${(cause as Error).message}`);
  }
  const root = parsed.find((node) => tagOf(node) !== undefined);
  if (root === undefined) throw unsupported({ file, line: 1 }, 'no element');
  return build(root, new Map([['xml', XML_NAMESPACE]]), file, lineFinder(text));
}

function tagOf(node: ParsedNode): string | undefined {
  return Object.keys(node).find((key) => key !== ATTRIBUTES && key !== '#text');
}

function build(
  node: ParsedNode,
  outer: ReadonlyMap<string, string>,
  file: string,
  lineOf: (index: number) => number,
): XmlNode {
  const tag = tagOf(node) ?? '';
  const place = { file, line: lineOf(node[METADATA]?.startIndex ?? 0) };
  const scope = new Map(outer);
  const attributes = new Map<string, string>();
  const prefixed: [string, string][] = [];
  for (const [name, raw] of Object.entries(node[ATTRIBUTES] ?? {})) {
    const value = attributeValue(raw);
    if (name === 'xmlns') scope.set('', value);
    else if (name.startsWith('xmlns:')) scope.set(name.slice(6), value);
    else if (name.includes(':')) prefixed.push([name, value]);
    else attributes.set(name, value);
  }
  const foreign = new Map(prefixed.map(([name, value]) => [clark(resolveName(name, scope, place)), value]));
  const children = (node[tag] ?? [])
    .filter((child) => tagOf(child) !== undefined)
    .map((child) => build(child, scope, file, lineOf));
  return { ...resolveName(tag, scope, place), attributes, foreign, children, place, scope };
}

/** Resolves a name that may have a prefix; without one it is in the default namespace. */
export function resolveName(name: string, scope: ReadonlyMap<string, string>, place: Place): QName {
  const colon = name.indexOf(':');
  const prefix = colon === -1 ? '' : name.slice(0, colon);
  const namespace = scope.get(prefix);
  if (namespace === undefined && prefix !== '') throw unsupported(place, `the prefix ${prefix} is not declared`);
  return { namespace: namespace ?? '', local: name.slice(colon + 1) };
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Attribute-value normalisation (XML 1.0, 3.3.3): white space becomes a space, then references are replaced. */
function attributeValue(raw: string): string {
  return raw.replace(/[\t\n\r]/g, ' ').replace(/&(#x?)?([^;]+);/g, (_, numeric: string | undefined, body: string) => {
    if (numeric === undefined) return ENTITIES[body] ?? '';
    return String.fromCodePoint(parseInt(body, numeric === '#x' ? 16 : 10));
  });
}

function lineFinder(text: string): (index: number) => number {
  const starts = [0];
  for (const end of text.matchAll(/\r\n|\n|\r/g)) starts.push(end.index + end[0].length);
  return (index) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= index) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}

/** The children of XML Schema's own vocabulary, without annotations. Documentation is never carried over. */
export function schemaChildren(node: XmlNode): XmlNode[] {
  return node.children.filter((child) => child.namespace === XSD && child.local !== 'annotation');
}

/** True for an element of XML Schema's vocabulary with this name. */
export function isXsd(node: XmlNode, local: string): boolean {
  return node.namespace === XSD && node.local === local;
}
