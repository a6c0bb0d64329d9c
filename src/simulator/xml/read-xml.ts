import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { isXmlText, resolveReferences } from './entities.ts';
import type { XmlAttribute, XmlNode } from './node.ts';

/** A text that is not XML as we take it. The message never carries content. */
export class XmlUnreadable extends Error {
  constructor(what: string) {
    super(`unreadable XML: ${what}`);
    this.name = 'XmlUnreadable';
  }
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  commentPropName: '#comment',
  cdataPropName: '#cdata',
  jPath: false,
});

const ATTRIBUTES = ':@';
const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
const WHITE_SPACE = /^[\t\n\r ]*$/;

/** One node as fast-xml-parser gives it in order: its name with its content, and beside it its attributes. */
type Parsed = Readonly<Record<string, unknown>>;
type Scope = ReadonlyMap<string, string>;

/**
 * Reads a document with fast-xml-parser and resolves its namespaces. What that parser lets through and XML forbids is refused
 * here: a second root, text around the root, unknown references, undeclared prefixes, characters outside XML. A document type, a
 * processing instruction or a comment among values is refused too, as BCSS has no use for them.
 *
 * @throws {@link XmlUnreadable}
 */
export function readXml(text: string): XmlNode {
  if (!isXmlText(text)) throw new XmlUnreadable('a character that XML does not have');
  if (text.includes('<!DOCTYPE')) throw new XmlUnreadable('a document type');
  // The parser drops what follows the root without a word.
  if (!/[^-?]>[\t\n\r ]*$/.test(text)) throw new XmlUnreadable('something after the root');
  const roots = parse(text.replace(/^\uFEFF/, '')).filter((node) => !isProlog(node));
  const [root, ...more] = roots;
  const name = root === undefined ? undefined : nameOf(root);
  if (root === undefined || name === undefined || more.length > 0) throw new XmlUnreadable('not exactly one root');
  return toElement(root, name, new Map([['xml', XML_NAMESPACE]]));
}

function parse(text: string): readonly Parsed[] {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor is another package, and brings nothing we need
  const verdict = XMLValidator.validate(text);
  if (verdict !== true) throw new XmlUnreadable(verdict.err.code);
  try {
    return parser.parse(text) as readonly Parsed[];
  } catch (cause) {
    throw new XmlUnreadable(cause instanceof Error ? cause.name : 'parser');
  }
}

/** What may stand around the root: the declaration, comments, white space. */
function isProlog(node: Parsed): boolean {
  const text = node['#text'];
  return '?xml' in node || '#comment' in node || (typeof text === 'string' && WHITE_SPACE.test(text));
}

function nameOf(node: Parsed): string | undefined {
  const name = Object.keys(node).find((key) => key !== ATTRIBUTES);
  return name === undefined || /^[#?]/.test(name) ? undefined : name;
}

function toElement(node: Parsed, name: string, outer: Scope): XmlNode {
  const given = Object.entries((node[ATTRIBUTES] ?? {}) as Record<string, string>).map(([key, value]) => ({
    key,
    value: attributeValue(value),
  }));
  const scope = innerScope(given.filter(isDeclaration), outer);
  const attributes = given
    .filter((one) => !isDeclaration(one))
    .map(({ key, value }): XmlAttribute => ({ ...resolveName(key, scope, true), value }));
  const names = new Set(attributes.map(({ namespace, local }) => `{${namespace}}${local}`));
  if (names.size < attributes.length) throw new XmlUnreadable('an attribute twice');
  return { ...resolveName(name, scope, false), attributes, children: toChildren(node[name] as Parsed[], scope) };
}

interface RawAttribute {
  readonly key: string;
  readonly value: string;
}

function isDeclaration({ key }: RawAttribute): boolean {
  return key === 'xmlns' || key.startsWith('xmlns:');
}

function innerScope(declarations: readonly RawAttribute[], outer: Scope): Scope {
  if (declarations.length === 0) return outer;
  return new Map([
    ...outer,
    ...declarations.map(({ key, value }): [string, string] => [key.slice('xmlns:'.length), value]),
  ]);
}

function resolveName(name: string, scope: Scope, ofAttribute: boolean): { namespace: string; local: string } {
  const [prefix, local, ...more] = name.includes(':') ? name.split(':') : ['', name];
  if (local === undefined || local === '' || more.length > 0) throw new XmlUnreadable('a name with colons');
  // The default namespace is not for attributes (Namespaces in XML, 6.2).
  if (prefix === '' && ofAttribute) return { namespace: '', local };
  const namespace = scope.get(prefix ?? '') ?? (prefix === '' ? '' : undefined);
  if (namespace === undefined) throw new XmlUnreadable('an undeclared prefix');
  return { namespace, local };
}

/** Neighbouring pieces of text become one. */
function toChildren(nodes: readonly Parsed[], scope: Scope): (XmlNode | string)[] {
  const children: (XmlNode | string)[] = [];
  for (const node of nodes) {
    const child = toChild(node, scope);
    const last = children.length - 1;
    if (typeof child === 'string' && typeof children[last] === 'string') children[last] += child;
    else if (child !== '') children.push(child);
  }
  return children;
}

function toChild(node: Parsed, scope: Scope): XmlNode | string {
  const text = node['#text'];
  if (typeof text === 'string') return characterData(text);
  if ('#cdata' in node) return (node['#cdata'] as Parsed[]).map((part) => String(part['#text'])).join('');
  const name = nameOf(node);
  if (name === undefined) throw new XmlUnreadable('a comment or processing instruction among values');
  return toElement(node, name, scope);
}

function characterData(raw: string): string {
  const text = raw.includes(']]>') ? undefined : resolveReferences(raw);
  if (text === undefined) throw new XmlUnreadable('character data');
  return text;
}

/** White space in an attribute is a space, unless it is written as a reference (XML 1.0, 3.3.3). */
function attributeValue(raw: string): string {
  const value = raw.includes('<') ? undefined : resolveReferences(raw.replace(/[\t\n\r]/g, ' '));
  if (value === undefined) throw new XmlUnreadable('an attribute value');
  return value;
}
