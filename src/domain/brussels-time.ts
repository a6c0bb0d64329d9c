import type { CalendarDay } from './calendar-day.ts';

/**
 * Times as Belgian institutions write them: local time in Brussels. A true offset is always sent, since BCSS clients in the
 * field are known to write local time with a "Z".
 */

const formatter = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Brussels',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

interface LocalTime {
  readonly date: string;
  readonly time: string;
  readonly offsetMinutes: number;
}

function localTime(instant: Date): LocalTime {
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of formatter.formatToParts(instant)) part[type] = value;
  const date = `${part.year ?? ''}-${part.month ?? ''}-${part.day ?? ''}`;
  const time = `${part.hour ?? ''}:${part.minute ?? ''}:${part.second ?? ''}`;
  const wholeSeconds = Math.floor(instant.getTime() / 1000) * 1000;
  return { date, time, offsetMinutes: (Date.parse(`${date}T${time}Z`) - wholeSeconds) / 60_000 };
}

/** `2026-11-23T10:15:00.250+01:00`: an xs:dateTime with the offset of that day. */
export function brusselsDateTime(instant: Date): string {
  const { date, time, offsetMinutes } = localTime(instant);
  const hours = String(Math.floor(offsetMinutes / 60)).padStart(2, '0');
  const minutes = String(offsetMinutes % 60).padStart(2, '0');
  return `${date}T${time}.${String(instant.getUTCMilliseconds()).padStart(3, '0')}+${hours}:${minutes}`;
}

/** `20261123T101500`: the SSDN form, local time without a zone (t_DateTimeUTC, which is not UTC in any message seen). */
export function ssdnDateTime(instant: Date): string {
  const { date, time } = localTime(instant);
  return `${date.replaceAll('-', '')}T${time.replaceAll(':', '')}`;
}

/** `2026-11-23`: the day in Brussels. */
export function brusselsDate(instant: Date): CalendarDay {
  return localTime(instant).date as CalendarDay;
}

const QUARTER_MS = 900_000;
/** Minutes from the first minute of 1970, a Thursday, back to the Monday before. */
const EPOCH_MINUTES_INTO_WEEK = 3 * 1_440;
const MINUTES_OF_WEEK = 7 * 1_440;

let quarter = Number.NaN;
let offsetOfQuarter = 0;

/**
 * Minutes since Monday midnight by the clocks of Brussels, 0 to 10,079. The offset is asked for once per quarter of an hour, since
 * asking takes longer than everything an opening hour is compared for; it never changes within one.
 */
export function brusselsMinuteOfWeek(instant: Date): number {
  const at = instant.getTime();
  const asked = Math.floor(at / QUARTER_MS);
  if (asked !== quarter) {
    offsetOfQuarter = localTime(instant).offsetMinutes;
    quarter = asked;
  }
  const local = Math.floor(at / 60_000) + offsetOfQuarter + EPOCH_MINUTES_INTO_WEEK;
  return ((local % MINUTES_OF_WEEK) + MINUTES_OF_WEEK) % MINUTES_OF_WEEK;
}
