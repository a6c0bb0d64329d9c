import type { AnnotatedSchema } from '../flows/annotated-schema.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';

const FORM = /^P(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,4})D)?$/;

/** A length of time in whole days, as a parameter: ISO 8601, `P30D`, `P6W`, `P3M`. */
export function durationSchema(description: string): AnnotatedSchema {
  return { type: 'string', pattern: '^P[0-9YMWD]+$', maxLength: 20, description };
}

/**
 * Reads a duration as days; a month counts 30 of them and a year 365, which is near enough for "soon".
 *
 * @throws GatewayError `invalid-request` for one that is none, or longer than allowed
 */
export function readDays(text: string, pointer: string, daysMax: number): number {
  const [, years, months, weeks, days] = FORM.exec(text) ?? [];
  const parts = [years, months, weeks, days];
  if (parts.every((part) => part === undefined))
    throw new GatewayError('invalid-request', { fields: [{ pointer, rule: 'format', expected: 'P30D' }] });
  const [y = 0, m = 0, w = 0, d = 0] = parts.map((part) => Number(part ?? 0));
  const total = y * 365 + m * 30 + w * 7 + d;
  if (total > daysMax)
    throw new GatewayError('invalid-request', { fields: [{ pointer, rule: 'maximum', expected: `P${daysMax}D` }] });
  return total;
}
