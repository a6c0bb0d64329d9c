/**
 * What became of a declaration whose reply was lost, found out from the simulator as the gateway finds it out from BCSS: by the question
 * that its descriptor names.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { fillTemplate } from '../../src/delivery/effect.ts';
import type { AttemptResult } from '../../src/exchanges/record-result.ts';
import type { Payload } from '../../src/flows/flow.ts';
import { valueAt } from '../../src/flows/pointer.ts';
import type { Bcss } from '../../src/simulator/bcss.ts';
import { SPECIAL } from '../../src/simulator/town/special-people.ts';
import { Town } from '../../src/simulator/town/town.ts';
import { FakeWorld, RECONCILE_DELAYS_MS, row } from '../delivery/fakes.ts';
import { catalogue, fixtureOf, inEnvelope, requestXml, SENT_AT } from '../flows/fixture.ts';
import { freshBcss, simulatedReply } from '../flows/simulated-reply.ts';
import { ask } from './asking.ts';

const town = new Town();
const siska = town.person(SPECIAL.bisRegister).ssin;
const nestor = { ssin: town.person('pastoujours.nestor').ssin, eCarmedNumber: '990000000209' };
const AN_HOUR_LATER = new Date(SENT_AT.getTime() + 3_600_000);

let bcss: Bcss;
beforeEach(() => (bcss = freshBcss()));

const period = (startDate: string, endDate: string) => ({ startDate, endDate });
const decision = (from: string, to: string, care = 'doctor') => ({
  judicialDecisionInd: 'N',
  decisionDate: '2026-01-05',
  incomeLessThanRISInd: 'Y',
  medicalCover: { [care]: { validityPeriod: period(from, to) } },
});
const opening = (from = '2026-01-05', to = '2026-06-30', care?: string): Payload => ({
  proposal: { ssin: siska, validityPeriod: period(from, to), medicalCard: decision(from, to, care) },
});
const modifying = (to: string): Payload => ({
  proposal: { ...nestor, newValidityPeriod: period('2025-12-01', to), newMedicalCard: decision('2025-12-01', to) },
});

const declare = (flow: string, payload: Payload): void => {
  expect(ask(catalogue.get(flow), { payload, bcss })).toMatchObject({ outcome: 'answered' });
};

/** What the last question about an uncertain declaration concludes; its reply is the simulator's. */
async function verdictOf(flow: string, payload: Payload, acceptedAt = SENT_AT): Promise<string | undefined> {
  const rule = catalogue.get(flow).descriptor.reconcile;
  const question = catalogue.get(rule?.flow ?? flow);
  const asked = fillTemplate(rule?.payload ?? {}, payload) as Payload;
  expect(question.check(asked)).toEqual([]);
  const request = { ...fixtureOf(question.id).request, payload: asked };
  const reply = simulatedReply(question, requestXml({ ...fixtureOf(question.id), request }), bcss);
  const at = { flow: flow as never, state: 'reconciling', resendSafe: false, attempt: 1, acceptedAt } as const;
  const world = new FakeWorld(payload, { ...at, reconcileStep: RECONCILE_DELAYS_MS.length - 1 });
  world.question = {
    exchange: row({
      flow: question.id,
      state: 'done',
      outcome: 'answered',
      reconcileStep: world.exchange.reconcileStep,
      parentId: world.exchange.id,
    }),
    reply: inEnvelope(question, reply),
  };
  await world.deliver();
  expect(world.messages).toEqual([]);
  return ends(world.results.at(-1));
}

function ends(result: AttemptResult | undefined): string | undefined {
  return (result?.result.details as { readonly verdict?: string } | undefined)?.verdict;
}

describe('a medical card whose opening got no answer', () => {
  it('was opened, when its history has it', async () => {
    declare('ecarmed-pswc.open-carmed', opening());
    expect(await verdictOf('ecarmed-pswc.open-carmed', opening())).toBe('happened');
  });

  it('was opened too, when somebody has changed it since', async () => {
    declare('ecarmed-pswc.open-carmed', opening());
    const history = ask(catalogue.get('ecarmed-pswc.consult-carmed-history'), {
      payload: { selectionCriteria: { bySsin: { ssin: siska, period: period('2026-01-05', '2026-06-30') } } },
      bcss,
    });
    const number = valueAt(history.answer?.reply, '/result/carmed/0/eCarmedIdentifier/eCarmedNumber') as string;
    declare('ecarmed-pswc.stop-carmed', { ssin: siska, eCarmedNumber: number, endDate: '2026-03-31' });
    expect(await verdictOf('ecarmed-pswc.open-carmed', opening())).toBe('happened');
  });

  it.each<[string, Payload, Date]>([
    ['nothing was opened', {}, SENT_AT],
    ['a card of another period was opened', opening('2026-01-05', '2026-05-31'), SENT_AT],
    ['a card with another care was opened', opening('2026-01-05', '2026-06-30', 'prosthesis'), SENT_AT],
    ['the same card was opened before it', opening(), AN_HOUR_LATER],
  ])('is left to a person, when %s', async (_what, other, acceptedAt) => {
    if (other.proposal !== undefined) declare('ecarmed-pswc.open-carmed', other);
    expect(await verdictOf('ecarmed-pswc.open-carmed', opening(), acceptedAt)).toBe('unknown');
  });
});

describe('a change of a medical card that got no answer', () => {
  const stop: Payload = { ...nestor, endDate: '2026-03-31' };

  it.each<[string, Payload]>([
    ['modify-carmed', modifying('2026-08-31')],
    ['stop-carmed', stop],
    ['close-carmed', { ...nestor }],
    ['remove-carmed', { ...nestor }],
  ])('did happen, when the last version of the card shows it: %s', async (operation, payload) => {
    const flow = `ecarmed-pswc.${operation}`;
    expect(await verdictOf(flow, payload)).toBe('unknown');
    declare(flow, payload);
    expect(await verdictOf(flow, payload)).toBe('happened');
    expect(await verdictOf(flow, payload, AN_HOUR_LATER)).toBe('unknown');
  });

  it('is not taken for one of before that was the same, and was changed again', async () => {
    declare('ecarmed-pswc.modify-carmed', modifying('2026-08-31'));
    declare('ecarmed-pswc.modify-carmed', modifying('2026-09-30'));
    expect(await verdictOf('ecarmed-pswc.modify-carmed', modifying('2026-08-31'))).toBe('unknown');
    expect(await verdictOf('ecarmed-pswc.modify-carmed', modifying('2026-09-30'))).toBe('happened');
  });

  it('is not taken for that of another card', async () => {
    declare('ecarmed-pswc.close-carmed', { ...nestor });
    const berthe = { ssin: town.person('dupasse.berthe').ssin, eCarmedNumber: '990000000204' };
    expect(await verdictOf('ecarmed-pswc.close-carmed', berthe)).toBe('unknown');
  });
});

describe('an attestation that got no answer', () => {
  const { payload } = fixtureOf('attestation-create').request;
  const items = payload.attestation as [Payload, ...Payload[]];
  const one: Payload = { attestation: [items[0]] };

  it('was made, when the list of attestations has it', async () => {
    expect(await verdictOf('attestation-create', one)).toBe('unknown');
    declare('attestation-create', one);
    expect(await verdictOf('attestation-create', one)).toBe('happened');
  });

  it('is not taken for one of another category, another status or an earlier day', async () => {
    declare('attestation-create', one);
    const other = (change: object): Payload => ({ attestation: [{ ...items[0], ...change }] });
    const category = items[0].categoryCode;
    expect(await verdictOf('attestation-create', other({ categoryCode: category === '7' ? '8' : '7' }))).toBe(
      'unknown',
    );
    const cancelled = other({ attestationStatus: '3', updateAttestationID: 'A202201000001' });
    expect(await verdictOf('attestation-create', cancelled)).toBe('unknown');
    expect(await verdictOf('attestation-create', one, new Date(SENT_AT.getTime() + 86_400_000))).toBe('unknown');
  });

  it('is left to a person at once where several were sent, since one row could not tell', async () => {
    const several: Payload = { attestation: [...items, ...items] };
    const world = new FakeWorld(several, { flow: 'attestation-create' as never, resendSafe: false });
    world.sent = { kind: 'no-reply', reason: 'timeout', detail: 'no answer' } as never;
    expect(await world.deliver()).toMatchObject({ outcome: 'uncertain', next: { state: 'undecided' } });
    const single = new FakeWorld(one, { flow: 'attestation-create' as never, resendSafe: false });
    single.sent = world.sent;
    expect(await single.deliver()).toMatchObject({ outcome: 'uncertain', next: { state: 'reconciling' } });
  });

  it('is left to a person where several were sent at once, and the worker died', async () => {
    declare('attestation-create', one);
    expect(await verdictOf('attestation-create', { attestation: [...items, ...items] as never })).toBe('unknown');
  });
});
