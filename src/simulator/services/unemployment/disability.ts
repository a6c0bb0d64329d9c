import { overlaps } from '../../integrations/day.ts';
import type { JsonObject } from '../../json.ts';
import { WORK_DISABILITIES, type WorkDisability } from '../../town/facets/unemployment.ts';
import type { Person } from '../../town/person.ts';
import { found, foundIfAny, NOTHING } from '../answers.ts';
import { beginEnd } from '../parts/periods.ts';
import type { Answer, Question } from '../service.ts';
import { askedHistory, described } from './parts.ts';

/** Times in which somebody could not work. */
export function workDisabilityHistory({ key }: Person, question: Question): Answer {
  const asked = askedHistory(question);
  const known = WORK_DISABILITIES.filter(({ person, period }) => person === key && overlaps(period, asked));
  return foundIfAny(known, (rows) => ({
    disabilities: {
      disability: rows.map(({ type, period }) => ({ disabilityType: type, period: beginEnd(period) })),
    },
  }));
}

/** That somebody can earn nothing, and what is quarrelled about with the mutuality. */
export function consultNoEarningCapacityAndLawsuitMutuality({ key }: Person): Answer {
  const known = WORK_DISABILITIES.find(({ person }) => person === key);
  const { noEarningCapacitySince: since, lawsuit } = known ?? {};
  if (since === undefined && lawsuit === undefined) return NOTHING;
  return found({
    response: {
      ...(since !== undefined && { noEarningCapacity: { beginDate: since } }),
      ...(lawsuit !== undefined && { lawsuitMutuality: lawsuitParts(lawsuit) }),
    },
  });
}

const AGAINST_MUTUALITY = described(1, { fr: 'Litige avec la mutualité', nl: 'Geschil met het ziekenfonds' });

function lawsuitParts({ paid, verdict }: NonNullable<WorkDisability['lawsuit']>): JsonObject {
  return {
    type: AGAINST_MUTUALITY,
    temporaryPaymentPeriod: beginEnd(paid),
    ...(verdict !== undefined && { verdict: { [verdict.able ? 'able' : 'disablement']: { beginDate: verdict.from } } }),
  };
}
