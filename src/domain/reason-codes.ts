import { COMMON_CODES } from './reason-codes/common.ts';
import type { Meaning, ReasonCode } from './reason-codes/reason-code.ts';
import { REMARKS, type RemarkCode } from './reason-codes/remarks.ts';
import { SERVICE_CODES } from './reason-codes/services.ts';
import { SSDN_CODES } from './reason-codes/ssdn.ts';
import { CODE_FAMILIES, UNKNOWN_CODE } from './reason-codes/unknown.ts';
import type { ResultKind } from './result.ts';

const REASON_CODES: Readonly<Record<string, ReasonCode>> = { ...COMMON_CODES, ...SERVICE_CODES, ...SSDN_CODES };

/** What is known about a code, or undefined for one we have not met. */
export function reasonCode(code: string): ReasonCode | undefined {
  return Object.hasOwn(REASON_CODES, code) ? REASON_CODES[code] : undefined;
}

/**
 * What a code says in an answer that came to this; undefined where there is no code. One that nobody documents is called unknown, and
 * one that says "done" never explains a refusal.
 */
export function meaningIn(kind: ResultKind, code: string): Meaning | undefined {
  if (code === '') return undefined;
  if (Object.hasOwn(REMARKS, code)) return REMARKS[code as RemarkCode];
  const known = reasonCode(code);
  if (known === undefined) return CODE_FAMILIES.find(([family]) => family.test(code))?.[1] ?? UNKNOWN_CODE;
  return known.when?.[kind] ?? known;
}
