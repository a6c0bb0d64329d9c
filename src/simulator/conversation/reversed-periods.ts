import { isJsonObject, type Json } from '../json.ts';

/** How the contracts of SOAP services name the two ends of a period. */
const ENDS = [
  ['beginDate', 'endDate'],
  ['startDate', 'endDate'],
  ['beginMonth', 'endMonth'],
  ['beginQuarter', 'endQuarter'],
] as const;

/** Names of the fields that hold a period which ends before it begins. Days, months and quarters compare as texts. */
export function reversedPeriods(value: Json | undefined, field = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => reversedPeriods(item, field));
  if (!isJsonObject(value)) return [];
  const own = ENDS.some(([begin, end]) => isReversed(value[begin], value[end])) ? [field] : [];
  return [...own, ...Object.entries(value).flatMap(([key, inner]) => reversedPeriods(inner, key))];
}

function isReversed(begin: Json | undefined, end: Json | undefined): boolean {
  return typeof begin === 'string' && typeof end === 'string' && end.slice(0, DAY_LENGTH) < begin.slice(0, DAY_LENGTH);
}

/** A date may have a time zone behind it. */
const DAY_LENGTH = 'yyyy-mm-dd'.length;
