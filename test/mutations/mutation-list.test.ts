import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../src/domain/client.ts';
import { MutationList } from '../../src/mutations/mutation-list.ts';
import { storeNotification } from '../../src/mutations/mutation-store.ts';
import { type Ids, systemIds, uuidV7 } from '../../src/telemetry/ids.ts';
import { asSuperuser } from '../support/database.ts';
import { CENTRE, OTHER_CENTRE } from '../support/ledger.ts';
import { clientOf, ORGANISATION, OTHER_ORGANISATION } from '../support/organisations.ts';
import { OTHER_PERSON, PERSON } from '../support/people.ts';
import { FLOWS } from '../support/requests.ts';
import { BackDoor } from './fixture.ts';

const OURS = clientOf({ rights: ['subscribe'] });
const THEIRS = clientOf({ id: 'theirs', organisation: OTHER_CENTRE });
const EVERYBODYS = clientOf({ id: 'operator', organisation: '*' });

let door: BackDoor;
beforeAll(async () => {
  door = await BackDoor.open();
});
afterAll(() => door.close());

async function idOf(number: string, organisation = CENTRE): Promise<string> {
  const [row] = await door.pool.query<{ id: string }>(
    'SELECT id FROM gateway.mutation WHERE source_id = $1 AND organisation = $2',
    [number, organisation],
  );
  if (row === undefined) throw new Error(`no mutation ${number}`);
  return row.id;
}

/** All pages of a list, from one mutation on. */
async function readOn(client: Client, limit: number, from?: string): Promise<string[]> {
  const ids: string[] = [];
  let after = from;
  do {
    const page = await door.list.list(client, {
      organisation: CENTRE,
      limit,
      ...(after !== undefined && { after }),
    });
    expect(page.mutations.length).toBeLessThanOrEqual(limit);
    ids.push(...page.mutations.map(({ id }) => id));
    after = page.next;
  } while (after !== undefined);
  return ids;
}

describe('the list', () => {
  it('is read in pages, oldest first, each mutation once', async () => {
    for (let i = 0; i < 7; i += 1) await door.push([{ number: `l-${i}` }, { number: `l-${i}b`, ssin: OTHER_PERSON }]);
    const all = await readOn(OURS, 100);
    expect(all).toHaveLength(14);
    expect(await readOn(OURS, 4)).toEqual(all);
    expect(await readOn(OURS, 14)).toEqual(all);
    expect(all.indexOf(await idOf('l-3'))).toBeLessThan(all.indexOf(await idOf('l-4')));
    expect(await readOn(OURS, 100, all[5])).toEqual(all.slice(6));
  });

  it('says of each where it stands, and nothing about the person', async () => {
    await door.push([{ number: 'said', source: 'INASTI', kind: 'SELF_EMPLOYED_START' }]);
    const { mutations } = await door.list.list(OURS, { organisation: CENTRE, limit: 200 });
    const { logIndex, ...last } = mutations.at(-1) ?? { logIndex: 0 };
    expect(last).toEqual({
      id: await idOf('said'),
      organisation: CENTRE,
      source: 'INASTI',
      kind: 'SELF_EMPLOYED_START',
      sequence: expect.any(Number),
      receivedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
    expect(logIndex).toBe(Number((await door.entries()).at(-1)?.index));
    expect(JSON.stringify(mutations)).not.toContain(PERSON);
  });

  it('leaves nothing behind for whoever has read on: a machine whose clock is behind does not slip in before', async () => {
    const read = await readOn(OURS, 100);
    const ids: Ids = {
      ...systemIds,
      uuid: () => uuidV7(Date.now() - 60_000, Buffer.from(systemIds.uuid().slice(0, 10))),
    };
    const item = { number: 'late', source: 'RN', kind: 'NAME', ssin: PERSON, newSsin: undefined, content: {} };
    await storeNotification(
      { ...door.storeParts, ids },
      ORGANISATION,
      { ticketCbss: '', cbeNumber: ORGANISATION.cbeNumber, items: [item] },
      { kind: 'notification', organisation: CENTRE },
    );
    expect(await readOn(OURS, 100, read.at(-1))).toEqual([await idOf('late')]);
  });

  it('may be of those only that nobody acknowledged', async () => {
    await door.push([{ number: 'open' }, { number: 'dealt with' }]);
    await door.list.acknowledge(OURS, await idOf('dealt with'));
    const { mutations } = await door.list.list(OURS, { organisation: CENTRE, unacknowledged: true, limit: 200 });
    const ids = mutations.map(({ id }) => id);
    expect(ids).toContain(await idOf('open'));
    expect(ids).not.toContain(await idOf('dealt with'));
    const { mutations: all } = await door.list.list(OURS, { organisation: CENTRE, limit: 200 });
    expect(all.find(({ acknowledgedAt }) => acknowledgedAt !== undefined)?.id).toBe(await idOf('dealt with'));
  });

  it('of another centre is refused, and a page after one of theirs is empty', async () => {
    await door.push([{ number: 'their own' }], OTHER_ORGANISATION.cbeNumber);
    await expect(door.list.list(THEIRS, { organisation: CENTRE, limit: 10 })).rejects.toMatchObject({
      code: 'other-organisation',
    });
    const theirs = await idOf('their own', OTHER_CENTRE);
    expect(await readOn(OURS, 100, theirs)).toEqual([]);
    expect(await readOn(OURS, 100)).not.toContain(theirs);
  });

  it('after something that is no id is not found, and does not reach the database', async () => {
    const list = door.list.list(OURS, { organisation: CENTRE, limit: 10, after: "x' OR 1=1" });
    await expect(list).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('one mutation', () => {
  it('is shown whole, out of the bytes that BCSS sent, and the reading is recorded', async () => {
    await door.push([
      { number: 'v-1', after: 'one' },
      { number: 'v-2', after: 'two' },
      { number: 'v-2', source: 'DIMONA' },
    ]);
    const id = await idOf('v-1');
    expect(await door.list.view(OURS, id)).toMatchObject({
      id,
      content: { mutationNumber: 'v-1', ssin: PERSON, change: [{ field: 'LegalMainAddress', after: 'one' }] },
    });
    const reading = (await door.entries('read')).at(-1);
    const content = await door.archive.read(door.logPool, reading?.index as never);
    expect(content?.details).toEqual({
      what: 'mutation',
      id,
      entry: Number((await door.entries()).at(-1)?.index),
      found: [PERSON],
    });
    const [of2] = await door.pool.query<{ id: string }>(
      "SELECT id FROM gateway.mutation WHERE source_id = 'v-2' AND source = 'DIMONA'",
    );
    expect(await door.list.view(OURS, of2?.id ?? '')).toMatchObject({ content: { source: 'DIMONA' } });
  });

  it('is not shown when the reading cannot be recorded', async () => {
    await door.push([{ number: 'unseen' }]);
    const id = await idOf('unseen');
    const { pool, archive } = door;
    const unwritable = Object.create(archive) as typeof archive;
    unwritable.append = () => Promise.reject(new Error('the log is away'));
    const list = new MutationList({ pool, archive: unwritable, flows: FLOWS });
    await expect(list.view(OURS, id)).rejects.toThrow('the log is away');
  });

  it('stands without its content when that was destroyed', async () => {
    await door.push([{ number: 'shredded' }]);
    const index = (await door.entries()).at(-1)?.index;
    await asSuperuser(door.database.superuserUrl, (client) =>
      client.query('UPDATE gateway.entry_key SET body_key = NULL WHERE entry_index = $1', [index]),
    );
    const view = await door.list.view(OURS, await idOf('shredded'));
    expect(view).toMatchObject({ kind: 'ADDRESS', content: undefined });
  });

  it('of another centre is not found, neither to see nor to acknowledge, and leaves no trace', async () => {
    await door.push([{ number: 'foreign' }], OTHER_ORGANISATION.cbeNumber);
    const id = await idOf('foreign', OTHER_CENTRE);
    const reads = (await door.entries('read')).length;
    await expect(door.list.view(OURS, id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(door.list.acknowledge(OURS, id)).rejects.toMatchObject({ code: 'not-found' });
    expect(await door.entries('read')).toHaveLength(reads);
    expect(await door.list.view(EVERYBODYS, id)).toMatchObject({ organisation: OTHER_CENTRE });
  });

  it.each(['nothing', systemIds.uuid()])('that does not exist is not found: %s', async (id) => {
    await expect(door.list.view(OURS, id)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is acknowledged once: twice, or twenty times at an instant, is one command in the log', async () => {
    await door.push([{ number: 'acked' }]);
    const id = await idOf('acked');
    const before = (await door.entries('command')).length;
    await Promise.all(Array.from({ length: 20 }, () => door.list.acknowledge(OURS, id)));
    await door.list.acknowledge(OURS, id);
    expect(await door.entries('command')).toHaveLength(before + 1);
    const [row] = await door.pool.query<{ at: Date }>(
      'SELECT acknowledged_at AS at FROM gateway.mutation WHERE id = $1',
      [id],
    );
    expect(row?.at).toBeInstanceOf(Date);
  });
});
