import type { A036 } from '../town/facets/monthly-attestations.ts';
import { INSTALLATION_PREMIUMS, type InstallationPremium } from '../town/facets/social-attestations.ts';
import type { Town } from '../town/town.ts';
import { AlertReactions } from './alert-reactions.ts';
import { HeatingDeliveries } from './heating-deliveries.ts';
import { sendKnownDecisions } from './known-decisions.ts';
import { Law65Forms } from './law65-forms.ts';
import { Ledger } from './ledger.ts';
import { LivingWageGrants } from './living-wage-grants.ts';
import { Receipts } from './receipts.ts';
import { ScrollTickets } from './scroll-tickets.ts';

/** What a centre spent on somebody's living wage in a month, and had refunded. */
interface MonthlyExpense {
  readonly person: string;
  readonly cbeNumber: string;
  readonly month: string;
}

/** Somebody in a project of the European Social Fund. */
interface Participation {
  readonly person: string;
  readonly project: string;
  readonly hasLeft: boolean;
}

/** What the centres have sent since the simulator started. Kept in memory: what was declared is there when it is asked about. */
export class Declarations {
  readonly receipts = new Receipts();
  readonly law65 = new Law65Forms();
  readonly livingWages = new LivingWageGrants();
  readonly expenses = new Ledger<MonthlyExpense>();
  readonly premiums = new Ledger<InstallationPremium>(INSTALLATION_PREMIUMS);
  readonly attestations = new Ledger<A036>();
  readonly participations = new Ledger<Participation>();
  /** Reports on a year, one for each centre: `cbe number/year`. */
  readonly reports = new Ledger<string>();
  readonly heating = new HeatingDeliveries();
  readonly reactions = new AlertReactions();
  /** No declaration, but remembered all the same: lists that somebody is paging through. */
  readonly scrolls = new ScrollTickets();

  constructor(town: Town) {
    sendKnownDecisions(this.law65, town);
  }
}
