import type { Brand } from './brand.ts';

/** Name of a kind of exchange: kebab-case of the service, its operation where it has several, `.vN` where versions coexist. */
export type FlowId = Brand<string, 'FlowId'>;

/**
 * - `consultation` reads, and may be repeated;
 * - `declaration` has an effect at BCSS or behind it, and must not happen twice;
 * - `registration` changes who is integrated (reference directory); treated as a declaration;
 * - `notification` comes the other way: BCSS sends, we acknowledge.
 */
export const FLOW_KINDS = ['consultation', 'declaration', 'registration', 'notification'] as const;
export type FlowKind = (typeof FLOW_KINDS)[number];

/**
 * - `ssdn`: one document, SSDNRequest, as text inside the connector's `xmlString`;
 * - `soap`: a literal SOAP body of its own.
 */
export const TRANSPORTS = ['ssdn', 'soap'] as const;
export type Transport = (typeof TRANSPORTS)[number];

/** The version of SOAP that a service speaks; BCSS speaks 1.1. */
export const SOAP_VERSIONS = ['1.1', '1.2'] as const;
export type SoapVersion = (typeof SOAP_VERSIONS)[number];

/** `imported`: from a contract that the operator of this gateway brought; whose it is, and whether it is in force, he knows. `provisional`: BCSS publishes no contract that we have; ours is plain, and will be replaced by an import. */
export const FLOW_STATUSES = ['official', 'documented', 'provisional', 'imported'] as const;
export type FlowStatus = (typeof FLOW_STATUSES)[number];

/** A qualified XML name. */
export interface QualifiedName {
  readonly namespace: string;
  readonly element: string;
}
