import { unsupported } from './unsupported.ts';
import { nameOf, qnameAt, soapChild, type WsdlTree, wsdlChildren } from './wsdl-tree.ts';
import { type QName, XSD, type XmlNode } from './xml-node.ts';

/** What one direction of an operation carries. */
export interface Message {
  /** The root element of the Body: a global element, or a {@link wrapper} of the rpc style. */
  readonly root: QName;
  /** Elements of the Header. */
  readonly headers: readonly QName[];
  /** The element that wraps the parts of an rpc message; no schema defines it, so it is made here. */
  readonly wrapper?: Wrapper;
}

/** A global element that a WSDL implies. */
export interface Wrapper {
  readonly name: QName;
  readonly node: XmlNode;
}

export type Style = 'document' | 'rpc';

/** One direction of an operation: what the port type says of it, and what the binding does. */
export interface Side {
  readonly direction: 'input' | 'output';
  readonly abstract: XmlNode;
  readonly bound: XmlNode | undefined;
  readonly style: Style;
  /** Name of the wrapper of the rpc style. */
  readonly wrapperName: string;
}

/**
 * Reads one direction of an operation.
 *
 * @throws GatewayError `contract-unsupported` for encoded or attached messages, and for a Body that is not one element.
 */
export function messageOf(side: Side, tree: WsdlTree): Message {
  const { direction, abstract, bound, style, wrapperName } = side;
  const extensions = (bound?.children ?? []).flatMap(soapExtensions);
  refuseEncoded(extensions);
  const message = tree.find('message', abstract, 'message');
  const parts = wsdlChildren(message, 'part');
  const headers = extensions.filter(({ local }) => local === 'header');
  const own = headers.filter((header) => qnameAt(header, 'message').local === nameOf(message));
  const inHeader = new Set(own.map((header) => header.attributes.get('part')));
  const body = extensions.find(({ local }) => local === 'body');
  const chosen = body?.attributes.get('parts')?.trim().split(/\s+/);
  const inBody = parts.filter((part) =>
    chosen === undefined ? !inHeader.has(nameOf(part)) : chosen.includes(nameOf(part)),
  );
  const elements = headers.flatMap((header) => headerElement(header, direction, tree) ?? []);
  if (style === 'document') return { root: documentRoot(message, inBody), headers: elements };
  const name = { namespace: body?.attributes.get('namespace') ?? '', local: wrapperName };
  return { root: name, headers: elements, wrapper: { name, node: wrapperNode(name.local, inBody, message) } };
}

/** SOAP's extensions of a binding; those of MIME wrap them, where a message may have attachments. */
function soapExtensions(node: XmlNode): readonly XmlNode[] {
  if (node.namespace !== 'http://schemas.xmlsoap.org/wsdl/mime/') return [node];
  const parts = node.local === 'multipartRelated' ? node.children.filter(({ local }) => local === 'part') : [];
  const [first, ...attached] = parts;
  if (first === undefined || attached.length > 0)
    throw unsupported(node.place, 'a message with attachments (mime:multipartRelated) is not supported');
  return first.children;
}

function refuseEncoded(extensions: readonly XmlNode[]): void {
  const encoded = extensions.find((child) => child.attributes.get('use') === 'encoded');
  if (encoded !== undefined) throw unsupported(encoded.place, 'use="encoded" is not supported');
}

function documentRoot(message: XmlNode, parts: readonly XmlNode[]): QName {
  const [part] = parts;
  if (parts.length !== 1 || part?.attributes.get('element') === undefined)
    throw unsupported(message.place, 'a message must have exactly one part, and that an element (document/literal)');
  return qnameAt(part, 'element');
}

/** Headers of a reply are not read, and may be of any kind. */
function headerElement(header: XmlNode, direction: Side['direction'], tree: WsdlTree): QName | undefined {
  const message = tree.find('message', header, 'message');
  const name = header.attributes.get('part');
  const part = wsdlChildren(message, 'part').find((one) => nameOf(one) === name);
  if (part?.attributes.get('element') === undefined && direction === 'output') return undefined;
  if (part?.attributes.get('element') === undefined)
    throw unsupported(header.place, `the header part ${name ?? ''} is not an element`);
  return qnameAt(part, 'element');
}

/** The schema of a wrapper: one element in no namespace for each part, in the order of the parts (WSDL 1.1, 3.5). */
function wrapperNode(name: string, parts: readonly XmlNode[], message: XmlNode): XmlNode {
  const accessors = parts.map((part) => {
    const type = part.attributes.get('type');
    if (type === undefined)
      throw unsupported(
        part.place,
        `the part ${nameOf(part)} of an rpc message is not of a type (WS-I Basic Profile R2203)`,
      );
    return xsd('element', part, [], { name: nameOf(part), type, form: 'unqualified' });
  });
  return xsd('element', message, [xsd('complexType', message, [xsd('sequence', message, accessors)])], { name });
}

function xsd(
  local: string,
  like: XmlNode,
  children: readonly XmlNode[],
  attributes: Record<string, string> = {},
): XmlNode {
  const { place, scope } = like;
  return {
    namespace: XSD,
    local,
    attributes: new Map(Object.entries(attributes)),
    foreign: new Map(),
    children,
    place,
    scope,
  };
}

/** The root elements of the declared faults: each message of a fault has one part, an element. */
export function faultElements(operation: XmlNode, tree: WsdlTree): readonly QName[] {
  const roots = wsdlChildren(operation, 'fault').map((fault) => {
    const message = tree.find('message', fault, 'message');
    return documentRoot(message, wsdlChildren(message, 'part'));
  });
  const seen = new Set<string>();
  return roots.filter(({ namespace, local }) => {
    const key = `{${namespace}}${local}`;
    return seen.has(key) ? false : seen.add(key);
  });
}

/** Refuses encoded faults of a binding. */
export function checkFaults(bound: XmlNode): void {
  for (const fault of wsdlChildren(bound, 'fault')) {
    const said = soapChild(fault, 'fault');
    if (said !== undefined) refuseEncoded([said]);
  }
}
