import { GatewayError } from '../domain/problems/gateway-error.ts';

/** Where something stands: a file, as a path inside the contract's folder, and a line counted from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** How a place is written in messages: `types/CommonV3.xsd, line 12`. */
export function placeText({ file, line }: Place): string {
  return `${file}, line ${line}`;
}

/**
 * The refusal of a contract: where, and one sentence about what cannot be imported. The code is `contract-unsupported`, which
 * promises that nothing was written.
 */
export function unsupported(place: Place, what: string): GatewayError {
  return new GatewayError('contract-unsupported', { detail: `${placeText(place)}: ${what}` });
}
