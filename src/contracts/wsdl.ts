import type { Notes } from './notes.ts';
import { Policies, type PolicyVerdict } from './policy.ts';
import { type Place, unsupported } from './unsupported.ts';
import { checkFaults, faultElements, type Message, messageOf, type Style, type Wrapper } from './wsdl-messages.ts';
import { chosenPorts, type Port } from './wsdl-ports.ts';
import { nameOf, soapChild, type SoapVersion, WsdlTree, wsdlChildren } from './wsdl-tree.ts';
import { type QName, WSDL, WSDL_SOAP, WSDL_SOAP_12, type XmlNode } from './xml-node.ts';

/** One operation of a SOAP service, literal. */
export interface Operation {
  readonly name: string;
  readonly soapAction: string;
  readonly soapVersion: SoapVersion;
  /** The address of the service, as written; empty where nothing says it. */
  readonly address: string;
  readonly request: QName;
  readonly reply: QName;
  readonly faults: readonly QName[];
  /** Elements that the request may carry in its Header. */
  readonly headers: readonly QName[];
  /** `wsa:Action` of the request, where the service wants the headers of WS-Addressing. */
  readonly addressing?: string;
  readonly place: Place;
}

/** The service that WSDL files describe. */
export interface Service {
  /** As written, such as `HandiService`. */
  readonly name: string;
  readonly namespace: string;
  readonly operations: readonly Operation[];
  /** Root elements that no schema defines: those of the rpc style. */
  readonly wrappers: readonly Wrapper[];
}

/** What a person may say about a WSDL. */
export interface WsdlOptions {
  /** The port to import, `Port` or `Service/Port`. */
  readonly port?: string;
  /** Import although a policy asks for what the gateway does not do. */
  readonly despitePolicy?: boolean;
}

/**
 * The SOAP service of a WSDL. Operations that can never be a flow (one without a reply, of which nothing could prove that it
 * arrived) are left out and noted; the rest is all or nothing.
 *
 * @throws GatewayError `contract-unsupported` for encoded messages, several parts in a Body, policies that the gateway does not meet,
 *   and a WSDL that says nowhere how its messages travel.
 */
export function readService(definitions: readonly XmlNode[], notes: Notes, options: WsdlOptions = {}): Service {
  return new WsdlReader(definitions, notes, options).service();
}

class WsdlReader {
  private readonly tree: WsdlTree;
  private readonly first: XmlNode;
  private readonly notes: Notes;
  private readonly policies: Policies;
  private readonly options: WsdlOptions;
  private readonly wrappers: Wrapper[] = [];
  private readonly leftOut: string[] = [];

  constructor(definitions: readonly XmlNode[], notes: Notes, options: WsdlOptions) {
    const [first] = definitions;
    if (first === undefined) throw new Error('a service needs a WSDL');
    this.tree = new WsdlTree(definitions);
    this.first = first;
    this.notes = notes;
    this.policies = new Policies(definitions, notes);
    this.options = options;
  }

  service(): Service {
    const [service] = this.tree.all('service');
    const ports = chosenPorts(this.tree, this.options.port, this.notes);
    const operations = ports.flatMap((port) => this.operations(port));
    const portTypeName = ports[0] === undefined ? '' : nameOf(this.tree.find('portType', ports[0].binding, 'type'));
    const twice = operations.find(({ name }, index) => operations.findIndex((other) => other.name === name) < index);
    if (twice !== undefined)
      throw unsupported(
        twice.place,
        `the operation ${twice.name} exists twice; choose one of the ports ${ports.map(({ name }) => name).join(', ')} (--port)`,
      );
    if (operations.length === 0)
      throw unsupported(
        (service ?? this.first).place,
        ['a service without operations to import', ...this.leftOut].join('; '),
      );
    return {
      name:
        [nameOf(service ?? this.first), nameOf(this.first), portTypeName, 'Service'].find((name) => name !== '') ?? '',
      namespace: this.first.attributes.get('targetNamespace') ?? '',
      operations,
      wrappers: this.wrappers,
    };
  }

  private operations(port: Port): Operation[] {
    const { binding } = port;
    const portType = this.tree.find('portType', binding, 'type');
    const general = this.policies.attachedTo(binding);
    const said = wsdlChildren(binding, 'operation').flatMap((bound) => {
      const abstract = abstractOf(bound, portType);
      const style = styleOf(soapChild(bound, 'operation')) ?? styleOf(soapChild(binding, 'binding')) ?? 'document';
      return this.isLeftOut(abstract, style)
        ? []
        : [this.operation(port, { bound, abstract, portType, style }, general)];
    });
    return said;
  }

  /** What no reply comes to can never be proven to have arrived; what the service sends by itself is no question of ours. */
  private isLeftOut(abstract: XmlNode, style: Style): boolean {
    const why = this.whyLeftOut(abstract, style);
    if (why === undefined) return false;
    const sentence = `the operation ${nameOf(abstract)} is left out: ${why}`;
    this.leftOut.push(sentence);
    this.notes.add(abstract.place, sentence);
    return true;
  }

  private whyLeftOut(abstract: XmlNode, style: Style): string | undefined {
    const [input] = wsdlChildren(abstract, 'input');
    const [output] = wsdlChildren(abstract, 'output');
    if (input === undefined || startsWithOutput(abstract)) return 'the service would begin it';
    if (output === undefined) return 'it has no output, so that no reply could prove that it arrived';
    const isEmpty = (side: XmlNode): boolean =>
      style === 'document' && wsdlChildren(this.tree.find('message', side, 'message'), 'part').length === 0;
    if (isEmpty(input)) return 'its request has nothing in its Body';
    return isEmpty(output) ? 'its reply has nothing in its Body' : undefined;
  }

  private operation(port: Port, one: Bound, general: PolicyVerdict): Operation {
    const { bound, abstract, portType } = one;
    const soap = soapChild(bound, 'operation');
    const name = operationName(abstract, portType);
    const request = this.side('input', one);
    const reply = this.side('output', one);
    checkFaults(bound);
    const verdict = this.judge(bound, abstract, general);
    if (reply.headers.length > 0)
      this.notes.add(
        abstract.place,
        `the reply of ${name} may carry headers (${localNames(reply.headers)}); they are kept as evidence and not read`,
      );
    const soapAction = soap?.attributes.get('soapAction') ?? '';
    return {
      name,
      soapAction,
      soapVersion: port.version,
      address: port.address,
      request: request.root,
      reply: reply.root,
      faults: faultElements(abstract, this.tree),
      headers: request.headers,
      ...(verdict.addressing && { addressing: this.action(abstract, portType, soapAction) }),
      place: abstract.place,
    };
  }

  private side(direction: 'input' | 'output', { bound, abstract, style }: Bound): Message {
    const [node] = wsdlChildren(abstract, direction);
    const [side] = wsdlChildren(bound, direction);
    if (node === undefined) throw unsupported(abstract.place, `the operation ${nameOf(abstract)} has no ${direction}`);
    refuseOtherExtensions(side);
    const wrapperName = nameOf(abstract) + (direction === 'output' ? 'Response' : '');
    const message = messageOf({ direction, abstract: node, bound: side, style, wrapperName }, this.tree);
    if (message.wrapper !== undefined) this.wrappers.push(message.wrapper);
    return message;
  }

  /** What all the policies together ask of a message of this operation. */
  private judge(bound: XmlNode, abstract: XmlNode, general: PolicyVerdict): PolicyVerdict {
    const places = [
      bound,
      ...wsdlChildren(bound, 'input'),
      ...wsdlChildren(bound, 'output'),
      abstract,
      ...wsdlChildren(abstract, 'input'),
    ];
    const verdicts = [general, ...places.map((place) => this.policies.attachedTo(place))];
    const unmet = [...new Set(verdicts.flatMap((verdict) => verdict.unmet))];
    if (unmet.length > 0) {
      const what = `a policy asks for ${unmet.join(', ')}, which the gateway does not do`;
      if (this.options.despitePolicy !== true)
        throw unsupported(bound.place, `${what}; --despite-policy imports it all the same`);
      this.notes.add(bound.place, what);
    }
    return { unmet, addressing: verdicts.some(({ addressing }) => addressing) };
  }

  /** WS-Addressing 1.0 – Metadata, 4.4: said by the port type, or by the soapAction, or made of the names. */
  private action(abstract: XmlNode, portType: XmlNode, soapAction: string): string {
    const [input] = wsdlChildren(abstract, 'input');
    const said = [...(input?.foreign ?? [])].find(([name]) => name.endsWith('}Action'))?.[1];
    if (said !== undefined) return said;
    if (soapAction !== '') return soapAction;
    const namespace = (this.first.attributes.get('targetNamespace') ?? '').replace(/[/:]$/, '');
    const inputName = input === undefined || nameOf(input) === '' ? `${nameOf(abstract)}Request` : nameOf(input);
    return [namespace, nameOf(portType), inputName].join(namespace.startsWith('urn:') ? ':' : '/');
  }
}

/** An operation of a binding, with what it binds. */
interface Bound {
  readonly bound: XmlNode;
  readonly abstract: XmlNode;
  readonly portType: XmlNode;
  readonly style: Style;
}

/** Operations of one name (overloaded) are told apart by the names of their messages (WSDL 1.1, 2.5). */
function abstractOf(bound: XmlNode, portType: XmlNode): XmlNode {
  const name = nameOf(bound);
  const named = wsdlChildren(portType, 'operation').filter((one) => nameOf(one) === name);
  const [only] = named;
  if (only === undefined) throw unsupported(bound.place, `the operation ${name} is in no port type`);
  if (named.length === 1) return only;
  const meant = named.filter((one) => sideNames(one) === sideNames(bound));
  if (meant.length !== 1 || meant[0] === undefined)
    throw unsupported(
      bound.place,
      `the operation ${name} is overloaded, and its messages have no names that tell which is bound`,
    );
  return meant[0];
}

function sideNames(operation: XmlNode): string {
  return ['input', 'output'].map((side) => wsdlChildren(operation, side).map(nameOf).join()).join(' ');
}

/** The name, with that of the input where the port type has several operations of one name. */
function operationName(abstract: XmlNode, portType: XmlNode): string {
  const name = nameOf(abstract);
  const [input] = wsdlChildren(abstract, 'input');
  const isOverloaded = wsdlChildren(portType, 'operation').filter((one) => nameOf(one) === name).length > 1;
  return isOverloaded && input !== undefined ? `${name}-${nameOf(input)}` : name;
}

/** Solicit-response: the output stands first. */
function startsWithOutput(abstract: XmlNode): boolean {
  const sides = abstract.children.filter(
    ({ namespace, local }) => namespace === WSDL && /^(?:input|output)$/.test(local),
  );
  return sides[0]?.local === 'output';
}

function styleOf(soap: XmlNode | undefined): Style | undefined {
  const style = soap?.attributes.get('style');
  return style === 'rpc' || style === 'document' ? style : undefined;
}

/** What stands in a binding beside SOAP, MIME and policies would change the message. */
const KNOWN_EXTENSIONS = new Set([WSDL, WSDL_SOAP, WSDL_SOAP_12, 'http://schemas.xmlsoap.org/wsdl/mime/']);

function refuseOtherExtensions(side: XmlNode | undefined): void {
  const other = side?.children.find(
    (child) => !KNOWN_EXTENSIONS.has(child.namespace) && !/Policy|Addressing|Anonymous/.test(child.local),
  );
  if (other !== undefined)
    throw unsupported(other.place, `${other.local} of ${other.namespace} in a binding is not supported`);
}

function localNames(names: readonly QName[]): string {
  return names.map(({ local }) => local).join(', ');
}
