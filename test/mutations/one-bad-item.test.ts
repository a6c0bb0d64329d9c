import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asSuperuser } from '../support/database.ts';
import { OTHER_PERSON } from '../support/people.ts';
import { signed } from '../support/replies.ts';
import { acknowledgementIn, BackDoor, notificationText } from './fixture.ts';

let door: BackDoor;
let subscription: string;
beforeAll(async () => {
  door = await BackDoor.open();
  subscription = await door.subscribe();
});
afterAll(() => door.close());

const LONG = '7'.repeat(12_000);

/** What one item of a notification may look like, as text in the place of a sound one. */
const HOSTILE: Readonly<Record<string, (item: string) => string>> = {
  'a number of 12,000 characters': (item) =>
    item.replace(/<mutationNumber>[^<]*/, `<mutationNumber>${Array.from(LONG, (c, i) => (i * i) % 10).join('')}`),
  'no number': (item) => item.replace(/<mutationNumber>.*<\/mutationNumber>/, ''),
  'an empty number': (item) => item.replace(/<mutationNumber>[^<]*/, '<mutationNumber>'),
  'a number that is an element': (item) => item.replace(/<mutationNumber>[^<]*/, '<mutationNumber><x></x>'),
  'a number with a line break': (item) => item.replace(/<mutationNumber>/, '<mutationNumber>\n&#xD;'),
  'two numbers': (item) => item.replace('<source>', '<mutationNumber>again</mutationNumber><source>'),
  'a source of 12,000 characters': (item) => item.replace(/<source>[^<]*/, `<source>${LONG}`),
  'no source': (item) => item.replace(/<source>.*<\/source>/, ''),
  'two sources': (item) => item.replace('<source>', '<source>INASTI</source><source>'),
  'a kind of 12,000 characters': (item) => item.replace(/<kind>[^<]*/, `<kind>${LONG}`),
  'nothing but text': () => '<mutation>what</mutation>',
  nothing: () => '<mutation></mutation>',
  'a person of 12,000 digits': (item) => item.replace(/<ssin>[^<]*/, `<ssin>${LONG}`),
  'a person whose check digits are wrong': (item) => item.replace(/<ssin>[^<]*/, '<ssin>01010100199'),
  'no person': (item) => item.replace(/<ssin>.*<\/ssin>/, ''),
  'two persons': (item) => item.replace('<ssin>', `<ssin>${OTHER_PERSON}</ssin><ssin>`),
  'a new number of 12,000 digits': (item) => item.replace('</ssin>', `</ssin><newSsin>${LONG}</newSsin>`),
};

let pushed = 0;

/** A notification of five, one of them bad, and who of them is in the list afterwards. */
async function pushWith(spoil: (item: string) => string, at: number) {
  pushed += 1;
  const numbers = Array.from({ length: 5 }, (_, n) => `n-${pushed}-${n}`);
  const parts = notificationText(numbers.map((number) => ({ number }))).split(/(?=<mutation>)|(?=<\/n:)/);
  const text = parts.map((part, n) => (n === at + 1 ? spoil(part) : part)).join('');
  const answer = await door.knock(await signed(text));
  const sound = numbers.filter((_, n) => n !== at);
  return { answer, again: async () => door.knock(await signed(text)), numbers, sound };
}

async function inList(numbers: readonly string[]): Promise<string[]> {
  const rows = await door.pool.query<{ source_id: string }>(
    'SELECT source_id FROM gateway.mutation WHERE source_id = ANY ($1) ORDER BY source_id',
    [numbers],
  );
  return rows.map(({ source_id }) => source_id);
}

describe('a notification with one bad item', () => {
  it.each(Object.entries(HOSTILE))('%s: that one is refused, the four others are stored and told', async (_, spoil) => {
    const before = (await door.deliveriesTo(subscription)).length;
    const { answer, again, numbers, sound } = await pushWith(spoil, 2);
    const { code, items } = acknowledgementIn(answer);
    expect([answer.status, code]).toEqual([200, 'PARTIAL']);
    expect(items.map(({ value }) => value)).toEqual(['ACCEPTED', 'ACCEPTED', 'REFUSED', 'ACCEPTED', 'ACCEPTED']);
    expect(await inList(numbers)).toEqual(sound);
    expect(await door.deliveriesTo(subscription)).toHaveLength(before + 4);
    expect(acknowledgementIn(await again())).toMatchObject({ code: 'PARTIAL' });
    expect(await inList(numbers)).toEqual(sound);
  });

  it('wherever the bad one stands', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.values(HOSTILE)), fc.nat(4), async (spoil, at) => {
        const { answer, numbers, sound } = await pushWith(spoil, at);
        expect(answer.status).toBe(200);
        expect(await inList(numbers)).toEqual(sound);
      }),
      { numRuns: 20 },
    );
  });

  it('keeps the whole of it as evidence', async () => {
    const { answer } = await pushWith(HOSTILE['a source of 12,000 characters'] ?? String, 0);
    expect(answer.status).toBe(200);
    const entry = (await door.entries()).at(-1);
    const kept = await door.archive.read(door.logPool, Number(entry?.index) as never);
    expect(kept?.body?.toString()).toContain(LONG);
    expect(door.lines.of('mutation.received').at(-1)).toMatchObject({ mutations: 5, refused: 1 });
  });

  it('that only the database refuses: the same', async () => {
    await asSuperuser(door.database.superuserUrl, (client) =>
      client.query(`ALTER TABLE gateway.mutation ADD CONSTRAINT unlucky CHECK (kind <> 'UNLUCKY')`),
    );
    const { answer, numbers, sound } = await pushWith((item) => item.replace('ADDRESS', 'UNLUCKY'), 3);
    expect(acknowledgementIn(answer).items.map(({ value }) => value)).toEqual([
      'ACCEPTED',
      'ACCEPTED',
      'ACCEPTED',
      'REFUSED',
      'ACCEPTED',
    ]);
    expect(await inList(numbers)).toEqual(sound);
  });
});

describe('rubbish at the door', () => {
  it('is kept up to a small size, with its length and hash', async () => {
    const body = Buffer.alloc(7_900_000, '>');
    expect((await door.knock(body)).status).toBe(500);
    const entry = (await door.entries()).at(-1);
    const kept = await door.archive.read(door.logPool, Number(entry?.index) as never);
    expect(kept?.body).toEqual(body.subarray(0, 65_536));
    expect(kept?.details).toMatchObject({
      bytes: 7_900_000,
      bytesKept: 65_536,
      sha256: createHash('sha256').update(body).digest('hex'),
    });
  });

  it('again and again is only counted: thirty in a minute fill less than two megabytes of the log', async () => {
    for (let n = 0; n < 40; n += 1) expect((await door.knock(Buffer.alloc(100_000, '>'))).status).toBe(500);
    const entries = (await door.entries()).slice(-5);
    for (const { index } of entries) {
      const kept = await door.archive.read(door.logPool, Number(index) as never);
      expect([kept?.body, kept?.details?.['bytes'], kept?.details?.['bytesKept']]).toEqual([undefined, 100_000, 0]);
    }
  });
});
