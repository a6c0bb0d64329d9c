import { expect, it } from 'vitest';
import { forEachAlone } from '../../src/domain/each-alone.ts';

it('each has its turn, whatever becomes of the others, and the first failure is told', async () => {
  const done: number[] = [];
  const work = (item: number): Promise<void> => {
    if (item % 2 === 0) return Promise.reject(new Error(`no ${item}`));
    done.push(item);
    return Promise.resolve();
  };
  await expect(forEachAlone([1, 2, 3, 4, 5], work)).rejects.toThrow('no 2');
  expect(done).toEqual([1, 3, 5]);
  await forEachAlone([1, 3], work);
});
