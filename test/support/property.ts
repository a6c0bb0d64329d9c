import fc from 'fast-check';
import { it } from 'vitest';

export { fc };

/** A test that holds for all inputs; a failure prints its seed and the smallest input. */
export function test<Inputs extends [unknown, ...unknown[]]>(
  name: string,
  arbitraries: { [Key in keyof Inputs]: fc.Arbitrary<Inputs[Key]> },
  holds: (...inputs: Inputs) => void,
): void {
  it(name, () => {
    fc.assert(
      fc.property(...(arbitraries as unknown as [fc.Arbitrary<unknown>]), holds as unknown as (input: unknown) => void),
    );
  });
}
