import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What starts whole gateways takes longest; two workers should not end with one of them waiting for such a file. */
const LONGEST = ['test/fault/', 'test/e2e/', 'test/cli/', 'test/demo/', 'test/embedded/'];

/** Runs the files of the slow folders first, in that order; the others as vitest likes. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => rank(a) - rank(b));
  }
}

function rank({ moduleId }: TestSpecification): number {
  const place = LONGEST.findIndex((folder) => moduleId.includes(folder));
  return place === -1 ? LONGEST.length : place;
}
