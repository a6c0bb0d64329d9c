import { describe, expect, it } from 'vitest';
import { compilePolicy } from '../../src/policy/compile.ts';
import { CELLS, expectedOf, type Verdict, verdictOf } from './cells.ts';
import { mutantsOf } from './mutants.ts';
import { FLOW_IDS, SHIPPED } from './shipped.ts';

const { document } = SHIPPED;

/** A flow of a rule is enough: a rule says the same about all of them. */
function flowOf(rule: string): string {
  const flow = FLOW_IDS.find((id) => SHIPPED.rulesOf.get(id)?.some(({ name }) => name === rule));
  if (flow === undefined) throw new Error(`${rule} is about nothing`);
  return flow;
}

/** Changes that change nothing: what they would allow, another rule allows to more people already. */
const WITHOUT_EFFECT = new Set(['known-elsewhere: purposes social-enquiry,file-review,request-for-help']);

describe('one change of the table that comes with the program', () => {
  it.each(Object.keys(document.rules))('in the rule %s is noticed by the matrix, whatever it is', (rule) => {
    const flow = flowOf(rule);
    const expected: Verdict[] = CELLS.map((cell) => expectedOf(flow, cell));
    const mutants = mutantsOf(document, rule).filter(({ name }) => !WITHOUT_EFFECT.has(name));
    const unnoticed = mutants.filter((mutant) => {
      const policy = compilePolicy({ document: mutant.document, version: mutant.name }, FLOW_IDS);
      return CELLS.every((cell, index) => verdictOf(policy, flow, cell) === expected[index]);
    });
    expect(mutants.length).toBeGreaterThan(15);
    expect(unnoticed.map(({ name }) => name)).toEqual([]);
  });

  it('in the roles, the hours or the groups is noticed too', () => {
    const changed = [
      { ...document, hours: { office: document.hours['office']?.slice(0, 1) ?? [] } },
      { ...document, hours: { office: [{ days: ['sun'] as const, from: '00:00', to: '24:00' }] } },
      ...Object.keys(document.roles)
        .filter((role) => document.roles[role]?.inherits !== undefined)
        .map((role) => ({
          ...document,
          roles: { ...document.roles, [role]: { fr: role, nl: role, en: role } },
        })),
    ];
    for (const mutant of changed) {
      const policy = compilePolicy({ document: mutant, version: 'x' }, FLOW_IDS);
      const flows = ['identify-person', 'means', 'law65-ab', 'tax-assessment.consult-tax-assessment-data'];
      const differs = flows
        .filter((flow) => FLOW_IDS.includes(flow))
        .some((flow) => CELLS.some((cell) => verdictOf(policy, flow, cell) !== expectedOf(flow, cell)));
      expect(differs, JSON.stringify(mutant.roles)).toBe(true);
    }
  });
});
