import { describe, expect, it } from 'vitest';
import { isPresent } from '../../src/delivery/effect.ts';
import type { AttemptResult } from '../../src/exchanges/record-result.ts';
import type { Payload } from '../../src/flows/flow.ts';
import { ORGANISATION } from '../support/organisations.ts';
import { PERSON } from '../support/people.ts';
import { accessReply, type Registration, signed } from '../support/replies.ts';
import { FLOWS, PAYLOADS } from '../support/requests.ts';
import { DECLARED, FakeWorld, RECONCILE_DELAYS_MS, row } from './fakes.ts';

const LAST = RECONCILE_DELAYS_MS.length - 1;

/** An uncertain declaration at one of its questions. */
function uncertain(payload: Payload, step = 0): FakeWorld {
  return new FakeWorld(payload, { ...DECLARED, state: 'reconciling', attempt: 1, reconcileStep: step });
}

interface Answered {
  readonly step?: number;
  readonly outcome?: 'answered' | 'refused' | 'unreachable';
  readonly state?: 'done' | 'dead-letter' | 'cancelled' | 'queued' | 'waiting';
  readonly reply?: Parameters<typeof accessReply>[0] | 'none';
}

/** The question that was asked at a step, and what became of it. */
async function answered(
  world: FakeWorld,
  { step, outcome = 'answered', state = 'done', reply }: Answered,
): Promise<void> {
  const about = { flow: 'manage-access' as never, reconcileStep: step ?? world.exchange.reconcileStep };
  world.question = {
    exchange: row({ ...about, state, outcome, parentId: world.exchange.id }),
    reply:
      reply === 'none' || reply === undefined ? undefined : await signed(accessReply({ action: 'LIST', ...reply })),
  };
}

const listed = (...registrations: Registration[]) => ({ reply: { reference: 'x', registrations } });
const verdictOf = (world: FakeWorld): AttemptResult | undefined => world.results.at(-1);
const DONE = { outcome: 'answered', resultKind: 'found', next: { state: 'done' } };
const AGAIN = { outcome: 'unreachable', next: { state: 'queued' } };
const UNDECIDED = { outcome: 'uncertain', code: 'outcome-unknown', next: { state: 'undecided' } };

describe('asking what became of a declaration', () => {
  it('is done by the question of its flow, about the same person, purpose and date, with the same proof', async () => {
    const world = uncertain(PAYLOADS.register);
    await world.deliver();
    expect(world.asked).toMatchObject([
      {
        flow: 'manage-access',
        payload: {
          SSIN: PERSON,
          Purpose: 2,
          Period: { StartDate: '2026-01-05' },
          Action: 'LIST',
          Sector: 17,
          QueryRegister: 'SECONDARY',
          ProofOfAuthentication: PAYLOADS.register.ProofOfAuthentication,
        },
      },
    ]);
    const flow = FLOWS.get('manage-access');
    const payload = world.asked[0]?.payload as Payload;
    expect([flow.check(payload), flow.kindOf(payload), flow.resendSafe(payload)]).toEqual([[], 'consultation', true]);
    expect(world.postponed).toEqual([{ delayMs: 30_000, step: 0 }]);
    expect(world.messages).toEqual([]);
  });

  it('is not done twice at one step, however often somebody looks', async () => {
    for (const state of ['queued', 'waiting'] as const) {
      const world = uncertain(PAYLOADS.register, 1);
      await answered(world, { state });
      await world.deliver();
      expect([world.asked, world.postponed]).toEqual([[], [{ delayMs: 30_000, step: 1 }]]);
    }
  });

  it('is done again at the next step', async () => {
    const world = uncertain(PAYLOADS.register, 1);
    await answered(world, { step: 0, ...listed() });
    await world.deliver();
    expect(world.asked).toHaveLength(1);
  });
});

describe('a registration', () => {
  it('that is listed under our code, with its purpose and its date, did happen', async () => {
    const world = uncertain(PAYLOADS.register);
    await answered(world, listed({ nisCode: '99902' }, {}));
    await world.deliver();
    expect(verdictOf(world)).toMatchObject({ ...DONE, attempt: undefined });
    expect(verdictOf(world)?.result).toMatchObject({ details: { verdict: 'happened', question: 'e-1' } });
  });

  it.each<[string, Registration]>([
    ['another centre’s', { nisCode: '99902' }],
    ['another purpose', { purpose: 3 }],
    ['another date', { start: '2026-01-06+01:00' }],
    ['the other register', { register: 'PRIMARY' }],
  ])('of which only %s is listed is asked about again, and at the end sent again', async (_name, other) => {
    const early = uncertain(PAYLOADS.register);
    await answered(early, listed(other));
    await early.deliver();
    expect([early.results, early.postponed]).toEqual([[], [{ delayMs: RECONCILE_DELAYS_MS[1], step: 1 }]]);
    const late = uncertain(PAYLOADS.register, LAST);
    await answered(late, listed(other));
    await late.deliver();
    expect(verdictOf(late)).toMatchObject(AGAIN);
  });

  it('that is not listed at the last question is sent again, under its ticket, which the exchange keeps', async () => {
    const world = uncertain(PAYLOADS.register, LAST);
    await answered(world, listed());
    await world.deliver();
    expect(verdictOf(world)).toMatchObject({ ...AGAIN, result: { ticket: world.exchange.ticket } });
  });
});

describe('the end of a registration', () => {
  it('that is no longer listed did happen', async () => {
    const world = uncertain(PAYLOADS.unregister);
    await answered(world, listed({ purpose: 3 }));
    await world.deliver();
    expect(verdictOf(world)).toMatchObject(DONE);
  });

  it.each<[string, Registration]>([
    ['still listed', {}],
    ['listed from an earlier day on, of which it should have taken the end', { start: '2025-12-01+01:00' }],
  ])('that is %s at the last question is sent again', async (_name, registration) => {
    const world = uncertain(PAYLOADS.unregister, LAST);
    await answered(world, listed(registration));
    await world.deliver();
    expect(verdictOf(world)).toMatchObject(AGAIN);
  });
});

describe('an answer that proves nothing', () => {
  const cases: readonly (readonly [string, Answered])[] = [
    ['was refused', { outcome: 'refused', reply: { reference: 'x', ok: 'NO', payload: 'none', codes: ['MSG00001'] } }],
    ['never came', { outcome: 'unreachable', state: 'dead-letter', reply: 'none' }],
    ['was withdrawn by a person', { state: 'cancelled', outcome: 'unreachable', reply: 'none' }],
    ['was destroyed since', { reply: 'none' }],
    [
      'has a warning: the proof did not match',
      { reply: { reference: 'x', registrations: [], ok: 'WARNING', codes: ['22007007'] } },
    ],
    ['has a warning and no word about it', { reply: { reference: 'x', registrations: [], ok: 'WARNING' } }],
  ];

  it.each(cases)('because it %s leaves the matter open, and at the end to a person', async (_name, end) => {
    for (const payload of [PAYLOADS.register, PAYLOADS.unregister]) {
      const early = uncertain(payload);
      await answered(early, end);
      await early.deliver();
      expect([early.results, early.postponed]).toEqual([[], [{ delayMs: RECONCILE_DELAYS_MS[1], step: 1 }]]);
      const late = uncertain(payload, LAST);
      await answered(late, end);
      await late.deliver();
      expect(verdictOf(late)).toMatchObject(UNDECIDED);
    }
  });

  it('still proves by a row what it could not prove by its absence', async () => {
    const world = uncertain(PAYLOADS.register);
    await answered(world, { reply: { reference: 'x', registrations: [{}], ok: 'WARNING', codes: ['20000001'] } });
    await world.deliver();
    expect(verdictOf(world)).toMatchObject(DONE);
  });

  it('because it cannot be read any more leaves the matter to a person, not to a loop', async () => {
    const world = uncertain(PAYLOADS.register, LAST);
    await answered(world, listed({}));
    world.question = { ...world.question, reply: Buffer.from('<not-soap/>') } as FakeWorld['question'];
    await world.deliver();
    expect(verdictOf(world)).toMatchObject(UNDECIDED);
  });

  it('because the declaration did not say its purpose is never taken for an absence', async () => {
    const { Purpose: _, ...payload } = PAYLOADS.unregister;
    const world = uncertain(payload, LAST);
    await answered(world, listed());
    await world.deliver();
    expect(verdictOf(world)).toMatchObject(UNDECIDED);
  });
});

describe('a declaration that nothing can be asked about any more', () => {
  it.each<[string, (world: FakeWorld) => void]>([
    ['its flow is gone', (world) => (world.exchange = { ...world.exchange, flow: 'gone' as never })],
    ['its content cannot be opened', (world) => (world.request = () => Promise.reject(new Error('another key')))],
    [
      'its payload has no effect that anybody knows',
      (world) => (world.body = { ...world.body, payload: PAYLOADS.list }),
    ],
  ])('because %s is left to a person', async (_name, spoil) => {
    const world = uncertain(PAYLOADS.register);
    spoil(world);
    await world.deliver();
    expect(verdictOf(world)).toMatchObject(UNDECIDED);
    expect(world.asked).toEqual([]);
  });
});

describe('looking for a row', () => {
  const effect = {
    rows: '/rows',
    match: { '/a': '$/a', '/d': '$/d', '/n': '$organisation.nisCode', '/c': '$organisation.cbeNumber', '/k': 7 },
    happened: 'present',
  } as const;
  const acceptedAt = new Date('2026-01-05T09:00:00Z');
  const declared = { payload: { a: 1, d: '2026-01-05' }, organisation: ORGANISATION, acceptedAt };
  const wanted = { a: '1', d: '2026-01-05+01:00', n: ORGANISATION.nisCode, c: ORGANISATION.cbeNumber, k: '7' };

  it.each([
    ['as BCSS writes it', { rows: [wanted] }, true],
    ['among others', { rows: [{ ...wanted, a: 2 }, wanted] }, true],
    ['alone, where a list could be', { rows: wanted }, true],
    ['with one value of another', { rows: [{ ...wanted, k: 8 }] }, false],
    [
      'spread over two',
      {
        rows: [
          { ...wanted, a: 2 },
          { ...wanted, k: 8 },
        ],
      },
      false,
    ],
    ['without a value', { rows: [{ ...wanted, k: undefined }] }, false],
    ['in no list', {}, false],
    ['in nothing', undefined, false],
  ])('finds it %s', (_name, answer, found) => {
    expect(isPresent(effect, answer as never, declared)).toBe(found);
  });

  it('finds neither a presence nor an absence of what was never said', () => {
    expect(isPresent(effect, { rows: [wanted] }, { ...declared, payload: { a: 1 } })).toBeUndefined();
  });
});

describe('a declaration', () => {
  it('of every flow says whom a person asks what became of it, and with what', () => {
    const declarations = FLOWS.all().filter(({ kind }) => kind === 'declaration' || kind === 'registration');
    expect(declarations.filter(({ descriptor }) => descriptor.inquire === undefined).map(({ id }) => id)).toEqual([]);
    const asked = declarations.filter(({ descriptor }) => descriptor.reconcile !== undefined);
    expect(asked.map(({ id }) => id)).toEqual([
      'attestation-create',
      'ecarmed-pswc.close-carmed',
      'ecarmed-pswc.modify-carmed',
      'ecarmed-pswc.open-carmed',
      'ecarmed-pswc.remove-carmed',
      'ecarmed-pswc.stop-carmed',
      'manage-access',
      'subsidy-installation-premium',
    ]);
  });
});
