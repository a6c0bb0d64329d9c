import { expect, it } from 'vitest';
import { closedToPersons } from '../../src/policy/closed-to-persons.ts';
import { compilePolicy } from '../../src/policy/compile.ts';
import { CATALOGUE, FLOW_IDS, SHIPPED } from './shipped.ts';

const naming = CATALOGUE.all().filter((flow) => flow.alwaysNamesByNumber);

it('the table that comes with the program opens every flow that names persons to some of them', () => {
  const ids = naming.map(({ id }) => id).filter((id) => FLOW_IDS.includes(id));
  expect(ids.length).toBeGreaterThan(40);
  expect(closedToPersons(SHIPPED, ids)).toEqual([]);
});

it('a table of before, which exempted a flow as such, is told which rule to complete', () => {
  const { document } = SHIPPED;
  const { integration } = document.rules;
  if (integration === undefined) throw new Error('the rule is gone');
  const exempt = { fr: 'x', nl: 'x', en: 'x' };
  const old = { ...document, rules: { ...document.rules, integration: { ...integration, integration: { exempt } } } };
  const policy = compilePolicy({ document: old, version: 'x' }, FLOW_IDS);
  expect(closedToPersons(policy, ['manage-access'])).toEqual([{ flow: 'manage-access', rule: 'integration' }]);
});
