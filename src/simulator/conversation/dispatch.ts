import { clark, type Contract } from '../contracts/contract.ts';
import { readMessage, type ReadMessage } from '../message/read-message.ts';
import type { XmlNode } from '../xml/node.ts';

/** A request with the contract it is read by. */
export interface Recognised {
  readonly contract: Contract;
  readonly read: ReadMessage;
}

/**
 * Which operation a request is for. A SOAP service is found by its path and the name of the Body's element, an SSDN service by
 * its ServiceId, version and element: the SOAPAction says nothing, as several versions share one.
 */
export class Dispatch {
  private readonly contracts: readonly Contract[];

  constructor(contracts: readonly Contract[]) {
    this.contracts = contracts;
  }

  /** True when some service stands at this path. */
  servesPath(path: string): boolean {
    return this.contracts.some((contract) => contract.transport === 'soap' && contract.path === path);
  }

  /** The operation of a SOAP request, with the request read by its contract. */
  soap(path: string, content: XmlNode): Recognised | undefined {
    return recognised(
      this.contracts.filter((one) => one.transport === 'soap' && one.path === path),
      content,
    );
  }

  /** The operation of one ServiceRequest. */
  ssdn(serviceId: string, version: string, payload: XmlNode): Recognised | undefined {
    return recognised(
      this.contracts.filter((one) => one.serviceId === serviceId && one.version === version),
      payload,
    );
  }

  /** A contract by the id of its flow. */
  find(id: string): Contract | undefined {
    return this.contracts.find((contract) => contract.id === id);
  }
}

/**
 * Of contracts with one root element (a version and its revision, two forms in one envelope), the one that the request fits; where it
 * fits none, the one it is least far from being.
 */
function recognised(candidates: readonly Contract[], content: XmlNode): Recognised | undefined {
  const [first, ...others] = candidates
    .filter(({ request }) => clark(request) === clark(content))
    .map((contract) => ({ contract, read: readMessage(content, contract.request) }));
  if (first === undefined) return undefined;
  return others.reduce((best, one) => (distance(one) < distance(best) ? one : best), first);
}

/** A part that has no place weighs more than all that could be missing. */
function distance({ read: { defects } }: Recognised): number {
  return defects.reduce((sum, { kind }) => sum + (kind === 'structure' ? 1_000 : 1), 0);
}
