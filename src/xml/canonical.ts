import { escapeAttribute, escapeText } from './characters.ts';
import { namespaceInScope, type XmlAttribute, type XmlElement } from './tree.ts';

/**
 * Exclusive XML Canonicalization 1.0 (W3C, 2002) of the subtree at `apex`, without comments.
 *
 * @param inclusivePrefixes the InclusiveNamespaces PrefixList; `#default` stands for the default namespace.
 * @returns the canonical text; its UTF-8 bytes are what a digest is made of.
 */
export function canonicalise(apex: XmlElement, inclusivePrefixes: readonly string[] = []): string {
  const inclusive = inclusivePrefixes.map((prefix) => (prefix === '#default' ? '' : prefix));
  const parts: string[] = [];
  write(apex, ROOT_CONTEXT, inclusive, parts);
  return parts.join('');
}

/** Which prefixes the output has declared so far, and as what. A linked list: a context is shared by all siblings. */
interface RenderedContext {
  readonly prefix: string;
  readonly uri: string;
  readonly outer: RenderedContext | undefined;
}

const ROOT_CONTEXT: RenderedContext = { prefix: '', uri: '', outer: undefined };

function rendered(context: RenderedContext, prefix: string): string | undefined {
  for (let at: RenderedContext | undefined = context; at !== undefined; at = at.outer) {
    if (at.prefix === prefix) return at.uri;
  }
  return undefined;
}

function write(element: XmlElement, outer: RenderedContext, inclusive: readonly string[], parts: string[]): void {
  const name = element.prefix === '' ? element.local : `${element.prefix}:${element.local}`;
  parts.push('<', name);
  let context = outer;
  for (const prefix of prefixesToConsider(element, inclusive)) {
    const uri = namespaceInScope(element, prefix);
    if (uri === undefined || prefix === 'xml' || rendered(outer, prefix) === uri) continue;
    parts.push(prefix === '' ? ' xmlns="' : ` xmlns:${prefix}="`, escapeAttribute(uri), '"');
    context = { prefix, uri, outer: context };
  }
  for (const attribute of inCanonicalOrder(element.attributes)) {
    const label = attribute.prefix === '' ? attribute.local : `${attribute.prefix}:${attribute.local}`;
    parts.push(' ', label, '="', escapeAttribute(attribute.value), '"');
  }
  parts.push('>');
  for (const child of element.children) {
    if (typeof child === 'string') parts.push(escapeText(child));
    else write(child, context, inclusive, parts);
  }
  parts.push('</', name, '>');
}

/** The visibly utilised prefixes of an element and its attributes, with the inclusive ones, sorted; each once. */
function prefixesToConsider(element: XmlElement, inclusive: readonly string[]): readonly string[] {
  if (element.attributes.length === 0 && inclusive.length === 0) return [element.prefix];
  const prefixes = new Set([element.prefix, ...inclusive]);
  for (const attribute of element.attributes) if (attribute.prefix !== '') prefixes.add(attribute.prefix);
  return prefixes.size === 1 ? [...prefixes] : [...prefixes].sort(byCodePoint);
}

/** Attributes by namespace URI, then local name; those in no namespace first. */
function inCanonicalOrder(attributes: readonly XmlAttribute[]): readonly XmlAttribute[] {
  if (attributes.length < 2) return attributes;
  return [...attributes].sort((a, b) => byCodePoint(a.namespace, b.namespace) || byCodePoint(a.local, b.local));
}

/** Canonical order is that of code points, which is the order of UTF-8 bytes (and not, above U+FFFF, of UTF-16 units). */
function byCodePoint(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}
