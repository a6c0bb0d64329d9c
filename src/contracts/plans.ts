import type { Contract } from './contract.ts';
import { operationOf, requestReplyPairs } from './contract-roots.ts';
import type { FlowPlan } from './flow-files.ts';
import { flowIdByRule, type FlowOwners, type ServiceVersion } from './flow-names.ts';
import type { Manifest, ManifestEntry, SoapEntry, SsdnEntry } from './manifest.ts';
import { unsupported } from './unsupported.ts';
import type { Operation, Service } from './wsdl.ts';
import type { QName } from './xml-node.ts';

/** What a person can say about a contract that neither it nor the manifest says. */
export interface Naming {
  /** Name of the service in an SSDN `ServiceRequest`. */
  readonly serviceId?: string;
  /** Version of the service: of a WSDL, or in an SSDN `ServiceRequest`. */
  readonly version?: string;
  /** What follows the base address, where the contract's own address has no path. */
  readonly path?: string;
}

/** Version in `ServiceRequest` where nobody knows it: eight characters, as the envelope wants. */
const UNKNOWN_VERSION = '00000000';

/**
 * Which flows a contract becomes: those of its manifest entry; without one, or for operations that the entry does not know, by
 * the rule of `docs/flow-schema.md`.
 *
 * @throws GatewayError `contract-unsupported` when an operation or element of the entry is not in the contract, or when a schema
 *   has no pair of request and reply.
 */
export function flowPlans(
  contract: Contract,
  entry: ManifestEntry | undefined,
  manifest: Manifest,
  taken: FlowOwners,
  naming: Naming = {},
): FlowPlan[] {
  const { service } = contract;
  if (service !== undefined) return soapPlans(service, contract, entry, manifest, taken, naming);
  const entries = entry?.transport === 'ssdn' ? [entry] : recognisedPairs(contract, manifest);
  return entries.length > 0 ? entries.map((one) => ssdnPlan(contract, one)) : ssdnPlansByRule(contract, taken, naming);
}

function soapPlans(
  service: Service,
  contract: Contract,
  given: ManifestEntry | undefined,
  manifest: Manifest,
  taken: FlowOwners,
  naming: Naming,
): FlowPlan[] {
  const entry = given ?? recognised(service, manifest, naming);
  const owner = entry ?? {
    service: service.name.replace(/(?<=.)Service$/, ''),
    version: naming.version ?? versionOf(service),
  };
  const ids = entry?.transport === 'soap' ? entry.operations : {};
  const missing = Object.keys(ids).find((name) => !service.operations.some((operation) => operation.name === name));
  if (missing !== undefined)
    throw unsupported(contract.place, `the manifest names the operation ${missing}, which the contract does not have`);
  return service.operations.map((operation) => ({
    flow: ids[operation.name] ?? flowIdByRule(owner, operation.name, service.operations.length, taken),
    facts: {
      service: owner.service,
      version: owner.version,
      operation: operation.name,
      transport: 'soap',
      soapAction: operation.soapAction,
      path: naming.path ?? pathOf(operation),
      ...(operation.soapVersion !== '1.1' && { soapVersion: operation.soapVersion }),
      ...(operation.addressing !== undefined && { addressing: operation.addressing }),
    },
    request: operation.request,
    reply: operation.reply,
    faults: operation.faults,
    headers: operation.headers,
  }));
}

/**
 * The entry of a WSDL that lies somewhere else than the manifest says: of its namespace, and with most operations in common. BCSS
 * has two services of one namespace; of two revisions with the same operations the asked-for version counts, else the first.
 */
function recognised(service: Service, manifest: Manifest, { version }: Naming): SoapEntry | undefined {
  const names = new Set(service.operations.map(({ name }) => name));
  const common = (entry: SoapEntry): number => Object.keys(entry.operations).filter((name) => names.has(name)).length;
  const candidates = manifest.contracts
    .filter((entry) => entry.transport === 'soap')
    .filter((entry) => entry.namespace === service.namespace && common(entry) > 0);
  const most = Math.max(0, ...candidates.map(common));
  const best = candidates.filter((entry) => common(entry) === most);
  return best.find((entry) => entry.version === version) ?? best[0];
}

/** The last `vN` of the namespace; a contract that has none is the first version. */
function versionOf({ namespace }: Service): string {
  const version = namespace.split(/[/:]/).findLast((part) => /^v[0-9]/i.test(part));
  return version?.toLowerCase() ?? 'v1';
}

/** What follows the base address: without scheme, host, port and a leading `SOA4520/`, which belong to the environment. */
function pathOf({ address, place }: Operation): string {
  const [, path] = /^https?:\/\/[^/]+\/(.*)$/.exec(address.trim()) ?? [];
  if (path === undefined || path === '')
    throw unsupported(
      place,
      `its soap:address is no http address with a path: ${address}; --path says what follows the base address`,
    );
  return path.replace(/^SOA4520\//, '');
}

function ssdnPlan(contract: Contract, entry: SsdnEntry): FlowPlan {
  const { service, version, serviceId, flow } = entry;
  return {
    flow,
    facts: { service, version, operation: operationOf(entry.request), transport: 'ssdn', serviceId },
    request: elementOf(contract, entry.request),
    reply: elementOf(contract, entry.reply),
    faults: [],
    headers: [],
  };
}

/** The entries whose request and reply are both in these schemas, wherever the schemas lie. */
function recognisedPairs({ elements }: Contract, { contracts }: Manifest): SsdnEntry[] {
  const names = new Set(elements.map(({ local }) => local));
  return contracts
    .filter((entry) => entry.transport === 'ssdn')
    .filter(({ request, reply }) => names.has(request) && names.has(reply));
}

function elementOf(contract: Contract, local: string): QName {
  const found = contract.elements.find((name) => name.local === local);
  if (found === undefined) throw unsupported(contract.place, `the contract has no element ${local}`);
  return found;
}

/** Every pair of request and reply. */
function ssdnPlansByRule(contract: Contract, taken: FlowOwners, naming: Naming): FlowPlan[] {
  const pairs = requestReplyPairs(contract);
  if (pairs.length === 0) throw unsupported(contract.place, 'no element …Request with an element …Reply beside it');
  return pairs.map(({ operation, request, reply }) => {
    const owner: ServiceVersion = { service: operation, version: naming.version ?? UNKNOWN_VERSION };
    return {
      flow: flowIdByRule(owner, operation, 1, taken),
      facts: { ...owner, operation, transport: 'ssdn', serviceId: naming.serviceId ?? `UNKNOWN-${operation}` },
      request,
      reply,
      faults: [],
      headers: [],
    };
  });
}
