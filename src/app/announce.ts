import type { Announce } from '../exchanges/finish.ts';
import { publish } from '../webhooks/publish.ts';
import type { Foundation } from './foundation.ts';

/** Tells subscribers of a finished exchange: a pointer and facts, nothing about a person. */
export function announceTo({ ids, clock }: Pick<Foundation, 'ids' | 'clock'>): Announce {
  return async (database, { id, organisation, flow, ticket, state, outcome }) => {
    await publish(database, ids, clock.now(), {
      organisation,
      event: 'exchange.finished',
      exchangeId: id,
      data: { id, flow, ticket, state, outcome, href: `/v1/exchanges/${id}` },
    });
  };
}
