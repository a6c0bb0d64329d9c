import { contains, type Day, dayOf, overlaps, type Period } from '../../integrations/day.ts';
import { textIn, valueIn } from '../../json.ts';
import { employerCalled, type Employment, EMPLOYMENTS } from '../../town/facets/employment.ts';
import type { Person } from '../../town/person.ts';
import { foundIfAny, refused } from '../answers.ts';
import { askedPeriod } from '../parts/periods.ts';
import type { Answer, Question } from '../service.ts';
import { changesOf, dimonaRecord } from './dimona-record.ts';
import { employerParts, personParts } from './parts.ts';

/** Whom somebody works for today, worked for in a period, or whose work was announced, ended or withdrawn in one. */
export function findEmployersByWorker(person: Person, { payload, world, now }: Question): Answer {
  const scope = textIn(payload, 'criteria', 'scope');
  const period = valueIn(payload, 'criteria', 'period');
  if (scope !== 'active' && period === undefined) return refused('MSG00008', 'period');
  const today = dayOf(now);
  const asked = askedPeriod(period);
  const rows = EMPLOYMENTS.filter((row) => row.person === person.key && isAsked(row, scope, asked, today));
  return foundIfAny(rows, () => ({
    result: {
      person: personParts(person),
      employment: rows.map((row) => ({
        ...dimonaRecord(row, today),
        employer: employerParts(employerCalled(row.employer), world.town),
      })),
    },
  }));
}

/** Work that was withdrawn before it began shows as a change, and as nothing else. */
function isAsked(row: Employment, scope: string | undefined, asked: Period, today: Day): boolean {
  if (scope === 'mutations') return changesOf(row, today).some((day) => contains(asked, day));
  if (row.cancelled === true) return false;
  return scope === 'active' ? contains(row.period, today) : overlaps(row.period, asked);
}
