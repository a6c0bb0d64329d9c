import { plusDays } from '../domain/calendar-day.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import { choose, type Chosen, proofFor } from './choose.ts';
import type { IntegrationWithStep } from './find.ts';
import { type Act, closeAct } from './plan.ts';
import { refuseOverlap } from './plan-open.ts';
import { isOnItsWay, onItsWay } from './plan-close.ts';
import type { RetryWish } from './wishes.ts';

/**
 * What sending again takes: a registration for each integration that was not opened, an end for each that was to end and did not. Whatever
 * BCSS accepted is left alone.
 *
 * @param own all integrations that the centre has of these people: meanwhile one may have been opened in another way.
 * @throws GatewayError `integration-overlap`, `state-conflict` when nothing failed, or when what failed is on its way again; `invalid-request`
 */
export function planRetry(
  wish: RetryWish,
  rows: readonly IntegrationWithStep[],
  own: readonly IntegrationWithStep[],
): Act[] {
  const chosen = choose(rows, wish.members).filter(({ integration }) => hasFailed(integration));
  if (chosen.some(({ integration }) => isOnItsWay(integration))) throw onItsWay();
  if (chosen.length === 0) throw nothingFailed();
  return chosen.map((one) => (one.integration.state === 'failed' ? reopening(one, own) : closingAgain(one)));
}

/** True when BCSS was told something about it, and did not do it. */
export function hasFailed({ state, step }: IntegrationWithStep): boolean {
  if (state === 'failed') return true;
  if (state !== 'open' && state !== 'closed') return false;
  return step?.action === 'unregister' && step.state !== 'answered' && step.state !== 'pending';
}

function reopening(chosen: Chosen, own: readonly IntegrationWithStep[]): Act {
  const { integration, pointer } = chosen;
  const { ssin, qualityCode, firstDay, lastDay } = integration;
  const place = pointer || '/members';
  refuseOverlap(
    [{ ssin, qualityCode, firstDay, lastDay, places: { qualityCode: place, firstDay: place, lastDay: place } }],
    own,
  );
  return {
    kind: 'reopen',
    integration,
    change: { action: 'register', ssin, qualityCode, firstDay, lastDay, proof: proofFor(chosen) },
  };
}

function closingAgain(chosen: Chosen): Act {
  const { integration } = chosen;
  const from = integration.step?.firstDay ?? integration.firstDay;
  return closeAct(integration, plusDays(from, -1), from, proofFor(chosen));
}

function nothingFailed(): GatewayError {
  return new GatewayError('state-conflict', {
    detail: {
      fr: 'rien de ce ménage n’a échoué : il n’y a rien à renvoyer',
      nl: 'niets van dit gezin is mislukt: er is niets opnieuw te sturen',
      en: 'nothing of this household failed: there is nothing to send again',
      de: 'nichts von diesem Haushalt ist fehlgeschlagen: es gibt nichts erneut zu senden',
    },
  });
}
