import type { AnnotatedSchema } from '../flows/annotated-schema.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';

const INSTANT =
  /^(\d{4})-(\d{2})-(\d{2})T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.\d{1,9})?(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)$/;

/** A moment as parameters carry it. `T24:00`, leap seconds and offsets beyond 14 hours are refused, and times without an offset. */
export function instantSchema(description: string): AnnotatedSchema {
  return { type: 'string', pattern: INSTANT.source, description: `${description} RFC 3339, with its offset.` };
}

/**
 * The moment that a text means. Years before 1900 are nobody's.
 *
 * @throws GatewayError `invalid-request` where the calendar has no such day
 */
export function readInstant(text: string, pointer: string): Date {
  const [, year = '', month = '', day = ''] = INSTANT.exec(text) ?? [];
  const daysInMonth = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  const hasDay = Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= daysInMonth;
  if (!hasDay || Number(year) < 1900)
    throw new GatewayError('invalid-request', { fields: [{ pointer, rule: 'format', expected: 'RFC 3339' }] });
  return new Date(text);
}
