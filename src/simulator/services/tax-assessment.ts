import { dayOf } from '../integrations/day.ts';
import { type JsonObject, textIn, textsAt } from '../json.ts';
import { HANDICAP_FILES } from '../town/facets/handicap.ts';
import { TAX_ASSESSMENTS, type TaxAssessment } from '../town/facets/tax.ts';
import { type Person, presentMembers } from '../town/person.ts';
import { found, NOTHING, refused } from './answers.ts';
import { consultations } from './consultation.ts';
import type { Answer, Question, Service } from './service.ts';

/** TaxAssessmentData: chosen lines of the last tax bill, or of that of one year, of somebody and whoever is taxed with them. */
export const taxAssessment: readonly Service[] = consultations('TaxAssessmentData', { consultTaxAssessmentData });

function consultTaxAssessmentData(person: Person, question: Question): Answer {
  const elements = wantedElements(question);
  if (elements.length === 0) return refused('MSG00008', 'fiscalDataSelection');
  const assessment = assessmentOf(person, question);
  if (assessment === undefined) return NOTHING;
  const { town } = question.world;
  const other = assessment.person === person.key ? assessment.jointlyWith : assessment.person;
  const result = {
    requestedFiscalPerson: { ssin: person.ssin, fiscalState: stateOf(person.key, assessment) },
    ...(other !== undefined && {
      relatedFiscalPerson: { ssin: town.person(other).ssin, fiscalState: stateOf(other, assessment) },
    }),
    incomeYear: String(assessment.incomeYear),
    taxAssessmentNumber: assessment.articleNumber,
    fiscalDataList: { fiscalData: elements.map((element) => fiscalData(element, person, assessment)) },
  };
  return found({ result });
}

/** Names are free texts in the contract; these are those that are known, with what each group stands for. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  CHILDREN_DEPENDENT: ['CHILDREN_DEPENDENT', 'CHILDREN_DEPENDENT_HANDICAP'],
  DISTINCTLY_TAXABLE_INCOME: ['DISTINCTLY_TAXABLE_INCOME'],
  GLOBAL_TAXABLE_INCOME: ['GLOBAL_TAXABLE_INCOME', 'PROFESSIONAL_INCOME'],
  GLOBAL_TAXABLE_INCOME_FISCAL_FAMILY: ['GLOBAL_TAXABLE_INCOME_FISCAL_FAMILY'],
};

function wantedElements({ payload }: Question): string[] {
  const single = textsAt(payload, '/criteria/fiscalDataSelection/elements/element');
  const groups = textsAt(payload, '/criteria/fiscalDataSelection/groups/group');
  const ofGroups = groups.flatMap((group) => (Object.hasOwn(GROUPS, group) ? (GROUPS[group] ?? []) : [group]));
  return [...new Set([...single, ...ofGroups])];
}

/** Older ones count as the most recent only when no limit is asked for: our reading of the two words. */
const RECENT_YEARS = 3;

function assessmentOf({ key }: Person, { payload, now }: Question): TaxAssessment | undefined {
  const own = TAX_ASSESSMENTS.filter(({ person, jointlyWith }) => person === key || jointlyWith === key);
  const year = textIn(payload, 'criteria', 'referenceYear', 'year');
  if (year !== undefined) return own.find(({ incomeYear }) => incomeYear === Number(year));
  const [latest] = own.sort((a, b) => b.incomeYear - a.incomeYear);
  const unlimited = textIn(payload, 'criteria', 'referenceYear', 'derivedYear') === 'MOST_RECENT_UNLIMITED';
  const oldest = unlimited ? 0 : Number(dayOf(now).slice(0, 4)) - RECENT_YEARS;
  return latest !== undefined && latest.incomeYear >= oldest ? latest : undefined;
}

function stateOf(key: string, { person, jointlyWith }: TaxAssessment): string {
  if (jointlyWith === undefined) return 'SINGULAR';
  return key === person ? 'PRIMARY' : 'SECONDARY';
}

function fiscalData(element: string, person: Person, assessment: TaxAssessment): JsonObject {
  const value = valueOf(element, person, assessment);
  return {
    element: { value: element },
    ...(value === undefined
      ? { noValue: { reason: 'ELEMENT_NOT_PRESENT_IN_THE_TAX_ASSESSMENT_DATA' } }
      : { value: { type: 'INTEGER', value: String(value) } }),
  };
}

/** Amounts are in eurocent: the contract says INTEGER and no unit. */
function valueOf(element: string, { key, household }: Person, assessment: TaxAssessment): number | undefined {
  const isPrimary = key === assessment.person;
  const children = presentMembers(household).filter(({ role }) => role === 'child');
  switch (element) {
    case 'GLOBAL_TAXABLE_INCOME':
      return isPrimary ? assessment.taxableIncomeCents : 0;
    case 'PROFESSIONAL_INCOME':
      return isPrimary ? assessment.professionalIncomeCents : 0;
    case 'GLOBAL_TAXABLE_INCOME_FISCAL_FAMILY':
      return assessment.taxableIncomeCents;
    case 'CHILDREN_DEPENDENT':
      return children.length;
    case 'CHILDREN_DEPENDENT_HANDICAP': {
      const disabled = children.filter((child) => HANDICAP_FILES.some((file) => file.person === child.key));
      return disabled.length === 0 ? undefined : disabled.length;
    }
    default:
      return undefined;
  }
}
