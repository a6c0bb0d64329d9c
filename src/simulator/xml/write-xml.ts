import { create } from 'xmlbuilder2';
import type { XMLBuilder } from 'xmlbuilder2/lib/interfaces.js';
import { NS, type XmlAttribute, type XmlNode } from './node.ts';

/** Prefixes that never change, for the parts that security and SOAP libraries like to recognise. */
const CUSTOMARY: Readonly<Record<string, string>> = {
  [NS.soap]: 'soap',
  [NS.wsse]: 'wsse',
  [NS.wsu]: 'wsu',
  [NS.ds]: 'ds',
  'http://www.w3.org/XML/1998/namespace': 'xml',
};

/** The namespace of declarations themselves. */
const XMLNS = 'http://www.w3.org/2000/xmlns/';

/** Namespace → prefix, as declared around a place. */
type Scope = ReadonlyMap<string, string>;

/**
 * Writes a document with xmlbuilder2. Prefixes are generated (ns1, ns2, …) and declared where they are first needed, again for
 * each sister element, just as replies of BCSS do: a reader that goes by prefix or by place of declaration fails here first.
 *
 * Throws when a value has a character that XML does not have (`wellFormed`).
 */
export function writeXml(root: XmlNode, options: { readonly declaration?: boolean } = {}): string {
  const builder = create({ version: '1.0', encoding: 'UTF-8' });
  let declared = 0;

  /** The scope in which a namespace has a prefix: the given one, or a new one around this element. */
  const declare = (namespace: string, scope: Scope): Scope => {
    if (namespace === '' || scope.has(namespace)) return scope;
    const prefix = CUSTOMARY[namespace] ?? `ns${(declared += 1)}`;
    return new Map([...scope, [namespace, prefix]]);
  };

  const append = (parent: XMLBuilder, node: XmlNode, outer: Scope): void => {
    const scope = node.attributes.reduce(
      (inner, { namespace }) => declare(namespace, inner),
      declare(node.namespace, outer),
    );
    const nameOf = ({ namespace, local }: XmlNode | XmlAttribute): string =>
      namespace === '' ? local : `${scope.get(namespace) ?? ''}:${local}`;
    const own = parent.ele(node.namespace, nameOf(node));
    // Left to itself, xmlbuilder2 declares the namespace of two attributes twice.
    for (const [namespace, prefix] of scope) {
      if (!outer.has(namespace) && namespace !== node.namespace && prefix !== 'xml')
        own.att(XMLNS, `xmlns:${prefix}`, namespace);
    }
    for (const attribute of node.attributes) {
      if (attribute.namespace === '') own.att(attribute.local, attribute.value);
      else own.att(attribute.namespace, nameOf(attribute), attribute.value);
    }
    for (const child of node.children) {
      if (typeof child === 'string') own.txt(child);
      else append(own, child, scope);
    }
  };

  append(builder, root, new Map());
  return protectWhiteSpace(builder.end({ wellFormed: true, headless: options.declaration === false }));
}

/**
 * xmlbuilder2 leaves carriage returns, and line ends in attributes, as they are; a reader would turn them into something else. A
 * reference means the same wherever it stands, so that replacing may also hit a text that looks like an attribute.
 */
function protectWhiteSpace(xml: string): string {
  return xml
    .replaceAll('\r', '&#xD;')
    .replace(/="[^"<]*"/g, (value) => value.replaceAll('\n', '&#xA;').replaceAll('\t', '&#x9;'));
}
