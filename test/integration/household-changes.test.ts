import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CalendarDay } from '../../src/domain/calendar-day.ts';
import type { ExchangeId } from '../../src/domain/exchange.ts';
import type { HouseholdId } from '../../src/domain/integration.ts';
import type { GatewayError } from '../../src/domain/problems/gateway-error.ts';
import type { CallEnd } from '../../src/integration/call.ts';
import type { CloseWish } from '../../src/integration/wishes.ts';
import { CENTRE } from '../support/ledger.ts';
import { OTHER_PERSON, PERSON, USER } from '../support/people.ts';
import { PAYLOADS } from '../support/requests.ts';
import { CONTEXT, member, openWish, PROOF, TODAY, World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());
beforeEach(async () => {
  world.beforeAccept = () => undefined;
  world.changes.length = 0;
  await world.pool.query(
    "UPDATE gateway.integration SET state = 'abandoned', closing_day = NULL, last_day = greatest(last_day, first_day)",
  );
});

async function refusalOf(call: Promise<unknown>): Promise<Pick<GatewayError, 'code' | 'fields'>> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown as GatewayError,
  );
  if (error === undefined) throw new Error('not refused');
  return { code: error.code, fields: error.fields };
}

/** `code state first–last` of each integration. */
async function shown(household: HouseholdId): Promise<string[]> {
  const rows = await world.integrations(household);
  return rows.map(
    ({ qualityCode, state, firstDay, lastDay }) => `${qualityCode} ${state} ${firstDay}–${lastDay ?? '…'}`,
  );
}

const close = (household: HouseholdId, more: Partial<CloseWish> = {}): Promise<CallEnd> =>
  world.register.close(household, world.call({ context: CONTEXT, ...more }));
const only = ({ exchanges }: Pick<CallEnd, 'exchanges'>): ExchangeId => {
  const [id, ...more] = exchanges;
  if (id === undefined || more.length > 0) throw new Error(`${exchanges.length} messages`);
  return id;
};
const open = async (ssin: string, day: string): Promise<number[]> => {
  const [standing] = await world.standings.of(CENTRE, [ssin], day as CalendarDay);
  return standing?.own.map(({ qualityCode }) => qualityCode) ?? [];
};

describe('the end of help', () => {
  it('takes out the days from today on, of everybody and every code, in one call', async () => {
    const household = await world.integrate([member(PERSON, 2, 8), member(OTHER_PERSON, 5)], {
      period: { firstDay: '2026-03-01', lastDay: '2027-02-28' },
    });
    const end = await close(household);
    const payloads = await Promise.all(end.exchanges.map((id) => world.payloadOf(id)));
    expect(payloads.map(({ SSIN, Purpose }) => [SSIN, Purpose])).toEqual([
      [PERSON, 2],
      [PERSON, 8],
      [OTHER_PERSON, 5],
    ]);
    expect(payloads[0]).toMatchObject({
      Action: 'UNREGISTER',
      Period: { StartDate: TODAY, EndDate: '2027-02-28' },
      ProofOfAuthentication: { PersonData: { LastName: 'FANTOCHE' } },
    });
    // From the moment somebody decides it, whatever BCSS will say.
    expect(await open(PERSON, TODAY)).toEqual([]);
    await world.endAll(end, 'answered');
    expect(await shown(household)).toEqual([
      '2 closed 2026-03-01–2026-06-14',
      '8 closed 2026-03-01–2026-06-14',
      '5 closed 2026-03-01–2026-06-14',
    ]);
    expect((await world.view(household)).state).toBe('ended');
    expect(await open(PERSON, '2026-06-14')).toEqual([2, 8]);
  });

  it('may come later: it holds until the day that was decided', async () => {
    const household = await world.integrate([member(PERSON, 2)]);
    await world.endAll(await close(household, { lastDay: '2026-06-30' }), 'answered');
    expect(await shown(household)).toEqual(['2 closed 2026-06-15–2026-06-30']);
    expect([await open(PERSON, '2026-06-30'), await open(PERSON, '2026-07-01')]).toEqual([[2], []]);
    await world.endAll(await close(household, { lastDay: '2026-06-20' }), 'answered');
    expect(await shown(household)).toEqual(['2 closed 2026-06-15–2026-06-20']);
  });

  it('takes out the whole period of what began today or later', async () => {
    const household = await world.integrate([member(PERSON, 2)]);
    const end = await close(household);
    expect(await world.payloadOf(only(end))).toMatchObject({
      Period: { StartDate: '2026-06-15', EndDate: '2027-06-14' },
    });
    await world.endAll(end, 'answered');
    expect([await open(PERSON, TODAY), (await world.view(household)).state]).toEqual([[], 'ended']);
    // Nothing of it is left, so nothing is in the way of beginning again.
    const period = { firstDay: '2026-06-01', lastDay: '2026-12-31' };
    await expect(world.integrate([member(PERSON, 2)], { period })).resolves.toBeDefined();
  });

  it('may be of one person, or of one code', async () => {
    const household = await world.integrate([member(PERSON, 2, 8), member(OTHER_PERSON, 5)]);
    const end = await close(household, { members: [{ ssin: PERSON, qualityCodes: [8] }] });
    expect(await world.payloadOf(only(end))).toMatchObject({ SSIN: PERSON, Purpose: 8 });
    await world.endAll(end, 'answered');
    expect((await shown(household)).map((line) => line.slice(0, 8))).toEqual(['2 open 2', '8 closed', '5 open 2']);
  });

  it('is refused by the name of what the household does not have', async () => {
    const household = await world.integrate([member(PERSON, 2)]);
    const members = [{ ssin: PERSON, qualityCodes: [2, 3] }, { ssin: OTHER_PERSON }, { ssin: PERSON, proof: {} }];
    const { code, fields } = await refusalOf(close(household, { members }));
    expect(code).toBe('invalid-request');
    expect(fields.map(({ pointer, rule }) => `${pointer} ${rule}`)).toEqual([
      '/members/0/qualityCodes/1 not-in-household',
      '/members/1/ssin not-in-household',
      '/members/2/proof at-least-one',
      '/members/2/ssin duplicate',
    ]);
  });

  it('gives up what failed to open, and tells BCSS nothing about it', async () => {
    const household = await world.integrate([member(PERSON, 2)], {}, 'refused');
    expect((await close(household)).exchanges).toEqual([]);
    expect((await shown(household)).map((line) => line.slice(0, 11))).toEqual(['2 abandoned']);
  });

  it('is refused while something is on its way, and when nothing is left', async () => {
    const end = await world.register.open(
      CENTRE,
      world.call({
        context: CONTEXT,
        fileReference: '1',
        period: { firstDay: TODAY, lastDay: '2026-12-31' },
        members: [member(PERSON, 2)],
      }),
    );
    expect(await refusalOf(close(end.household))).toMatchObject({ code: 'state-conflict' });
    await world.endAll(end, 'answered');
    await world.endAll(await close(end.household), 'answered');
    expect(await refusalOf(close(end.household))).toMatchObject({ code: 'state-conflict' });
    expect(await refusalOf(close(end.household, { lastDay: '2026-13-01' }))).toMatchObject({
      code: 'integration-not-allowed',
      fields: [{ pointer: '/lastDay', rule: 'calendar-day' }],
    });
  });

  it('is refused whole while a part of it is on its way', async () => {
    const fileReference = '2026/55';
    const household = await world.integrate([member(PERSON, 2)], { fileReference });
    await world.register.open(CENTRE, world.call(openWish([member(OTHER_PERSON, 5)], { fileReference })));
    const before = await world.underway();
    expect(await refusalOf(close(household))).toMatchObject({ code: 'state-conflict' });
    expect(await world.underway()).toEqual(before);
    await expect(close(household, { members: [{ ssin: PERSON }] })).resolves.toBeDefined();
  });

  it('asked for by eight at one instant is done once; the others are told', async () => {
    const household = await world.integrate([member(PERSON, 2), member(OTHER_PERSON, 5)]);
    const before = (await world.underway()).length;
    const ends = await Promise.allSettled(Array.from({ length: 8 }, () => close(household)));
    const refused = ends.flatMap((end) => (end.status === 'rejected' ? [(end.reason as GatewayError).code] : []));
    expect(refused).toEqual(Array.from({ length: 7 }, () => 'state-conflict'));
    expect(await world.underway()).toHaveLength(before + 2);
  });

  it('that BCSS refuses leaves it open, in sight, and to be sent again', async () => {
    const household = await world.integrate([member(PERSON, 2)], {
      period: { firstDay: '2026-03-01', lastDay: '2027-02-28' },
    });
    await world.endAll(await close(household, { lastDay: '2026-05-31' }), 'refused');
    expect(await shown(household)).toEqual(['2 open 2026-03-01–2027-02-28']);
    expect(await world.view(household)).toMatchObject({ state: 'partial' });
    expect(await open(PERSON, TODAY)).toEqual([2]);
    const again = await world.register.retry(household, world.call({ context: CONTEXT }));
    expect(await world.payloadOf(only(again))).toMatchObject({
      Action: 'UNREGISTER',
      Period: { StartDate: '2026-06-01', EndDate: '2027-02-28' },
    });
    await world.endAll(again, 'answered');
    expect(await shown(household)).toEqual(['2 closed 2026-03-01–2026-05-31']);
  });

  it('of which nobody knows what BCSS did stays on its way until a person knows', async () => {
    const household = await world.integrate([member(PERSON, 2)]);
    const end = await close(household);
    await world.endAll(end, 'undecided');
    expect(await open(PERSON, TODAY)).toEqual([]);
    expect(await refusalOf(close(household))).toMatchObject({ code: 'state-conflict' });
    expect(await refusalOf(world.register.retry(household, world.call({ context: CONTEXT })))).toMatchObject({
      code: 'state-conflict',
    });
    await world.decide(only(end), 'resolve', 'happened');
    expect((await world.view(household)).state).toBe('ended');
  });

  it('that a person withdrew before it left did not happen', async () => {
    const household = await world.integrate([member(PERSON, 2)]);
    await world.decide(only(await close(household)), 'cancel');
    expect(await world.view(household)).toMatchObject({ state: 'partial', summary: { open: 1 } });
  });

  it('needs a proof, where none was kept', async () => {
    await world.send({ ...PAYLOADS.register }, 'answered', '2026/77');
    const [household] = await world.register.list(
      { id: 'software', organisation: CENTRE, rights: [], bootstrap: false },
      { organisation: CENTRE, fileReference: '2026/77', limit: 1 },
    );
    if (household === undefined) throw new Error('no household');
    await world.pool.query('UPDATE gateway.integration SET proof = NULL');
    expect(await refusalOf(close(household.id))).toMatchObject({
      code: 'invalid-request',
      fields: [{ pointer: '/members/proof', rule: 'required' }],
    });
    await expect(close(household.id, { members: [{ ssin: PERSON, proof: PROOF }] })).resolves.toBeDefined();
  });
});

describe('going on', () => {
  const extend = (household: HouseholdId, more: object = {}): Promise<CallEnd> =>
    world.register.extend(household, world.call({ context: CONTEXT, lastDay: '2027-12-31', ...more }));

  it('is a new period from the day after the present one, of all that holds today', async () => {
    const household = await world.integrate([member(PERSON, 2), member(OTHER_PERSON, 5)], {
      period: { firstDay: '2026-01-01', lastDay: '2026-12-31' },
    });
    const end = await extend(household);
    expect(await world.payloadOf(end.exchanges[0] as ExchangeId)).toMatchObject({
      Action: 'REGISTER',
      Period: { StartDate: '2027-01-01', EndDate: '2027-12-31' },
    });
    await world.endAll(end, 'answered');
    expect(await shown(household)).toEqual([
      '2 open 2026-01-01–2026-12-31',
      '5 open 2026-01-01–2026-12-31',
      '2 open 2027-01-01–2027-12-31',
      '5 open 2027-01-01–2027-12-31',
    ]);
    const third = await extend(household, { lastDay: '2028-06-30', members: [{ ssin: PERSON }] });
    expect(await world.payloadOf(only(third))).toMatchObject({ Period: { StartDate: '2028-01-01' } });
  });

  it('obeys the longest duration of each code, and begins where it is told to', async () => {
    const household = await world.integrate([member(PERSON, 2)]);
    expect(await refusalOf(extend(household, { lastDay: '2028-06-15' }))).toEqual({
      code: 'integration-not-allowed',
      fields: [{ pointer: '/lastDay', rule: 'period-too-long', expected: 'P1Y, 2028-06-14' }],
    });
    const end = await extend(household, { firstDay: '2027-08-01', lastDay: '2028-06-15' });
    expect(await world.payloadOf(only(end))).toMatchObject({ Period: { StartDate: '2027-08-01' } });
  });

  it('is refused twice, and where nothing ends', async () => {
    const household = await world.integrate([member(PERSON, 2)]);
    await extend(household);
    expect(await refusalOf(extend(household))).toMatchObject({ code: 'integration-overlap' });
    const endless = await world.integrate([
      { ...member(OTHER_PERSON), integrations: [{ qualityCode: 11, period: { firstDay: TODAY } }] },
    ]);
    expect(await refusalOf(extend(endless))).toMatchObject({ code: 'state-conflict' });
  });

  it('does not revive what ran out, unless it is named', async () => {
    const household = await world.integrate([member(PERSON, 2)], {
      period: { firstDay: '2025-01-01', lastDay: '2025-12-31' },
    });
    expect(await world.view(household)).toMatchObject({ state: 'ended', summary: { lapsed: 1 } });
    const wish = { lastDay: '2026-12-31' };
    expect(await refusalOf(extend(household, wish))).toMatchObject({ code: 'state-conflict' });
    await expect(extend(household, { ...wish, members: [{ ssin: PERSON }] })).resolves.toBeDefined();
  });
});

describe('another quality code', () => {
  const change = (household: HouseholdId, more: object = {}): Promise<CallEnd> =>
    world.register.changeCode(
      household,
      world.call({ context: CONTEXT, ssin: PERSON, from: 1, to: 2, lastDay: '2027-06-14', ...more }),
    );
  const enquiry = (): Promise<HouseholdId> =>
    world.integrate([member(PERSON, 1)], { period: { firstDay: '2026-05-01', lastDay: '2026-06-30' } });

  it('opens the new one first, and closes the old one when BCSS has accepted it', async () => {
    const household = await enquiry();
    const first = only(await change(household));
    expect(await world.payloadOf(first)).toMatchObject({
      Action: 'REGISTER',
      Purpose: 2,
      Period: { StartDate: TODAY, EndDate: '2027-06-14' },
    });
    expect(await open(PERSON, TODAY)).toEqual([1]);
    await world.end(first, 'answered');
    expect(await shown(household)).toEqual(['1 closing 2026-05-01–2026-06-30', '2 open 2026-06-15–2027-06-14']);
    const [second] = (await world.underway()).slice(-1);
    if (second === undefined) throw new Error('no second message');
    expect(await world.payloadOf(second)).toEqual({
      SSIN: PERSON,
      Purpose: 1,
      Period: { StartDate: TODAY, EndDate: '2026-06-30' },
      Action: 'UNREGISTER',
      ProofOfAuthentication: { PersonData: { LastName: 'FANTOCHE', BirthDate: '1903-04-12' } },
    });
    await world.end(second, 'answered');
    expect(await shown(household)).toEqual(['1 closed 2026-05-01–2026-06-14', '2 open 2026-06-15–2027-06-14']);
    expect(await open(PERSON, TODAY)).toEqual([2]);
  });

  it('leaves the old one as it is when BCSS refuses the new one, and a retry resumes the change', async () => {
    const household = await enquiry();
    await world.end(only(await change(household)), 'refused');
    expect(await shown(household)).toEqual(['1 open 2026-05-01–2026-06-30', '2 failed 2026-06-15–2027-06-14']);
    const again = await world.register.retry(household, world.call({ context: CONTEXT }));
    await world.end(only(again), 'answered');
    expect((await shown(household))[0]).toBe('1 closing 2026-05-01–2026-06-30');
  });

  it('has both codes when BCSS refuses to close the old one, until a retry', async () => {
    const household = await enquiry();
    await world.end(only(await change(household)), 'answered');
    const [second] = (await world.underway()).slice(-1);
    await world.end(second as ExchangeId, 'refused');
    expect(await open(PERSON, TODAY)).toEqual([1, 2]);
    const again = await world.register.retry(household, world.call({ context: CONTEXT }));
    expect(await world.payloadOf(only(again))).toMatchObject({ Action: 'UNREGISTER', Purpose: 1 });
  });

  it('loses neither half when the power goes as BCSS answers: the answer is recorded again, whole', async () => {
    const household = await enquiry();
    const first = only(await change(household));
    world.beforeAccept = () => {
      throw new Error('the power went');
    };
    await expect(world.end(first, 'answered')).rejects.toThrow('the power went');
    expect(await shown(household)).toEqual(['1 open 2026-05-01–2026-06-30', '2 opening 2026-06-15–2027-06-14']);
    expect(await world.underway()).toContain(first);
  });

  it('leaves alone what somebody has closed meanwhile', async () => {
    const household = await enquiry();
    const first = only(await change(household));
    await world.endAll(await close(household, { members: [{ ssin: PERSON, qualityCodes: [1] }] }), 'answered');
    const before = (await world.underway()).length;
    await world.end(first, 'answered');
    expect(await world.underway()).toHaveLength(before - 1);
  });

  it('does not close a second time what is being closed already', async () => {
    const household = await enquiry();
    const first = only(await change(household));
    await close(household, { members: [{ ssin: PERSON, qualityCodes: [1] }] });
    const before = (await world.underway()).length;
    await world.end(first, 'answered');
    expect(await world.underway()).toHaveLength(before - 1);
  });

  it('is asked about twice at the desk before anything is written: may it open, may it close', async () => {
    const household = await enquiry();
    const asked: unknown[] = [];
    world.authorisation = {
      decide: ({ payload }) => {
        asked.push([payload.Action, payload.Purpose]);
        return Promise.resolve({ allowed: true });
      },
    };
    await change(household);
    expect(asked).toEqual([
      ['REGISTER', 2],
      ['UNREGISTER', 1],
    ]);
  });

  it('is refused to the same code, from one that is not open, and by the rules of the new one', async () => {
    const household = await enquiry();
    expect(await refusalOf(change(household, { to: 1 }))).toMatchObject({
      code: 'integration-not-allowed',
      fields: [{ pointer: '/to', rule: 'duplicate' }],
    });
    expect(await refusalOf(change(household, { from: 3 }))).toMatchObject({ code: 'state-conflict' });
    expect(await refusalOf(change(household, { firstDay: '2026-07-01' }))).toMatchObject({ code: 'state-conflict' });
    expect(await refusalOf(change(household, { lastDay: '2027-06-15' }))).toMatchObject({
      fields: [{ pointer: '/lastDay', rule: 'period-too-long' }],
    });
    expect(await refusalOf(change(household, { ssin: USER }))).toMatchObject({ code: 'invalid-request' });
    await change(household);
    expect(await refusalOf(change(household))).toMatchObject({ code: 'integration-overlap' });
  });
});
