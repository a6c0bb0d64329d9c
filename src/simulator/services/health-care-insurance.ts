import { contains, type Day, dayOf, dayOfDate } from '../integrations/day.ts';
import { type JsonObject, textIn, valueIn } from '../json.ts';
import { increasedIntervention } from '../town/entitlements.ts';
import { HEALTH_INSURANCES, type HealthInsurance } from '../town/facets/health-insurance.ts';
import type { Person } from '../town/person.ts';
import { found, NOTHING } from './answers.ts';
import { consultations } from './consultation.ts';
import type { Answer, Question, Service } from './service.ts';

/**
 * HealthCareInsurance: with which mutuality somebody is insured, and on what terms. All three operations have one form; two of
 * them tell one thing only.
 */
export const healthCareInsurance: readonly Service[] = consultations('HealthCareInsurance', {
  getInsuranceOrganizationInformations: (person, question) => insuranceOf(person, question, ALL),
  consultMAF: (person, question) => insuranceOf(person, question, ['maximumCharge']),
  consultHolderCode: (person, question) => insuranceOf(person, question, ['ct1ct2']),
});

type Insured = HealthInsurance & { readonly isIncreased: boolean; readonly day: Day };

const ALL = [
  'insuringOrganization',
  'reimbursementRight',
  'ct1ct2',
  'payingThirdParty',
  'maximumCharge',
  'medicalHouse',
  'increasedIntervention',
  'statusComplementaryInsurance',
  'globalMedicalFile',
  'sfdfL891',
] as const;

type Datum = (typeof ALL)[number];

/** Those of the data that an operation tells and the request desires. A person of no mutuality has no data at all. */
function insuranceOf(person: Person, { payload, now }: Question, told: readonly Datum[]): Answer {
  const row = HEALTH_INSURANCES.find((one) => one.person === person.key);
  if (row === undefined) return NOTHING;
  const day = dayOfDate(textIn(payload, 'criterion', 'temporalCriteria', 'date') ?? dayOf(now));
  const insured = contains(row.period, day)
    ? { ...row, day, isIncreased: increasedIntervention(person, day) !== undefined }
    : undefined;
  const desired = told.filter((datum) => valueIn(payload, 'criterion', 'desiredData', datum) === true);
  const data = Object.fromEntries(desired.map((datum) => [datum, datumOf(datum, insured)]));
  return found({ result: { ssin: person.ssin, ...data } });
}

const NO_RIGHT = { noRight: 'true' };

function datumOf(datum: Datum, insured: Insured | undefined): JsonObject | undefined {
  if (insured === undefined) return WITHOUT_INSURANCE[datum];
  const { mutuality, complementary, doctor } = insured;
  const own = { insuringOrganization: mutuality };
  switch (datum) {
    case 'insuringOrganization':
      return { ...own, mutuality };
    case 'reimbursementRight':
      return { ...own, value: true };
    case 'ct1ct2':
      return holderCodes(insured);
    case 'payingThirdParty':
      return { ...own, value: insured.isIncreased };
    case 'maximumCharge':
      return maximumCharge(insured);
    case 'medicalHouse':
      return medicalHouse(insured);
    case 'increasedIntervention':
      return intervention(insured);
    case 'statusComplementaryInsurance':
      return { ...own, value: complementary };
    case 'globalMedicalFile':
      return doctor === undefined ? { ...own, ...NO_RIGHT } : { ...own, healthCareProvider: doctor };
    case 'sfdfL891':
      return { insurance: summary(insured) };
  }
}

/** Known to a mutuality, and not insured on the day asked about. */
const WITHOUT_INSURANCE: Readonly<Record<Datum, JsonObject>> = {
  insuringOrganization: NO_RIGHT,
  reimbursementRight: { value: false },
  ct1ct2: NO_RIGHT,
  payingThirdParty: { value: false },
  maximumCharge: NO_RIGHT,
  medicalHouse: NO_RIGHT,
  increasedIntervention: NO_RIGHT,
  statusComplementaryInsurance: { value: false },
  globalMedicalFile: NO_RIGHT,
  sfdfL891: { noReimbursementRight: { value: 'true' } },
};

/** Codes of the holder: 101 with increased intervention, 110 without. */
function holderCodeOf(isIncreased: boolean): string {
  return isIncreased ? '101' : '110';
}

function holderCodes({ mutuality, isIncreased, period }: Insured): JsonObject {
  const code = holderCodeOf(isIncreased);
  return { mutuality, ct1: code, ct2: code, period: { startDate: period.start, endDate: period.end } };
}

/** The contract has room for three years. */
function maximumCharge({ mutuality, maximumYears, day }: Insured): JsonObject {
  const years = maximumYears.filter((year) => year <= Number(day.slice(0, 4))).slice(-3);
  if (years.length === 0) return NO_RIGHT;
  return { year: years.map((year) => ({ insuringOrganization: mutuality, value: String(year) })) };
}

function medicalHouse({ mutuality, medicalHouse: period, day }: Insured): JsonObject {
  const own = { insuringOrganization: mutuality };
  if (period === undefined || !contains(period, day)) return { ...own, ...NO_RIGHT };
  const dates = { ...own, startDate: period.start, endDate: period.end };
  return { ...own, doctor: true, kine: true, nurse: true, period: dates };
}

/** A calendar year, and the one after: what brings it along is looked at again each year. */
function intervention({ isIncreased, day }: Insured): JsonObject {
  const year = Number(day.slice(0, 4));
  return isIncreased ? { period: { startDate: `${year}-01-01`, endDate: `${year + 1}-12-31` } } : NO_RIGHT;
}

function summary(insured: Insured): JsonObject {
  return {
    payingThirdParty: insured.isIncreased,
    maximumCharge: maximumCharge(insured),
    increasedIntervention: intervention(insured),
    ct1ct2: holderCodes(insured),
  };
}
