import type { Brand } from './brand.ts';

/**
 * Our reference of an exchange at BCSS, a UUID: of any other ticket BCSS keeps 32 characters only (CommonV3, TicketType).
 * Fixed at acceptance, before the first byte, and the same on every permitted resend.
 */
export type Ticket = Brand<string, 'Ticket'>;

/** Makes a ticket of a UUID. */
export function ticketOf(uuid: string): Ticket {
  return uuid.toLowerCase() as Ticket;
}

/**
 * The ticket in at most `charactersMax` characters. Some contracts allow 32: the hyphens go, nothing is lost.
 */
export function shortTicket(ticket: Ticket, charactersMax: number): string {
  return ticket.length <= charactersMax ? ticket : ticket.replaceAll('-', '').slice(0, charactersMax);
}
