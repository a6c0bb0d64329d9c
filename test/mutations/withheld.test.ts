import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReadingRoom } from '../../src/audit/reading-room.ts';
import { completeSsin } from '../../src/domain/ssin.ts';
import { asSuperuser } from '../support/database.ts';
import { CENTRE, OTHER_CENTRE } from '../support/ledger.ts';
import { clientOf, ORGANISATION, OTHER_ORGANISATION } from '../support/organisations.ts';
import { PERSON } from '../support/people.ts';
import { acknowledgementIn, BackDoor, type Helped } from './fixture.ts';

let door: BackDoor;
beforeAll(async () => {
  door = await BackDoor.open();
});
afterAll(() => door.close());

const OURS = clientOf({ rights: ['subscribe', 'audit'] });
const FIRST = clientOf({ rights: ['subscribe', 'audit'], bootstrap: true, organisation: '*' });

/** Somebody fictional whom nobody helps yet. */
let last = 100;
function stranger(): string {
  last += 1;
  return completeSsin(`070707${last}`);
}

/** The numbers of mutations that a centre has of its own and may see. */
async function shown(organisation = CENTRE): Promise<string[]> {
  const rows = await door.pool.query<{ source_id: string }>(
    'SELECT source_id FROM gateway.mutation WHERE organisation = $1 ORDER BY entry_index, sequence',
    [organisation],
  );
  return rows.map(({ source_id: number }) => number);
}

describe('a mutation about somebody whom the centre does not help', () => {
  it('is acknowledged, kept in the log, counted, shown to nobody and forwarded to nobody', async () => {
    const subscription = await door.subscribe();
    const before = door.withheld;
    const answer = await door.push([{ number: 'strange', ssin: stranger() }]);
    expect(acknowledgementIn(answer)).toMatchObject({
      status: 'OK',
      items: [{ mutationNumber: 'strange', value: 'ACCEPTED' }],
    });
    expect(door.withheld - before).toBe(1);
    expect(await shown()).not.toContain('strange');
    for (const client of [OURS, FIRST]) {
      const { mutations, withheld } = await door.list.list(client, { organisation: CENTRE, limit: 200 });
      expect([mutations.length, withheld]).toEqual([(await shown()).length, 1]);
    }
    expect(await door.deliveriesTo(subscription)).toEqual([]);
    expect(door.lines.of('mutation.received').at(-1)).toMatchObject({ mutations: 1, withheld: 1, deliveries: 0 });
    expect(await door.entries()).not.toEqual([]);
  });

  it('leaves its trace under the person’s number, and no auditor opens its bytes', async () => {
    const ssin = stranger();
    await door.push([{ number: 'traced', ssin, after: 'RUE DU SECRET' }]);
    const room = new ReadingRoom(door.database.pool('auditor', 2), door.archive, door.vault);
    const question = {
      purpose: 'a complaint of the person',
      organisation: CENTRE,
      subject: ssin,
      since: new Date(Date.now() - 86_400_000),
      until: new Date(Date.now() + 86_400_000),
      limit: 10,
    };
    const { entries } = await room.entries(OURS, question);
    const trace = entries.find(({ kind }) => kind === 'notification');
    expect(trace).toMatchObject({ contentWithheld: true, details: { withheld: 1 } });
    const opened = await room.entry(OURS, trace?.index ?? 0, { purpose: question.purpose });
    expect(opened).toMatchObject({ contentWithheld: true });
    expect(JSON.stringify(opened)).not.toContain('RUE DU SECRET');
  });

  it('does not come out when the person is helped later, nor when BCSS sends it again', async () => {
    const ssin = stranger();
    await door.push([{ number: 'early', ssin }]);
    await door.integrate(ssin);
    const again = acknowledgementIn(await door.push([{ number: 'early', ssin }]));
    expect(again.items).toEqual([{ mutationNumber: 'early', value: 'ACCEPTED' }]);
    const other = acknowledgementIn(await door.push([{ number: 'early', ssin, after: 'elsewhere' }]));
    expect(other.items).toMatchObject([{ code: 'NUMBER_REUSED' }]);
    expect(await shown()).not.toContain('early');
    await door.push([{ number: 'in time', ssin }]);
    expect(await shown()).toContain('in time');
  });

  it('leaves no gap in the order of those about the person that are shown', async () => {
    const ssin = stranger();
    await door.push([{ number: 'hidden', ssin }]);
    await door.integrate(ssin);
    await door.push([{ number: 'seen', ssin }]);
    const [row] = await door.pool.query<{ sequence: string }>(
      "SELECT sequence FROM gateway.mutation WHERE source_id = 'seen'",
    );
    expect(row?.sequence).toBe('1');
  });

  it('among others is the only one that is held back', async () => {
    const answer = await door.push([
      { number: 'ours-1' },
      { number: 'not-ours', ssin: stranger() },
      { number: 'ours-2' },
    ]);
    expect(acknowledgementIn(answer)).toMatchObject({ status: 'OK' });
    const all = await shown();
    expect(all.filter((number) => number.includes('ours'))).toEqual(['ours-1', 'ours-2']);
  });

  it('is the other centre’s where that one helps the person', async () => {
    const ssin = stranger();
    await door.integrate(ssin, { organisation: OTHER_CENTRE });
    for (const { cbeNumber } of [ORGANISATION, OTHER_ORGANISATION])
      await door.push([{ number: 'theirs', ssin }], cbeNumber);
    expect([(await shown()).includes('theirs'), (await shown(OTHER_CENTRE)).includes('theirs')]).toEqual([false, true]);
  });

  it('does not move the integrations of a number, nor tell of it', async () => {
    const subscription = await door.subscribe(CENTRE, 'active', ['mutation.received', 'person.ssin-replaced']);
    const answer = await door.push([
      { number: 'renamed', kind: 'SSIN_REPLACED', ssin: stranger(), newSsin: stranger() },
    ]);
    expect(acknowledgementIn(answer).status).toBe('OK');
    expect(await door.deliveriesTo(subscription)).toEqual([]);
  });
});

describe('the day a mutation comes decides', () => {
  // It is 23 November 2026 at the back door.
  it.each<[string, Helped, boolean]>([
    ['the last day of the integration', { lastDay: '2026-11-23' }, true],
    ['its first day', { firstDay: '2026-11-23' }, true],
    ['the day after its last', { lastDay: '2026-11-22' }, false],
    ['the day before its first', { firstDay: '2026-11-24' }, false],
    ['while its registration is on its way', { state: 'opening' }, false],
    ['after its registration failed', { state: 'failed' }, false],
    ['while its end, of later, is on its way', { state: 'closing', closingDay: '2026-11-30' }, true],
    ['while its end, of today and before, is on its way', { state: 'closing', closingDay: '2026-11-22' }, false],
    ['when it was ended as of later', { state: 'closed', lastDay: '2026-11-30' }, true],
    ['when it was ended', { state: 'closed', lastDay: '2026-11-20' }, false],
    ['when it lost all its days', { state: 'closed', firstDay: '2026-12-01', lastDay: '2026-11-30' }, false],
  ])('%s', async (name, helped, isShown) => {
    const ssin = stranger();
    await door.integrate(ssin, helped);
    await door.push([{ number: name, ssin }]);
    expect((await shown()).includes(name)).toBe(isShown);
  });
});

describe('a person with more than one number', () => {
  const replaced = (old: string, successor: string) =>
    door.pool.query(
      `INSERT INTO gateway.ssin_change (id, organisation, kind, person, successor, ssin, integrations, entry_index)
       VALUES (gen_random_uuid(), $1, 'replaced', $2, $3, '', 0, 1)`,
      [CENTRE, door.vault.personLane(old), door.vault.personLane(successor)],
    );

  it('is known by the new number that the mutation itself gives', async () => {
    await door.push([{ number: 'by itself', kind: 'SSIN_REPLACED', ssin: stranger(), newSsin: PERSON }]);
    expect(await shown()).toContain('by itself');
  });

  it('is known by a number that replaced it, and by one that was replaced, over several steps', async () => {
    const [first, second, third] = [stranger(), stranger(), stranger()];
    await replaced(first, second);
    await replaced(second, third);
    await door.integrate(second);
    for (const ssin of [first, second, third]) await door.push([{ number: `of ${ssin}`, ssin }]);
    expect(await shown()).toEqual(expect.arrayContaining([first, second, third].map((ssin) => `of ${ssin}`)));
  });

  it('does not hang on numbers that replace each other in a circle', async () => {
    const [one, other] = [stranger(), stranger()];
    await replaced(one, other);
    await replaced(other, one);
    await door.push([{ number: 'circle', ssin: one }]);
    expect(await shown()).not.toContain('circle');
  });
});

describe('mutations that came before there was a gate', () => {
  const MIGRATION = new URL('../../src/store/migrations/000009.sql', import.meta.url);

  it('leave the list, with what was still to be forwarded of them, unless the person was helped on their day', async () => {
    const old = await BackDoor.open();
    try {
      const subscription = await old.subscribe();
      const [known, moved, unknown] = [stranger(), stranger(), stranger()];
      for (const ssin of [known, moved, unknown])
        await old.integrate(ssin, { firstDay: '2020-01-01', lastDay: '2099-12-31' });
      for (const [number, ssin] of Object.entries({ known, moved, unknown })) await old.push([{ number, ssin }]);
      const successor = stranger();
      await old.pool.query('UPDATE gateway.integration SET person = $2 WHERE person = $1', [
        old.vault.personLane(moved),
        old.vault.personLane(successor),
      ]);
      await old.pool.query(
        `INSERT INTO gateway.ssin_change (id, organisation, kind, person, successor, ssin, integrations, entry_index)
         VALUES (gen_random_uuid(), $1, 'replaced', $2, $3, '', 1, 1)`,
        [CENTRE, old.vault.personLane(moved), old.vault.personLane(successor)],
      );
      await old.pool.query("UPDATE gateway.integration SET state = 'failed' WHERE person = $1", [
        old.vault.personLane(unknown),
      ]);
      await asSuperuser(old.database.superuserUrl, async (client) => {
        await client.query('DROP TABLE gateway.mutation_withheld; DROP INDEX gateway.ssin_change_successor');
        await client.query('SET ROLE gateway_owner');
        await client.query(readFileSync(MIGRATION, 'utf8'));
      });
      const { mutations, withheld } = await old.list.list(OURS, { organisation: CENTRE, limit: 10 });
      expect([mutations.length, withheld]).toEqual([2, 1]);
      expect(await old.deliveriesTo(subscription)).toHaveLength(2);
      const again = acknowledgementIn(await old.push([{ number: 'unknown', ssin: unknown }]));
      expect(again.items).toMatchObject([{ value: 'ACCEPTED' }]);
      expect((await old.list.list(OURS, { organisation: CENTRE, limit: 10 })).mutations).toHaveLength(2);
    } finally {
      await old.close();
    }
  });
});
