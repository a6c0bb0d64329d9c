import { contains, type Day, dayOf, dayOfDate, plusDays } from '../../integrations/day.ts';
import { type JsonObject, textIn } from '../../json.ts';
import type { Unemployment } from '../../town/facets/unemployment.ts';
import type { Person } from '../../town/person.ts';
import { found } from '../answers.ts';
import type { Answer, Question } from '../service.ts';
import {
  ADMITTED,
  described,
  familyStateOf,
  FULLY_UNEMPLOYED,
  INDEMNIFIED,
  NO_FILE,
  unemploymentsOf,
} from './parts.ts';

/** The right on a day, or why there is none; today when no day is given. */
export function rights(person: Person, { payload, now }: Question): Answer {
  const day = dayOfDate(textIn(payload, 'searchCriteria', 'date') ?? dayOf(now));
  const file = unemploymentsOf(person).findLast(({ right }) => right.start <= day);
  if (file === undefined) return NO_FILE;
  const reason = noRight(file, day);
  return found({ rights: reason === undefined ? { right: [right(file, person)] } : { noRight: reason } });
}

function right({ dailyCents, right: { start, end } }: Unemployment, person: Person): JsonObject {
  return {
    theoricDailyAllowanceAmount: dailyCents,
    startingDate: start,
    unemploymentCode: FULLY_UNEMPLOYED,
    familyState: familyStateOf(person),
    indemnificationRegime: '6.0',
    unemployedWorkerStatus: 'UNEMPLOYMENT_ALLOCATION',
    theoricRightsEndingDate: end,
    selfEmploymentSupplement: false,
  };
}

const NOT_LOOKING = described('58', { fr: 'Recherche insuffisante', nl: 'Onvoldoende gezocht naar werk' });

function noRight({ right: period, endedBy, sanctions }: Unemployment, day: Day): JsonObject | undefined {
  const sanction = sanctions.find((one) => contains(one.period, day));
  const articles = {
    admissibilityArticles: { article: [ADMITTED] },
    indemnisabilityArticles: { article: [INDEMNIFIED] },
  };
  if (sanction !== undefined) {
    const { start } = sanction.period;
    return { sanction: { beginDate: start, nbrOfWeeksSanction: sanction.weeks, article: NOT_LOOKING }, ...articles };
  }
  if (period.end === undefined || period.end >= day) return undefined;
  const since = { beginDate: plusDays(period.end, 1) };
  return { ...(endedBy === 'EXCLUSION' ? { exclusion: since } : { rightsEnd: since }), ...articles };
}
