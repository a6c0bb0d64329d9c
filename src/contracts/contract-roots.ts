import type { AnnotatedSchema } from '../flows/annotated-schema.ts';
import type { Contract } from './contract.ts';
import type { QName } from './xml-node.ts';

/** A root element of a contract, with what it is for. */
export interface ContractRoot {
  /** `request of consultCareer`. */
  readonly label: string;
  readonly kind: 'request' | 'reply' | 'fault';
  readonly operation: string;
  readonly name: QName;
  readonly soapAction: string;
  readonly address: string;
}

/** The name of an operation by its request element: `ManageAccess` for `ManageAccessRequest`. */
export function operationOf(request: string): string {
  return request.replace(/Request$/, '');
}

/** Every `XRequest` of a contract of schemas that has an `XReply` or `XResponse` beside it. */
export function requestReplyPairs({ elements }: Contract): { operation: string; request: QName; reply: QName }[] {
  return elements.flatMap((request) => {
    const operation = operationOf(request.local);
    const reply = elements.find(({ local }) => local === `${operation}Reply` || local === `${operation}Response`);
    return operation === request.local || reply === undefined ? [] : [{ operation, request, reply }];
  });
}

/** All root elements: of the operations of a WSDL, or of the pairs of request and reply in schemas. */
export function rootsOf(contract: Contract): ContractRoot[] {
  const { service } = contract;
  if (service !== undefined)
    return service.operations.flatMap((operation) => operationRoots(operation.name, operation));
  return requestReplyPairs(contract).flatMap((pair) =>
    operationRoots(pair.operation, { ...pair, faults: [], soapAction: '', address: '' }),
  );
}

interface Messages {
  readonly request: QName;
  readonly reply: QName;
  readonly faults: readonly QName[];
  readonly soapAction: string;
  readonly address: string;
}

function operationRoots(operation: string, messages: Messages): ContractRoot[] {
  const { soapAction, address, request, reply, faults } = messages;
  const root = (kind: ContractRoot['kind'], name: QName, which = ''): ContractRoot => ({
    label: `${kind}${which} of ${operation}`,
    kind,
    operation,
    name,
    soapAction,
    address,
  });
  const ofFault = (name: QName): ContractRoot => root('fault', name, faults.length > 1 ? ` ${name.local}` : '');
  return [root('request', request), root('reply', reply), ...faults.map(ofFault)];
}

/** The translated roots of a contract by their labels, and the types that they reach by their Clark names. */
export interface TranslatedContract {
  readonly roots: ReadonlyMap<string, AnnotatedSchema>;
  readonly types: ReadonlyMap<string, AnnotatedSchema>;
}
