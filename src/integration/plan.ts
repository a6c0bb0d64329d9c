import type { CalendarDay } from '../domain/calendar-day.ts';
import type { IntegrationId, Period } from '../domain/integration.ts';
import type { IntegrationWithStep } from './find.ts';
import type { Change } from './messages.ts';
import type { Proof } from './proof.ts';

/**
 * One thing that a call does. A call is planned twice: before its messages are checked by the desk, and again inside the transaction that
 * writes it, where nobody else can change the register. Only when both plans are the same is anything written.
 */
export type Act = OpenAct | ReopenAct | CloseAct | AbandonAct;

/** A new integration: REGISTER. */
export interface OpenAct {
  readonly kind: 'open';
  readonly change: Change;
  readonly replaces?: Replacement;
}

/** REGISTER again, for one that failed. */
export interface ReopenAct {
  readonly kind: 'reopen';
  readonly integration: IntegrationWithStep;
  readonly change: Change;
}

/** UNREGISTER of the days after `closingDay`. */
export interface CloseAct {
  readonly kind: 'close';
  readonly integration: IntegrationWithStep;
  readonly closingDay: CalendarDay;
  readonly change: Change;
}

/** Nobody will try again to open one that failed; BCSS has nothing to hear. */
export interface AbandonAct {
  readonly kind: 'abandon';
  readonly integration: IntegrationWithStep;
}

/** The integration that ends once the new one is open, and how BCSS will be told then: the desk is asked about that beforehand. */
export interface Replacement {
  readonly integration: IntegrationId;
  readonly change: Change;
}

/** The messages that the desk is asked about, in the order of the acts; of a replacement the later one too. */
export function changesOf(act: Act): Change[] {
  switch (act.kind) {
    case 'open':
      return act.replaces === undefined ? [act.change] : [act.change, act.replaces.change];
    case 'reopen':
    case 'close':
      return [act.change];
    case 'abandon':
      return [];
  }
}

/** True when two plans would do the same. */
export function samePlan(a: readonly Act[], b: readonly Act[]): boolean {
  return JSON.stringify(a.map(essenceOf)) === JSON.stringify(b.map(essenceOf));
}

function essenceOf(act: Act): unknown {
  if (act.kind === 'open') return [act.kind, act.change, act.replaces?.integration];
  const { integration } = act;
  return [act.kind, integration.id, integration.state, integration.step?.exchange, ...changesOf(act)];
}

/**
 * What has to be told to BCSS to end an integration after a day: the days after it are taken out. The days before are history, and remain
 * what they were: somebody was helped, and what was consulted then was consulted rightly. One that would end before it begins is taken out
 * as a whole.
 */
export function closeAct(
  integration: IntegrationWithStep,
  closingDay: CalendarDay,
  from: CalendarDay,
  proof: Proof | undefined,
): CloseAct {
  const { ssin, qualityCode, firstDay, lastDay } = integration;
  const removed: Period = { firstDay: from < firstDay ? firstDay : from, lastDay };
  return {
    kind: 'close',
    integration,
    closingDay,
    change: { action: 'unregister', ssin, qualityCode, ...removed, proof: proof ?? integration.proof },
  };
}
