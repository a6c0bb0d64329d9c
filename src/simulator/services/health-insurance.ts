import { type Day, dayOf, overlaps, type Period } from '../integrations/day.ts';
import { type JsonObject, valueIn } from '../json.ts';
import { increasedIntervention } from '../town/entitlements.ts';
import { EMPLOYMENTS } from '../town/facets/employment.ts';
import { HEALTH_INSURANCES, type HealthInsurance } from '../town/facets/health-insurance.ts';
import { PENSIONS } from '../town/facets/pensions.ts';
import { SELF_EMPLOYMENTS } from '../town/facets/self-employment.ts';
import { UNEMPLOYMENTS } from '../town/facets/unemployment.ts';
import { WORK_INCAPACITIES } from '../town/facets/work-incapacity.ts';
import type { Person } from '../town/person.ts';
import { found, NOTHING } from './answers.ts';
import { consultations } from './consultation.ts';
import { askedDays, BACKWARDS, startEnd } from './parts/asked-days.ts';
import type { Answer, Question, Service } from './service.ts';

/**
 * HealthInsurance: with which mutuality somebody is insured (`Assurability`), was paid while unable to work (`Indemnity`), or both. The
 * older sister of HealthCareInsurance, out of the same file.
 */
export const healthInsurance: readonly Service[] = consultations('HealthInsurance', {
  HealthInsurance(person, question) {
    const indemnity = valueIn(question.payload, 'Indemnity', 'Period');
    const assurability = valueIn(question.payload, 'Assurability', 'Period');
    const asked = [indemnity, assurability].filter((period) => period !== undefined).map((period) => askedDays(period));
    if (asked.includes(undefined)) return BACKWARDS;
    const [first, second] = asked;
    if (indemnity === undefined || (first !== undefined && wasPaid(person, first)))
      return insuranceIn(first, person, question);
    return second === undefined ? NOTHING : insuranceIn(second, person, question);
  },
});

function wasPaid({ key }: Person, asked: Period): boolean {
  return WORK_INCAPACITIES.some(({ person, period }) => person === key && overlaps(period, asked));
}

function insuranceIn(asked: Period | undefined, person: Person, { now }: Question): Answer {
  if (asked === undefined) return BACKWARDS;
  const row = HEALTH_INSURANCES.find((one) => one.person === person.key);
  const years = row === undefined ? [] : yearsOf(row.period).filter((year) => overlaps(year, asked));
  if (row === undefined || years.length === 0) return NOTHING;
  const parts = years.map((year) => insurancePart(row, year, person));
  return found({ Insurance: [{ HolderRights: holderRights(row, person, dayOf(now)), InsurancePart: parts }] });
}

/** A right is looked at again each year, and written year by year. */
function yearsOf({ start, end = start }: Period): Required<Period>[] {
  const [first, last] = [Number(start.slice(0, 4)), Number(end.slice(0, 4))];
  return Array.from({ length: last - first + 1 }, (_, at) => ({
    start: at === 0 ? start : `${first + at}-01-01`,
    end: first + at === last ? end : `${first + at}-12-31`,
  }));
}

/** The last two years whose bills reached the maximum; the contract has two places, and 0000 for none. */
function holderRights({ maximumYears }: HealthInsurance, person: Person, today: Day): JsonObject {
  const years = maximumYears.slice(-2).reverse().map(String);
  return {
    YearApplicationMaximumToBeInvoiced: [years[0] ?? NO_YEAR, years[1] ?? NO_YEAR],
    PayingThirdIndicator: increasedIntervention(person, today) === undefined ? '0' : '1',
  };
}

const NO_YEAR = '0000';

function insurancePart(
  { mutuality, registration }: HealthInsurance,
  year: Required<Period>,
  person: Person,
): JsonObject {
  const code = {
    Regime: isSelfEmployed(person, year) ? '4' : '1',
    SocialStatus: socialStatus(person, year),
    IncreasedIntervention: increasedIntervention(person, year.start) === undefined ? '0' : '1',
  };
  return {
    HealthServiceIdentification: mutuality,
    HealthServiceRegistrationNumber: registration,
    InsurancePeriod: startEnd(year),
    HolderCode1: code,
    HolderCode2: { ...code },
  };
}

function isSelfEmployed({ key }: Person, year: Period): boolean {
  return SELF_EMPLOYMENTS.some(
    ({ person, period, quality }) => person === key && quality === 100 && overlaps(period, year),
  );
}

/** 1 active or student, 2 invalid, 3 pensioner, 4 widow or widower; 0, resident, where nothing else holds. */
function socialStatus(person: Person, year: Period): string {
  const has = (rows: readonly { readonly person: string; readonly period: Period }[]): boolean =>
    rows.some((row) => row.person === person.key && overlaps(row.period, year));
  if (has(WORK_INCAPACITIES.filter(({ kind }) => kind === 'invalidity'))) return '2';
  if (person.civilStates[0]?.code === 30) return '4';
  if (has(PENSIONS.map((row) => ({ ...row, period: { start: row.since } })))) return '3';
  const unemployed = UNEMPLOYMENTS.map((row) => ({ ...row, period: row.right }));
  const isActive = [EMPLOYMENTS, SELF_EMPLOYMENTS, unemployed].some((rows) => has(rows));
  return isActive || person.role === 'child' ? '1' : '0';
}
