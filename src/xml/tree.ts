/**
 * The part of an XML document that carries meaning: elements, attributes, namespaces and text. There are no comments and no
 * processing instructions in it, because the parser refuses them inside the document element.
 *
 * One tree serves three readers, on purpose: what is canonicalised and hashed for the signature is the very object that values
 * are then read from. Two views of one document are how signature wrapping works.
 */
export interface XmlElement {
  readonly prefix: string;
  readonly local: string;
  /** Namespace URI; empty for an element in no namespace. */
  readonly namespace: string;
  readonly attributes: readonly XmlAttribute[];
  /** Namespace declarations on this very element: prefix (empty for the default) and URI. */
  readonly declarations: readonly NamespaceDeclaration[];
  readonly children: readonly XmlNode[];
  readonly parent: XmlElement | undefined;
}

export interface XmlAttribute {
  readonly prefix: string;
  readonly local: string;
  /** Namespace URI; empty for an unprefixed attribute. */
  readonly namespace: string;
  readonly value: string;
}

export interface NamespaceDeclaration {
  readonly prefix: string;
  readonly uri: string;
}

export type XmlNode = XmlElement | string;

/** The children that are elements. */
export function childElements(element: XmlElement): XmlElement[] {
  return element.children.filter((child): child is XmlElement => typeof child !== 'string');
}

/** The children with this qualified name. */
export function childrenNamed(element: XmlElement, namespace: string, local: string): XmlElement[] {
  return childElements(element).filter((child) => child.local === local && child.namespace === namespace);
}

/** The one child with this qualified name; undefined when there is none, or more than one. */
export function onlyChild(element: XmlElement, namespace: string, local: string): XmlElement | undefined {
  const found = childrenNamed(element, namespace, local);
  return found.length === 1 ? found[0] : undefined;
}

/** The text directly inside an element; text of descendants does not count. */
export function textOf(element: XmlElement): string {
  if (element.children.length === 1 && typeof element.children[0] === 'string') return element.children[0];
  return element.children.filter((child) => typeof child === 'string').join('');
}

/** The value of the attribute with this qualified name. */
export function attributeOf(element: XmlElement, local: string, namespace = ''): string | undefined {
  return element.attributes.find((attribute) => attribute.local === local && attribute.namespace === namespace)?.value;
}

/** True for an element with this qualified name. */
export function isNamed(element: XmlElement, namespace: string, local: string): boolean {
  return element.local === local && element.namespace === namespace;
}

/** All elements of a tree, the root first, in document order. */
export function* descendants(root: XmlElement): Generator<XmlElement> {
  const waiting = [root];
  for (let element = waiting.pop(); element !== undefined; element = waiting.pop()) {
    yield element;
    for (const child of element.children.toReversed()) if (typeof child !== 'string') waiting.push(child);
  }
}

/** The URI a prefix stands for at an element, or undefined where it is not declared. */
export function namespaceInScope(element: XmlElement, prefix: string): string | undefined {
  for (let at: XmlElement | undefined = element; at !== undefined; at = at.parent) {
    const declaration = at.declarations.find((candidate) => candidate.prefix === prefix);
    if (declaration !== undefined) return declaration.uri;
  }
  return prefix === '' ? '' : undefined;
}
