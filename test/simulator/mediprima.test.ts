import { beforeEach, describe, expect, it } from 'vitest';
import type { Ending } from '../../src/delivery/ending.ts';
import type { JsonValue } from '../../src/flows/codec/write.ts';
import type { Payload } from '../../src/flows/flow.ts';
import { valueAt, valuesAt } from '../../src/flows/pointer.ts';
import type { Bcss } from '../../src/simulator/bcss.ts';
import { SPECIAL } from '../../src/simulator/town/special-people.ts';
import { Town } from '../../src/simulator/town/town.ts';
import { catalogue } from '../flows/fixture.ts';
import { freshBcss } from '../flows/simulated-reply.ts';
import { ask, codesOf, kindOf } from './asking.ts';

const town = new Town();
const siska = town.person(SPECIAL.bisRegister).ssin;
const nestor = { ssin: town.person('pastoujours.nestor').ssin, eCarmedNumber: '990000000209' };
const berthe = { ssin: town.person('dupasse.berthe').ssin, eCarmedNumber: '990000000204' };
const octave = { ssin: town.person(SPECIAL.deceased).ssin, eCarmedNumber: '990000000141' };
const OTHER_CENTRE = '990000000198';

let bcss: Bcss;
beforeEach(() => (bcss = freshBcss()));

const manage = (operation: string, payload: Payload): Ending =>
  ask(catalogue.get(`ecarmed-pswc.${operation}`), { payload, bcss });
const consult = (operation: string, selectionCriteria: JsonValue): Ending =>
  ask(catalogue.get(`ecarmed-consult.${operation}`), { payload: { selectionCriteria }, bcss });

const period = (startDate: string, endDate: string) => ({ startDate, endDate });
const decision = (from: string, to: string, more: object = {}) => ({
  judicialDecisionInd: 'N',
  decisionDate: '2026-01-05',
  incomeLessThanRISInd: 'Y',
  medicalCover: { doctor: { validityPeriod: period(from, to) }, hospitalization: { validityPeriod: period(from, to) } },
  ...more,
});
const opening = (ssin: string, from = '2026-01-05', to = '2026-06-30', more: object = {}): Payload => ({
  proposal: { ssin, validityPeriod: period(from, to), medicalCard: decision(from, to, more) },
});
const modifying = (card: object, from: string, to: string, more: object = {}): Payload => ({
  proposal: { ...card, newValidityPeriod: period(from, to), newMedicalCard: decision(from, to), ...more },
});

const at = ({ answer }: Ending, pointer: string): JsonValue | undefined => valueAt(answer?.reply, pointer);
const cards = ({ answer }: Ending): JsonValue[] =>
  valuesAt(answer?.reply, '/result/carmed/*/eCarmedIdentifier/eCarmedNumber');
const statusOf = (card: { eCarmedNumber: string }): JsonValue | undefined =>
  at(
    manage('consult-carmed', { selectionCriteria: { eCarmedNumber: card.eCarmedNumber } }),
    '/result/carmed/0/eCarmedIdentifier/cardStatus',
  );

describe('a card', () => {
  it('is there after it was opened, in both contracts, and in the words of each', () => {
    const number = at(manage('open-carmed', opening(siska)), '/result/eCarmedIdentifier/eCarmedNumber') as string;
    expect(number).toMatch(/^99\d{10}$/);
    const seen = manage('consult-carmed', {
      selectionCriteria: { bySsin: { ssin: siska, referenceDate: '2026-02-01' } },
    });
    expect(cards(seen)).toEqual([number]);
    expect(at(seen, '/result/carmed/0/eCarmedIdentifier/cardStatus')).toBe('ACTIVE');
    const other = consult('consult-carmed', { eCarmedNumber: number });
    expect(at(other, '/result/carmed/0/eCarmedIdentifier/cardStatus')).toBe('UNBLOCKED');
    expect(at(other, '/result/carmed/0/eCarmedContent/medicalCover/doctor/validityPeriod')).toEqual(
      period('2026-01-05', '2026-06-30'),
    );
  });

  it('is not there after it was only evaluated, and the State would pay the same', () => {
    const evaluated = manage('evaluate-carmed', opening(siska));
    expect(kindOf(consult('consult-carmed', { bySsin: { ssin: siska, referenceDate: '2026-02-01' } }))).toBe(
      'nothing-found',
    );
    const opened = manage('open-carmed', opening(siska));
    expect(at(evaluated, '/result/refund_podmi_sppis')).toEqual(at(opened, '/result/refund_podmi_sppis'));
    expect(at(opened, '/result/refund_podmi_sppis')).toMatchObject({ beneficiaryStatus: 'I', medicalUrgencyInd: 'Y' });
  });

  it('gets another version with each change, and keeps what it was', () => {
    manage('modify-carmed', modifying(nestor, '2025-12-01', '2026-08-31'));
    const stopped = manage('stop-carmed', { ...nestor, endDate: '2026-03-31' });
    expect(at(stopped, '/result/eCarmedIdentifier')).toMatchObject({
      versionNbr: 3,
      validityPeriod: period('2025-12-01', '2026-03-31'),
    });
    const history = manage('consult-carmed-history', { selectionCriteria: { eCarmedNumber: nestor.eCarmedNumber } });
    const ends = valuesAt(history.answer?.reply, '/result/carmed/*/eCarmedIdentifier/validityPeriod/endDate');
    expect(ends).toEqual(['2026-11-30', '2026-08-31', '2026-03-31']);
    const first = manage('consult-carmed-by-version', {
      selectionCriteria: { eCarmedNumber: nestor.eCarmedNumber, versionNbr: 2 },
    });
    expect(at(first, '/result/eCarmedIdentifier/validityPeriod/endDate')).toBe('2026-08-31');
  });

  it('that is stopped takes its covers along, but those that the request ends otherwise', () => {
    manage('modify-carmed', modifying(nestor, '2025-12-01', '2026-08-31'));
    const medicalCoverValidityPeriod = { hospitalisation: period('2025-12-01', '2026-01-31') };
    manage('stop-carmed', { ...nestor, endDate: '2026-03-31', medicalCoverValidityPeriod });
    const covers = at(
      manage('consult-carmed', { selectionCriteria: { eCarmedNumber: nestor.eCarmedNumber } }),
      '/result/carmed/0/eCarmedContent/medicalCover',
    );
    expect(covers).toMatchObject({
      doctor: { validityPeriod: period('2025-12-01', '2026-03-31') },
      hospitalization: { validityPeriod: period('2025-12-01', '2026-01-31') },
    });
  });

  it('that is stopped loses a cover that had not begun', () => {
    const covers = (endDate: string, medicalCoverValidityPeriod?: Payload): string[] => {
      bcss = freshBcss();
      const medicalCover = {
        doctor: { validityPeriod: period('2026-01-05', '2026-06-30') },
        prosthesis: { validityPeriod: period('2026-03-01', '2026-06-30') },
      };
      const opened = manage('open-carmed', opening(siska, '2026-01-05', '2026-06-30', { medicalCover }));
      const eCarmedNumber = at(opened, '/result/eCarmedIdentifier/eCarmedNumber') as string;
      const given = medicalCoverValidityPeriod && { medicalCoverValidityPeriod };
      expect(kindOf(manage('stop-carmed', { ssin: siska, eCarmedNumber, endDate, ...given }))).toBe('found');
      const card = manage('consult-carmed', { selectionCriteria: { eCarmedNumber } });
      return Object.keys(at(card, '/result/carmed/0/eCarmedContent/medicalCover') as object);
    };
    expect(covers('2026-02-28')).toEqual(['doctor']);
    expect(covers('2026-03-01')).toEqual(['doctor', 'prosthesis']);
    // A card may end on its first day, and a cover with the card.
    expect(covers('2026-01-05', { doctor: period('2026-01-05', '2026-01-05') })).toEqual(['doctor']);
  });

  it('may be decided on the day it is opened', () => {
    expect(
      kindOf(manage('open-carmed', opening(siska, '2026-01-06', '2026-06-30', { decisionDate: '2026-01-06' }))),
    ).toBe('found');
  });

  it('that was stopped is not there afterwards, whatever it was once', () => {
    manage('stop-carmed', { ...nestor, endDate: '2026-03-31' });
    const on = (referenceDate: string): Ending =>
      manage('consult-carmed', { selectionCriteria: { bySsin: { ssin: nestor.ssin, referenceDate } } });
    expect(kindOf(on('2026-03-31'))).toBe('found');
    expect(kindOf(on('2026-04-01'))).toBe('nothing-found');
  });

  it('that is held up comes to life by a change that says so, and by no other', () => {
    const changed = modifying(octave, '2018-06-01', '2019-02-14');
    expect(codesOf(manage('modify-carmed', changed))).toContain('CARD_SUSPENDED');
    expect(statusOf(octave)).toBe('SUSPENDED');
    const activated = modifying(octave, '2018-06-01', '2019-02-14', { activate: 'Y' });
    expect(at(manage('modify-carmed', activated), '/result/eCarmedIdentifier/cardStatus')).toBe('ACTIVE');
    expect(codesOf(manage('modify-carmed', activated))).toContain('CARD_NOT_SUSPENDED');
  });

  it('that is stopped while it is held up stays held up, and its suspension is still told', () => {
    const stopped = manage('stop-carmed', { ...octave, endDate: '2019-02-14' });
    expect(at(stopped, '/result/eCarmedIdentifier')).toMatchObject({
      cardStatus: 'SUSPENDED',
      managedDates: { suspension: { detail: [{ reason: 'DECEASED', date: '2019-02-14' }] } },
      beneficiary: { deceaseDate: { value: '2019-02-14' } },
    });
  });

  it.each(['close-carmed', 'remove-carmed'])('is cancelled for good by %s', (operation) => {
    expect(kindOf(manage(operation, nestor))).toBe('found');
    expect(statusOf(nestor)).toBe('CANCELLED');
    expect(codesOf(manage(operation, nestor))).toContain('CARD_CANCELLED');
    expect(codesOf(manage('stop-carmed', { ...nestor, endDate: '2026-03-31' }))).toContain('CARD_CANCELLED');
    // Its period is free again.
    expect(kindOf(manage('open-carmed', opening(nestor.ssin)))).toBe('found');
  });
});

describe('what is decided is refused', () => {
  const refusals: readonly (readonly [why: string, code: string, operation: string, payload: Payload])[] = [
    ['when there is a card already', 'PERIOD_OVERLAPS', 'open-carmed', opening(nestor.ssin)],
    ['when it would be refused for real', 'PERIOD_OVERLAPS', 'evaluate-carmed', opening(nestor.ssin)],
    [
      'when a change would',
      'PERIOD_OVERLAPS',
      'evaluate-modified-carmed',
      modifying(berthe, '2024-01-01', '2026-01-31'),
    ],
    [
      'when it was taken tomorrow',
      'DECISION_IN_FUTURE',
      'open-carmed',
      opening(siska, '2026-01-05', '2026-06-30', { decisionDate: '2026-01-07' }),
    ],
    [
      'when a cover goes on after the card',
      'COVER_OUTSIDE_PERIOD',
      'open-carmed',
      opening(siska, '2026-01-05', '2026-06-30', decision('2026-01-05', '2026-07-01')),
    ],
    ['when the person has died', 'BENEFICIARY_DECEASED', 'open-carmed', opening(octave.ssin)],
    ['when no card has that number', 'CARD_UNKNOWN', 'close-carmed', { ...nestor, eCarmedNumber: '990000000999' }],
    [
      'when the card is another centre’s',
      'CARD_OF_ANOTHER_CENTRE',
      'close-carmed',
      { ...berthe, eCarmedNumber: OTHER_CENTRE },
    ],
    ['when the card is another person’s', 'CARD_OF_ANOTHER_PERSON', 'close-carmed', { ...nestor, ssin: berthe.ssin }],
    ['when an end is none', 'END_OUTSIDE_PERIOD', 'stop-carmed', { ...nestor, endDate: '2026-11-30' }],
    ['when an end is before the beginning', 'END_OUTSIDE_PERIOD', 'stop-carmed', { ...nestor, endDate: '2025-11-30' }],
    [
      'when a cover that is not there is ended',
      'COVER_UNKNOWN',
      'stop-carmed',
      {
        ...nestor,
        endDate: '2026-03-31',
        medicalCoverValidityPeriod: { prosthesis: period('2025-12-01', '2026-01-31') },
      },
    ],
    [
      'when a cover would outlive the card',
      'COVER_OUTSIDE_PERIOD',
      'stop-carmed',
      { ...nestor, endDate: '2026-03-31', medicalCoverValidityPeriod: { doctor: period('2025-12-01', '2026-04-30') } },
    ],
  ];

  it.each(refusals)('%s (%s)', (_why, code, operation, payload) => {
    const ending = manage(operation, payload);
    expect(kindOf(ending)).toBe('refused');
    expect(codesOf(ending)).toContain(code);
  });

  it('and leaves nothing behind', () => {
    const before = freshBcss().world.medicalCards.of(nestor.ssin);
    for (const [, , operation, payload] of refusals) manage(operation, payload);
    expect(bcss.world.medicalCards.of(nestor.ssin)).toEqual(before);
    expect(bcss.world.medicalCards.of(siska)).toEqual([]);
  });

  it('sent a second time, so that nobody has two cards by accident', () => {
    expect(kindOf(manage('open-carmed', opening(siska)))).toBe('found');
    expect(codesOf(manage('open-carmed', opening(siska)))).toContain('PERIOD_OVERLAPS');
  });

  it('but only warned of when a mutuality pays', () => {
    const opened = manage('open-carmed', opening(town.person(SPECIAL.householdOfFive).ssin));
    expect(kindOf(opened)).toBe('found');
    expect(opened.answer?.result.messages).toContainEqual(
      expect.objectContaining({ severity: 'WARNING', code: 'AFFILIATED' }),
    );
    expect(at(opened, '/result/refund_podmi_sppis')).toMatchObject({ affiliedMutualityInd: 'Y', refundCode: 0 });
  });
});

describe('who looks', () => {
  const bySsin = { ssin: berthe.ssin, period: period('2023-01-01', '2026-12-31') };

  it('sees the cards of the own centre, and which other centre has one', () => {
    expect(cards(manage('consult-carmed', { selectionCriteria: { bySsin } }))).toEqual([berthe.eCarmedNumber]);
    const managers = manage('query-carmed-manager', { selectionCriteria: { bySsin } });
    expect(cards(managers)).toEqual([berthe.eCarmedNumber, OTHER_CENTRE]);
    expect(at(managers, '/result/carmed/1/eCarmedIdentifier/pswc/municipalityINS')).toBe('99903');
    expect(at(managers, '/result/carmed/1/eCarmedContent')).toBeUndefined();
    expect(at(managers, '/result/carmed/1/eCarmedIdentifier/managedDates/authorizedActions')).toBeUndefined();
  });

  it('is refused the content of another centre’s card, whichever way it is asked for', () => {
    const criteria = { selectionCriteria: { eCarmedNumber: OTHER_CENTRE } };
    expect(codesOf(manage('consult-carmed', criteria))).toContain('CARD_OF_ANOTHER_CENTRE');
    expect(codesOf(manage('consult-carmed-history', criteria))).toContain('CARD_OF_ANOTHER_CENTRE');
    const version = { selectionCriteria: { eCarmedNumber: OTHER_CENTRE, versionNbr: 1 } };
    expect(codesOf(manage('consult-carmed-by-version', version))).toContain('CARD_OF_ANOTHER_CENTRE');
  });

  it('sees those of every centre with the right to consult', () => {
    expect(cards(consult('consult-carmed', { bySsin }))).toEqual([berthe.eCarmedNumber, OTHER_CENTRE]);
  });

  it('is refused somebody who is not integrated, also by the number of a card', () => {
    const { ssin } = berthe;
    bcss.world.integrations.unregister({ ssin, nisCode: '99901', qualityCode: 3, period: { start: '2000-01-01' } });
    expect(codesOf(consult('consult-carmed', { eCarmedNumber: berthe.eCarmedNumber }))).toContain('MSG00012');
    const criteria = { selectionCriteria: { eCarmedNumber: OTHER_CENTRE } };
    expect(codesOf(manage('query-carmed-manager', criteria))).toContain('MSG00012');
  });

  it('is told what a card was when care was agreed upon', () => {
    const agreed = (agreementDate: string): Ending =>
      consult('consult-carmed-at-agreement-date', { eCarmedNumber: berthe.eCarmedNumber, agreementDate });
    const version = '/result/carmed/0/eCarmedIdentifier/versionNbr';
    expect(at(agreed('2025-06-15'), version)).toBe(1);
    expect(at(agreed('2025-07-20'), version)).toBe(2);
    expect(kindOf(agreed('2025-01-15'))).toBe('nothing-found');
    expect(kindOf(agreed('2026-02-01'))).toBe('nothing-found');
  });

  it('is refused more than the reply has room for', () => {
    for (let day = 10; day < 33; day += 1) {
      manage(
        'modify-carmed',
        modifying(nestor, '2025-12-01', `2026-0${day < 20 ? 7 : 8}-${day < 30 ? day : day - 20}`),
      );
    }
    const history = { selectionCriteria: { eCarmedNumber: nestor.eCarmedNumber } };
    expect(kindOf(manage('consult-carmed-history', history))).toBe('found');
    manage('modify-carmed', modifying(nestor, '2025-12-01', '2026-08-31'));
    expect(codesOf(manage('consult-carmed-history', history))).toContain('TOO_MANY_VERSIONS');
  });
});
