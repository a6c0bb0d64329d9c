import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** What is counted per flow; `scripts/conformance.js` prints it. */
export interface Counts {
  /** Samples that passed, of how many. */
  samples?: readonly [passed: number, all: number];
  /** Messages made from the schema that the official schema finds valid and that read back as they were, of how many. */
  made?: readonly [passed: number, all: number];
  /** Messages made from the official schema that we read whole, find right and write as they stood, of how many. */
  fromXsd?: readonly [passed: number, all: number];
  /** Messages, most of them damaged, about which our validator and the official schema agree. */
  agreed?: number;
  /** The others, with a reason that is known. */
  explained?: number;
  /** The others. */
  unexplained?: number;
}

/** Counts of one test file, written at its end into `CONFORMANCE_OUT` where that is set. */
export class Tally {
  private readonly counts = new Map<string, { -readonly [Key in keyof Counts]: Counts[Key] }>();

  constructor(name: string) {
    afterAll(() => {
      const out = process.env.CONFORMANCE_OUT;
      if (out === undefined) return;
      mkdirSync(out, { recursive: true });
      writeFileSync(join(out, `${name}.json`), JSON.stringify(Object.fromEntries(this.counts)));
    });
  }

  /** Counts one more that passed, or did not. */
  one(flow: string, what: 'samples' | 'made' | 'fromXsd', passed: boolean): void {
    const counts = this.of(flow);
    const [before, all] = counts[what] ?? [0, 0];
    counts[what] = [before + (passed ? 1 : 0), all + 1];
  }

  /** Adds verdicts on which two judges agree, or do not. */
  compared(
    flow: string,
    { agreed, explained, unexplained }: Required<Pick<Counts, 'agreed' | 'explained' | 'unexplained'>>,
  ): void {
    const counts = this.of(flow);
    counts.agreed = (counts.agreed ?? 0) + agreed;
    counts.explained = (counts.explained ?? 0) + explained;
    counts.unexplained = (counts.unexplained ?? 0) + unexplained;
  }

  private of(flow: string): { -readonly [Key in keyof Counts]: Counts[Key] } {
    let counts = this.counts.get(flow);
    if (counts === undefined) this.counts.set(flow, (counts = {}));
    return counts;
  }
}
