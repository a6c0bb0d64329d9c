import { monthOf } from '../calendar.ts';
import { dayOf, overlaps, type Period } from '../integrations/day.ts';
import { type JsonObject, textsAt, valueIn } from '../json.ts';
import { CHILD_BENEFIT_FILES, type ChildBenefitFile } from '../town/facets/child-benefits.ts';
import type { Person } from '../town/person.ts';
import type { Town } from '../town/town.ts';
import { consultations } from './consultation.ts';
import { filtered } from './filters.ts';
import { askedMonths } from './parts/periods.ts';
import type { Answer, Question, Service } from './service.ts';
import { flemishSourceFails, outcomeOfSources, sourceStatus, type SourceWord } from './sources.ts';

/** ChildBenefits: files of somebody who is paid, opens the right or is a child, in the register of each region that is asked. */
export const childBenefits: readonly Service[] = consultations('ChildBenefits', { consultFilesBySsin });

/** Those that are asked when the request names none. */
const ALL_SOURCES = ['FEDERAL', 'BRUSSELS', 'FLANDERS', 'WALLONIA', 'EASTBELGIUM'];

function consultFilesBySsin(person: Person, question: Question): Answer {
  const named = textsAt(question.payload, '/criteria/authenticSources/authenticSource');
  const sources = (named.length > 0 ? named : ALL_SOURCES).map((source) => ofSource(source, person, question));
  const results = { resultByAuthenticSource: sources.map(({ result }) => result) };
  return {
    outcome: outcomeOfSources(sources.map(({ word }) => word)),
    parts: filtered(person, { results }, 'fileNumber'),
  };
}

function ofSource(
  authenticSource: string,
  person: Person,
  { payload, world, now }: Question,
): { word: SourceWord; result: JsonObject } {
  const asked = askedMonths(valueIn(payload, 'criteria', 'period'));
  const files = childBenefitFilesOf(person, asked).filter(({ fund }) => fund.register === authenticSource);
  const fails = authenticSource === 'FLANDERS' && flemishSourceFails(person);
  const word = fails ? 'TECHNICAL_ERROR' : files.length > 0 ? 'DATA_FOUND' : 'NO_DATA_FOUND';
  const written = word === 'DATA_FOUND' ? files.map((file) => fileParts(file, world.town, dayOf(now))) : undefined;
  return {
    word,
    result: { authenticSource, status: sourceStatus(word), ...(written && { files: { file: written } }) },
  };
}

/** The files in which somebody has a part, and which lasted in a period. */
export function childBenefitFilesOf({ key }: Person, asked: Period): ChildBenefitFile[] {
  return CHILD_BENEFIT_FILES.filter(
    ({ beneficiary, claimant, children, period }) =>
      [beneficiary, claimant, ...children].includes(key) && overlaps(period, asked),
  );
}

function fileParts(file: ChildBenefitFile, town: Town, today: string): JsonObject {
  const { fund, premium } = file;
  const beneficiary = town.person(file.beneficiary).ssin;
  const payment = paymentPeriod(file.period, today);
  return {
    childBenefitsFund: { enterpriseNumber: fund.cbeNumber, description: [{ language: 'FR', value: fund.name }] },
    fileNumber: file.fileNumber,
    entitledPersonSsin: town.person(file.claimant).ssin,
    beneficiaries: { beneficiary: [{ ssin: beneficiary, paymentPeriods: { paymentPeriod: [payment] } }] },
    children: {
      child: file.children.map((child) => ({
        ssin: town.person(child).ssin,
        ...(premium?.child === child && { bonuses: { bonus: [bonus(premium, beneficiary)] } }),
        paymentPeriods: { paymentPeriod: [{ ...payment, beneficiaries: { beneficiary: [beneficiary] } }] },
      })),
    },
  };
}

const ORDINARY = {
  code: 'ORDINARY',
  description: [
    { language: 'FR', value: 'Allocations ordinaires' },
    { language: 'NL', value: 'Gewone kinderbijslag' },
  ],
};

/** Months; a benefit that goes on is shown without end. */
function paymentPeriod({ start, end }: Period, today: string): JsonObject {
  const endMonth = end === undefined || end > today ? undefined : monthOf(end);
  return { beginMonth: monthOf(start), endMonth, category: { ...ORDINARY } };
}

function bonus({ paidOn, kind }: NonNullable<ChildBenefitFile['premium']>, beneficiary: string): JsonObject {
  return { paymentDate: paidOn, category: { code: kind }, beneficiaries: { beneficiary: [beneficiary] } };
}
