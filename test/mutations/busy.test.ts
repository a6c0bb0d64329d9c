import { afterAll, beforeAll, expect, it } from 'vitest';
import { notificationText, BackDoor } from './fixture.ts';
import { signed } from '../support/replies.ts';

let door: BackDoor;
beforeAll(async () => {
  door = await BackDoor.open();
});
afterAll(() => door.close());

/** How often everything else had its turn while something was done. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let isOver = false;
  const take = (): void => {
    turns += 1;
    if (!isOver) setImmediate(take);
  };
  setImmediate(take);
  await work();
  isOver = true;
  return turns;
}

const envelope = (body: string): Buffer =>
  Buffer.from(
    `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><a>${body}</a></s:Body></s:Envelope>`,
  );

it.each([
  ['nothing but >', Buffer.alloc(7_900_000, '>')],
  ['a text of >', envelope('>'.repeat(7_900_000))],
  ['line ends of old', envelope('\r'.repeat(7_900_000))],
  ['elements', envelope('<b>x</b>'.repeat(99_000))],
])('four documents of %s at the door: everything else goes on meanwhile', async (_what, body) => {
  const turns = await turnsDuring(() => Promise.all(Array.from({ length: 4 }, () => door.knock(body))));
  // At least one for each megabyte or so that was read; read at a stretch, there would be one for each document.
  expect(turns).toBeGreaterThan(20);
});

it('a notification of many mutations is stored, and everything else goes on meanwhile', async () => {
  const items = Array.from({ length: 400 }, (_, n) => ({ number: `many-${n}`, after: 'RUE DES MANY '.repeat(300) }));
  const body = await signed(notificationText(items));
  let status = 0;
  const turns = await turnsDuring(async () => {
    ({ status } = await door.knock(body));
  });
  expect(status).toBe(200);
  expect(turns).toBeGreaterThan(5);
});
