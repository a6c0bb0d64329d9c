import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CalendarDay } from '../../src/domain/calendar-day.ts';
import { brusselsDate } from '../../src/domain/brussels-time.ts';
import type { Payload } from '../../src/flows/flow.ts';
import { RegisterStandings } from '../../src/integration/standings.ts';
import { CENTRE } from '../support/ledger.ts';
import { clientOf } from '../support/organisations.ts';
import { OTHER_PERSON, PERSON } from '../support/people.ts';
import { PAYLOADS } from '../support/requests.ts';
import { fc } from '../support/property.ts';
import { CONTEXT, member, openWish, World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());
beforeEach(async () => {
  world.changes.length = 0;
  await world.pool.query(
    "UPDATE gateway.integration SET state = 'abandoned', closing_day = NULL, last_day = greatest(last_day, first_day)",
  );
});

const period = (StartDate: string, EndDate?: string): Payload => ({
  ...PAYLOADS.register,
  Period: { StartDate, ...(EndDate !== undefined && { EndDate }) },
});
const ended = (StartDate: string, EndDate?: string): Payload => ({
  ...period(StartDate, EndDate),
  Action: 'UNREGISTER',
});

/** Days that the register has of the person, as `first–last`. */
async function days(): Promise<string[]> {
  const rows = await world.pool.query<{ days: string }>(
    `SELECT first_day::text || '–' || coalesce(last_day::text, '…') AS days FROM gateway.integration
      WHERE state IN ('open', 'closing', 'closed') AND (last_day IS NULL OR last_day >= first_day) ORDER BY first_day`,
  );
  return rows.map((row) => row.days);
}

describe('a message that software sends past the register', () => {
  it('teaches it whom BCSS has registered, in the file that the message names', async () => {
    await world.send(period('2026-01-05', '2026-12-31'), 'answered', '2026/90');
    const [household] = await world.register.list(clientOf(), {
      organisation: CENTRE,
      fileReference: '2026/90',
      limit: 1,
    });
    expect(household).toMatchObject({
      state: 'open',
      members: [
        {
          ssin: PERSON,
          integrations: [
            {
              qualityCode: 2,
              firstDay: '2026-01-05',
              lastDay: '2026-12-31',
              state: 'open',
              step: { state: 'answered' },
            },
          ],
        },
      ],
    });
  });

  it('makes the person a household alone where it names no file', async () => {
    await world.send(period('2026-01-05', '2026-12-31'));
    const [household] = await world.register.list(clientOf(), { organisation: CENTRE, person: PERSON, limit: 1 });
    expect(household).not.toHaveProperty('fileReference');
    expect(household?.members).toHaveLength(1);
  });

  it.each(['refused', 'unreachable', 'undecided'] as const)('teaches nothing when it is %s', async (ending) => {
    await world.send(period('2026-01-05', '2026-12-31'), ending);
    expect(await days()).toEqual([]);
    expect(world.changes).toEqual([]);
  });

  it('teaches nothing when it only asks', async () => {
    await world.send(PAYLOADS.list);
    expect(await days()).toEqual([]);
  });

  it('is recorded, and told to subscribers, as a change of the register', async () => {
    const before = (await world.recorded()).length;
    const exchange = await world.send(period('2026-01-05', '2026-12-31'));
    await world.send(ended('2026-06-01', '2026-12-31'));
    expect((await world.recorded()).slice(before)).toEqual(['open', 'closed']);
    expect(world.changes).toMatchObject([{ organisation: CENTRE, state: 'open', exchange }, { state: 'closed' }]);
    expect(JSON.stringify(world.changes)).not.toContain(PERSON);
  });

  it('ends what a household call opened', async () => {
    const household = await world.integrate([member(PERSON, 2)], {
      period: { firstDay: '2026-01-05', lastDay: '2026-12-31' },
    });
    await world.send(ended('2026-06-01'));
    expect(await world.integrations(household)).toMatchObject([{ state: 'closed', lastDay: '2026-05-31' }]);
  });

  it('touches no other code, and no other person', async () => {
    await world.integrate([member(PERSON, 3), member(OTHER_PERSON, 2)], {
      period: { firstDay: '2026-01-05', lastDay: '2026-12-31' },
    });
    await world.send(ended('2026-01-05', '2026-12-31'));
    expect(await days()).toEqual(['2026-01-05–2026-12-31', '2026-01-05–2026-12-31']);
  });
});

describe('days that messages register and take out', () => {
  it.each<[string, Payload[], string[]]>([
    [
      'a second period',
      [period('2026-01-01', '2026-03-31'), period('2026-05-01', '2026-06-30')],
      ['2026-01-01–2026-03-31', '2026-05-01–2026-06-30'],
    ],
    ['days more', [period('2026-01-01', '2026-03-31'), period('2026-03-01', '2026-06-30')], ['2026-01-01–2026-06-30']],
    [
      'an open end, where the code has no limit',
      [period('2026-01-01', '2026-03-31'), period('2026-03-01')].map((payload) => ({ ...payload, Purpose: 11 })),
      ['2026-01-01–…'],
    ],
    [
      'a bridge',
      [period('2026-01-01', '2026-03-31'), period('2026-05-01', '2026-06-30'), period('2026-02-01', '2026-05-31')],
      ['2026-01-01–2026-06-30'],
    ],
    [
      'the end taken out',
      [period('2026-01-01', '2026-06-30'), ended('2026-04-01', '2026-12-31')],
      ['2026-01-01–2026-03-31'],
    ],
    [
      'the beginning taken out',
      [period('2026-01-01', '2026-06-30'), ended('2025-01-01', '2026-02-28')],
      ['2026-03-01–2026-06-30'],
    ],
    [
      'the middle taken out',
      [period('2026-01-01', '2026-06-30'), ended('2026-03-01', '2026-03-31')],
      ['2026-01-01–2026-02-28', '2026-04-01–2026-06-30'],
    ],
    ['all taken out', [period('2026-01-01', '2026-06-30'), ended('2026-01-01')], []],
    ['nothing there to take out', [ended('2026-01-01', '2026-06-30')], []],
  ])('%s', async (_name, payloads, expected) => {
    for (const payload of payloads) await world.send(payload);
    expect(await days()).toEqual(expected);
  });

  it('are a set of days, in whatever order they come', async () => {
    const day = (n: number): CalendarDay => brusselsDate(new Date(Date.UTC(2026, 0, 1 + n, 12)));
    const messages = fc.array(fc.record({ registers: fc.boolean(), from: fc.nat(20), length: fc.nat(8) }), {
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(messages, async (sent) => {
        await world.pool.query(
          "UPDATE gateway.integration SET state = 'abandoned', closing_day = NULL, last_day = greatest(last_day, first_day)",
        );
        const expected = new Set<string>();
        for (const { registers, from, length } of sent) {
          await world.send(registers ? period(day(from), day(from + length)) : ended(day(from), day(from + length)));
          for (let n = from; n <= from + length; n += 1) expected[registers ? 'add' : 'delete'](day(n));
        }
        const found = new Set<string>();
        for (let n = 0; n < 32; n += 1) {
          const [standing] = await new RegisterStandings(world.pool, world.vault).of(CENTRE, [PERSON], day(n));
          if (standing !== undefined && standing.own.length > 0) found.add(day(n));
        }
        expect([...found].sort()).toEqual([...expected].sort());
      }),
      { numRuns: 12 },
    );
  });
});

describe('what happens late', () => {
  it('is learnt as well: a dead letter that a person requeued and BCSS then accepted', async () => {
    const household = await world.integrate([member(PERSON, 2)], {}, 'unreachable');
    expect(await world.integrations(household)).toMatchObject([{ state: 'failed', step: { state: 'failed' } }]);
    const [{ step } = { step: undefined }] = await world.integrations(household);
    await world.decide(step?.exchange as never, 'requeue');
    await world.end(step?.exchange as never, 'answered');
    expect(await world.integrations(household)).toMatchObject([{ state: 'open', step: { state: 'answered' } }]);
  });

  it('of an undecided registration a person says what BCSS did', async () => {
    const { household, exchanges } = await world.register.open(CENTRE, world.call(openWish([member(PERSON, 2)])));
    await world.endAll({ exchanges }, 'undecided');
    expect(await world.view(household)).toMatchObject({
      state: 'in-progress',
      members: [{ integrations: [{ state: 'opening', step: { state: 'undecided', code: 'outcome-unknown' } }] }],
    });
    await world.decide(exchanges[0] as never, 'resolve', 'happened');
    expect((await world.view(household)).state).toBe('open');
  });

  it('of one that a person withdrew nothing is left but the failure', async () => {
    const { household, exchanges } = await world.register.open(CENTRE, world.call(openWish([member(PERSON, 2)])));
    await world.decide(exchanges[0] as never, 'cancel');
    expect(await world.integrations(household)).toMatchObject([{ state: 'failed', step: { state: 'withdrawn' } }]);
    await expect(world.register.retry(household, world.call({ context: CONTEXT }))).resolves.toMatchObject({
      replayed: false,
    });
  });
});
