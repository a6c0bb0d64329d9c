import type { Announce } from '../exchanges/finish.ts';
import { isOwnQuestion } from '../integration/compare-answer.ts';
import { learn } from '../integration/learn.ts';
import { publish } from '../webhooks/publish.ts';
import type { Foundation } from './foundation.ts';
import { learning } from './register.ts';

/**
 * What follows from an exchange that is over, in the transaction that ends it: the register of integrations learns from it, and subscribers
 * are told: a pointer and facts, nothing about a person.
 */
export function announceTo(foundation: Pick<Foundation, 'archive' | 'vault' | 'ids' | 'clock' | 'flows'>): Announce {
  const { ids, clock } = foundation;
  const register = learning(foundation);
  return async (database, exchange) => {
    const { id, organisation, flow, ticket, state, outcome } = exchange;
    await learn(register, database, exchange);
    // A comparison of a whole register would be thousands of them, and nobody asked for one.
    if (await isOwnQuestion(database, id)) return;
    await publish(database, ids, clock.now(), {
      organisation,
      event: 'exchange.finished',
      exchangeId: id,
      data: { id, flow, ticket, state, outcome, href: `/v1/exchanges/${id}` },
    });
  };
}
