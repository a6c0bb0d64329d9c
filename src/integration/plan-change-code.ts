import { type CalendarDay, plusDays } from '../domain/calendar-day.ts';
import { periodProblems } from '../domain/integration-period.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import { choose, proofFor } from './choose.ts';
import { dayIn } from './day-in.ts';
import type { IntegrationWithStep } from './find.ts';
import { type Act, closeAct } from './plan.ts';
import { openingOf, refuseOverlap, refuseRules } from './plan-open.ts';
import { isOnItsWay, onItsWay } from './plan-close.ts';
import { proofProblems } from './proof.ts';
import type { ChangeCodeWish } from './wishes.ts';

/**
 * What another quality code takes: first the new one is opened, and only when BCSS has accepted it is the old one closed (ADR 0019). In
 * between the person has two codes, which is allowed; the other way round there would be a moment without any, in which nobody may consult
 * and mutations get lost, and perhaps more than a moment.
 *
 * @throws GatewayError `integration-not-allowed`, `integration-overlap`, `state-conflict`, `invalid-request`
 */
export function planChangeCode(
  wish: ChangeCodeWish,
  rows: readonly IntegrationWithStep[],
  own: readonly IntegrationWithStep[],
  today: CalendarDay,
): Act[] {
  const firstDay = wish.firstDay === undefined ? today : dayIn(wish.firstDay, '/firstDay');
  refuseRules([
    ...(wish.from === wish.to ? [{ pointer: '/to', rule: 'duplicate' as const }] : []),
    ...(wish.proof === undefined ? [] : proofProblems(wish.proof, '/proof')),
  ]);
  const present = presentOne(wish, rows, firstDay);
  const closing = { integration: present, proof: wish.proof, pointer: '' };
  const proof = proofFor(closing);
  const wanted = {
    ssin: wish.ssin,
    qualityCode: wish.to,
    firstDay,
    lastDay: wish.lastDay,
    proof,
    places: { qualityCode: '/to', firstDay: '/firstDay', lastDay: '/lastDay' },
  };
  refuseRules(periodProblems(wanted));
  refuseOverlap([wanted], own);
  const later = closeAct(present, plusDays(firstDay, -1), firstDay, proof);
  return [{ kind: 'open', change: openingOf(wanted), replaces: { integration: present.id, change: later.change } }];
}

/** The open integration under the old code that would still hold on the first day of the new one. */
function presentOne(
  wish: ChangeCodeWish,
  rows: readonly IntegrationWithStep[],
  firstDay: CalendarDay,
): IntegrationWithStep {
  const inHousehold = choose(rows, [{ ssin: wish.ssin }]).map(({ integration }) => integration);
  const ofCode = inHousehold.filter(({ qualityCode }) => qualityCode === wish.from);
  if (ofCode.some(isOnItsWay)) throw onItsWay();
  const present = ofCode.find(
    ({ state, lastDay }) => state === 'open' && (lastDay === undefined || lastDay >= firstDay),
  );
  if (present === undefined) throw nothingToChange();
  return present;
}

function nothingToChange(): GatewayError {
  return new GatewayError('state-conflict', {
    detail: {
      fr: 'cette personne n’a pas d’intégration ouverte sous l’ancien code à partir de ce jour',
      nl: 'deze persoon heeft vanaf deze dag geen open integratie onder de oude code',
      en: 'this person has no open integration under the old code from this day on',
      de: 'diese Person hat ab diesem Tag keine offene Integration unter dem alten Code',
    },
  });
}
