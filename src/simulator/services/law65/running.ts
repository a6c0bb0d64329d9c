import { plusMonths } from '../../calendar.ts';
import type { Law65Form, Law65Letter } from '../../declared/law65-forms.ts';
import { type Day, plusDays } from '../../integrations/day.ts';
import type { Question } from '../service.ts';

/** The last day a decision holds, unless it is stopped before. */
export function lastDayOfDecision({ entryDate, months }: Pick<Law65Form, 'entryDate' | 'months'>): Day {
  return plusDays(`${plusMonths(entryDate.slice(0, 7), months)}${entryDate.slice(7)}`, -1);
}

/** The decision of the calling centre that holds for a person on a day; the latest where there are several. */
export function runningDecision(
  ssin: string,
  day: Day,
  { world, caller }: Question,
  letter: Law65Letter = 'B1',
): Law65Form | undefined {
  const { law65 } = world.declared;
  const isOwn = ({ cbeNumber }: Law65Form): boolean => cbeNumber === caller.cbeNumber;
  const stops = law65.stopsOf(ssin).filter(isOwn);
  return law65
    .of(ssin, letter)
    .filter(isOwn)
    .filter((form) => form.entryDate <= day && day <= lastDayOfDecision(form))
    .filter(({ entryDate }) => !stops.some((stop) => entryDate <= stop.entryDate && stop.entryDate <= day))
    .at(-1);
}
