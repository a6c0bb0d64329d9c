/** An element as the simulator reads and writes it: names by namespace, never by prefix. */
export interface XmlNode {
  readonly namespace: string;
  readonly local: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly (XmlNode | string)[];
}

export interface XmlAttribute {
  readonly namespace: string;
  readonly local: string;
  readonly value: string;
}

/** Namespaces of the protocols, with the prefix that is customary for each. */
export const NS = {
  soap: 'http://schemas.xmlsoap.org/soap/envelope/',
  wsse: 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd',
  wsu: 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd',
  ds: 'http://www.w3.org/2000/09/xmldsig#',
  connector: 'http://ksz-bcss.fgov.be/connectors/WebServiceConnector',
  ssdn: 'http://www.ksz-bcss.fgov.be/XSD/SSDN/Service',
  ssdnCommon: 'http://www.ksz-bcss.fgov.be/XSD/SSDN/Common',
} as const;

/** Makes an element. */
export function element(
  namespace: string,
  local: string,
  children: readonly (XmlNode | string | undefined)[] = [],
  attributes: readonly XmlAttribute[] = [],
): XmlNode {
  return { namespace, local, attributes, children: children.filter((child) => child !== undefined) };
}

/** Makes an attribute. */
export function attribute(local: string, value: string, namespace = ''): XmlAttribute {
  return { namespace, local, value };
}

/** The element children, without the white space between them. */
export function elementsOf(node: XmlNode): XmlNode[] {
  return node.children.filter((child) => typeof child !== 'string');
}

/** True when an element has this qualified name. */
export function isElement(node: XmlNode | undefined, namespace: string, local: string): node is XmlNode {
  return node !== undefined && node.namespace === namespace && node.local === local;
}

/** The one child of this name; undefined when there is none, or more than one. */
export function onlyElement(node: XmlNode | undefined, namespace: string, local: string): XmlNode | undefined {
  const found = node === undefined ? [] : elementsOf(node).filter((child) => isElement(child, namespace, local));
  return found.length === 1 ? found[0] : undefined;
}

/** The text of an element, its own and nobody else's. */
export function textOf(node: XmlNode | undefined): string {
  return (node?.children ?? []).filter((child) => typeof child === 'string').join('');
}

/** The value of an attribute. */
export function attributeOf(node: XmlNode | undefined, local: string, namespace = ''): string | undefined {
  return node?.attributes.find((one) => one.local === local && one.namespace === namespace)?.value;
}
