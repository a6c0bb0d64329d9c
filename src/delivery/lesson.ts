import type { CalendarDay } from '../domain/calendar-day.ts';
import type { Lesson, Registration } from '../domain/lesson.ts';
import type { JsonValue } from '../flows/codec/write.ts';
import type { RegistrationPlaces } from '../flows/descriptor.ts';
import type { Flow, Payload } from '../flows/flow.ts';
import { valueAt, valuesAt } from '../flows/pointer.ts';
import type { Answer } from './read-answer.ts';

/**
 * What an answer teaches about the person it is about. Nothing where the message is about several people: a reply does not say whose
 * number was replaced.
 */
export function lessonOf(flow: Flow, payload: Payload, { reply, result, kind }: Answer): Lesson | undefined {
  const [person, ...others] = flow.subjectsOf(payload);
  if (person === undefined || others.length > 0) return undefined;
  const { ssinChange } = result;
  const places = flow.descriptor.integration?.registrations;
  const readable = kind === 'reply' && result.kind !== 'refused' && reply !== undefined;
  const registrations = places !== undefined && readable ? registrationsIn(places, reply) : undefined;
  if (ssinChange === undefined && registrations === undefined) return undefined;
  return {
    person,
    ...(ssinChange !== undefined && { ssinChange }),
    ...(registrations !== undefined && { registrations }),
  };
}

/** The rows of a reply that say who is integrated; one that leaves out what a registration needs teaches nothing. */
function registrationsIn(places: RegistrationPlaces, reply: JsonValue): Registration[] {
  const rows = valuesAt(reply, places.rows).flatMap((found) => (Array.isArray(found) ? found : [found]));
  return rows.flatMap((row) => {
    if (places.only !== undefined && valueAt(row, places.only.at) !== places.only.is) return [];
    const qualityCode = Number(valueAt(row, places.qualityCode));
    const nisCode = valueAt(row, places.centre);
    const firstDay = dayAt(row, places.firstDay);
    if (!Number.isInteger(qualityCode) || typeof nisCode !== 'string' || firstDay === undefined) return [];
    return [{ qualityCode, nisCode, firstDay, lastDay: dayAt(row, places.lastDay) }];
  });
}

/** The day of an xs:date, which may carry a time zone. */
function dayAt(row: JsonValue, pointer: string): CalendarDay | undefined {
  const value = valueAt(row, pointer);
  return typeof value === 'string' ? (value.slice(0, 'yyyy-mm-dd'.length) as CalendarDay) : undefined;
}
