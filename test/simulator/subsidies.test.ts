/** The declarations of our own contracts: what a centre sends is there when it is asked about. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Payload } from '../../src/flows/flow.ts';
import { valuesAt } from '../../src/flows/pointer.ts';
import type { Bcss } from '../../src/simulator/bcss.ts';
import { Town } from '../../src/simulator/town/town.ts';
import { catalogue, fixtureOf } from '../flows/fixture.ts';
import { freshBcss } from '../flows/simulated-reply.ts';
import { ask, reference, verdicts } from './asking.ts';

const town = new Town();
const ssinOf = (key: string): string => town.person(key).ssin;

let bcss: Bcss;
beforeEach(() => {
  bcss = freshBcss();
});

const send = (flow: string, payload: object) => ask(catalogue.get(flow), { payload: payload as Payload, bcss });

describe('the installation premium', () => {
  const fixture = fixtureOf('subsidy-installation-premium').request.payload.premium as Record<string, unknown>;
  const premium = (more: object = {}) =>
    send('subsidy-installation-premium', { premium: { ...fixture, reference: reference(), ...more } });
  const address = fixture.address as Record<string, unknown>;

  it('is granted once in a life, and listed', () => {
    expect(verdicts(premium())).toEqual(['ACCEPTED']);
    expect(verdicts(premium())).toEqual(['REFUSED FICT26']);
    const listed = send('attestation-list', {
      SocialSecurityUser: fixture.ssin,
      RequestType: 'PRIME_INSTALLATION',
      SearchPeriod: { StartDate: fixture.decisionDate, EndDate: fixture.decisionDate },
    });
    expect(valuesAt(listed.answer?.reply, '/Attestation/*')).toMatchObject([
      { CPAS_KBOBCE_code: '0999999031', DecisionDate: '2026-01-05+01:00', Status: '0' },
    ]);
  });

  it('is refused to those who had it elsewhere, and granted where it was refused before', () => {
    expect(verdicts(premium({ ssin: ssinOf('vandromen.ines') }))).toEqual(['REFUSED FICT26']);
  });

  it('is for the address of the register', () => {
    expect(verdicts(premium({ address: { ...address, houseNumber: '34' } }))).toEqual(['REFUSED FICT27']);
    expect(verdicts(premium({ address: { ...address, municipality: '99902' } }))).toEqual(['REFUSED FICT27']);
    expect(verdicts(premium({ address: { ...address, street: 'ECHOPLEIN' } }))).toEqual(['ACCEPTED']);
    const atTheCentre = { ...address, street: "RUE DE L'AIDE", houseNumber: '1' };
    const withoutHome = { ssin: ssinOf('poussiere.theodule'), address: atTheCentre };
    expect(verdicts(premium(withoutHome))).toEqual(['REFUSED FICT27']);
  });

  it('is cut where it is too high', () => {
    const severities = (ending: ReturnType<typeof send>) =>
      valuesAt(ending.answer?.reply, '/evaluation/*/remark/*/severity');
    const cut = premium({ amount: 180_001 });
    expect([verdicts(cut), severities(cut)]).toEqual([['PARTIALLYACCEPTED FICT25'], ['WARNING']]);
    expect(severities(premium())).toEqual(['ERROR']);
    expect(verdicts(premium({ amount: 180_000 }))).toEqual(['REFUSED FICT26']);
  });
});

describe('the subsidy of a living wage', () => {
  const ssin = ssinOf('toutvu.rosalie');
  const form = (content: object, about = ssin) =>
    send('subsidy-dis', { form: [{ reference: reference(), ssin: about, ...content }] });
  const grant = (beginDate: string, endDate?: string, about?: string) =>
    form(
      {
        grant: {
          decisionDate: '2026-01-05',
          period: { beginDate, ...(endDate !== undefined && { endDate }) },
          category: 3,
          annualAmount: 1_200_000,
          ground: 'LIVING_WAGE',
        },
      },
      about,
    );
  const expenses = (month: string, paidAmount = 100_000) => form({ expenses: { month, paidAmount, days: 30 } });
  const end = (endDate: string) => form({ end: { endDate, reason: 'WORK' } });

  it('is granted where nobody pays already, and consulted afterwards', () => {
    expect(verdicts(grant('2026-01-01', '2026-12-31'))).toEqual(['ACCEPTED']);
    expect(verdicts(grant('2026-12-31'))).toEqual(['REFUSED FICT22']);
    expect(verdicts(grant('2027-01-01'))).toEqual(['ACCEPTED']);
    expect(verdicts(grant('2026-01-01', '2026-12-31', ssinOf('mirage.anselme')))).toEqual(['REFUSED FICT22']);
    const periods = send('living-wages.get-living-wage-periods', {
      criteria: { ssin, period: { beginDate: '2026-01-01', endDate: '2026-12-31' } },
    });
    expect(valuesAt(periods.answer?.reply, '/livingWagePeriod/*')).toEqual([
      { beginDate: '2026-01-01', endDate: '2026-12-31' },
    ]);
  });

  it('is paid month by month, once, and not more than a twelfth of the year', () => {
    expect(verdicts(expenses('2026-01'))).toEqual(['REFUSED FICT23']);
    grant('2026-01-01', '2026-12-31');
    expect(verdicts(expenses('2026-01', 100_000))).toEqual(['ACCEPTED']);
    expect(verdicts(expenses('2026-01'))).toEqual(['REFUSED FICT24']);
    expect(verdicts(expenses('2026-02', 100_001))).toEqual(['PARTIALLYACCEPTED FICT25']);
    expect(verdicts(expenses('2027-01'))).toEqual(['REFUSED FICT23']);
  });

  it('ends, and is not paid after', () => {
    expect(verdicts(end('2026-03-31'))).toEqual(['REFUSED FICT23']);
    grant('2026-01-01', '2026-12-31');
    expect(verdicts(end('2026-03-31'))).toEqual(['ACCEPTED']);
    expect(verdicts(expenses('2026-04'))).toEqual(['REFUSED FICT23']);
    expect(verdicts(expenses('2026-03'))).toEqual(['ACCEPTED']);
    expect(verdicts(grant('2026-04-01'))).toEqual(['ACCEPTED']);
  });
});

describe('the European Social Fund, and the report of the year', () => {
  it('a participant enters, and leaves once', () => {
    const entry = { date: '2026-01-05', employment: 'UNEMPLOYED', education: 'ISCED_3_4' };
    const take = (exit?: object) =>
      send('fse-participant', {
        participant: {
          reference: reference(),
          ssin: ssinOf('mirage.anselme'),
          projectCode: 'P1',
          entry,
          ...(exit !== undefined && { exit }),
        },
      });
    const leaving = (date: string) => take({ date, result: ['EMPLOYED'] });
    expect(verdicts(take())).toEqual(['ACCEPTED']);
    expect(verdicts(leaving('2026-01-04'))).toEqual(['REFUSED FICT21']);
    expect(verdicts(leaving('2026-06-30'))).toEqual(['ACCEPTED']);
    expect(verdicts(leaving('2026-06-30'))).toEqual(['REFUSED FICT30']);
  });

  it('a year is reported once, after its end, each fund once', () => {
    const fund = (code: string, spentAmount = 100) => ({ code, beneficiaries: 1, receivedAmount: 100, spentAmount });
    const report = (year: string, ...funds: object[]) =>
      send('annual-report', {
        report: {
          reference: reference(),
          year,
          contact: { name: 'Alfa', email: 'alfa@cpas-fictiville.example' },
          fund: funds,
          statementOfTruth: true,
        },
      });
    expect(verdicts(report('2026', fund('ENERGY')))).toEqual(['REFUSED FICT31']);
    expect(verdicts(report('2025', fund('ENERGY'), fund('ENERGY')))).toEqual(['REFUSED FICT32']);
    expect(verdicts(report('2025', fund('ENERGY'), fund('OTHER')))).toEqual(['ACCEPTED']);
    expect(verdicts(report('2025', fund('ENERGY')))).toEqual(['REFUSED FICT24']);
    expect(verdicts(report('2024', fund('ENERGY', 101)))).toEqual(['PARTIALLYACCEPTED FICT33']);
  });
});
