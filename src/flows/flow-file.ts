import { SOAP_VERSIONS, type SoapVersion, type Transport } from '../domain/flow.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import { type AnnotatedSchema, followed, type ResolveReference } from './annotated-schema.ts';

/** What the contract itself says about an operation, besides its types: the `x-bcss` block. */
export interface ContractFacts {
  readonly service: string;
  readonly version: string;
  readonly operation: string;
  readonly transport: Transport;
  readonly soapAction?: string;
  readonly path?: string;
  /** 1.1 when absent. */
  readonly soapVersion?: SoapVersion;
  /** `wsa:Action` of the request, where the service wants the headers of WS-Addressing. */
  readonly addressing?: string;
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
    /** One property for each element that the request may carry in its SOAP Header. */
    readonly header?: AnnotatedSchema;
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
  if (facts.soapVersion !== undefined && !SOAP_VERSIONS.includes(facts.soapVersion))
    throw invalid(file, 'x-bcss.soapVersion is neither 1.1 nor 1.2');
  const definitions: Readonly<Record<string, AnnotatedSchema | undefined>> = candidate?.$defs ?? {};
  for (const root of ['request', 'reply']) {
    if (typeof definitions[root]?.xml?.name !== 'string') throw invalid(file, `$defs.${root}.xml.name is missing`);
  }
  return candidate as FlowFile;
}

/** Where a payload holds what goes into the SOAP Header. */
export const HEADER_KEY = 'soapHeader';

/** What a caller gives: the request element, and what its message carries in the Header. */
export function requestWithHeader(
  { $defs: { request, header } }: FlowFile,
  resolve: ResolveReference,
): AnnotatedSchema {
  if (header === undefined) return request;
  const target = followed(request, resolve);
  const properties = { ...target.properties, [HEADER_KEY]: header };
  return { ...target, properties, ...(request.xml && { xml: request.xml }) };
}

/** The declared faults: `fault`, `fault2` and so on. */
export function faultsOf({ $defs }: FlowFile): readonly AnnotatedSchema[] {
  return Object.keys($defs)
    .filter((key) => /^fault[0-9]*$/.test(key))
    .flatMap((key) => $defs[key] ?? []);
}

function invalid(file: string, what: string): GatewayError {
  return new GatewayError('schemas-invalid', { detail: `${file}: ${what}` });
}
