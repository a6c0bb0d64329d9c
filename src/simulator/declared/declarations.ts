import type { Town } from '../town/town.ts';
import { AlertReactions } from './alert-reactions.ts';
import { HeatingDeliveries } from './heating-deliveries.ts';
import { sendKnownDecisions } from './known-decisions.ts';
import { Law65Forms } from './law65-forms.ts';
import { ScrollTickets } from './scroll-tickets.ts';
import { SentAttestations } from './sent-attestations.ts';

/** What the centres have sent since the simulator started. Kept in memory: what was declared is there when it is asked about. */
export class Declarations {
  readonly law65 = new Law65Forms();
  readonly attestations = new SentAttestations();
  readonly heating = new HeatingDeliveries();
  readonly reactions = new AlertReactions();
  /** No declaration, but remembered all the same: lists that somebody is paging through. */
  readonly scrolls = new ScrollTickets();

  constructor(town: Town) {
    sendKnownDecisions(this.law65, town);
  }
}
