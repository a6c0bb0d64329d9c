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
