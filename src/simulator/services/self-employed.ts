import { type Quarter, quarterOf, quartersOf } from '../calendar.ts';
import { dayOf, overlaps } from '../integrations/day.ts';
import { type JsonObject, textIn, valueIn } from '../json.ts';
import { type Fund, SELF_EMPLOYMENTS, type SelfEmployment } from '../town/facets/self-employment.ts';
import type { Person } from '../town/person.ts';
import { found, foundIfAny, NOTHING } from './answers.ts';
import { consultations } from './consultation.ts';
import { filtered } from './filters.ts';
import { byLanguage } from './parts/legal-address.ts';
import { askedPeriod, beginEnd } from './parts/periods.ts';
import type { Answer, Question, Service } from './service.ts';

/** SelfEmployed: career and contributions of the self-employed, of INASTI and its funds. */
export const selfEmployed: readonly Service[] = consultations('SelfEmployed', {
  consultCareer,
  consultContributions,
});

function consultCareer(person: Person, { payload }: Question): Answer {
  const asked = askedPeriod(valueIn(payload, 'criteria', 'period'));
  const rows = careerOf(person).filter(({ period }) => overlaps(period, asked));
  const [latest] = rows;
  if (latest === undefined) return NOTHING;
  const { code, ...description } = latest.occupation;
  const career = {
    nisseReference: `FICTIF${person.ssin.slice(0, 9)}`,
    selfEmployedEnterpriseNumber: latest.enterprise,
    occupation: { code, description: byLanguage(description) },
    affiliations: { affiliation: rows.map(affiliation) },
  };
  return found(filtered(person, { career }, 'occupation'));
}

function careerOf({ key }: Person): SelfEmployment[] {
  return SELF_EMPLOYMENTS.filter((row) => row.person === key);
}

const SELF_EMPLOYED = { fr: 'Indépendant', nl: 'Zelfstandige' };
const CONTRIBUTIONS = {
  100: { fr: 'A titre principal', nl: 'In hoofdberoep' },
  200: { fr: 'A titre complémentaire', nl: 'In bijberoep' },
} as const;

function affiliation({ fund, period, quality }: SelfEmployment): JsonObject {
  return {
    socialInsuranceFund: fundParts(fund),
    signatureDate: period.start,
    careerSegments: {
      careerSegment: [
        {
          period: beginEnd(period),
          selfEmployedQuality: { code: 100, description: byLanguage(SELF_EMPLOYED) },
          contribution: { code: quality, description: byLanguage(CONTRIBUTIONS[quality]) },
        },
      ],
    },
  };
}

function fundParts({ code, cbeNumber }: Fund): JsonObject {
  return { enterpriseNumber: cbeNumber, code };
}

/** What the contract has room for. */
const CONTRIBUTIONS_MAX = 40;

/** The quarters that have begun, with what became of their contribution. */
function consultContributions(person: Person, { payload, now }: Question): Answer {
  const begin = textIn(payload, 'criteria', 'period', 'beginQuarter') ?? '';
  const end = textIn(payload, 'criteria', 'period', 'endQuarter') ?? quarterOf(dayOf(now));
  const quarters = careerOf(person).flatMap((row) =>
    quartersOf(row.period, dayOf(now)).map((quarter) => contribution(quarter, row)),
  );
  const asked = quarters.filter(({ quarter }) => quarter >= begin && quarter <= end);
  return foundIfAny(asked.slice(0, CONTRIBUTIONS_MAX), (rows) => ({ contributions: { contribution: [...rows] } }));
}

const PAID = { code: '01', description: byLanguage({ fr: 'En ordre', nl: 'In orde' }) };
const UNPAID = { code: '02', description: byLanguage({ fr: 'Non payée', nl: 'Niet betaald' }) };

function contribution(quarter: Quarter, { fund, unpaid }: SelfEmployment): JsonObject & { quarter: Quarter } {
  const isUnpaid = unpaid.includes(quarter);
  return {
    quarter,
    socialInsuranceFund: fundParts(fund),
    contributionSituation: isUnpaid ? UNPAID : PAID,
    // In order with health insurance (ziv) or not; the contract gives a range and no list.
    ziv: { code: isUnpaid ? 0 : 1 },
  };
}
