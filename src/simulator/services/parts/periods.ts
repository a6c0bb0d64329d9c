import { firstDayOf, lastDayOf } from '../../calendar.ts';
import { type Day, dayOfDate, type Period } from '../../integrations/day.ts';
import { type Json, type JsonObject, textIn } from '../../json.ts';

/** A period as most contracts write it: `beginDate`, and `endDate` unless it goes on. */
export function beginEnd({ start, end }: Period): JsonObject {
  return { beginDate: start, endDate: end };
}

/** The period asked about, wherever it is; one without end where no end was given. */
export function askedPeriod(asked: Json | undefined, begin = 'beginDate', end = 'endDate'): Period {
  const last = textIn(asked, end);
  return { start: dayOfDate(textIn(asked, begin) ?? FIRST_DAY), ...(last !== undefined && { end: dayOfDate(last) }) };
}

/** The period asked about in months, from the first day of the first to the last day of the last. */
export function askedMonths(asked: Json | undefined, begin = 'beginMonth', end = 'endMonth'): Period {
  const last = textIn(asked, end);
  const start = firstDayOf((textIn(asked, begin) ?? FIRST_DAY).slice(0, MONTH_LENGTH));
  return { start, ...(last !== undefined && { end: lastDayOf(last.slice(0, MONTH_LENGTH)) }) };
}

/** A gYearMonth may carry a time zone behind its month. */
const MONTH_LENGTH = 'yyyy-mm'.length;

/** Where nobody asked for a beginning. */
const FIRST_DAY: Day = '0001-01-01';
