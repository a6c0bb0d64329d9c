/** The forms of the law of 2 April 1965: one leads to the other, and the State remembers. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/flows/codec/write.ts';
import { valuesAt } from '../../src/flows/pointer.ts';
import type { Bcss } from '../../src/simulator/bcss.ts';
import { UTOPIEUX } from '../../src/simulator/town/places.ts';
import { Town } from '../../src/simulator/town/town.ts';
import { catalogue, fileOf, fixtureOf } from '../flows/fixture.ts';
import { freshBcss, simulatedReply } from '../flows/simulated-reply.ts';
import { ask, codesOf, kindOf } from './asking.ts';

const town = new Town();
const ssinOf = (key: string): string => town.person(key).ssin;
/** Not yet in any file, married, without children. */
const SOLANGE = ssinOf('loinville.solange');
/** Paid under the law since November 2025. */
const THEODULE = ssinOf('poussiere.theodule');

let bcss: Bcss;
let sent = 0;
beforeEach(() => {
  bcss = freshBcss();
});

type Form = Record<string, JsonValue>;
const newId = (): string => `TEST-${String((sent += 1)).padStart(10, '0')}`;

function send(flow: 'law65-ab' | 'law65-c' | 'law65-df', forms: Form) {
  const payload = { FileIdentification: { FileID: SOLANGE }, ...forms };
  return ask(catalogue.get(flow), { payload, bcss });
}

interface Result {
  readonly Evaluation: string;
  readonly UniqueAttestID: string;
  readonly ErrorsOnForm?: readonly { readonly Code: string }[];
  readonly [part: string]: unknown;
}

function results(ending: ReturnType<typeof send>): Result[] {
  const lists = ['/DecisionResult/*', '/DecisionResultC/*', '/DecisionResultDF/*'];
  return lists.flatMap((list) => valuesAt(ending.answer?.reply, list)) as unknown as Result[];
}

/** Evaluation and error of each form. */
const verdicts = (ending: ReturnType<typeof send>): string[] =>
  results(ending).map(({ Evaluation, ErrorsOnForm = [] }) =>
    [Evaluation, ...ErrorsOnForm.map(({ Code }) => Code)].join(' '),
  );

const formA = (ssin = SOLANGE, more: Form = {}): Form => ({
  EntryDate: '2026-01-01',
  UniqueAttestID: newId(),
  PrimaryBeneficiary: {
    BeneficiaryID: { SSIN: ssin },
    Status: '01',
    Address: { Street: 'QUAI DE LA LUNE', PostalCode: '9999' },
    Nationality: 111,
    ...more,
  },
});

const formB1 = (aids: Form, more: Form = {}, ssin = SOLANGE): Form => ({
  EntryDate: '2026-01-01',
  UniqueAttestID: newId(),
  IdentificationPrimaryBeneficiary: { SSIN: ssin },
  RequestedAids: aids,
  Duration: { Months: 6 },
  DecisionDate: '2026-01-05',
  JuridicalProcedure: false,
  ...more,
});

const formB2 = (EntryDate = '2026-01-01'): Form => ({
  EntryDate,
  UniqueAttestID: newId(),
  SSIN: SOLANGE,
  Suffix: 0,
  DecisionB2: { DecisionDate: '2026-01-05', Duration: { Months: 3 }, HospitalizationCosts: true },
});

const formC = (EntryDate: string, ssin = THEODULE, more: Form = {}): Form => ({
  EntryDate,
  UniqueAttestID: newId(),
  SSIN: ssin,
  Suffix: 0,
  AidCancellation: { DecisionDate: EntryDate, Decisionnature: '1', CancellationReason: '01' },
  ...more,
});

const formD1 = (ReferenceMonth: string, cents: number, more: Form = {}, ssin = THEODULE): Form => ({
  ReferenceMonth,
  UniqueAttestID: newId(),
  SSIN: ssin,
  DeliveredAmountsD1: { FinancialAid: { Amount: cents }, DoubleMaximum: false },
  TotalAmount: cents,
  ...more,
});

const formF = (RecoveredAmount: number): Form => ({
  ReferenceDate: '2026-01-05',
  UniqueAttestID: newId(),
  SSIN: THEODULE,
  Suffix: 0,
  RecoveringDetails: { OriginalForm: 'D', Type: '01', RecoveredAmount, PeriodOfRecovering: {} },
});

describe('decisions', () => {
  it('need an identification first, which may come along', () => {
    const decision = { CommonDecisionB1: formB1({ FinancialAid: true }) };
    expect(verdicts(send('law65-ab', decision))).toEqual(['REFUSED FICT04']);
    const both = { IdentificationA: formA(), CommonDecisionB1: formB1({ FinancialAid: true }) };
    expect(verdicts(send('law65-ab', both))).toEqual(['ACCEPTED', 'ACCEPTED']);
  });

  it('are granted wholly, in part or not at all, aid by aid', () => {
    send('law65-ab', { IdentificationA: formA() });
    const decide = (aids: Form) => send('law65-ab', { CommonDecisionB1: formB1(aids) });
    expect(results(decide({ FinancialAid: true, HousingCosts: true }))).toMatchObject([
      { Evaluation: 'ACCEPTED', Percentage: 10_000, MaximumDate: '2026-06-30', ProvesChecked: 'CHECKED' },
    ]);
    const partly = results(decide({ FinancialAid: true, BirthAllowance: true }))[0];
    expect(partly).toMatchObject({ Evaluation: 'PARTIALLYACCEPTED', ErrorsOnForm: [{ Code: 'FICT11' }] });
    expect(partly?.RefundedAids).toEqual({ FinancialAid: true, PrimaryBeneficiary: {}, Partner: {} });
    expect(verdicts(decide({ BirthAllowance: true }))).toEqual(['REFUSED FICT11']);
    expect(verdicts(decide({ FinancialAid: false }))).toEqual(['REFUSED FICT05']);
  });

  it('grant aid for children where there is a child', () => {
    const ssin = ssinOf('mirage.anselme');
    const forms = { IdentificationA: formA(ssin), CommonDecisionB1: formB1({ BirthAllowance: true }, {}, ssin) };
    expect(verdicts(send('law65-ab', forms))).toEqual(['ACCEPTED', 'ACCEPTED']);
  });

  it('are sent once: the number of an attestation is used up', () => {
    const form = formA();
    expect(verdicts(send('law65-ab', { IdentificationA: form }))).toEqual(['ACCEPTED']);
    expect(verdicts(send('law65-ab', { IdentificationA: form }))).toEqual(['REFUSED FICT01']);
  });

  it('are refused where BCSS refused the form on its way, and for the dead', () => {
    expect(verdicts(send('law65-ab', { IdentificationA: { ...formA(), CBSSEvaluation: 'REFUSED' } }))).toEqual([
      'REFUSED FICT02',
    ]);
    expect(verdicts(send('law65-ab', { IdentificationA: formA(ssinOf('brumeux.octave')) }))).toEqual([
      'REFUSED FICT03',
    ]);
  });

  it('are listed among the attestations afterwards, with the reference of the State', () => {
    const forms = { IdentificationA: formA(), CommonDecisionB1: formB1({ FinancialAid: true }) };
    const [, decision] = results(send('law65-ab', forms));
    bcss.world.integrations.register({
      ssin: SOLANGE,
      nisCode: '99901',
      qualityCode: 3,
      period: { start: '2026-01-01' },
    });
    const list = (RequestType: string) =>
      ask(catalogue.get('attestation-list'), {
        bcss,
        payload: {
          SocialSecurityUser: SOLANGE,
          RequestType,
          SearchPeriod: { StartDate: '2026-01-01', EndDate: '2026-12-31' },
        },
      });
    for (const type of ['STATUT65', 'FORMULAIRES']) {
      expect(valuesAt(list(type).answer?.reply, '/Attestation/*')).toMatchObject([
        { Reference: decision?.ReferenceSPP_POD, Duration: { Months: 6 }, Status: '0' },
      ]);
    }
    expect(kindOf(list('PRIME_INSTALLATION'))).toBe('nothing-found');
  });
});

describe('integrations that ride on a form', () => {
  const riding = { Integration: [{ qualitycode: 3, StartDate: '2026-01-01', EndDate: '2026-12-31' }] };

  it('are in the directory afterwards, and end with a later one', () => {
    send('law65-ab', { IdentificationA: formA(SOLANGE, riding), CommonDecisionB1: formB1({ FinancialAid: true }) });
    const open = () =>
      bcss.world.integrations.open(SOLANGE, '99901', '2026-05-01').map(({ qualityCode }) => qualityCode);
    expect(open()).toEqual([3]);
    const ends = { Desintegration: [{ qualitycode: 3, StartDate: '2026-04-01', EndDate: '2026-12-31' }] };
    send('law65-c', { CancellationFormC: [formC('2026-04-01', SOLANGE, ends)] });
    expect(open()).toEqual([]);
  });

  it('are not when the form is refused', () => {
    send('law65-ab', { IdentificationA: { ...formA(SOLANGE, riding), CBSSEvaluation: 'REFUSED' } });
    expect(bcss.world.integrations.of(SOLANGE)).toEqual([]);
  });
});

describe('the end of aid', () => {
  const stop = (...forms: Form[]) => send('law65-c', { CancellationFormC: forms });

  it('needs a decision that holds', () => {
    expect(verdicts(stop(formC('2025-10-31'), formC('2026-01-31'), formC('2026-11-01')))).toEqual([
      'REFUSED FICT06',
      'ACCEPTED',
      'REFUSED FICT06',
    ]);
  });

  it('may come on the first day of a decision, and comes once', () => {
    expect(verdicts(stop(formC('2025-11-01')))).toEqual(['ACCEPTED']);
    expect(verdicts(stop(formC('2025-11-01'), formC('2025-12-01')))).toEqual(['REFUSED FICT06', 'REFUSED FICT06']);
  });

  it('may be taken back, once', () => {
    const back = (): Form => formC('2026-02-28', THEODULE, { FormerCformcancellation: '1' });
    expect(verdicts(stop(back()))).toEqual(['REFUSED FICT07']);
    expect(verdicts(stop(formC('2026-01-31')))).toEqual(['ACCEPTED']);
    expect(verdicts(stop(formC('2026-02-28')))).toEqual(['REFUSED FICT06']);
    expect(verdicts(stop(back()))).toEqual(['ACCEPTED']);
    expect(verdicts(stop(back()))).toEqual(['REFUSED FICT07']);
    expect(verdicts(stop(formC('2026-02-28')))).toEqual(['ACCEPTED']);
  });

  it('of another centre is not ours to send', () => {
    // Utopieux pays him.
    expect(verdicts(stop(formC('2026-01-31', ssinOf('intermede.gaspard'))))).toEqual(['REFUSED FICT06']);
  });
});

describe('refunds', () => {
  const refund = (...forms: Form[]) => forms.map((form) => send('law65-df', { RefundformD1: form }));

  it('are of a month in which the decision held, once, up to the ceiling', () => {
    const all = refund(
      formD1('2025-10', 90_000),
      formD1('2025-12', 90_000),
      formD1('2025-12', 90_000),
      formD1('2026-01', 134_200),
      formD1('2026-02', 134_200, {
        DeliveredAmountsD1: { FinancialAid: { Amount: 134_200 }, DoubleMaximum: true },
      }),
    );
    expect(all.flatMap(verdicts)).toEqual([
      'REFUSED FICT06',
      'ACCEPTED',
      'REFUSED FICT09',
      'PARTIALLYACCEPTED FICT12',
      'ACCEPTED',
    ]);
    expect(results(all[3]!)[0]).toMatchObject({
      DecisionOnAmounts: { FinancialAid: { AcceptedAmount: 130_000 } },
      TotalAcceptedAmount: 130_000,
    });
  });

  it('add up: lists, decimals and aids through work too', () => {
    const amounts = {
      DeliveredAmountsD1: {
        FinancialAid: { Amount: 1_000 },
        MedicalCostsAmount: [100, 20],
        BirthAllowance: { Amount: '3' },
        DoubleMaximum: false,
      },
      PrimaryBeneficiaryAids: { Art60p7Amount: 4_000, SocialEconomy: { Days: 5 } },
    };
    const [right, wrong] = refund(formD1('2025-12', 5_123, amounts), formD1('2026-01', 5_122, amounts));
    expect(verdicts(wrong!)).toEqual(['REFUSED FICT08']);
    expect(results(right!)[0]).toMatchObject({
      Evaluation: 'ACCEPTED',
      DecisionOnAmounts: { MedicalCosts: { AcceptedAmount: 120 }, PrimaryBeneficiaryAids: { Art60p7Amount: 4_000 } },
      TotalAcceptedAmount: 5_123,
    });
  });

  it('of care need a decision on care', () => {
    const formD2 = (): Form => ({
      EntryDate: '2026-02-10',
      UniqueAttestID: newId(),
      SSIN: SOLANGE,
      Suffix: 0,
      IdentificationCareProvidingInstitution: { INAMIRIZIVRegistrationNumber: '19999900' },
      DeliveredAmountsD2: {
        HospitalizationcostsBill: [{ Number: 'F-1', Year: '2026', Amount: 40_000 }],
        AmbultantCosts: { MedicalcostsAmount: 2_500 },
      },
      TotalAmount: 42_500,
    });
    expect(verdicts(send('law65-df', { RefundFormD2: [formD2()] }))).toEqual(['REFUSED FICT06']);
    send('law65-ab', { IdentificationA: formA(), IndividualDecisionsB2: [formB2()] });
    expect(results(send('law65-df', { RefundFormD2: [formD2()] }))).toMatchObject([
      {
        Evaluation: 'ACCEPTED',
        DecisionOnAmounts: { HospitalizationcostsBill: [{ Number: 'F-1', Amount: 40_000 }] },
        TotalAcceptedAmount: 42_500,
      },
    ]);
    expect(verdicts(send('law65-df', { RefundFormD2: [{ ...formD2(), TotalAmount: 1 }] }))).toEqual(['REFUSED FICT08']);
  });

  it('are given back, not more than there was', () => {
    const recover = (amount: number) => verdicts(send('law65-df', { RecoveringFormF: [formF(amount)] }));
    expect(recover(1)).toEqual(['REFUSED FICT10']);
    refund(formD1('2025-12', 90_000));
    expect(recover(60_000)).toEqual(['ACCEPTED']);
    expect(recover(30_001)).toEqual(['REFUSED FICT10']);
    expect(recover(30_000)).toEqual(['ACCEPTED']);
  });
});

describe('a message as a whole', () => {
  const flows = ['law65-ab', 'law65-c', 'law65-df'] as const;

  it.each(flows)('without a form is refused: %s', (flow) => {
    expect(codesOf(send(flow, {}))).toContain('31000007');
  });

  it.each(flows)('in the name of another centre than the one that sends it is refused: %s', (flow) => {
    const request = fileOf(fixtureOf(flow), 'request.xml');
    const byAnother = request.replace(/(OrgUnit>)\d{10}/, `$1${UTOPIEUX.cpas}`);
    expect(byAnother).not.toBe(request);
    expect(simulatedReply(catalogue.get(flow), byAnother)).toContain('99990009');
  });
});
