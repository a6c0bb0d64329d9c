import { type CalendarDay, calendarDay } from '../domain/calendar-day.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';

/** A day of a call. @throws GatewayError `integration-not-allowed` for one that no calendar has */
export function dayIn(text: string, pointer: string): CalendarDay {
  const day = calendarDay(text);
  if (day === undefined)
    throw new GatewayError('integration-not-allowed', { fields: [{ pointer, rule: 'calendar-day' }] });
  return day;
}
