/**
 * How one attempt ended. Outcomes are values, not errors: a peer's refusal is something that happened, and is recorded.
 *
 * - `answered`: a verified reply that does what was asked (also "nothing found");
 * - `refused`: a verified reply by which BCSS, or the subscriber, declines; or something on the way did not let the message in;
 * - `unreachable`: nothing left the building that the peer could act on;
 * - `uncertain`: something was sent and no verified reply came back;
 * - `unsendable`: we could not build or sign it.
 */
export const OUTCOMES = ['answered', 'refused', 'unreachable', 'uncertain', 'unsendable'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What becomes of an exchange after an attempt. */
export type Decision = 'done' | 'retry' | 'reconcile' | 'dead-letter';

/** What the decision depends on, besides the outcome. */
export interface DecisionFacts {
  /** May the same message be sent twice without a second effect? From the flow and the payload. */
  readonly resendSafe: boolean;
  /** The refusal is of a passing kind: "source unavailable", not "no such person". */
  readonly transient: boolean;
  /** The message was not let in: once the cause is mended, the same one may be sent again. */
  readonly notLetIn?: boolean;
  /** The pace still allows another attempt. */
  readonly attemptsLeft: boolean;
}

/**
 * The table of `retry later / dead letter / done`.
 *
 * An uncertain declaration is never sent again blindly: what happened to it is asked for (`reconcile`) until the answer is known.
 */
export function decide(outcome: Outcome, facts: DecisionFacts): Decision {
  switch (outcome) {
    case 'answered':
      return 'done';
    case 'refused':
      if (facts.transient && facts.attemptsLeft) return 'retry';
      return facts.notLetIn === true ? 'dead-letter' : 'done';
    case 'unreachable':
      return facts.attemptsLeft ? 'retry' : 'dead-letter';
    case 'uncertain':
      if (!facts.resendSafe) return 'reconcile';
      return facts.attemptsLeft ? 'retry' : 'dead-letter';
    case 'unsendable':
      return 'dead-letter';
  }
}
