import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { GatewayError } from '../../src/domain/problems/gateway-error.ts';
import type { HouseholdId } from '../../src/domain/integration.ts';
import { systemIds } from '../../src/telemetry/ids.ts';
import { CENTRE, OTHER_CENTRE } from '../support/ledger.ts';
import { clientOf } from '../support/organisations.ts';
import { OTHER_PERSON, PERSON } from '../support/people.ts';
import { PAYLOADS } from '../support/requests.ts';
import { CONTEXT, member, openWish, PROOF, TODAY, World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());
beforeEach(async () => {
  world.beforeAccept = () => undefined;
  world.authorisation = { decide: () => Promise.resolve({ allowed: true }) };
  world.changes.length = 0;
  // Every test begins with nobody integrated; what earlier ones left is history.
  await world.pool.query(
    "UPDATE gateway.integration SET state = 'abandoned', closing_day = NULL, last_day = greatest(last_day, first_day)",
  );
});

/** What a call is refused with. */
async function refusalOf(call: Promise<unknown>): Promise<Pick<GatewayError, 'code' | 'fields'>> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown as GatewayError,
  );
  if (error === undefined) throw new Error('not refused');
  return { code: error.code, fields: error.fields };
}

const states = async (household: HouseholdId): Promise<string[]> =>
  (await world.integrations(household)).map(({ qualityCode, state }) => `${qualityCode} ${state}`);

describe('a household that is integrated', () => {
  it('is one message per member and code, as each could have been sent on its own', async () => {
    const end = await world.register.open(
      CENTRE,
      world.call(openWish([member(PERSON, 2, 8), member(OTHER_PERSON, 5)])),
    );
    expect(end.exchanges).toHaveLength(3);
    const payloads = await Promise.all(end.exchanges.map((id) => world.payloadOf(id)));
    expect(payloads[0]).toEqual({
      SSIN: PERSON,
      Purpose: 2,
      Period: { StartDate: '2026-06-15', EndDate: '2027-06-14' },
      Action: 'REGISTER',
      ProofOfAuthentication: { PersonData: { LastName: 'FANTOCHE', BirthDate: '1903-04-12' } },
    });
    expect(payloads.map(({ SSIN, Purpose }) => [SSIN, Purpose])).toEqual([
      [PERSON, 2],
      [PERSON, 8],
      [OTHER_PERSON, 5],
    ]);
    expect((await world.view(end.household)).state).toBe('in-progress');
  });

  it('shows each member its own outcome, and a summary of the whole', async () => {
    const wish = openWish([member(PERSON, 2), member(OTHER_PERSON, 5)], { fileReference: '2026/41' });
    const { household, exchanges } = await world.register.open(CENTRE, world.call(wish));
    const [first, second] = exchanges;
    if (first === undefined || second === undefined) throw new Error('two messages');
    await world.end(first, 'answered');
    await world.end(second, 'refused');
    const view = await world.view(household);
    expect(view).toMatchObject({
      organisation: CENTRE,
      fileReference: '2026/41',
      state: 'partial',
      summary: { open: 1, failed: 1 },
      members: [
        { ssin: PERSON, integrations: [{ state: 'open', retryable: false, step: { state: 'answered' } }] },
        {
          ssin: OTHER_PERSON,
          integrations: [{ state: 'failed', retryable: true, step: { state: 'refused', code: 'bcss-refused' } }],
        },
      ],
    });
    const standing = await world.standings.of(CENTRE, [PERSON, OTHER_PERSON], TODAY);
    expect(standing.map(({ own }) => own.length)).toEqual([1, 0]);
  });

  it('is accepted whole or not at all, whatever dies in between', async () => {
    const before = await world.underway();
    let messages = 0;
    world.beforeAccept = () => {
      messages += 1;
      if (messages === 3) throw new Error('the power went');
    };
    const wish = openWish([member(PERSON, 2, 8), member(OTHER_PERSON, 5)]);
    const call = world.call(wish);
    await expect(world.register.open(CENTRE, call)).rejects.toThrow('the power went');
    expect(await world.underway()).toEqual(before);
    expect(
      await world.register.list(clientOf(), { organisation: CENTRE, fileReference: wish.fileReference, limit: 5 }),
    ).toEqual([]);
    world.beforeAccept = () => undefined;
    const end = await world.register.open(CENTRE, call);
    expect([end.replayed, end.exchanges.length]).toEqual([false, 3]);
  });

  it('is refused as a whole when the desk refuses one message of it, and nothing is written', async () => {
    const before = await world.underway();
    world.authorisation = {
      decide: ({ subjects }) =>
        Promise.resolve(subjects.includes(OTHER_PERSON) ? { allowed: false, reasons: [] } : { allowed: true }),
    };
    const call = world.register.open(CENTRE, world.call(openWish([member(PERSON, 2), member(OTHER_PERSON, 5)])));
    expect(await refusalOf(call)).toMatchObject({ code: 'policy-denied' });
    expect(await world.underway()).toEqual(before);
  });

  it('is one household for one file, whichever calls its members came with', async () => {
    const fileReference = '2026/42';
    const first = await world.integrate([member(PERSON, 2)], { fileReference });
    const second = await world.integrate([member(OTHER_PERSON, 5)], { fileReference });
    expect(second).toBe(first);
    expect((await world.view(first)).members.map(({ ssin }) => ssin)).toEqual([PERSON, OTHER_PERSON]);
  });

  it('is found by its file and by each of its people, and by nobody else', async () => {
    const fileReference = '2026/43';
    const household = await world.integrate([member(PERSON, 2)], { fileReference });
    const found = async (filter: object) =>
      (await world.register.list(clientOf(), { organisation: CENTRE, limit: 1, ...filter })).map(({ id }) => id);
    expect(await found({ fileReference })).toEqual([household]);
    expect(await found({ person: PERSON })).toEqual([household]);
    expect(await found({ fileReference: '2026/44' })).toEqual([]);
    expect(await found({ person: OTHER_PERSON, before: household })).not.toContain(household);
    expect(await found({ organisation: OTHER_CENTRE, fileReference })).toEqual([]);
  });

  it('leaves no number, reference or proof readable in the register', async () => {
    await world.integrate([member(PERSON, 2)], { fileReference: 'a-readable-reference' });
    const rows = await world.pool.query<{ row: string }>(
      "SELECT encode(convert_to(i::text || h::text, 'UTF8'), 'escape') AS row FROM gateway.integration i JOIN gateway.household h ON h.id = i.household_id",
    );
    const hex = (text: string): string => Buffer.from(text).toString('hex');
    for (const secret of [PERSON, 'FANTOCHE', 'a-readable-reference']) {
      expect(rows.some(({ row }) => row.includes(secret) || row.includes(hex(secret)))).toBe(false);
    }
  });
});

describe('the rules', () => {
  const open = (...members: Parameters<typeof openWish>[0]) =>
    world.register.open(CENTRE, world.call(openWish(members)));

  it('name the place and the rule', async () => {
    const wish = openWish([
      { ssin: PERSON, proof: {}, integrations: [{ qualityCode: 1 }, { qualityCode: 40 }] },
      { ssin: PERSON, proof: PROOF, integrations: [{ qualityCode: 2, period: { firstDay: '2026-02-30' } }] },
      {
        ssin: OTHER_PERSON,
        proof: PROOF,
        integrations: [
          { qualityCode: 2, period: { firstDay: '2026-06-15', lastDay: '2026-06-14' } },
          { qualityCode: 3, period: { firstDay: '2026-06-15' } },
        ],
      },
    ]);
    const { code, fields } = await refusalOf(world.register.open(CENTRE, world.call(wish)));
    expect(code).toBe('integration-not-allowed');
    expect(fields.map(({ pointer, rule }) => `${pointer} ${rule}`)).toEqual([
      '/members/1/ssin duplicate',
      '/members/0/proof at-least-one',
      '/period/lastDay period-too-long',
      '/period/lastDay period-calendar-year',
      '/members/1/integrations/0/period/firstDay calendar-day',
      '/members/2/integrations/0/period/lastDay period-order',
      '/members/2/integrations/1/period/lastDay period-end-missing',
    ]);
  });

  it('want a period', async () => {
    const { period: _none, ...wish } = openWish([member(PERSON, 2)]);
    expect(await refusalOf(world.register.open(CENTRE, world.call(wish)))).toMatchObject({
      code: 'invalid-request',
      fields: [{ pointer: '/members/0/integrations/0/period', rule: 'required' }],
    });
  });

  it('refuse what the centre has already, in whichever file, open or on its way', async () => {
    await world.register.open(CENTRE, world.call(openWish([member(PERSON, 2)])));
    const refused = {
      code: 'integration-overlap',
      fields: [
        {
          pointer: '/members/0/integrations/0/qualityCode',
          rule: 'period-overlap',
          expected: '2026-06-15 – 2027-06-14',
        },
      ],
    };
    expect(await refusalOf(open(member(PERSON, 2)))).toEqual(refused);
    const [exchange] = (await world.underway()).slice(-1);
    if (exchange === undefined) throw new Error('one on its way');
    await world.end(exchange, 'answered');
    expect(await refusalOf(open(member(PERSON, 2)))).toEqual(refused);
  });

  it('do not mind another code, another person, or another centre', async () => {
    await world.integrate([member(PERSON, 2)]);
    await expect(open(member(PERSON, 3), member(OTHER_PERSON, 2))).resolves.toMatchObject({ replayed: false });
    const client = clientOf({ organisation: OTHER_CENTRE });
    const call = { ...world.call(openWish([member(PERSON, 2)])), client };
    await expect(world.register.open(OTHER_CENTRE, call)).resolves.toMatchObject({ replayed: false });
  });

  it('let somebody try anew what was refused, and the earlier try is given up', async () => {
    const fileReference = systemIds.uuid();
    await world.integrate([member(PERSON, 2)], { fileReference }, 'refused');
    const household = await world.integrate([member(PERSON, 2)], { fileReference });
    expect(await states(household)).toEqual(['2 abandoned', '2 open']);
  });

  it('let only one of two calls at one instant have the same integration', async () => {
    const ends = await Promise.allSettled([open(member(PERSON, 2)), open(member(PERSON, 2))]);
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = ends.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    expect(['integration-overlap', 'state-conflict']).toContain((refused.reason as GatewayError).code);
  });
});

describe('a call that is repeated', () => {
  it('with its key does nothing again, also when twenty arrive at one instant', async () => {
    const before = (await world.underway()).length;
    const call = world.call(openWish([member(PERSON, 2), member(OTHER_PERSON, 5)]));
    const ends = await Promise.all(Array.from({ length: 20 }, () => world.register.open(CENTRE, call)));
    expect(new Set(ends.map(({ household }) => household)).size).toBe(1);
    expect(ends.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(await world.underway()).toHaveLength(before + 2);
  });

  it('is refused with the key of another one, and without any', async () => {
    const call = world.call(openWish([member(PERSON, 2)]));
    await world.register.open(CENTRE, call);
    const other = world.register.open(CENTRE, { ...call, wish: openWish([member(OTHER_PERSON, 2)]) });
    expect(await refusalOf(other)).toMatchObject({ code: 'idempotency-key-reused' });
    const { idempotencyKey: _none, ...without } = call;
    expect(await refusalOf(world.register.open(CENTRE, { ...without, idempotencyKey: undefined }))).toMatchObject({
      code: 'idempotency-key-missing',
    });
    expect(
      await refusalOf(
        world.register.open(CENTRE, { ...world.call(openWish([member(OTHER_PERSON, 2)])), idempotencyKey: 'a b' }),
      ),
    ).toMatchObject({ code: 'idempotency-key-invalid' });
  });

  it('with the key of another client is another call', async () => {
    const call = world.call(openWish([member(PERSON, 2)]));
    await world.register.open(CENTRE, call);
    const elsewhere = { ...call, client: clientOf({ id: 'other-software' }) };
    expect(await refusalOf(world.register.open(CENTRE, elsewhere))).toMatchObject({ code: 'integration-overlap' });
  });
});

describe('sending again', () => {
  it('sends what failed and nothing else, with the proof that is right now', async () => {
    const { household, exchanges } = await world.register.open(
      CENTRE,
      world.call(openWish([member(PERSON, 2), member(OTHER_PERSON, 5)])),
    );
    await world.end(exchanges[0] as never, 'answered');
    await world.end(exchanges[1] as never, 'refused');
    const proof = { identityCardNumber: '591234567890' };
    const end = await world.register.retry(
      household,
      world.call({ context: CONTEXT, members: [{ ssin: OTHER_PERSON, proof }] }),
    );
    expect(end.exchanges).toHaveLength(1);
    expect(await world.payloadOf(end.exchanges[0] as never)).toMatchObject({
      SSIN: OTHER_PERSON,
      Action: 'REGISTER',
      ProofOfAuthentication: { IdentityCardNumber: '591234567890' },
    });
    await world.endAll(end, 'answered');
    expect((await world.view(household)).state).toBe('open');
    // The proof is kept: the end of help is told with the one that was right.
    const closing = await world.register.close(household, world.call({ context: CONTEXT }));
    expect(await world.payloadOf(closing.exchanges[1] as never)).toMatchObject({
      ProofOfAuthentication: { IdentityCardNumber: '591234567890' },
    });
  });

  it('has nothing to do where nothing failed, or what failed is on its way', async () => {
    const open = await world.integrate([member(PERSON, 2)]);
    const retry = (household: HouseholdId) =>
      refusalOf(world.register.retry(household, world.call({ context: CONTEXT })));
    expect(await retry(open)).toMatchObject({ code: 'state-conflict' });
    const failed = await world.integrate([member(OTHER_PERSON, 2)], {}, 'refused');
    await world.register.retry(failed, world.call({ context: CONTEXT }));
    expect(await retry(failed)).toMatchObject({ code: 'state-conflict' });
  });

  it('takes the place of a message that never left, which nobody can then requeue', async () => {
    const household = await world.integrate([member(PERSON, 2)], {}, 'unreachable');
    const [failed] = await world.integrations(household);
    const dead = failed?.step?.exchange;
    if (dead === undefined) throw new Error('no message');
    const end = await world.register.retry(household, world.call({ context: CONTEXT }));
    await expect(world.decide(dead, 'requeue')).rejects.toThrow();
    await world.endAll(end, 'answered');
    expect(await states(household)).toEqual(['2 open']);
  });

  it('waits for a message that a person requeued', async () => {
    const household = await world.integrate([member(PERSON, 2)], {}, 'unreachable');
    const [failed] = await world.integrations(household);
    await world.decide(failed?.step?.exchange as never, 'requeue');
    expect(await refusalOf(world.register.retry(household, world.call({ context: CONTEXT })))).toMatchObject({
      code: 'state-conflict',
    });
    await world.end(failed?.step?.exchange as never, 'answered');
    expect(await states(household)).toEqual(['2 open']);
  });

  it('is refused where the centre got the integration in another way meanwhile', async () => {
    const household = await world.integrate([member(PERSON, 2)], {}, 'refused');
    await world.send(PAYLOADS.register);
    expect(await refusalOf(world.register.retry(household, world.call({ context: CONTEXT })))).toMatchObject({
      code: 'integration-overlap',
      fields: [{ pointer: '/members', rule: 'period-overlap', expected: '2026-01-05 – 2026-12-31' }],
    });
  });
});

describe('the household of another centre', () => {
  it.each(['close', 'extend', 'changeCode', 'retry'] as const)('%s: does not exist', async (what) => {
    const household = await world.integrate([member(PERSON, 2)]);
    const client = clientOf({ organisation: OTHER_CENTRE });
    const wish = { context: CONTEXT, lastDay: '2027-06-30', ssin: PERSON, from: 2, to: 3 };
    const call = { ...world.call(wish), client };
    const theirs = await refusalOf(world.register[what](household, call));
    const nobodys = await refusalOf(world.register[what](systemIds.uuid() as HouseholdId, call));
    expect(theirs).toEqual(nobodys);
    expect(theirs).toEqual({ code: 'not-found', fields: [] });
    expect(await refusalOf(world.register.view(client, household))).toEqual({ code: 'not-found', fields: [] });
  });
});
