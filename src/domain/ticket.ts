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
export function shortTicket(ticket: string, charactersMax: number): string {
  return ticket.length <= charactersMax ? ticket : ticket.replaceAll('-', '').slice(0, charactersMax);
}

/**
 * The reference of a message whose service keeps it in a host record of 15 characters: the NIS code of the centre and ten digits, as
 * the clients of these services write it. Made of the random part of the ticket, so that a resend has the same one.
 */
export function hostReference(ticket: Ticket, nisCode: string): string {
  const random = Number.parseInt(ticket.slice(-12), 16);
  return nisCode + String(random % 10 ** 10).padStart(10, '0');
}
