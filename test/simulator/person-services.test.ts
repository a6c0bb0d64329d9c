/** What the SSDN services tell about a person: pensions, insurance, register, other sectors, social rate. One town behind all. */
import { describe, expect, it } from 'vitest';
import type { Payload } from '../../src/flows/flow.ts';
import { valueAt, valuesAt } from '../../src/flows/pointer.ts';
import { SPECIAL } from '../../src/simulator/town/special-people.ts';
import { Town } from '../../src/simulator/town/town.ts';
import { catalogue } from '../flows/fixture.ts';
import { freshBcss } from '../flows/simulated-reply.ts';
import { ask, codesOf, kindOf, knowing, textsIn } from './asking.ts';

const town = new Town();
const ssinOf = (key: string): string => town.person(key).ssin;

/** Asks about somebody whom the centre has integrated. */
function asked(flowId: string, key: string, payload: object) {
  const flow = catalogue.get(flowId);
  return ask(flow, { payload: payload as Payload, bcss: knowing(ssinOf(key), flow) });
}

describe('the pension register', () => {
  const consult = (key: string, RequestedData: object, StartDate = '2025-10-01', EndDate = '2025-12-31') =>
    asked('pension-register', key, {
      TargetSSIN: ssinOf(key),
      Period: { StartDate, EndDate },
      RequestedData,
      Language: 'FR',
    });
  const items = '/PensionItem/*/PayingInstitutionItem/*';
  const EUDOXIE = 'semblant.eudoxie';

  it('shows the pillars that are asked for, by institution', () => {
    const pillars = (Pillar: string) => {
      const reply = consult(EUDOXIE, { Pillar, RequestedInformation: 'RightsOnly' }).answer?.reply;
      return textsIn(reply, `${items}/RightOnly/RightInformation/Pillar`);
    };
    expect(pillars('FirstOnly')).toEqual(['First']);
    expect(pillars('SecondOnly')).toEqual(['Second']);
    expect(pillars('FirstSecond')).toEqual(['First', 'Second']);
  });

  it('shows no payment, the last one or all of them', () => {
    const months = (RequestedInformation: string) => {
      const { answer } = consult('brumeux.celestine', { Pillar: 'FirstOnly', RequestedInformation });
      return textsIn(answer?.reply, `${items}/RightWithPayments/PaymentsInformation/*/ReferencePeriod/StartMonth`);
    };
    expect(months('RightsOnly')).toEqual([]);
    expect(months('RightsMinimumPayments')).toEqual(['2025-12-00']);
    expect(months('RightsMaximumPayments')).toEqual(['2025-10-00', '2025-11-00', '2025-12-00']);
  });

  it('looks at the month of a pension, or at the month in which it was paid', () => {
    const months = (Focus: string) => {
      const data = { Pillar: 'SecondOnly', RequestedInformation: 'RightsMaximumPayments', Focus };
      const { answer } = consult(EUDOXIE, data, '2025-10-01', '2025-10-31');
      return valuesAt(answer?.reply, `${items}/RightWithPayments/PaymentsInformation/*`).map((one) => [
        valueAt(one, '/ReferencePeriod/StartMonth'),
        valueAt(one, '/PaymentHistory/0/MonthOfPayment'),
      ]);
    };
    expect(months('ReferencePeriod')).toEqual([['2025-10-00', '2025-11-00']]);
    expect(months('MonthOfPayment')).toEqual([['2025-09-00', '2025-10-00']]);
  });

  it('shows a right of which nothing was paid in the period, and none that began later', () => {
    const all = { Pillar: 'FirstOnly', RequestedInformation: 'RightsMaximumPayments' };
    // The month is not over.
    const unpaid = consult('brumeux.celestine', all, '2026-01-01', '2026-01-31').answer?.reply;
    expect(valuesAt(unpaid, `${items}/RightWithoutPayments`)).toHaveLength(1);
    expect(kindOf(consult('brumeux.celestine', all, '2018-01-01', '2018-12-31'))).toBe('nothing-found');
  });

  it('shows what was asked for in vain', () => {
    const data = { Pillar: 'FirstSecond', RequestedInformation: 'RightsOnly' };
    const reply = consult('quelquepart.armand', data).answer?.reply;
    expect(valuesAt(reply, `${items}/PensionDemand`)).toEqual([
      { PensionDemandDate: '2023-02-06', PensionDemandRefusalDate: '2023-05-15' },
    ]);
    const second = { Pillar: 'SecondOnly', RequestedInformation: 'RightsOnly' };
    expect(kindOf(consult('quelquepart.armand', second))).toBe('nothing-found');
  });
});

describe('health insurance', () => {
  const insurance = (key: string, window: object) =>
    asked('health-insurance', key, { SSIN: ssinOf(key), ...window }).answer;
  const of = (StartDate: string, EndDate: string) => ({ Assurability: { Period: { StartDate, EndDate } } });
  const codes = (key: string, year = '2025') =>
    valueAt(insurance(key, of(`${year}-01-01`, `${year}-12-31`))?.reply, '/Insurance/0/InsurancePart/0/HolderCode1');

  it('is written year by year, as far as it was asked for', () => {
    const parts = insurance('mirage.anselme', of('2024-06-01', '2026-03-31'));
    expect(textsIn(parts?.reply, '/Insurance/0/InsurancePart/*/InsurancePeriod/StartDate')).toEqual([
      '2025-01-01+01:00',
      '2026-01-01+01:00',
    ]);
    expect(insurance('mirage.anselme', of('2020-01-01', '2024-12-31'))?.result.kind).toBe('nothing-found');
  });

  it.each([
    ['brumeux.celestine', { Regime: '1', SocialStatus: '4', IncreasedIntervention: '1' }],
    ['semblant.eudoxie', { Regime: '1', SocialStatus: '3', IncreasedIntervention: '0' }],
    ['quelquepart.armand', { Regime: '1', SocialStatus: '2', IncreasedIntervention: '0' }],
    ['nergens.cornelis', { Regime: '4', SocialStatus: '1', IncreasedIntervention: '0' }],
    ['nergens.wannes', { Regime: '1', SocialStatus: '1', IncreasedIntervention: '0' }],
  ])('says what %s is, by what the other institutions know', (key, expected) => {
    expect(codes(key)).toEqual(expected);
  });

  it('says who reached the maximum, and pays less', () => {
    expect(
      valueAt(insurance('zomaar.kamiel', of('2025-01-01', '2025-12-31'))?.reply, '/Insurance/0/HolderRights'),
    ).toEqual({ YearApplicationMaximumToBeInvoiced: ['2024', '0000'], PayingThirdIndicator: '1' });
  });

  it('tells of indemnities only those who were paid', () => {
    const paid = { Indemnity: { Period: { StartDate: '2025-03-01', EndDate: '2025-06-30' } } };
    expect(insurance('zomaar.kamiel', paid)?.result.kind).toBe('found');
    expect(insurance('mirage.anselme', paid)?.result.kind).toBe('nothing-found');
    const before = { Indemnity: { Period: { StartDate: '2024-01-01', EndDate: '2025-02-28' } } };
    expect(insurance('zomaar.kamiel', before)?.result.kind).toBe('nothing-found');
    // Both at once: who was not paid may still be insured.
    const both = { ...paid, ...of('2025-01-01', '2025-12-31') };
    expect(insurance('mirage.anselme', both)?.result.kind).toBe('found');
    expect(insurance('zomaar.kamiel', both)?.result.kind).toBe('found');
  });
});

describe('the register data for an enquiry', () => {
  const investigate = (key: string, DataGroups?: object) =>
    asked('perform-investigation', key, {
      SocialSecurityUser: ssinOf(key),
      ...(DataGroups !== undefined && { DataGroups }),
    });
  const groups = (ending: ReturnType<typeof investigate>) =>
    Object.keys((valueAt(ending.answer?.reply, '/DataGroups') ?? {}) as object);

  it('are all there when no group is named, for every member of the household', () => {
    const ending = investigate('mirage.odile');
    expect(groups(ending)).toEqual(['FamilyCompositionGroup', 'CitizenGroup', 'AddressHistoryGroup']);
    const reply = ending.answer?.reply;
    expect(valuesAt(reply, '/DataGroups/FamilyCompositionGroup/FamilyComposition/FamilyMember/*/RelationShip')).toEqual(
      [1, 2, 3, 3, 3],
    );
    expect(textsIn(reply, '/DataGroups/CitizenGroup/Citizen/*/SocialSecurityUser')).toHaveLength(5);
    // Nobody waits for anything: a remark, and no error.
    expect(codesOf(ending)).toEqual(['99990011']);
    expect(kindOf(ending)).toBe('found');
  });

  it('are those of one person without the family', () => {
    const ending = investigate('mirage.odile', { CitizenGroup: true, AddressHistoryGroup: false });
    expect(groups(ending)).toEqual(['CitizenGroup']);
    expect(textsIn(ending.answer?.reply, '/DataGroups/CitizenGroup/Citizen/*/LegalData/Name/LastName')).toEqual([
      'MIRAGE',
    ]);
    expect(codesOf(ending)).toEqual([]);
  });

  it('agree with what the newer service says', () => {
    const flow = catalogue.get('retrieve-ti-groups');
    const newer = ask(flow, { payload: { searchInformation: { ssin: ssinOf('mirage.anselme'), history: true } } });
    const older = investigate('mirage.anselme').answer?.reply;
    const group = '/DataGroups/AddressHistoryGroup/AddressHistory/0/LegalAddresses/StandardAddress';
    expect(textsIn(older, `${group}/*/Municipality/PostalCode`)).toEqual(
      textsIn(newer.answer?.reply, '/rrn_it_implicit/LegalMainAddresses/LegalMainAddress/*/Address/ZipCode'),
    );
    const address = '/DataGroups/CitizenGroup/Citizen/0/LegalData/AddressInformation/LegalAddress/StandardAddress';
    expect(valueAt(older, address)).toEqual(valueAt(older, `${group}/0`));
    expect(valueAt(older, '/DataGroups/CitizenGroup/Citizen/0/LegalData/CivilState')).toMatchObject({
      Code: 20,
      Partner: { SocialSecurityUser: ssinOf('mirage.zelie') },
    });
  });

  it('say which register they come from', () => {
    const of = (key: string) => {
      const citizen = valueAt(
        investigate(key, { CitizenGroup: true }).answer?.reply,
        '/DataGroups/CitizenGroup/Citizen/0',
      );
      return [valueAt(citizen, '/origin'), valueAt(citizen, '/InscriptionRegister/value')];
    };
    expect(of('mirage.odile')).toEqual(['RN_RR', 1]);
    expect(of('loinville.maxence')).toEqual(['RN_RR', 2]);
    expect(of('pastoujours.nestor')).toEqual(['RN_RR', 3]);
    expect(of(SPECIAL.bisRegister)).toEqual(['BCSS_KSZ', undefined]);
  });

  it('tell of the waiting register, of a death, and of a date that nobody knows whole', () => {
    expect(groups(investigate('pastoujours.nestor'))).toContain('WaitRegisterGroup');
    const dead = investigate(SPECIAL.deceased, { CitizenGroup: true, FamilyCompositionGroup: true }).answer?.reply;
    expect(valueAt(dead, '/DataGroups/CitizenGroup/Citizen/0/LegalData/Decease/Date')).toBe('2019-02-14');
    expect(valueAt(dead, '/DataGroups/CitizenGroup/Citizen/0/LegalData/AddressInformation')).toBeUndefined();
    expect(valuesAt(dead, '/DataGroups/FamilyCompositionGroup/FamilyComposition/FamilyMember/*')).toHaveLength(1);
    const berthe = investigate(SPECIAL.incompleteBirthDate, { CitizenGroup: true }).answer?.reply;
    expect(valueAt(berthe, '/DataGroups/CitizenGroup/Citizen/0/LegalData/Birth/Date')).toBe('1905-00-00');
  });
});

describe('the other sectors', () => {
  const consult = (key: string, criteria: object = {}, bcss = freshBcss()) =>
    ask(catalogue.get('reference-manager'), {
      bcss,
      payload: {
        ConsultOtherSectorsCriteria: {
          RequestedSsin: ssinOf(key),
          RequestedPeriod: { StartDate: '2025-01-01', EndDate: '2025-12-31' },
          FetchDescriptions: false,
          ...criteria,
        },
      },
    });
  const rows = (ending: ReturnType<typeof consult>) =>
    valuesAt(ending.answer?.reply, '/ConsultOtherSectorsResult/Consultation/*');
  const known = (ending: ReturnType<typeof consult>) =>
    rows(ending).map((row) => [valueAt(row, '/Sector'), valueAt(row, '/QualityCode')]);

  it('are those that hold something about the person in the period', () => {
    expect(known(consult('mirage.anselme'))).toEqual([
      [11, 1],
      [12, 30],
      [17, 2],
      [18, 1],
    ]);
    const later = { RequestedPeriod: { StartDate: '2025-10-01', EndDate: '2025-12-31' } };
    expect(known(consult('mirage.anselme', later))).toEqual([
      [11, 1],
      [17, 2],
    ]);
  });

  it('are narrowed down to sectors, or to codes of a sector', () => {
    const narrowed = (...SectorQualityCodesCombination: object[]) =>
      known(consult('mirage.anselme', { SectorQualityCodesCombination }));
    expect(narrowed({ Sector: 12 }, { Sector: 18, QualityCodes: [1, 2] })).toEqual([
      [12, 30],
      [18, 1],
    ]);
    expect(narrowed({ Sector: 12, QualityCodes: [1] })).toEqual([]);
  });

  it('are described when that is asked for', () => {
    const [first] = rows(consult('mirage.anselme', { FetchDescriptions: true }));
    expect(first).toMatchObject({
      SectorDescriptionNl: 'NIC',
      QualityCodeDescriptionFr: 'ASSURABILITE SOINS DE SANTE',
    });
    expect(rows(consult('mirage.anselme'))[0]).not.toHaveProperty('SectorDescriptionNl');
  });

  it('take the centres for one, however many there are', () => {
    const bcss = freshBcss();
    const ssin = ssinOf('mirage.anselme');
    bcss.world.integrations.register({
      ssin,
      nisCode: '99902',
      qualityCode: 2,
      period: { start: '2025-01-01', end: '2025-12-31' },
    });
    const [own] = rows(consult('mirage.anselme', { SectorQualityCodesCombination: [{ Sector: 17 }] }, bcss));
    expect(valueAt(own, '/Period')).toEqual([{ StartDate: '2025-01-01+01:00', EndDate: '2026-10-03+02:00' }]);
  });
});

describe('the social rate', () => {
  const investigate = (key: string) => {
    const ending = asked('social-rate-investigation', key, { criterion: { ssin: ssinOf(key) } });
    return { ...ending, cbss: valueAt(ending.answer?.reply, '/result/cbss') };
  };

  it('is that of everybody under the roof of somebody who has a living wage', () => {
    const { cbss } = investigate('mirage.firmin');
    expect(valueAt(cbss, '/identifier')).toEqual({
      finalCustomer: false,
      householdHead: false,
      protectedPerson: false,
      value: ssinOf('mirage.firmin'),
    });
    expect(textsIn(cbss, '/protectedPerson/*/ssin')).toEqual([ssinOf('mirage.anselme')]);
    expect(textsIn(cbss, '/householdHead/0/member/*/ssin')).toHaveLength(4);
    expect(valueAt(cbss, '/finalCustomer/0/hasRight/globalRightPeriod/0')).toEqual({
      start: '2026-01-01',
      end: '2026-03-31',
    });
  });

  it('comes from the directorate for persons with a disability too', () => {
    const { cbss } = investigate('zomaar.kamiel');
    expect(valuesAt(cbss, '/protectedPerson/0/rightPeriod/*/organization')).toEqual([2]);
  });

  it('is at the address of the register, for gas and electricity', () => {
    const reply = investigate('mirage.anselme').answer?.reply;
    const status = '/result/soctar/CitizenCompleteStatus';
    expect(valueAt(reply, `${status}/HouseholdData`)).toMatchObject({ streetName: 'RUE DU SONGE', houseNu: '7' });
    expect(textsIn(reply, `${status}/MatchList/Match/*/product`)).toEqual(['E', 'G']);
    const points = textsIn(reply, `${status}/MatchList/Match/*/eanId`);
    expect(points.map((point) => point.slice(0, 8))).toEqual(['54999991', '54999992']);
    for (const point of points) expect(point).toMatch(/^\d{18}$/);
  });

  it('is nobody’s whose household has no such right', () => {
    expect(kindOf(investigate('semblant.eudoxie'))).toBe('nothing-found');
  });
});
