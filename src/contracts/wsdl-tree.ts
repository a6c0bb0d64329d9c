import { unsupported } from './unsupported.ts';
import { clark, type QName, resolveName, WSDL, WSDL_SOAP, WSDL_SOAP_12, type XmlNode } from './xml-node.ts';

export type SoapVersion = '1.1' | '1.2';

/** The extensions of WSDL for each version of SOAP. */
const SOAP_OF: ReadonlyMap<string, SoapVersion> = new Map([
  [WSDL_SOAP, '1.1'],
  [WSDL_SOAP_12, '1.2'],
]);

/** Finds the named components of some WSDL files. */
export class WsdlTree {
  readonly definitions: readonly XmlNode[];

  constructor(definitions: readonly XmlNode[]) {
    this.definitions = definitions;
  }

  /** All components of a kind, the first file's first. */
  all(kind: string): XmlNode[] {
    return this.definitions.flatMap((node) => wsdlChildren(node, kind));
  }

  /** The component that an attribute of a node refers to. @throws GatewayError `contract-unsupported` when there is none. */
  find(kind: string, from: XmlNode, attribute: string): XmlNode {
    const name = qnameAt(from, attribute);
    const found = this.definitions
      .filter((node) => (node.attributes.get('targetNamespace') ?? '') === name.namespace)
      .flatMap((node) => wsdlChildren(node, kind))
      .find((node) => node.attributes.get('name') === name.local);
    if (found === undefined)
      throw unsupported(from.place, `${kind} ${clark(name)} is defined in no file of the contract`);
    return found;
  }
}

/** The qualified name that an attribute of a node holds. */
export function qnameAt(node: XmlNode, attribute: string): QName {
  return resolveName(node.attributes.get(attribute)?.trim() ?? '', node.scope, node.place);
}

/** The children of WSDL's own vocabulary with this name. */
export function wsdlChildren(node: XmlNode, local: string): XmlNode[] {
  return node.children.filter((child) => child.namespace === WSDL && child.local === local);
}

/** The first child of this name that says something about SOAP, of either version. */
export function soapChild(node: XmlNode, local: string): XmlNode | undefined {
  return node.children.find((child) => SOAP_OF.has(child.namespace) && child.local === local);
}

/** The version of SOAP that an element of a binding or port is about. */
export function soapVersionOf({ namespace }: XmlNode): SoapVersion {
  return SOAP_OF.get(namespace) ?? '1.1';
}

/** The name attribute, or nothing. */
export function nameOf(node: XmlNode): string {
  return node.attributes.get('name') ?? '';
}
