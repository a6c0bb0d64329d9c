import { type CalendarDay, plusDays } from '../domain/calendar-day.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import { choose, type Chosen, proofFor } from './choose.ts';
import { dayIn } from './day-in.ts';
import type { IntegrationWithStep } from './find.ts';
import { type Act, closeAct } from './plan.ts';
import type { CloseWish } from './wishes.ts';

/**
 * What ending takes: one message per integration that holds longer than the day asked for. What failed to open is given up; what is over by
 * then already needs nothing.
 *
 * @throws GatewayError `state-conflict` while a message about one of them is on its way, or when nothing is left to end; `invalid-request`
 */
export function planClose(wish: CloseWish, rows: readonly IntegrationWithStep[], today: CalendarDay): Act[] {
  const lastDay = wish.lastDay === undefined ? plusDays(today, -1) : dayIn(wish.lastDay, '/lastDay');
  const chosen = choose(rows, wish.members);
  if (chosen.some(({ integration }) => isOnItsWay(integration))) throw onItsWay();
  const acts = chosen.flatMap((one) => actFor(one, lastDay));
  if (acts.length === 0) throw nothingOpen();
  return acts;
}

function actFor(chosen: Chosen, closingDay: CalendarDay): Act[] {
  const { integration } = chosen;
  switch (integration.state) {
    case 'failed':
      return [{ kind: 'abandon', integration }];
    case 'open':
    case 'closed':
      if (!holdsAfter(integration, closingDay)) return [];
      return [closeAct(integration, closingDay, plusDays(closingDay, 1), proofFor(chosen))];
    case 'opening':
    case 'closing':
    case 'abandoned':
      return [];
  }
}

function holdsAfter({ firstDay, lastDay }: IntegrationWithStep, day: CalendarDay): boolean {
  return lastDay === undefined || (lastDay > day && lastDay >= firstDay);
}

/** True while BCSS is being told something about it. */
export function isOnItsWay({ state, step }: IntegrationWithStep): boolean {
  // A message that came to nothing and that a person requeued is on its way again, though the register has not heard of it.
  const isRequeued =
    step !== undefined && (step.state === 'failed' || step.state === 'withdrawn') && !isOver(step.exchangeState);
  return state === 'opening' || state === 'closing' || isRequeued;
}

function isOver(state: string): boolean {
  return state === 'done' || state === 'dead-letter' || state === 'cancelled' || state === 'undecided';
}

/** The refusal of a call about something that BCSS has not answered yet. */
export function onItsWay(): GatewayError {
  return new GatewayError('state-conflict', {
    detail: {
      fr: 'un message à la BCSS au sujet d’une de ces intégrations est encore en route',
      nl: 'een bericht aan de KSZ over een van deze integraties is nog onderweg',
      en: 'a message to BCSS about one of these integrations is still on its way',
      de: 'eine Nachricht an die ZDSS über eine dieser Integrationen ist noch unterwegs',
    },
  });
}

function nothingOpen(): GatewayError {
  return new GatewayError('state-conflict', {
    detail: {
      fr: 'aucune de ces intégrations n’est ouverte au-delà de ce jour',
      nl: 'geen van deze integraties is na deze dag nog open',
      en: 'none of these integrations is open after this day',
      de: 'keine dieser Integrationen ist nach diesem Tag noch offen',
    },
  });
}
