import { brusselsDateTime } from '../domain/brussels-time.ts';
import type { Organisation } from '../domain/organisation.ts';
import { shortTicket, type Ticket } from '../domain/ticket.ts';
import type { JsonValue } from './codec/write.ts';
import type { FillSource } from './descriptor.ts';
import { stepsOf } from './pointer.ts';

/** What the gateway knows about a request and the caller need not say. */
export interface Filling {
  readonly ticket: Ticket;
  readonly sentAt: Date;
  readonly organisation: Organisation;
  readonly user: { readonly ssin: string; readonly email: string };
  readonly legalContext: string | undefined;
}

/** Characters of a ticket where the contract gives no other limit (CommonV3 TicketType). */
export const TICKET_CHARACTERS_MAX = 36;

type JsonObject = { [key: string]: JsonValue | undefined };

/** A part to fill in: where, from what, and how long a ticket the contract takes there. */
export interface Fill {
  readonly pointer: string;
  readonly source: FillSource;
  readonly ticketCharactersMax: number;
}

/** The whole request: the caller's payload with the gateway's parts put in. The payload is not changed. */
export function fillIn(payload: JsonObject, fills: readonly Fill[], filling: Filling): JsonObject {
  let request = payload;
  for (const fill of fills) {
    const value = fillValue(fill, filling);
    if (value !== undefined) request = withValue(request, stepsOf(fill.pointer), value);
  }
  return request;
}

function fillValue(fill: Fill, filling: Filling): JsonValue | undefined {
  const { organisation, user } = filling;
  switch (fill.source) {
    case 'customer':
      return {
        ticket: shortTicket(filling.ticket, fill.ticketCharactersMax),
        timestampSent: brusselsDateTime(filling.sentAt),
        customerIdentification: { cbeNumber: organisation.cbeNumber },
      };
    case 'legal-context':
      return filling.legalContext;
    case 'reference':
      return shortTicket(filling.ticket, fill.ticketCharactersMax);
    case 'organisation':
      return organisation.cbeNumber;
    case 'authorized-user':
      return {
        UserID: user.ssin,
        Email: user.email,
        MatrixID: organisation.sector,
        MatrixSubID: organisation.institution,
      };
    case 'omit':
      return undefined;
  }
}

function withValue(object: JsonObject, steps: readonly string[], value: JsonValue): JsonObject {
  const [step, ...deeper] = steps;
  if (step === undefined) return object;
  const inner = object[step];
  const next = deeper.length === 0 ? value : withValue(isObject(inner) ? inner : {}, deeper, value);
  return { ...object, [step]: next };
}

function isObject(value: JsonValue | undefined): value is { [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
