import { type CalendarDay, plusDays } from '../domain/calendar-day.ts';
import { periodProblems } from '../domain/integration-period.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import { choose, type Chosen, proofFor } from './choose.ts';
import { dayIn } from './day-in.ts';
import type { IntegrationWithStep } from './find.ts';
import type { Act } from './plan.ts';
import { openingOf, refuseOverlap, refuseRules } from './plan-open.ts';
import type { ExtendWish } from './wishes.ts';

/**
 * What going on takes: a new period beside the present one, which stays as it is. Each new period obeys the longest duration of its code,
 * as if it were the first: whether help goes on is looked at anew each time.
 *
 * @param own all integrations that the centre has of these people.
 * @throws GatewayError `integration-not-allowed`, `integration-overlap`, `state-conflict` when nothing is open; `invalid-request`
 */
export function planExtend(
  wish: ExtendWish,
  rows: readonly IntegrationWithStep[],
  own: readonly IntegrationWithStep[],
  today: CalendarDay,
): Act[] {
  const first = wish.firstDay === undefined ? undefined : dayIn(wish.firstDay, '/firstDay');
  const wanted = latestOfEach(choose(rows, wish.members))
    // Without names the call is about what holds today: nobody revives a file of years ago by accident.
    .filter(({ integration }) => wish.members !== undefined || (integration.lastDay ?? '') >= today)
    .map((chosen) => {
      const { integration, pointer } = chosen;
      return {
        ssin: integration.ssin,
        qualityCode: integration.qualityCode,
        firstDay: first ?? plusDays(integration.lastDay ?? today, 1),
        lastDay: wish.lastDay,
        proof: proofFor(chosen),
        places: { qualityCode: pointer, firstDay: '/firstDay', lastDay: '/lastDay' },
      };
    });
  if (wanted.length === 0) throw nothingEnds();
  refuseRules(wanted.flatMap(periodProblems));
  refuseOverlap(wanted, own);
  return wanted.map((one): Act => ({ kind: 'open', change: openingOf(one) }));
}

/** Of each person and code the open period that ends last; one without an end has nothing to go on with. */
function latestOfEach(chosen: readonly Chosen[]): Chosen[] {
  const latest = new Map<string, Chosen>();
  for (const one of chosen) {
    const { ssin, qualityCode, state, lastDay } = one.integration;
    const key = `${ssin} ${qualityCode}`;
    if (state !== 'open' || lastDay === undefined) continue;
    if (lastDay > (latest.get(key)?.integration.lastDay ?? '')) latest.set(key, one);
  }
  return [...latest.values()];
}

function nothingEnds(): GatewayError {
  return new GatewayError('state-conflict', {
    detail: {
      fr: 'aucune de ces intégrations n’est ouverte avec une fin : il n’y a rien à prolonger',
      nl: 'geen van deze integraties is open met een einde: er is niets te verlengen',
      en: 'none of these integrations is open with an end: there is nothing to extend',
      de: 'keine dieser Integrationen ist mit einem Ende offen: es gibt nichts zu verlängern',
    },
  });
}
