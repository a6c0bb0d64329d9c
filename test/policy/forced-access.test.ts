import { describe, expect, it } from 'vitest';
import { decide, type DecisionInput } from '../../src/policy/decide.ts';
import { parsePolicy } from '../../src/policy/policy.ts';
import { FLOW_IDS, SHIPPED } from './shipped.ts';

const tableOf = (lifts: string) =>
  parsePolicy(
    Buffer.from(`policy: 1
purposes:
  accident: { fr: accident, nl: ongeval, en: accident }
hours:
  office:
    - { days: [mon], from: "08:00", to: "18:00" }
flowGroups:
  work: [dolsis.find-employers-by-worker]
roles:
  worker: { fr: assistant social, nl: maatschappelijk werker, en: social worker }
  duty: { fr: garde, nl: wacht, en: duty officer }
rules:
  work:
    flows: [work]
    roles: [worker]
    purposes: [accident]
    hours: office
    fileReference: required
    integration: { own: [2] }
    breakGlass: { roles: [duty], lifts: [${lifts}] }
`),
    'table.yaml',
    { flows: FLOW_IDS },
  );

const input: DecisionInput = {
  client: { id: 'c', rights: ['send'], bootstrap: false },
  organisation: 'cpas-a',
  flow: 'dolsis.find-employers-by-worker',
  kind: 'consultation',
  role: 'duty',
  purpose: 'accident',
  legalContext: undefined,
  hasFileReference: true,
  isEmergency: true,
  forcesAccess: true,
  persons: [{ own: [], household: [] }],
  identified: 0,
  at: new Date('2026-11-23T10:15:00Z'),
} as unknown as DecisionInput;

describe('a message that makes BCSS give what no integration opens', () => {
  it('is allowed to those for whom an emergency lifts the integration, and recorded as broken glass', () => {
    expect(decide(tableOf('integration'), input)).toMatchObject({ allowed: true, exception: 'break-glass' });
  });

  it('is recorded so also where the integration is there', () => {
    const persons = [{ own: [{ qualityCode: 2 }], household: [] }] as unknown as DecisionInput['persons'];
    const decision = decide(tableOf('integration'), { ...input, persons });
    expect(decision).toMatchObject({ allowed: true, exception: 'break-glass' });
  });

  it.each([
    ['a role that may ask, and not break the glass', { role: 'worker' }, 'integration'],
    ['a role for whom other conditions are lifted', {}, 'hours'],
    ['a message without a file reference', { hasFileReference: false }, 'integration'],
  ])('is refused for %s', (_what, change, lifts) => {
    const decision = decide(tableOf(lifts), { ...input, ...change });
    expect(decision.allowed).toBe(false);
    expect(decision).toMatchObject({ failures: expect.arrayContaining([{ code: 'emergency-not-foreseen' }]) as never });
  });

  it('is foreseen by no rule of the table that comes with the program', () => {
    expect(decide(SHIPPED, { ...input, role: 'head-of-service', purpose: 'social-enquiry' }).allowed).toBe(false);
  });
});
