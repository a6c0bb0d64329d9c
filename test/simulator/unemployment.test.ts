import { describe, expect, it } from 'vitest';
import type { Ending } from '../../src/delivery/ending.ts';
import type { JsonValue } from '../../src/flows/codec/write.ts';
import { valueAt, valuesAt } from '../../src/flows/pointer.ts';
import { Town } from '../../src/simulator/town/town.ts';
import { catalogue } from '../flows/fixture.ts';
import { ask, codesOf, kindOf, knowingEverybody } from './asking.ts';

const town = new Town();
const bcss = knowingEverybody();

const ANSELME = 'mirage.anselme';
const KAMIEL = 'zomaar.kamiel';
const ARISTIDE = 'reverie.aristide';
const REMI = 'luchtkasteel.remi';
const NOBODY = 'nergens.aleida';

/** On 6 January 2026. */
const onem = (operation: string, key: string, criteria: Record<string, JsonValue> = {}): Ending =>
  ask(catalogue.get(`unemployment.${operation}`), {
    payload: { searchCriteria: { ssin: town.person(key).ssin, ...criteria } },
    bcss,
  });
const at = ({ answer }: Ending, pointer: string): JsonValue | undefined => valueAt(answer?.reply, pointer);
const all = ({ answer }: Ending, pointer: string): JsonValue[] => valuesAt(answer?.reply, pointer);
const months = (startMonth: string, endMonth: string) => ({ period: { startMonth, endMonth } });
const days = (beginDate: string, endDate: string) => ({ period: { beginDate, endDate } });

describe('a right', () => {
  const right = (key: string, date?: string): Ending => onem('consult-rights', key, date === undefined ? {} : { date });

  it('is there on its days, with what somebody is in the household', () => {
    expect(at(right(ANSELME, '2025-07-01'), '/rights/right/0')).toMatchObject({
      theoricDailyAllowanceAmount: 5412,
      familyState: 'HOUSEHOLDER',
      theoricRightsEndingDate: '2025-09-30',
    });
    expect(at(right(KAMIEL, '2024-06-01'), '/rights/right/0/familyState')).toBe('SOLITARY');
    expect(at(right(ANSELME, '2025-09-30'), '/rights/noRight')).toBeUndefined();
  });

  it('is that of today where no day is given', () => {
    expect(at(right(ARISTIDE), '/rights/right/0/startingDate')).toBe('2024-06-01');
  });

  it('is over afterwards, at its end or by an exclusion', () => {
    expect(at(right(ANSELME, '2025-10-01'), '/rights/noRight/rightsEnd/beginDate')).toBe('2025-10-01');
    expect(at(right(REMI, '2025-04-01'), '/rights/noRight/exclusion/beginDate')).toBe('2025-04-01');
  });

  it('rests under a sanction', () => {
    expect(at(right(KAMIEL, '2024-10-07'), '/rights/noRight/sanction')).toMatchObject({
      beginDate: '2024-10-07',
      nbrOfWeeksSanction: 4,
    });
    expect(at(right(KAMIEL, '2024-11-04'), '/rights/noRight')).toBeUndefined();
  });

  it('is not known before it began, and the ONEM says that there is no file', () => {
    for (const ending of [right(ANSELME, '2025-06-30'), right(NOBODY)]) {
      expect(kindOf(ending)).toBe('nothing-found');
      expect(codesOf(ending)).toEqual(['UDS0001']);
    }
  });
});

describe('what was paid', () => {
  it('is a day’s allowance for each day but Sundays, and none under a sanction', () => {
    // July 2025 has 27 days that are no Sunday; of October 2024 five are left, before the sanction of four weeks.
    const july = onem('consult-paid-sums', ANSELME, months('2025-07', '2025-07'));
    expect(at(july, '/paidSums/paidSum/0')).toMatchObject({ paidAmount: 27 * 5412, nbrOfAllowances: '27.0' });
    const october = onem('consult-paid-sums', KAMIEL, months('2024-10', '2024-10'));
    expect(at(october, '/paidSums/paidSum/0/nbrOfAllowances')).toBe('5.0');
  });

  it('is told for months that are over, the last one provisionally', () => {
    const sums = onem('consult-paid-sums', ARISTIDE, months('2025-10', '2026-03'));
    expect(all(sums, '/paidSums/paidSum/*/relatedMonth')).toEqual(['2025-10', '2025-11', '2025-12']);
    expect(all(sums, '/paidSums/paidSum/*/dossierStatus')).toEqual(['COMPLETED', 'COMPLETED', 'PROVISIONAL']);
  });

  it('is not told for more than four years at once', () => {
    expect(kindOf(onem('consult-paid-sums', ARISTIDE, months('2022-01', '2025-12')))).toBe('found');
    expect(codesOf(onem('consult-paid-sums', ARISTIDE, months('2021-12', '2025-12')))).toEqual(['UDS0002']);
  });

  it('is told of the month of a day, or of the last month', () => {
    expect(at(onem('consult-payments', KAMIEL, { date: '2024-05-20' }), '/payment/paidMonth')).toBe('2024-05');
    expect(at(onem('consult-payments', KAMIEL), '/payment/paidMonth')).toBe('2025-02');
    expect(kindOf(onem('consult-payments', KAMIEL, { date: '2025-03-01' }))).toBe('nothing-found');
    expect(codesOf(onem('consult-payments', NOBODY))).toEqual(['UDS0001']);
  });

  it('is planned day by day, for a year at most', () => {
    const october = onem('consult-scheduled-payment', KAMIEL, months('2024-10', '2024-10'));
    const codes = all(october, '/scheduledPayment/monthlyData/0/dailyData/*/code/value');
    // The 6th is a Sunday, and the sanction begins on the 7th.
    expect(codes.slice(4, 8)).toEqual([1, 0, 2, 2]);
    expect(codes).toHaveLength(31);
    expect(kindOf(onem('consult-scheduled-payment', ARISTIDE, months('2025-01', '2025-12')))).toBe('found');
    expect(codesOf(onem('consult-scheduled-payment', ARISTIDE, months('2025-01', '2026-01')))).toEqual(['UDS0002']);
  });

  it('is planned for the days of the right, and no others', () => {
    const around = onem('consult-scheduled-payment', ANSELME, months('2025-06', '2025-10'));
    expect(all(around, '/scheduledPayment/monthlyData/*/month')).toEqual([7, 8, 9]);
    expect(kindOf(onem('consult-scheduled-payment', ANSELME, months('2025-10', '2025-12')))).toBe('nothing-found');
  });

  it('through the wage of an employer is told of the last two years', () => {
    const sums = onem('consult-activation-paid-sums', 'schimmen.fons', months('2020-01', '2025-12'));
    const paid = all(sums, '/activationAllowances/activationAllowance/*/paymentMonth');
    expect(paid).toHaveLength(24);
    expect([paid[0], paid.at(-1)]).toEqual(['2022-12', '2024-11']);
    const first = '/activationAllowances/activationAllowance/0/allowances/allowance/0/employer/entryIntoEmploymentDate';
    expect(at(sums, first)).toBe('2022-12-01');
  });
});

describe('a history', () => {
  const asked: readonly (readonly [operation: string, key: string, day: string, outside: string])[] = [
    ['consult-sanction-history', KAMIEL, '2024-11-03', '2024-11-04'],
    ['consult-exemption-history', ARISTIDE, '2026-06-30', '2026-07-01'],
    ['consult-scale-code-history', ARISTIDE, '2024-06-01', '2024-05-31'],
    ['consult-work-disability-history', REMI, '2023-09-30', '2023-10-01'],
    ['consult-young-availability-decision-history', 'reverie.clotaire', '2025-05-12', '2025-05-13'],
  ];

  it.each(asked)('has what falls in the period asked about: %s', (operation, key, day, outside) => {
    expect(kindOf(onem(operation, key, days(day, day)))).toBe('found');
    expect(kindOf(onem(operation, key, days(outside, outside)))).toBe('nothing-found');
    expect(kindOf(onem(operation, NOBODY, days('2000-01-01', '2026-12-31')))).toBe('nothing-found');
  });

  it('of decisions has the bad one and the good one', () => {
    const both = onem(
      'consult-young-availability-decision-history',
      'reverie.clotaire',
      days('2025-01-01', '2025-12-31'),
    );
    expect(all(both, '/decisions/decision/*/category')).toEqual(['NEGATIVE', 'POSITIVE']);
  });

  it('of scales follows what somebody is in the household', () => {
    const value = '/response/unemployment/scale/0/codes/code/0/value';
    expect(at(onem('consult-scale-code-history', ARISTIDE, days('2025-01-01', '2025-01-01')), value)).toBe('FAM1');
    expect(at(onem('consult-scale-code-history', KAMIEL, days('2024-06-01', '2024-06-01')), value)).toBe('ISO1');
  });
});

describe('what keeps somebody from earning', () => {
  const told = (key: string): Ending => onem('consult-no-earning-capacity-and-lawsuit-mutuality', key);

  it('is that the mutuality sees no capacity, or a quarrel with it', () => {
    expect(at(told(KAMIEL), '/response')).toEqual({ noEarningCapacity: { beginDate: '2025-03-01' } });
    expect(at(told(REMI), '/response/lawsuitMutuality')).toMatchObject({
      temporaryPaymentPeriod: { beginDate: '2023-06-01', endDate: '2023-09-30' },
      verdict: { able: { beginDate: '2023-10-01' } },
    });
    expect(kindOf(told(ANSELME))).toBe('nothing-found');
  });
});
