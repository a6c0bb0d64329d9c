import type { AnnotatedSchema } from '../flows/annotated-schema.ts';
import type { Contract } from './contract.ts';
import { type ServiceVersion, typesFileName } from './flow-names.ts';
import { Translation } from './translation.ts';
import { typeNames, withReferences } from './type-names.ts';
import { unsupported } from './unsupported.ts';
import type { QName } from './xml-node.ts';

/** The `x-bcss` block of a flow file. */
interface OperationFacts extends ServiceVersion {
  readonly operation: string;
  readonly transport: 'soap' | 'ssdn';
  readonly serviceId?: string;
  readonly soapAction?: string;
  readonly path?: string;
  /** Absent for SOAP 1.1. */
  readonly soapVersion?: string;
  /** `wsa:Action`, where the service wants the headers of WS-Addressing. */
  readonly addressing?: string;
}

/** An operation that becomes a flow. */
export interface FlowPlan {
  readonly flow: string;
  readonly facts: OperationFacts;
  readonly request: QName;
  readonly reply: QName;
  readonly faults: readonly QName[];
  /** Elements that the request may carry in its SOAP Header. */
  readonly headers: readonly QName[];
}

/** The root elements of a flow, their references resolvable in {@link ContractSchemas.types}. */
export interface FlowRoots {
  readonly plan: FlowPlan;
  readonly roots: Readonly<Record<string, AnnotatedSchema>>;
}

/** The schemas of one service version; references are `#/$defs/<name>` into `types`. */
export interface ContractSchemas {
  readonly types: Readonly<Record<string, AnnotatedSchema>>;
  readonly flows: readonly FlowRoots[];
}

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/**
 * Translates what the planned flows reach, and nothing else.
 *
 * @throws GatewayError `contract-unsupported` for a construct that JSON Schema or the language of flow files cannot say.
 */
export function contractSchemas(contract: Contract, plans: readonly FlowPlan[]): ContractSchemas {
  const translation = new Translation(contract.components, contract.notes);
  const flows = plans.map((plan) => {
    const { request, reply, faults, headers } = plan;
    const named: readonly (readonly [string, QName])[] = [
      ['request', request],
      ['reply', reply],
      ...faults.map((name, index) => [faultKey(index), name] as const),
    ];
    const roots = named.map(([key, name]) => [key, translation.root(name, contract.place)] as const);
    const header = headers.length === 0 ? [] : [['header', translation.header(headers, contract.place)] as const];
    return { plan, roots: [...roots, ...header] };
  });
  for (const { roots } of flows) {
    for (const [, root] of roots) refuseManyNamespaces(root, translation.types, contract);
  }
  const names = typeNames(translation.types.keys());
  const write = (clarkName: string): string => `#/$defs/${names.get(clarkName) ?? ''}`;
  const types = [...translation.types]
    .map(([key, schema]) => [names.get(key) ?? '', withReferences(schema, write)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    types: Object.fromEntries(types),
    flows: flows.map(({ plan, roots }) => ({
      plan,
      roots: Object.fromEntries(roots.map(([key, schema]) => [key, withReferences(schema, write)])),
    })),
  };
}

/** `fault`, and `fault2` and so on where an operation declares several. */
function faultKey(index: number): string {
  return index === 0 ? 'fault' : `fault${index + 1}`;
}

/** The writer keeps the declared namespaces of a document in the bits of one number. */
const NAMESPACES_MAX = 31;

function refuseManyNamespaces(
  root: AnnotatedSchema,
  types: ReadonlyMap<string, AnnotatedSchema>,
  { place }: Contract,
): void {
  const namespaces = new Set<string>();
  const seen = new Set<unknown>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    const { xml, $ref } = value as AnnotatedSchema;
    if (typeof xml?.namespace === 'string') namespaces.add(xml.namespace);
    if (typeof $ref === 'string') visit(types.get($ref));
    Object.values(value).forEach(visit);
  };
  visit(root);
  if (namespaces.size > NAMESPACES_MAX)
    throw unsupported(
      place,
      `${root.xml?.name ?? ''} reaches ${namespaces.size} namespaces; ${NAMESPACES_MAX} can be written`,
    );
}

/** The text of `schemas/types/<service>.<version>.json`. */
export function typesFile({ types }: ContractSchemas): string {
  return jsonText({ $schema: DIALECT, $defs: types });
}

/** The text of `schemas/flows/<flow>.json`. */
export function flowFile({ plan, roots }: FlowRoots): string {
  const { service, version, operation, transport, serviceId, soapAction, path, soapVersion, addressing } = plan.facts;
  const types = `../types/${typesFileName(plan.facts)}.json`;
  const defs = Object.entries(roots).map(([key, schema]) => [
    key,
    withReferences(schema, (reference) => types + reference),
  ]);
  return jsonText({
    $schema: DIALECT,
    'x-bcss': { service, version, operation, transport, serviceId, soapAction, path, soapVersion, addressing },
    $defs: Object.fromEntries(defs) as unknown,
  });
}

/** UTF-8 JSON as the repository keeps it: two spaces and a final newline. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
