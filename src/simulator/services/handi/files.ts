import { contains, type Day } from '../../integrations/day.ts';
import { type JsonObject, textIn, valueIn } from '../../json.ts';
import { CARE_BUDGETS, HANDICAP_FILES, type HandicapAllowance, type HandicapFile } from '../../town/facets/handicap.ts';
import type { Person } from '../../town/person.ts';
import { legalAddress } from '../parts/legal-address.ts';
import { euro } from '../parts/money.ts';
import { beginEnd } from '../parts/periods.ts';
import type { Question } from '../service.ts';
import { flemishReply, type SourceReply, sourceReply } from './source-reply.ts';

/** The file of the federal directorate as it stood on the day asked about. */
export function dgphFile(person: Person, { payload }: Question): SourceReply {
  const day = textIn(payload, 'criteria', 'referenceDate') ?? '';
  const file = HANDICAP_FILES.find((one) => one.person === person.key && contains(one.recognition, day));
  if (file === undefined) return sourceReply('file', undefined);
  const wanted = (part: string): boolean => valueIn(payload, 'criteria', 'parts', part) === true;
  const cards = file.cards.filter(({ since }) => since <= day);
  return sourceReply('file', {
    addressHandicappedPerson: nameAndAddress(person),
    ...(wanted('evolutionOfRequest') && { evolutionOfRequest: request(file) }),
    ...(wanted('handicapRecognitions') && { handicapRecognitions: { handicapRecognition: [recognition(file)] } }),
    ...(wanted('rights') && file.allowance !== undefined && { rights: rights(file, file.allowance) }),
    ...(wanted('socialCards') && cards.length > 0 && { socialCards: { socialCard: cards.map(card) } }),
  });
}

/** The file of the Flemish social protection: a budget for care, and no recognition of its own. */
export function vsbFile(person: Person, { payload }: Question): SourceReply {
  const day = textIn(payload, 'criteria', 'referenceDate') ?? '';
  const budget = CARE_BUDGETS.find((one) => one.person === person.key && contains(one.period, day));
  return flemishReply(
    person,
    'file',
    budget && {
      rights: {
        period: beginEnd(budget.period),
        legislation: CARE_BUDGET,
        totalMonthAmount: euro(budget.monthlyCents),
      },
    },
  );
}

/** Numbers of the laws under which something is paid. The contract gives a range and no list: our reading. */
const REPLACEMENT_AND_INTEGRATION = 3;
const HELP_FOR_THE_ELDERLY = 4;
const CARE_BUDGET = 9;

function legislationOf({ allowance }: HandicapFile): number {
  return allowance?.kind === 'APA' ? HELP_FOR_THE_ELDERLY : REPLACEMENT_AND_INTEGRATION;
}

function nameAndAddress({ lastName, firstNames, household }: Person): JsonObject {
  const [current] = household.addresses;
  return { lastName, firstName: firstNames[0], address: current && legalAddress(current) };
}

function request(file: HandicapFile): JsonObject {
  return {
    legislation: legislationOf(file),
    requestDate: file.recognition.start,
    administrativePendingRequest: false,
    handicapRecognitionPending: false,
    fileCompletionDate: file.decidedOn,
    appeal: false,
  };
}

function recognition({ decidedOn, recognition: { start, end }, points, earningsReduced }: HandicapFile): JsonObject {
  const [mobility, nourishment, hygiene, household, supervision, socialSkills] = points;
  const totalPoints = points.reduce((sum, some) => sum + some, 0);
  return {
    recognitionStatus: { dateOfDecision: decidedOn, startDateRecognition: start, endDateRecognition: end },
    handicapRecognitionDetails: {
      lowerLimbs50p: mobility === 3,
      fullBlindness: false,
      upperLimbsAmputated: false,
      upperLimbsParalyzed: false,
    },
    resultRecognitionAdult: {
      diminuationIndependence: { mobility, nourishment, hygiene, household, supervision, socialSkills, totalPoints },
      diminuationEarnings: earningsReduced,
    },
  };
}

function rights(file: HandicapFile, { kind, since, monthlyCents }: HandicapAllowance): JsonObject {
  return {
    period: beginEnd({ start: since, ...(file.recognition.end !== undefined && { end: file.recognition.end }) }),
    legislation: legislationOf(file),
    totalMonthAmount: euro(monthlyCents),
    monthAmount: euro(monthlyCents),
    categoryIVT: kind === 'IRT_IT' ? 'B' : '-',
    categoryIT: categoryOf(file.points.reduce((sum, some) => sum + some, 0)),
    partnerIncome: false,
  };
}

/** The category of the integration allowance follows from the points: 7, 9, 12, 15 and 17 are the thresholds. */
function categoryOf(points: number): number {
  return [7, 9, 12, 15, 17].filter((threshold) => points >= threshold).length;
}

function card({ kind, number, since }: { kind: string; number: string; since: Day }): JsonObject {
  return { deliveryDate: since, cardNumber: number, cardCategory: kind };
}
