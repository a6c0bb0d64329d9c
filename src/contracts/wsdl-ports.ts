import type { Notes } from './notes.ts';
import { unsupported } from './unsupported.ts';
import { nameOf, soapChild, soapVersionOf, type SoapVersion, type WsdlTree, wsdlChildren } from './wsdl-tree.ts';
import type { XmlNode } from './xml-node.ts';

/** A SOAP port: one binding at one address. */
export interface Port {
  /** `Service/Port`, as a person names it. */
  readonly name: string;
  readonly binding: XmlNode;
  readonly version: SoapVersion;
  /** As written; empty where no service says it. */
  readonly address: string;
  readonly place: XmlNode['place'];
}

/**
 * The ports whose operations are imported: the one that was asked for; otherwise those of SOAP 1.1, which BCSS speaks, or those of
 * SOAP 1.2 where there are no others. Of several bindings of one port type the first counts. Which were there is noted.
 *
 * @throws GatewayError `contract-unsupported` for a WSDL that says nowhere how its messages travel.
 */
export function chosenPorts(tree: WsdlTree, wanted: string | undefined, notes: Notes): readonly Port[] {
  const ports = soapPorts(tree, notes);
  if (wanted !== undefined) {
    const found = ports.filter(({ name }) => name === wanted || name.endsWith(`/${wanted}`));
    if (found.length !== 1)
      throw unsupported(placeOf(tree), `no single port ${wanted}; there are: ${described(ports)}`);
    return found;
  }
  const spoken = ports.some(({ version }) => version === '1.1') ? '1.1' : '1.2';
  const portTypes = new Set<XmlNode>();
  const taken = ports.filter(({ version, binding }) => {
    if (version !== spoken) return false;
    const portType = tree.find('portType', binding, 'type');
    const isFirst = !portTypes.has(portType);
    portTypes.add(portType);
    return isFirst;
  });
  if (taken.length < ports.length)
    notes.add(placeOf(tree), `of the ports ${described(ports)} this takes ${described(taken)}; --port names another`);
  return taken;
}

function soapPorts(tree: WsdlTree, notes: Notes): Port[] {
  const services = tree.all('service');
  const [service] = services;
  if (service === undefined) return portsWithoutService(tree, notes);
  const ports = services.flatMap((one) => wsdlChildren(one, 'port').map((port) => ({ service: one, port })));
  const soap = ports.flatMap(({ service: one, port }): Port[] => {
    const address = soapChild(port, 'address');
    if (address === undefined) return [];
    const binding = tree.find('binding', port, 'binding');
    const said = soapChild(binding, 'binding');
    if (said === undefined) throw unsupported(binding.place, 'a binding that is not of SOAP');
    const name = `${nameOf(one)}/${nameOf(port)}`;
    const location = address.attributes.get('location') ?? '';
    return [{ name, binding, version: soapVersionOf(said), address: location, place: port.place }];
  });
  if (soap.length === 0)
    throw unsupported(service.place, 'no port with a soap:address: this service does not speak SOAP');
  const others = ports.length - soap.length;
  if (others > 0) notes.add(service.place, `${others} of its ports do not speak SOAP and are left out`);
  return soap;
}

/** Some contracts leave the service to whoever runs it: the binding then says how messages travel, and a person where to. */
function portsWithoutService(tree: WsdlTree, notes: Notes): Port[] {
  const place = placeOf(tree);
  const bindings = tree.all('binding').filter((binding) => soapChild(binding, 'binding') !== undefined);
  if (bindings.length === 0)
    throw unsupported(
      place,
      'a WSDL without wsdl:service and without a SOAP binding: it says what is exchanged, but not how; name the file that does',
    );
  notes.add(place, 'a WSDL without wsdl:service: its bindings are taken, and the address is what --path says');
  return bindings.map((binding) => ({
    name: nameOf(binding),
    binding,
    version: soapVersionOf(soapChild(binding, 'binding') ?? binding),
    address: '',
    place: binding.place,
  }));
}

function described(ports: readonly Port[]): string {
  return ports.map(({ name, version }) => `${name} (SOAP ${version})`).join(', ');
}

function placeOf({ definitions }: WsdlTree): XmlNode['place'] {
  return definitions[0]?.place ?? { file: '', line: 1 };
}
