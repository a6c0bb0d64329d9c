import { contains, overlaps } from '../../integrations/day.ts';
import type { JsonObject } from '../../json.ts';
import { AVAILABILITY_DECISIONS, type AvailabilityDecision } from '../../town/facets/unemployment.ts';
import type { Person } from '../../town/person.ts';
import { foundIfAny } from '../answers.ts';
import { beginEnd } from '../parts/periods.ts';
import type { Answer, Question } from '../service.ts';
import { ADMITTED, askedHistory, decisionOf, described, familyStateOf, INDEMNIFIED, unemploymentsOf } from './parts.ts';

/** Scales, one for each state of a family; the contract gives no list. */
const SCALES = { SOLITARY: 'ISO1', COHABITING: 'COH1', HOUSEHOLDER: 'FAM1' } as const;

/** Under which scales somebody was paid. */
export function scaleCodeHistory(person: Person, question: Question): Answer {
  const asked = askedHistory(question);
  const files = unemploymentsOf(person).filter(({ right }) => overlaps(right, asked));
  const value = SCALES[familyStateOf(person)];
  return foundIfAny(files, (rows) => ({
    response: {
      unemployment: {
        scale: rows.map(({ right, file }) => ({
          codes: { code: [{ value, validityBeginDate: right.start }] },
          admissibility: { article: [ADMITTED] },
          indemnisability: { article: [INDEMNIFIED] },
          decisionIdentification: decisionOf(file),
        })),
      },
    },
  }));
}

const NOT_LOOKING = described(
  '58',
  { fr: 'Recherche insuffisante', nl: 'Onvoldoende gezocht naar werk' },
  'description',
);

/** Sanctions, and the warnings that came before them. */
export function sanctionHistory(person: Person, question: Question): Answer {
  const asked = askedHistory(question);
  const decided = unemploymentsOf(person).flatMap(({ file, sanctions }) =>
    sanctions.filter(({ period }) => overlaps(period, asked)).map((sanction) => ({ file, ...sanction })),
  );
  return foundIfAny(decided, (rows) => ({
    response: {
      warnings: {
        warning: rows.map(({ decidedOn, file }) => ({
          code: NOT_LOOKING,
          decisionDate: decidedOn,
          decisionIdentification: decisionOf(file),
        })),
      },
      sanctions: {
        sanction: rows.map(({ period, weeks, file }) => ({
          code: NOT_LOOKING,
          period: { ...beginEnd(period), nbrOfWeeksSanction: weeks },
          decisionIdentification: decisionOf(file),
        })),
      },
    },
  }));
}

const TRAINING = described('91', { fr: 'Formation professionnelle', nl: 'Beroepsopleiding' });

/** Times in which somebody need not look for work. */
export function exemptionHistory(person: Person, question: Question): Answer {
  const asked = askedHistory(question);
  const exempted = unemploymentsOf(person).flatMap(({ file, exemptions }) =>
    exemptions.filter(({ period }) => overlaps(period, asked)).map((exemption) => ({ file, ...exemption })),
  );
  return foundIfAny(exempted, (rows) => ({
    exemptions: {
      exemption: rows.map(({ period, job, file }) => ({
        codes: { reasonCode: TRAINING },
        period: beginEnd(period),
        isJobShortage: true,
        jobDescription: job,
        decisionIdentification: decisionOf(file),
      })),
    },
  }));
}

/** How a young person was found to look for work. */
export function youngAvailabilityDecisionHistory({ key }: Person, question: Question): Answer {
  const asked = askedHistory(question);
  const decisions = AVAILABILITY_DECISIONS.filter(({ person, date }) => person === key && contains(asked, date));
  return foundIfAny(decisions, (rows) => ({ decisions: { decision: rows.map(decision) } }));
}

const ENOUGH = described('POS', { fr: 'Efforts suffisants', nl: 'Voldoende inspanningen' });
const NOT_ENOUGH = described('NEG', { fr: 'Efforts insuffisants', nl: 'Onvoldoende inspanningen' });

function decision({ file, date, positive }: AvailabilityDecision): JsonObject {
  return {
    decisionIdentification: decisionOf(file),
    date,
    category: positive ? 'POSITIVE' : 'NEGATIVE',
    codes: { decisionCode: positive ? ENOUGH : NOT_ENOUGH },
    lateDecision: false,
  };
}
