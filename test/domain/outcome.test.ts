import { describe, expect, it } from 'vitest';
import { decide, type Decision, type DecisionFacts, type Outcome, OUTCOMES } from '../../src/domain/outcome.ts';

type Case = readonly [resendSafe: boolean, transient: boolean, attemptsLeft: boolean];

const BOTH = [true, false];
const CASES: readonly Case[] = BOTH.flatMap((safe) =>
  BOTH.flatMap((transient) => BOTH.map((left): Case => [safe, transient, left])),
);

/** The whole table, written down once more: safe, transient and attempts left, in the order of CASES. */
const TABLE: Readonly<Record<Outcome, readonly Decision[]>> = {
  // prettier-ignore
  answered: ['done', 'done', 'done', 'done', 'done', 'done', 'done', 'done'],
  refused: ['retry', 'done', 'done', 'done', 'retry', 'done', 'done', 'done'],
  unreachable: ['retry', 'dead-letter', 'retry', 'dead-letter', 'retry', 'dead-letter', 'retry', 'dead-letter'],
  uncertain: ['retry', 'dead-letter', 'retry', 'dead-letter', 'reconcile', 'reconcile', 'reconcile', 'reconcile'],
  // prettier-ignore
  unsendable: ['dead-letter', 'dead-letter', 'dead-letter', 'dead-letter', 'dead-letter', 'dead-letter', 'dead-letter', 'dead-letter'],
};

const facts = ([resendSafe, transient, attemptsLeft]: Case): DecisionFacts => ({ resendSafe, transient, attemptsLeft });

describe.each(OUTCOMES)('after an attempt that was %s', (outcome) => {
  it.each(CASES.map((one, n) => [...one, TABLE[outcome][n]!] as const))(
    'resend safe %s, transient %s, attempts left %s: %s',
    (resendSafe, transient, attemptsLeft, decision) => {
      expect(decide(outcome, facts([resendSafe, transient, attemptsLeft]))).toBe(decision);
    },
  );
});

describe('a message that was not let in', () => {
  it('is a dead letter, which can be sent again; or tried again where that may help by itself', () => {
    for (const one of CASES)
      expect(decide('refused', { ...facts(one), notLetIn: true })).toBe(
        decide('refused', facts(one)) === 'retry' ? 'retry' : 'dead-letter',
      );
  });
});

describe('whatever the facts', () => {
  it('an uncertain message that may not be sent twice is never sent again, nor given up', () => {
    for (const one of CASES.filter(([safe]) => !safe)) expect(decide('uncertain', facts(one))).toBe('reconcile');
  });

  it('nothing is retried without attempts left', () => {
    for (const outcome of OUTCOMES)
      for (const one of CASES.filter(([, , left]) => !left)) expect(decide(outcome, facts(one))).not.toBe('retry');
  });
});
