/** Handi, ChildBenefits, FamilyAllowancesConsultation, SelfEmployed, LivingWages, HealthCareInsurance: who is entitled to what, when. */
import { describe, expect, it } from 'vitest';
import type { Ending } from '../../src/delivery/ending.ts';
import type { JsonValue } from '../../src/flows/codec/write.ts';
import type { Payload } from '../../src/flows/flow.ts';
import { valueAt, valuesAt } from '../../src/flows/pointer.ts';
import { SPECIAL } from '../../src/simulator/town/special-people.ts';
import { Town } from '../../src/simulator/town/town.ts';
import { catalogue } from '../flows/fixture.ts';
import { ask, kindOf, knowingEverybody } from './asking.ts';

const town = new Town();
const bcss = knowingEverybody();
const ssinOf = (key: string): string => town.person(key).ssin;

/** On 6 January 2026. */
const consult = (id: string, payload: Payload): Ending => ask(catalogue.get(id), { payload, bcss });
const at = ({ answer }: Ending, pointer: string): JsonValue | undefined => valueAt(answer?.reply, pointer);
const all = ({ answer }: Ending, pointer: string): JsonValue[] => valuesAt(answer?.reply, pointer);
const sources = ({ answer }: Ending): string[] => answer?.result.sources?.map(({ kind }) => kind) ?? [];

const KAMIEL = 'zomaar.kamiel';
const CELESTINE = 'brumeux.celestine';
const INES = 'vandromen.ines';
const ZELIE = 'mirage.zelie';

describe('a file of somebody with a disability', () => {
  const PARTS = ['evolutionOfRequest', 'handicapRecognitions', 'rights', 'socialCards'] as const;
  const file = (key: string, referenceDate: string, parts: readonly string[] = PARTS, both = true): Ending =>
    consult('handi.consult-files-by-date', {
      criteria: {
        ssin: ssinOf(key),
        handicapAuthenticSources: { DGPH: true, VSB: both },
        referenceDate,
        parts: Object.fromEntries(PARTS.map((part) => [part, parts.includes(part)])),
      },
    });

  it('is there from the first day of the recognition, with the parts that are asked for', () => {
    expect(kindOf(file(KAMIEL, '2023-12-31'))).toBe('nothing-found');
    const first = file(KAMIEL, '2024-01-01', ['rights']);
    expect(at(first, '/results/dgphResult/file/rights/totalMonthAmount')).toBe('1066.15');
    for (const part of PARTS.filter((one) => one !== 'rights')) {
      expect(at(first, `/results/dgphResult/file/${part}`)).toBeUndefined();
    }
  });

  it('has the cards of that day, and points that add up', () => {
    const cards = (day: string): number =>
      all(file(CELESTINE, day), '/results/dgphResult/file/socialCards/socialCard/*').length;
    expect([cards('2018-10-14'), cards('2018-10-15')]).toEqual([0, 2]);
    const points = at(
      file(CELESTINE, '2026-01-06'),
      '/results/dgphResult/file/handicapRecognitions/handicapRecognition/0/resultRecognitionAdult/diminuationIndependence',
    ) as Record<string, number>;
    const { totalPoints, ...each } = points;
    expect(Object.values(each).reduce((sum, some) => sum + some, 0)).toBe(totalPoints);
  });

  it('may be one of two, and a source that is not asked says nothing', () => {
    expect(sources(file(INES, '2020-06-01'))).toEqual(['nothing-found', 'found']);
    expect(kindOf(file(INES, '2021-03-01'))).toBe('nothing-found');
    expect(sources(file(KAMIEL, '2024-06-01', PARTS, false))).toEqual(['found']);
  });

  it('is incomplete when one source fails', () => {
    const ending = file(SPECIAL.oneSourceFails, '2025-01-01');
    expect(kindOf(ending)).toBe('partial');
    expect(sources(ending)).toEqual(['found', 'refused']);
  });

  it('lacks what the centre may not see, by name', () => {
    const ending = file(SPECIAL.filteredData, '2025-01-01');
    expect(ending.answer?.result.filteredFields).toEqual(['handicapRecognitionDetails']);
    expect(JSON.stringify(ending.answer?.reply)).not.toContain('lowerLimbs50p');
    expect(file(CELESTINE, '2025-01-01').answer?.result.filteredFields).toBeUndefined();
  });

  const payments = (key: string, beginDate: string, endDate: string): Ending =>
    consult('handi.consult-payments', {
      criteria: {
        ssin: ssinOf(key),
        handicapAuthenticSources: { DGPH: true, VSB: true },
        period: { beginDate, endDate },
      },
    });

  it('is paid month by month, a month that was cancelled shows, and what has not ended does not', () => {
    const paid = payments(KAMIEL, '2025-01-01', '2026-12-31');
    const months = '/results/dgphResult/payments/payment/*';
    expect(all(paid, `${months}/yearMonth`).slice(0, 2)).toEqual(['2025-01', '2025-02']);
    expect(all(paid, `${months}/yearMonth`).at(-1)).toBe('2025-12');
    expect(all(paid, `${months}/cancelledPayment`).filter((cancelled) => cancelled === true)).toHaveLength(1);
  });

  it('is told of the last two years of a longer period', () => {
    const paid = all(
      payments(CELESTINE, '2018-01-01', '2025-12-31'),
      '/results/dgphResult/payments/payment/*/yearMonth',
    );
    expect(paid).toHaveLength(24);
    expect(paid[0]).toBe('2024-01');
    expect(kindOf(payments('nergens.cornelis', '2018-01-01', '2025-12-31'))).toBe('nothing-found');
  });
});

describe('child benefits', () => {
  const files = (key: string, beginMonth: string, endMonth: string, ...asked: readonly string[]): Ending =>
    consult('child-benefits.consult-files-by-ssin', {
      criteria: {
        ssin: ssinOf(key),
        period: { beginMonth, endMonth },
        ...(asked.length > 0 && { authenticSources: { authenticSource: [...asked] } }),
      },
    });
  const numbers = (ending: Ending): JsonValue[] =>
    all(ending, '/results/resultByAuthenticSource/*/files/file/*/fileNumber');

  it('went from the federal register to that of a region, each in its time', () => {
    expect(numbers(files(ZELIE, '2018-12', '2018-12'))).toEqual(['AF-000100']);
    expect(numbers(files(ZELIE, '2019-01', '2019-01'))).toEqual(['AF-000101']);
    expect(numbers(files(ZELIE, '2018-12', '2019-01'))).toEqual(['AF-000100', 'AF-000101']);
  });

  it('are asked of every register when none is named, and of those that are', () => {
    expect(sources(files(ZELIE, '2019-01', '2019-01'))).toHaveLength(5);
    expect(sources(files(ZELIE, '2019-01', '2019-01', 'FEDERAL'))).toEqual(['nothing-found']);
  });

  it('are found by the child and by whose work opens the right, too', () => {
    for (const key of ['mirage.basile', 'mirage.anselme']) {
      expect(numbers(files(key, '2020-01', '2020-01'))).toEqual(['AF-000101']);
    }
  });

  it('are incomplete when one register fails', () => {
    expect(kindOf(files(SPECIAL.oneSourceFails, '2024-01', '2024-01'))).toBe('partial');
    expect(kindOf(files(SPECIAL.oneSourceFails, '2024-01', '2024-01', 'WALLONIA'))).toBe('found');
  });

  it('lack the number of the file where the centre may not see it', () => {
    const ending = files(SPECIAL.filteredData, '2024-01', '2024-01');
    expect(ending.answer?.result.filteredFields).toEqual(['fileNumber']);
    expect(numbers(ending)).toEqual([]);
    expect(kindOf(ending)).toBe('found');
  });

  it('of the federal time stand in the old cadastre, and no others', () => {
    const cadastre = (beginDate: string, endDate: string): Ending =>
      consult('family-allowances.family-allowances-consult', {
        ssin: ssinOf(ZELIE),
        searchPeriod: { beginDate, endDate },
      });
    const old = cadastre('2018-12', '2019-12');
    expect(all(old, '/cadafDossier/*/cadafID/dossierID')).toEqual(['AF-000100']);
    expect(all(old, '/cadafDossier/0/actorList/beneficiaryChildList/beneficiaryChild/*/ssin')).toHaveLength(3);
    expect(at(old, '/cadafDossier/0/actorList/recipientList/recipient/0/birthBonus/0/paymentDate')).toBe('2014-09-22');
    expect(kindOf(cadastre('2019-01', '2025-12'))).toBe('nothing-found');
  });
});

describe('a self-employed career', () => {
  const career = (key: string, beginDate: string, endDate: string): Ending =>
    consult('self-employed.consult-career', { criteria: { ssin: ssinOf(key), period: { beginDate, endDate } } });

  it('is there in its years', () => {
    expect(kindOf(career('quelquepart.armand', '2020-01-01', '2025-12-31'))).toBe('nothing-found');
    const ending = career('quelquepart.armand', '2019-12-31', '2019-12-31');
    expect(at(ending, '/career/affiliations/affiliation/0/careerSegments/careerSegment/0/contribution/code')).toBe(200);
  });

  it('owes a contribution each quarter that has begun, paid or not', () => {
    const contributions = consult('self-employed.consult-contributions', {
      criteria: { ssin: ssinOf('nergens.cornelis'), period: { beginQuarter: '2025Q2', endQuarter: '2026Q4' } },
    });
    const rows = '/contributions/contribution/*';
    expect(all(contributions, `${rows}/quarter`)).toEqual(['2025Q2', '2025Q3', '2025Q4', '2026Q1']);
    expect(all(contributions, `${rows}/contributionSituation/code`)).toEqual(['01', '02', '02', '01']);
  });
});

describe('living wages', () => {
  const asked = (key: string, beginDate: string, endDate: string): Payload => ({
    criteria: { ssin: ssinOf(key), period: { beginDate, endDate } },
  });
  const centres = (id: string, payload: Payload, list: string): JsonValue[] =>
    all(consult(id, payload), `/${list}/*/pcsaCbeNumber`);

  it('are told by centre, in the period asked about', () => {
    const all = asked(INES, '2019-01-01', '2025-12-31');
    expect(centres('living-wages.get-living-wages', all, 'livingWages')).toHaveLength(2);
    const now = asked(INES, '2025-01-01', '2025-12-31');
    expect(centres('living-wages.get-living-wage-periods-per-pcsa', now, 'livingWagePeriodsPerPCSA')).toHaveLength(1);
  });

  it('go on to the end of this month where they go on', () => {
    const periods = consult(
      'living-wages.get-living-wage-periods',
      asked('mirage.anselme', '2022-01-01', '2025-12-31'),
    );
    expect(all(periods, '/livingWagePeriod/*/endDate')).toEqual(['2026-01-31', '2023-01-31']);
  });

  it('of Flemish centres are all that the Flemish operations tell', () => {
    const payload = asked(INES, '2019-01-01', '2025-12-31');
    const flemish = consult('living-wages.get-living-wage-periods-flanders', payload);
    expect(all(flemish, '/livingWagePeriod/*/beginDate')).toEqual(['2019-05-01']);
    expect(
      centres('living-wages.get-living-wage-periods-per-pcsa-flanders', payload, 'livingWagePeriodsPerPCSA'),
    ).toEqual(['0999999229']);
    const other = asked('mirage.anselme', '2019-01-01', '2025-12-31');
    expect(kindOf(consult('living-wages.get-living-wage-periods-flanders', other))).toBe('nothing-found');
  });
});

describe('insurance for health care', () => {
  const DATA = [
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
  ];
  const insured = (key: string, operation: string, date: string, desired: readonly string[] = DATA): Ending =>
    consult(`health-care-insurance.${operation}`, {
      criterion: {
        ssin: ssinOf(key),
        temporalCriteria: { date },
        desiredData: Object.fromEntries(DATA.map((datum) => [datum, desired.includes(datum)])),
      },
    });
  const ALL = 'get-insurance-organization-informations';

  it('tells what is desired, and what the operation is for', () => {
    const some = insured(INES, ALL, '2026-01-06', ['ct1ct2', 'medicalHouse']);
    expect(Object.keys(at(some, '/result') as object)).toEqual(['ssin', 'ct1ct2', 'medicalHouse']);
    const holder = insured(INES, 'consult-holder-code', '2026-01-06');
    expect(Object.keys(at(holder, '/result') as object)).toEqual(['ssin', 'ct1ct2']);
  });

  it('costs less for whoever has a living wage in the house', () => {
    expect(at(insured('mirage.basile', ALL, '2026-01-06'), '/result/ct1ct2/ct1')).toBe('101');
    expect(at(insured('desnuages.leonce', ALL, '2026-01-06'), '/result')).toMatchObject({
      ct1ct2: { ct1: '110' },
      payingThirdParty: { value: false },
      increasedIntervention: { noRight: 'true' },
    });
  });

  it('is none on a day without one', () => {
    expect(at(insured(INES, ALL, '2024-12-31'), '/result')).toMatchObject({
      insuringOrganization: { noRight: 'true' },
      reimbursementRight: { value: false },
      sfdfL891: { noReimbursementRight: { value: 'true' } },
    });
  });

  it('counts the years that reached the maximum, as far as they have come', () => {
    const years = (date: string): JsonValue[] =>
      all(insured(CELESTINE, 'consult-maf', date), '/result/maximumCharge/year/*/value');
    expect(years('2025-06-01')).toEqual(['2024', '2025']);
    expect(years('2026-06-01')).toEqual(['2024', '2025']);
    expect(at(insured(INES, 'consult-maf', '2026-01-06'), '/result/maximumCharge')).toEqual({ noRight: 'true' });
  });

  it('is with a medical house, or with a doctor who keeps the file', () => {
    expect(at(insured(INES, ALL, '2026-01-06'), '/result')).toMatchObject({
      medicalHouse: { doctor: true, period: { startDate: '2023-07-01' } },
      globalMedicalFile: { noRight: 'true' },
    });
    expect(at(insured(CELESTINE, ALL, '2026-01-06'), '/result')).toMatchObject({
      medicalHouse: { noRight: 'true' },
      globalMedicalFile: { healthCareProvider: '19999900101' },
    });
  });
});
