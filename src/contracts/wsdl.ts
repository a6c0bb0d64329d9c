import { unsupported, type Place } from './unsupported.ts';
import { clark, resolveName, WSDL, WSDL_SOAP, type QName, type XmlNode } from './xml-node.ts';

/** One operation of a SOAP service, document/literal. */
export interface Operation {
  readonly name: string;
  readonly soapAction: string;
  /** The address of the service, as written. */
  readonly address: string;
  readonly request: QName;
  readonly reply: QName;
  readonly fault?: QName;
  readonly place: Place;
}

/** The service that WSDL files describe. */
export interface Service {
  /** As written, such as `HandiService`. */
  readonly name: string;
  readonly namespace: string;
  readonly operations: readonly Operation[];
}

const SOAP_12 = 'http://schemas.xmlsoap.org/wsdl/soap12/';

/**
 * The SOAP 1.1 service of a WSDL.
 *
 * @throws GatewayError `contract-unsupported` for rpc or encoded messages, headers, several parts or faults, one-way operations,
 *   SOAP 1.2 alone, and a WSDL without service, port or address.
 */
export function readService(definitions: readonly XmlNode[]): Service {
  return new WsdlReader(definitions).service();
}

class WsdlReader {
  private readonly definitions: readonly XmlNode[];
  private readonly first: XmlNode;

  constructor(definitions: readonly XmlNode[]) {
    const [first] = definitions;
    if (first === undefined) throw new Error('a service needs a WSDL');
    this.definitions = definitions;
    this.first = first;
  }

  service(): Service {
    const services = this.definitions.flatMap((node) => wsdlChildren(node, 'service'));
    const ports = services.flatMap((service) => wsdlChildren(service, 'port'));
    const [service] = services;
    if (service === undefined) throw unsupported(this.first.place, 'a WSDL without wsdl:service');
    const soapPorts = ports.filter((port) => soapChild(port, 'address') !== undefined);
    if (soapPorts.length === 0) throw unsupported(service.place, this.noPort(ports));
    const operations: Operation[] = [];
    const bindings = new Set<XmlNode>();
    for (const port of soapPorts) {
      const binding = this.find('binding', port, 'binding');
      // The same binding behind several addresses: the first address counts.
      if (bindings.has(binding)) continue;
      bindings.add(binding);
      operations.push(...this.operations(binding, soapChild(port, 'address')?.attributes.get('location') ?? ''));
    }
    const twice = operations.find(({ name }, index) => operations.findIndex((other) => other.name === name) < index);
    if (twice !== undefined) throw unsupported(twice.place, `the operation ${twice.name} exists twice`);
    if (operations.length === 0) throw unsupported(service.place, 'a service without operations');
    return {
      name: service.attributes.get('name') ?? this.first.attributes.get('name') ?? '',
      namespace: this.first.attributes.get('targetNamespace') ?? '',
      operations,
    };
  }

  private noPort(ports: readonly XmlNode[]): string {
    const twelve = ports.some((port) => port.children.some((child) => child.namespace === SOAP_12));
    return twelve ? 'only SOAP 1.2, and BCSS speaks SOAP 1.1' : 'no port with a soap:address';
  }

  private operations(binding: XmlNode, address: string): Operation[] {
    const portType = this.find('portType', binding, 'type');
    const soap = soapChild(binding, 'binding');
    if (soap === undefined) throw unsupported(binding.place, 'a binding that is not SOAP 1.1');
    const style = soap.attributes.get('style') ?? 'document';
    return wsdlChildren(binding, 'operation').map((bound) => {
      const name = bound.attributes.get('name') ?? '';
      const abstract = wsdlChildren(portType, 'operation').find((one) => one.attributes.get('name') === name);
      if (abstract === undefined) throw unsupported(bound.place, `the operation ${name} is in no port type`);
      const soapOperation = soapChild(bound, 'operation');
      if ((soapOperation?.attributes.get('style') ?? style) !== 'document')
        throw unsupported(bound.place, `the operation ${name} is of style rpc; only document/literal is supported`);
      checkLiteral(bound);
      const fault = this.fault(abstract);
      return {
        name,
        soapAction: soapOperation?.attributes.get('soapAction') ?? '',
        address,
        request: this.message(abstract, 'input'),
        reply: this.message(abstract, 'output'),
        ...(fault !== undefined && { fault }),
        place: abstract.place,
      };
    });
  }

  private message(operation: XmlNode, direction: 'input' | 'output'): QName {
    const [node] = wsdlChildren(operation, direction);
    if (node === undefined)
      throw unsupported(operation.place, `the operation ${operation.attributes.get('name') ?? ''} has no ${direction}`);
    return this.element(node);
  }

  /** The one element that a fault may carry; several operations, or several faults, may share it. */
  private fault(operation: XmlNode): QName | undefined {
    const elements = wsdlChildren(operation, 'fault').map((fault) => this.element(fault));
    const [first] = elements;
    if (first !== undefined && elements.some((other) => clark(other) !== clark(first)))
      throw unsupported(operation.place, 'an operation with several faults of different elements is not supported');
    return first;
  }

  private element(use: XmlNode): QName {
    const message = this.find('message', use, 'message');
    const parts = wsdlChildren(message, 'part');
    const [part] = parts;
    const element = part?.attributes.get('element');
    if (parts.length !== 1 || part === undefined || element === undefined)
      throw unsupported(message.place, 'a message must have exactly one part, and that an element (document/literal)');
    return resolveName(element, part.scope, part.place);
  }

  /** The named WSDL component that an attribute of a node refers to. */
  private find(kind: string, from: XmlNode, attribute: string): XmlNode {
    const name = resolveName(from.attributes.get(attribute) ?? '', from.scope, from.place);
    const found = this.definitions
      .filter((node) => (node.attributes.get('targetNamespace') ?? '') === name.namespace)
      .flatMap((node) => wsdlChildren(node, kind))
      .find((node) => node.attributes.get('name') === name.local);
    if (found === undefined)
      throw unsupported(from.place, `${kind} ${clark(name)} is defined in no file of the contract`);
    return found;
  }
}

/** Headers and encodings would change the message beside its body. */
function checkLiteral(bound: XmlNode): void {
  for (const side of bound.children.filter((child) => child.namespace === WSDL)) {
    for (const child of side.children) {
      if (child.namespace !== WSDL_SOAP && child.namespace !== WSDL)
        throw unsupported(child.place, `${child.local} of ${child.namespace} in a binding is not supported`);
      if (child.local === 'header') throw unsupported(child.place, 'soap:header is not supported');
      if (child.attributes.get('use') === 'encoded') throw unsupported(child.place, 'use="encoded" is not supported');
    }
  }
}

function wsdlChildren(node: XmlNode, local: string): XmlNode[] {
  return node.children.filter((child) => child.namespace === WSDL && child.local === local);
}

function soapChild(node: XmlNode, local: string): XmlNode | undefined {
  return node.children.find((child) => child.namespace === WSDL_SOAP && child.local === local);
}
