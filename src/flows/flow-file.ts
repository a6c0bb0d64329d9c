import type { Transport } from '../domain/flow.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import type { AnnotatedSchema } from './annotated-schema.ts';

/** What the contract itself says about an operation, besides its types: the `x-bcss` block. */
export interface ContractFacts {
  readonly service: string;
  readonly version: string;
  readonly operation: string;
  readonly transport: Transport;
  readonly soapAction?: string;
  readonly path?: string;
  /** Name of the service in an SSDN `ServiceRequest`. */
  readonly serviceId?: string;
}

/** `schemas/flows/<flow>.json`, as read. */
export interface FlowFile {
  readonly 'x-bcss': ContractFacts;
  readonly $defs: {
    readonly request: AnnotatedSchema;
    readonly reply: AnnotatedSchema;
    readonly fault?: AnnotatedSchema;
  } & Readonly<Record<string, AnnotatedSchema>>;
}

/** The parsed file when it has the parts of a flow file; throws `schemas-invalid` naming what is missing. */
export function checkFlowFile(value: unknown, file: string): FlowFile {
  const candidate = value as Partial<FlowFile> | null;
  const facts = candidate?.['x-bcss'] as Partial<ContractFacts> | undefined;
  for (const key of ['service', 'version', 'operation', 'transport'] as const) {
    if (typeof facts?.[key] !== 'string') throw invalid(file, `x-bcss.${key} is missing`);
  }
  if (facts?.transport === 'ssdn' && facts.serviceId === undefined) throw invalid(file, 'x-bcss.serviceId is missing');
  if (facts?.transport !== 'ssdn' && facts?.transport !== 'soap')
    throw invalid(file, 'x-bcss.transport is neither ssdn nor soap');
  const definitions: Readonly<Record<string, AnnotatedSchema | undefined>> = candidate?.$defs ?? {};
  for (const root of ['request', 'reply']) {
    if (typeof definitions[root]?.xml?.name !== 'string') throw invalid(file, `$defs.${root}.xml.name is missing`);
  }
  return candidate as FlowFile;
}

function invalid(file: string, what: string): GatewayError {
  return new GatewayError('schemas-invalid', { detail: `${file}: ${what}` });
}
