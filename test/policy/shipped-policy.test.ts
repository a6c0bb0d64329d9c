import { describe, expect, it } from 'vitest';
import { exampleRequest } from '../../src/app/examples.ts';
import { decide } from '../../src/policy/decide.ts';
import { flowsLike } from '../../src/policy/flow-patterns.ts';
import { CELLS, expectedOf, verdictOf } from './cells.ts';
import { EXPECTED } from './expected-table.ts';
import { CATALOGUE, FLOW_IDS, SHIPPED } from './shipped.ts';

/** A few squares in words, instead of thousands. */
function differing(flow: string): string[] {
  const different: string[] = [];
  for (const cell of CELLS) {
    const [expected, decided] = [expectedOf(flow, cell), verdictOf(SHIPPED, flow, cell)];
    if (expected !== decided) different.push(`${JSON.stringify(cell)}: ${decided} instead of ${expected}`);
    if (different.length === 3) break;
  }
  return different;
}

describe('the table that comes with the program', () => {
  it('is about every flow that can be asked, and the table of this test is about no other', () => {
    expect([...new Set(EXPECTED.flatMap(({ flows }) => flows))].sort()).toEqual([...FLOW_IDS].sort());
  });

  it('has each flow in exactly one group', () => {
    const groups = Object.entries(SHIPPED.document.flowGroups);
    const groupsOf = (flow: string) =>
      groups.filter(([, patterns]) => patterns.some((pattern) => flowsLike(pattern, [flow]).length === 1));
    expect(FLOW_IDS.filter((flow) => groupsOf(flow).length !== 1)).toEqual([]);
  });

  it.each(FLOW_IDS)('decides about %s as was meant, in every square', (flow) => {
    expect(differing(flow)).toEqual([]);
  });

  it('allows somewhere whatever it is about, so that no line is dead', () => {
    for (const flow of FLOW_IDS)
      expect(
        CELLS.some((cell) => verdictOf(SHIPPED, flow, cell) !== 'denied'),
        flow,
      ).toBe(true);
  });

  it('opens nothing with a code that BCSS would refuse', () => {
    const tooWide = CATALOGUE.all().flatMap(({ id, descriptor: { qualityCodes } }) =>
      (SHIPPED.rulesOf.get(id) ?? [])
        .filter(({ integration }) => qualityCodes && [...integration.own].some((code) => !qualityCodes.includes(code)))
        .map(({ name }) => `${id}: ${name}`),
    );
    expect(tooWide).toEqual([]);
  });

  it('knows the purpose of every example of the documentation', () => {
    const unknown = FLOW_IDS.filter((flow) => {
      const purpose = (exampleRequest(flow) as { context?: { purpose?: string } } | undefined)?.context?.purpose;
      if (purpose === undefined) return false;
      const decision = decide(SHIPPED, {
        client: { id: 'software', rights: ['send'], bootstrap: false },
        organisation: 'cpas-fictiville',
        flow,
        kind: 'consultation',
        role: 'head-of-service',
        purpose,
        legalContext: undefined,
        hasFileReference: true,
        isEmergency: false,
        persons: [
          {
            own: [2, 40, 12].map((qualityCode) => ({ qualityCode, from: '2026-01-01' as never, until: undefined })),
            household: [],
          },
        ],
        at: new Date('2026-11-23T09:00:00Z'),
      });
      return !decision.allowed && decision.failures.some(({ code }) => code.startsWith('purpose'));
    });
    expect(unknown).toEqual([]);
  });
});
