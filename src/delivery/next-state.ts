import { decide } from '../domain/outcome.ts';
import { hasAttemptsLeft, retryDelayMs } from '../domain/pace.ts';
import type { ExchangeRow } from '../exchanges/exchange-row.ts';
import type { NextState } from '../exchanges/record-result.ts';
import type { Ending } from './ending.ts';

/** What decides besides the ending itself. */
export interface Pacing {
  /** Delays before each question about an uncertain declaration. */
  readonly reconcileDelaysMs: readonly number[];
  /** In [0, 1). */
  readonly random: number;
}

/** Where an exchange goes after attempt `attempt` (counted from 1 over its whole life). */
export function nextState(
  exchange: ExchangeRow,
  attempt: number,
  ending: Ending,
  canReconcile: boolean,
  { reconcileDelaysMs, random }: Pacing,
): NextState {
  const attemptNumber = attempt - exchange.attemptBase;
  const decision = decide(ending.outcome, {
    resendSafe: exchange.resendSafe,
    transient: ending.transient,
    notLetIn: ending.notLetIn === true,
    attemptsLeft: hasAttemptsLeft(exchange.pace, attemptNumber),
  });
  switch (decision) {
    case 'done':
      return { state: 'done' };
    case 'dead-letter':
      return { state: 'dead-letter' };
    case 'retry': {
      const hint = {
        overloaded: ending.overloaded,
        ...(ending.retryAfterMs !== undefined && { retryAfterMs: ending.retryAfterMs }),
      };
      return { state: 'waiting', delayMs: retryDelayMs(exchange.pace, attemptNumber, random, hint) ?? 0 };
    }
    case 'reconcile':
      return canReconcile ? { state: 'reconciling', delayMs: reconcileDelaysMs[0] ?? 0 } : { state: 'undecided' };
  }
}
