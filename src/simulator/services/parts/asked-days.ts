import { dayOfDate, type Period, withZone } from '../../integrations/day.ts';
import { type Json, type JsonObject, textIn } from '../../json.ts';
import { refused } from '../answers.ts';
import type { Answer } from '../service.ts';

/** The days an SSDN service is asked about, both included; undefined when they end before they begin. */
export function askedDays(asked: Json | undefined, begin = 'StartDate', end = 'EndDate'): Period | undefined {
  const period = { start: dayOfDate(textIn(asked, begin) ?? ''), end: dayOfDate(textIn(asked, end) ?? '') };
  return period.end < period.start ? undefined : period;
}

/** What is said about a period that ends before it begins. */
export const BACKWARDS: Answer = refused('99990006', 'Period');

/** A period as SSDN writes it: each date with the offset of its day. */
export function startEnd({ start, end }: Period): JsonObject {
  return { StartDate: withZone(start), EndDate: end === undefined ? undefined : withZone(end) };
}
