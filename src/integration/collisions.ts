import type { CalendarDay } from '../domain/calendar-day.ts';
import { overlaps, type Period } from '../domain/integration.ts';
import type { Registration } from '../domain/lesson.ts';

/**
 * The registrations of other centres that collide with ours: somebody is helped by two centres on one day, from some day on. Whether both
 * may be right is for the two to settle; the gateway shows it, and with whom.
 *
 * @param own what our centre has, or is about to have, of the same person.
 * @param ownCodes every NIS code that is ours: those of municipalities that merged into ours, too.
 */
export function collisions(
  registrations: readonly Registration[],
  own: readonly Period[],
  ownCodes: ReadonlySet<string>,
  from: CalendarDay,
): Registration[] {
  const coming: Period = { firstDay: from, lastDay: undefined };
  const ours = own.filter((period) => isPeriod(period) && overlaps(period, coming));
  return registrations.filter(
    (registration) =>
      !ownCodes.has(registration.nisCode) &&
      overlaps(registration, coming) &&
      ours.some((period) => overlaps(period, registration)),
  );
}

/** False for one that lost all its days: it ends before it begins. */
function isPeriod({ firstDay, lastDay }: Period): boolean {
  return lastDay === undefined || firstDay <= lastDay;
}
