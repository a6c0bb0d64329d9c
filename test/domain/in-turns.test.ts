import { describe, expect, it } from 'vitest';
import { atOnce, inTurns, type Steps } from '../../src/domain/in-turns.ts';

/** Work of so many pieces, each of which takes a while; told of each. */
function* pieces(count: number, onPiece: () => void = () => undefined): Steps<number> {
  for (let done = 0; done < count; done += 1) {
    const end = performance.now() + 2;
    while (performance.now() < end);
    onPiece();
    yield;
  }
  return count;
}

describe('work in turns', () => {
  it('comes to the same as at once', async () => {
    expect(atOnce(pieces(3))).toBe(3);
    expect(await inTurns(pieces(3))).toBe(3);
  });

  it('lets others in again and again, however many works there are', async () => {
    let turns = 0;
    let others = 0;
    let isOver = false;
    const look = (): void => {
      others += 1;
      if (!isOver) setImmediate(look);
    };
    setImmediate(look);
    await Promise.all(Array.from({ length: 10 }, () => inTurns(pieces(10, () => (turns += 1)))));
    isOver = true;
    expect(turns).toBe(100);
    // A hundred pieces of two milliseconds in turns of eight or so.
    expect(others).toBeGreaterThan(15);
  });

  it('a small one is not kept waiting by a large one', async () => {
    const order: string[] = [];
    await Promise.all([
      inTurns(pieces(20)).then(() => order.push('large')),
      inTurns(pieces(2)).then(() => order.push('small')),
    ]);
    expect(order).toEqual(['small', 'large']);
  });

  it('that fails fails alone', async () => {
    function* failing(): Steps<void> {
      yield;
      throw new Error('mine');
    }
    const ends = await Promise.allSettled([inTurns(failing()), inTurns(pieces(2))]);
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });
});
