import type { Period } from '../integrations/day.ts';

/** What a further page of a list is asked of: the question that opened the list. */
export interface Scroll {
  readonly ssin: string;
  readonly period: Period;
}

const TICKETS_MAX = 1_000;

/** Lists that are being paged through: a further page names the ticket that came with the first, and not the question again. */
export class ScrollTickets {
  private readonly scrolls = new Map<string, Scroll>();
  private count = 0;

  /** The ticket of a list that has more pages; the oldest one is forgotten when there are too many. */
  open(scroll: Scroll): string {
    this.count += 1;
    const ticket = `FICTSCROLL${String(this.count).padStart(4, '0')}`;
    this.scrolls.set(ticket, scroll);
    const [oldest] = this.scrolls.keys();
    if (this.scrolls.size > TICKETS_MAX && oldest !== undefined) this.scrolls.delete(oldest);
    return ticket;
  }

  /** The question behind a ticket; undefined for one that was never given, or forgotten. */
  find(ticket: string): Scroll | undefined {
    return this.scrolls.get(ticket);
  }
}
