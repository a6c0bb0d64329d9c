import { COMMON_CODES } from './reason-codes/common.ts';
import type { ReasonCode } from './reason-codes/reason-code.ts';
import { SERVICE_CODES } from './reason-codes/services.ts';
import { SSDN_CODES } from './reason-codes/ssdn.ts';

const REASON_CODES: Readonly<Record<string, ReasonCode>> = { ...COMMON_CODES, ...SERVICE_CODES, ...SSDN_CODES };

/** What is known about a code, or undefined for one we have not met. */
export function reasonCode(code: string): ReasonCode | undefined {
  return Object.hasOwn(REASON_CODES, code) ? REASON_CODES[code] : undefined;
}
