import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completeSsin } from '../../src/domain/ssin.ts';
import { storeNotification } from '../../src/mutations/mutation-store.ts';
import { type Ids, systemIds } from '../../src/telemetry/ids.ts';
import { claimDelivery } from '../../src/webhooks/delivery-store.ts';
import { CENTRE, OTHER_CENTRE } from '../support/ledger.ts';
import { ORGANISATION, OTHER_ORGANISATION } from '../support/organisations.ts';
import { OTHER_PERSON, PERSON } from '../support/people.ts';
import { acknowledgementIn, BackDoor, type Item } from './fixture.ts';

let door: BackDoor;
beforeAll(async () => {
  door = await BackDoor.open();
});
afterAll(() => door.close());

async function stored(number: string): Promise<{ organisation: string; source: string; sequence: number }[]> {
  const rows = await door.pool.query<{ organisation: string; source: string; sequence: string }>(
    'SELECT organisation, source, sequence FROM gateway.mutation WHERE source_id = $1 ORDER BY organisation, source',
    [number],
  );
  return rows.map((row) => ({ ...row, sequence: Number(row.sequence) }));
}

const receipts = async (items: readonly Item[]) => acknowledgementIn(await door.push(items)).items;

describe('the same mutation again', () => {
  it('is accepted again, is one mutation, and is told once', async () => {
    const subscription = await door.subscribe();
    const item = { number: 'again' };
    expect(await receipts([item])).toEqual([{ mutationNumber: 'again', value: 'ACCEPTED' }]);
    expect(await receipts([item])).toEqual([{ mutationNumber: 'again', value: 'ACCEPTED' }]);
    expect(await stored('again')).toHaveLength(1);
    expect(await door.deliveriesTo(subscription)).toHaveLength(1);
  });

  it('twenty times at one instant is one mutation, and every one is acknowledged', async () => {
    const subscription = await door.subscribe();
    const answers = await Promise.all(Array.from({ length: 20 }, () => door.push([{ number: 'burst' }])));
    expect(answers.map((answer) => acknowledgementIn(answer).status)).toEqual(Array.from({ length: 20 }, () => 'OK'));
    expect(await stored('burst')).toHaveLength(1);
    expect(await door.deliveriesTo(subscription)).toHaveLength(1);
  });

  it('twice within one notification is one', async () => {
    expect(await receipts([{ number: 'double' }, { number: 'double' }])).toHaveLength(2);
    expect(await stored('double')).toHaveLength(1);
  });

  it('with another content is refused, and the first one stands', async () => {
    await door.push([{ number: 'other body', after: 'one' }]);
    expect(await receipts([{ number: 'other body', after: 'two' }])).toEqual([
      { mutationNumber: 'other body', value: 'REFUSED', code: 'NUMBER_REUSED' },
    ]);
    expect(await stored('other body')).toHaveLength(1);
  });

  it.each([completeSsin('010032001'), completeSsin('052032001')])(
    'about a person whose number has a day past 31 is taken: %s',
    async (ssin) => {
      expect(await receipts([{ number: `past31 ${ssin}`, ssin }])).toMatchObject([{ value: 'ACCEPTED' }]);
    },
  );

  it('under the number of another source is another mutation', async () => {
    await door.push([{ number: 'shared' }, { number: 'shared', source: 'DIMONA', kind: 'DIMONA_IN' }]);
    expect((await stored('shared')).map(({ source }) => source)).toEqual(['DIMONA', 'RN']);
  });

  it('for another centre that helps the same person reaches that centre too', async () => {
    const item = { number: 'both centres' };
    await door.push([item], ORGANISATION.cbeNumber);
    await door.push([item], OTHER_ORGANISATION.cbeNumber);
    expect((await stored('both centres')).map(({ organisation }) => organisation)).toEqual([CENTRE, OTHER_CENTRE]);
  });
});

describe('the order of what concerns one person', () => {
  /** The sequences of a person in a centre. */
  async function sequences(ssin: string, organisation = CENTRE): Promise<number[]> {
    const rows = await door.pool.query<{ sequence: string }>(
      'SELECT sequence FROM gateway.mutation WHERE subject = $1 AND organisation = $2 ORDER BY sequence',
      [door.vault.personLane(ssin), organisation],
    );
    return rows.map(({ sequence }) => Number(sequence));
  }

  it('has neither gap nor double, however many notifications come at once', async () => {
    const before = (await sequences(OTHER_PERSON)).length;
    await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        door.push([
          { number: `s-${i}-a`, ssin: OTHER_PERSON },
          { number: `s-${i}-b`, ssin: PERSON },
          { number: `s-${i}-c`, ssin: OTHER_PERSON },
        ]),
      ),
    );
    const after = await sequences(OTHER_PERSON);
    expect(after).toEqual(Array.from({ length: before + 24 }, (_, i) => i + 1));
  });

  it('begins anew for another centre', async () => {
    await door.push([{ number: 'first there', ssin: OTHER_PERSON }], OTHER_ORGANISATION.cbeNumber);
    expect(await sequences(OTHER_PERSON, OTHER_CENTRE)).toEqual([1]);
  });

  it('is the order in which its webhooks leave, also when the clocks of two machines differ', async () => {
    const subscription = await door.subscribe();
    const items = Array.from({ length: 8 }, (_, i) => ({ number: `lane-${i}` }));
    // Ids that descend, as if each came from a machine whose clock is further behind.
    let made = 0xffff;
    const ids: Ids = {
      ...systemIds,
      uuid: () => `01900000-0000-7000-8000-${(made--).toString(16).padStart(12, '0')}`,
    };
    await storeNotification(
      { ...door.storeParts, ids },
      ORGANISATION,
      {
        ticketCbss: '',
        cbeNumber: ORGANISATION.cbeNumber,
        items: items.map((item) => ({
          ...item,
          source: 'RN',
          kind: 'ADDRESS',
          ssin: PERSON,
          newSsin: undefined,
          content: { number: item.number },
        })),
      },
      { kind: 'notification', organisation: CENTRE },
    );
    const left: unknown[] = [];
    for (let next = await claimNext(subscription); next !== undefined; next = await claimNext(subscription))
      left.push(next);
    expect(left).toHaveLength(8);
    expect(left).toEqual([...left].sort((a, b) => Number(a) - Number(b)));
  });

  /** Claims the only delivery of a subscription that may leave, ends it, and gives its sequence. */
  async function claimNext(subscription: string): Promise<unknown> {
    const rows = await door.pool.query<{ id: string }>(
      "SELECT id FROM gateway.delivery WHERE subscription_id = $1 AND state = 'queued' ORDER BY random()",
      [subscription],
    );
    const claimed = [];
    for (const { id } of rows) claimed.push(await claimDelivery(door.pool, id));
    const free = claimed.filter((delivery) => delivery !== undefined);
    if (rows.length > 0) expect(free).toHaveLength(1);
    await door.pool.query("UPDATE gateway.delivery SET state = 'done' WHERE id = $1", [free[0]?.id ?? null]);
    const { data } = JSON.parse(free[0]?.payload.toString() ?? '{"data":{}}') as { data: { sequence?: number } };
    return data.sequence;
  }
});

describe('who is told', () => {
  it('is every active subscription of the centre that asked for mutations, once each', async () => {
    const [one, two] = [await door.subscribe(), await door.subscribe()];
    const others = [
      await door.subscribe(CENTRE, 'disabled'),
      await door.subscribe(CENTRE, 'active', ['exchange.finished']),
      await door.subscribe(OTHER_CENTRE),
    ];
    await door.push([{ number: 'told' }]);
    expect([await door.deliveriesTo(one), await door.deliveriesTo(two)].map(({ length }) => length)).toEqual([1, 1]);
    for (const other of others) expect(await door.deliveriesTo(other)).toEqual([]);
  });

  it('learns where to look, and nothing about a person', async () => {
    const subscription = await door.subscribe();
    await door.push([{ number: 'thin', kind: 'DECEASE', after: 'a name' }]);
    const [delivery] = await door.deliveriesTo(subscription);
    const { id } = delivery?.payload.data as { id: string };
    expect(delivery?.payload).toEqual({
      type: 'mutation.received',
      timestamp: expect.any(String),
      data: {
        id,
        organisation: CENTRE,
        source: 'RN',
        kind: 'DECEASE',
        sequence: expect.any(Number),
        href: `/v1/mutations/${id}`,
      },
    });
    const rows = await door.pool.query('SELECT FROM gateway.mutation WHERE id = $1 AND source_id = $2', [id, 'thin']);
    expect(rows).toHaveLength(1);
  });
});

describe('a notification as a whole', () => {
  it('is stored entirely or not at all', async () => {
    const subscription = await door.subscribe();
    const entries = (await door.entries()).length;
    let made = 0;
    const ids: Ids = {
      ...systemIds,
      uuid: () => {
        made += 1;
        if (made > 3) throw new Error('the machine stops here');
        return systemIds.uuid();
      },
    };
    const item = (number: string) =>
      ({ number, source: 'RN', kind: 'ADDRESS', ssin: PERSON, newSsin: undefined, content: { number } }) as const;
    const notification = {
      ticketCbss: '',
      cbeNumber: ORGANISATION.cbeNumber,
      items: [item('whole-1'), item('whole-2')],
    };
    await expect(
      storeNotification({ ...door.storeParts, ids }, ORGANISATION, notification, {
        kind: 'notification',
        organisation: CENTRE,
      }),
    ).rejects.toThrow('the machine stops here');
    expect([await stored('whole-1'), await stored('whole-2')]).toEqual([[], []]);
    expect(await door.deliveriesTo(subscription)).toEqual([]);
    expect(await door.entries()).toHaveLength(entries);
  });

  it('may have as many items as its contract allows, several of them at once', async () => {
    const many = (of: string) =>
      Array.from({ length: 500 }, (_, i) => ({ number: `${of}-${i}`, ssin: i % 2 ? PERSON : OTHER_PERSON }));
    const answers = await Promise.all(['m', 'n'].map((of) => door.push(many(of))));
    expect(answers.map((answer) => acknowledgementIn(answer).status)).toEqual(['OK', 'OK']);
    const [row] = await door.pool.query<{ count: string }>(
      "SELECT count(*) FROM gateway.mutation WHERE source_id LIKE 'm-%' OR source_id LIKE 'n-%'",
    );
    expect(row?.count).toBe('1000');
  });
});
