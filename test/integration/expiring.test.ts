import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CalendarDay, plusDays } from '../../src/domain/calendar-day.ts';
import type { HouseholdId } from '../../src/domain/integration.ts';
import type { ExpiringQuestion } from '../../src/integration/expiring.ts';
import { tellExpiring } from '../../src/integration/expiry-notices.ts';
import { CENTRE, OTHER_CENTRE } from '../support/ledger.ts';
import { clientOf } from '../support/organisations.ts';
import { OTHER_PERSON, PERSON } from '../support/people.ts';
import { CONTEXT, member, TODAY, World } from './world.ts';

const DAYS = [30, 7, 1];

let world: World;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());
beforeEach(async () => {
  world.notices.length = 0;
  await world.pool.query(
    "UPDATE gateway.integration SET state = 'abandoned', closing_day = NULL, last_day = greatest(last_day, first_day)",
  );
});

/** An open integration that ends on a day, made long before. */
async function endingOn(lastDay: string, ssin: string = PERSON, code = 8): Promise<HouseholdId> {
  const household = await world.integrate([member(ssin, code)], { period: { firstDay: '2026-01-01', lastDay } });
  await world.pool.query("UPDATE gateway.integration SET made_at = '2026-01-01'");
  return household;
}

const soon = (more: Partial<ExpiringQuestion> = {}) =>
  world.register.expiring(clientOf(), { organisation: CENTRE, withinDays: 30, limit: 50, ...more });
const tell = (today: CalendarDay = TODAY): Promise<number> =>
  tellExpiring(world.pool, world.announcements, DAYS, today);

describe('the list of what ends soon', () => {
  it('has the nearest end first, with file, person and days left', async () => {
    await endingOn('2026-07-15');
    const household = await endingOn('2026-06-16', OTHER_PERSON);
    await endingOn('2026-07-16', PERSON, 7);
    const found = await soon();
    expect(found.map(({ lastDay, daysLeft }) => [lastDay, daysLeft])).toEqual([
      ['2026-06-16', 1],
      ['2026-07-15', 30],
    ]);
    expect(found[0]).toMatchObject({ household, ssin: OTHER_PERSON, qualityCode: 8, title: { en: 'Services' } });
    expect(found[0]?.fileReference).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('leaves out what is over, what a person ended, what goes on, and what another centre has', async () => {
    await endingOn('2026-06-14');
    await world.endAll(
      await world.register.close(
        await endingOn('2026-06-20', PERSON, 7),
        world.call({ context: CONTEXT, lastDay: '2026-06-19' }),
      ),
      'answered',
    );
    await world.register.extend(
      await endingOn('2026-06-21', OTHER_PERSON),
      world.call({ context: CONTEXT, lastDay: '2026-12-31' }),
    );
    expect(await soon()).toEqual([]);
    await endingOn('2026-06-22', PERSON, 9);
    expect(await soon({ organisation: OTHER_CENTRE })).toEqual([]);
    expect((await soon()).map(({ lastDay }) => lastDay)).toEqual(['2026-06-22']);
  });

  it('has it again when going on was refused', async () => {
    const end = await world.register.extend(
      await endingOn('2026-06-21'),
      world.call({ context: CONTEXT, lastDay: '2026-12-31' }),
    );
    await world.endAll(end, 'refused');
    expect((await soon()).map(({ lastDay }) => lastDay)).toEqual(['2026-06-21']);
  });

  it('comes page by page, without a gap and without a repetition, also where many end on one day', async () => {
    for (const code of [2, 3, 4, 5, 6, 7, 8, 9]) await endingOn(code < 6 ? '2026-06-20' : '2026-06-25', PERSON, code);
    const all = (await soon()).map(({ integration }) => integration);
    const paged: string[] = [];
    let after: ExpiringQuestion['after'];
    for (let page = 0; page < 5; page += 1) {
      const found = await soon({ limit: 2, ...(after !== undefined && { after }) });
      paged.push(...found.map(({ integration }) => integration));
      const last = found.at(-1);
      if (last === undefined) break;
      after = { lastDay: last.lastDay, id: last.integration };
    }
    expect(paged).toEqual(all);
    expect(all).toHaveLength(8);
  });
});

describe('the warning of an end', () => {
  it('is given once per threshold, and again at the next', async () => {
    const household = await endingOn('2026-07-15');
    expect(await tell(plusDays(TODAY, -1))).toBe(0);
    expect([await tell(), await tell(), await tell(plusDays(TODAY, 5))]).toEqual([1, 0, 0]);
    expect([await tell('2026-07-08' as CalendarDay), await tell('2026-07-14' as CalendarDay)]).toEqual([1, 1]);
    expect(await tell('2026-07-20' as CalendarDay)).toBe(0);
    expect(world.notices.map(({ daysLeft }) => daysLeft)).toEqual([30, 7, 1]);
    expect(world.notices[0]).toMatchObject({ organisation: CENTRE, household, lastDay: '2026-07-15' });
    expect(JSON.stringify(world.notices)).not.toContain(PERSON);
  });

  it('is given once however many processes look at one instant', async () => {
    for (const code of [2, 3, 4, 5, 6, 7, 8, 9]) await endingOn('2026-07-10', OTHER_PERSON, code);
    const told = await Promise.all(Array.from({ length: 6 }, () => tell()));
    // A row that another process holds at that instant is left to it.
    await tell();
    expect(world.notices).toHaveLength(8);
    expect(new Set(world.notices.map(({ integration }) => integration)).size).toBe(8);
    expect(told.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(8);
  });

  it('is given late rather than not at all, and then once for all thresholds that passed', async () => {
    await endingOn('2026-06-20');
    expect([await tell(), await tell()]).toEqual([1, 0]);
    expect(world.notices.map(({ daysLeft }) => daysLeft)).toEqual([5]);
    world.notices.length = 0;
    await endingOn('2026-06-10', PERSON, 7);
    await endingOn('2026-04-10', PERSON, 9);
    expect(await tell()).toBe(1);
    expect(world.notices.map(({ daysLeft }) => daysLeft)).toEqual([-5]);
  });

  it('says nothing of a threshold that had passed when the integration was made', async () => {
    await endingOn('2026-07-05');
    await world.pool.query("UPDATE gateway.integration SET made_at = '2026-06-14T10:00:00Z'");
    expect([await tell(), await tell('2026-06-28' as CalendarDay)]).toEqual([0, 1]);
    expect(world.notices.map(({ daysLeft }) => daysLeft)).toEqual([7]);
  });

  it('is not given where something follows, or where a person decided the end', async () => {
    const going = await endingOn('2026-06-20');
    await world.register.extend(going, world.call({ context: CONTEXT, lastDay: '2026-12-31' }));
    const ended = await endingOn('2026-08-20', OTHER_PERSON);
    await world.endAll(
      await world.register.close(ended, world.call({ context: CONTEXT, lastDay: '2026-06-20' })),
      'answered',
    );
    expect(await tell()).toBe(0);
  });

  it('is given anew when the end is another one', async () => {
    await endingOn('2026-06-22');
    await tell();
    await world.pool.query("UPDATE gateway.integration SET last_day = '2026-07-22' WHERE state = 'open'");
    expect([await tell(), await tell('2026-06-22' as CalendarDay)]).toEqual([0, 1]);
    expect(world.notices.map(({ lastDay }) => lastDay)).toEqual(['2026-06-22', '2026-07-22']);
  });

  it('needs no thresholds', async () => {
    await endingOn('2026-06-16');
    expect(await tellExpiring(world.pool, world.announcements, [], TODAY)).toBe(0);
  });

  it('is given of more than one batch', async () => {
    await endingOn('2026-06-20');
    await world.pool.query(
      `INSERT INTO gateway.integration (id, organisation, household_id, person, ssin, quality_code, first_day, last_day, state, source, made_at)
       SELECT gen_random_uuid(), organisation, household_id, decode(md5(n::text), 'hex'), ssin, quality_code, first_day, last_day, state, source, made_at
         FROM gateway.integration, generate_series(1, 249) AS n WHERE state = 'open'`,
    );
    expect(await tell()).toBe(250);
    expect(world.notices).toHaveLength(250);
  });
});
