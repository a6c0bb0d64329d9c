import type { Transport } from '../../domain/flow.ts';
import type { Descriptor } from '../../flows/descriptor.ts';
import type { Root } from './model.ts';

/** One operation of one version of a service, as its contract says and the simulator plays it. */
export interface Contract {
  /** The gateway's id of the flow, by which tests and faults name it. */
  readonly id: string;
  readonly service: string;
  readonly version: string;
  readonly operation: string;
  readonly transport: Transport;
  /** Behind the base address (soap only). */
  readonly path: string;
  /** In an SSDN ServiceRequest (ssdn only). */
  readonly serviceId: string;
  readonly request: Root;
  readonly reply: Root;
  readonly fault: Root | undefined;
  readonly descriptor: Descriptor;
}

/** `{namespace}local`, for tables and messages. */
export function clark({ namespace, local }: { readonly namespace: string; readonly local: string }): string {
  return `{${namespace}}${local}`;
}
