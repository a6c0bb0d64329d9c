import type { CompiledPolicy } from './compile.ts';

/** A flow whose messages name persons, and a rule that exempts only messages that name nobody. */
export interface ClosedToPersons {
  readonly flow: string;
  readonly rule: string;
}

/**
 * Flows that name persons by number and that no rule opens for any of them: a table of before, which exempted a flow as such, or a mistake.
 *
 * @param naming flows that name somebody by number in every message
 */
export function closedToPersons(policy: CompiledPolicy, naming: readonly string[]): ClosedToPersons[] {
  return naming.flatMap((flow) => {
    const rules = policy.rulesOf.get(flow) ?? [];
    const [first] = rules;
    const isOpen = rules.some(({ integration }) => integration.asks || integration.numbered);
    return first === undefined || isOpen ? [] : [{ flow, rule: first.name }];
  });
}
