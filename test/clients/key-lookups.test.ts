import { expect, it } from 'vitest';
import { KeyLookups } from '../../src/clients/key-lookups.ts';
import { clientOf } from '../support/organisations.ts';
import { nameOf } from './find-client.ts';

it('ten thousand wrong keys at once hold one connection, and the right one among them is found', async () => {
  const right = clientOf({ id: 'right' });
  let atOnce = 0;
  let atOnceMax = 0;
  let queries = 0;
  const lookups = new KeyLookups(async (hashes) => {
    queries += 1;
    atOnce += 1;
    atOnceMax = Math.max(atOnceMax, atOnce);
    await new Promise((resolve) => setImmediate(resolve));
    atOnce -= 1;
    return new Map(
      hashes.some((hash) => hash.toString('base64') === nameOf('right')) ? [[nameOf('right'), right]] : [],
    );
  });
  const wrong = Array.from({ length: 10_000 }, (_, i) => lookups.find(`wrong-${i}`));
  const found = lookups.find('right');
  expect(await found).toBe(right);
  expect((await Promise.all(wrong)).every((client) => client === undefined)).toBe(true);
  expect(atOnceMax).toBe(1);
  expect(queries).toBeLessThan(20);
});

it('a query that fails is the failure of those it was for, and of nobody after them', async () => {
  let fails = true;
  const lookups = new KeyLookups(() => {
    if (!fails) return Promise.resolve(new Map([[nameOf('right'), clientOf({ id: 'right' })]]));
    fails = false;
    return Promise.reject(new Error('the database is away'));
  });
  await expect(lookups.find('right')).rejects.toThrow('the database is away');
  await expect(lookups.find('right')).resolves.toMatchObject({ id: 'right' });
});
