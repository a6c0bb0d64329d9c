import { brusselsDateTime } from '../domain/brussels-time.ts';
import type { Organisation } from '../domain/organisation.ts';
import { shortTicket, type Ticket } from '../domain/ticket.ts';
import type { JsonValue } from './codec/write.ts';
import { holds } from './condition.ts';
import type { FillSource, FillWord, XmlitePrefixRule } from './descriptor.ts';
import type { FilledPart } from './carve.ts';
import { stepsOf, valueAt } from './pointer.ts';
import { xmlitePrefix } from './xmlite-prefix.ts';

/** What the gateway knows about a request and the caller need not say. */
export interface Filling {
  readonly ticket: Ticket;
  readonly sentAt: Date;
  readonly organisation: Organisation;
  readonly user: { readonly ssin: string; readonly email: string };
  readonly legalContext: string | undefined;
  readonly qualityCode?: number | undefined;
}

/** Characters of a ticket where the contract gives no other limit (CommonV3 TicketType). */
export const TICKET_CHARACTERS_MAX = 36;

type JsonObject = { [key: string]: JsonValue | undefined };

/** A part to fill in: where, from what, and how long a ticket the contract takes there. */
export interface Fill {
  readonly pointer: string;
  readonly source: FillSource;
  readonly ticketCharactersMax: number;
  /** The contract lets a customer be known by sector and institution, too. */
  readonly customerBySector: boolean;
}

/** What a fill means for the payload: whether the part is still the caller's. */
export function filledPart({ pointer, source }: Fill): FilledPart {
  if (typeof source === 'string') return { pointer, how: source === 'omit' ? 'never' : 'always' };
  if ('default' in source) return { pointer, how: 'when-absent' };
  return { pointer, how: 'when' in source ? 'sometimes' : 'always' };
}

/**
 * The whole request: the caller's payload with the gateway's parts put in. The payload is not changed.
 *
 * @param reference how the message is referred to in its envelope
 */
export function fillIn(payload: JsonObject, fills: readonly Fill[], filling: Filling, reference: string): JsonObject {
  let request = payload;
  for (const fill of fills) {
    const value = fillValue(fill, payload, filling, reference);
    if (value !== undefined) request = withValue(request, stepsOf(fill.pointer), value);
  }
  return request;
}

function fillValue(fill: Fill, payload: JsonObject, filling: Filling, reference: string): JsonValue | undefined {
  const { source } = fill;
  if (typeof source === 'string') return knownValue(source, fill, filling, reference);
  if ('const' in source) return source.const;
  if ('default' in source) return valueAt(payload, fill.pointer) === undefined ? source.default : undefined;
  if (source.from === 'xmlite-prefix') return prefixOf(source, payload, filling, reference);
  return holds(source.when, payload) ? knownValue(source.from, fill, filling, reference) : undefined;
}

function knownValue(word: FillWord, fill: Fill, filling: Filling, reference: string): JsonValue | undefined {
  const { organisation, user } = filling;
  switch (word) {
    case 'customer':
      return {
        ticket: shortTicket(filling.ticket, fill.ticketCharactersMax),
        timestampSent: brusselsDateTime(filling.sentAt),
        customerIdentification: customerOf(organisation, fill),
      };
    case 'legal-context':
      return filling.legalContext;
    case 'reference':
      return shortTicket(reference, fill.ticketCharactersMax);
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

function customerOf({ cbeNumber, sector, institution, identifiedBy }: Organisation, fill: Fill): JsonObject {
  return identifiedBy === 'sector' && fill.customerBySector ? { sector, institution } : { cbeNumber };
}

function prefixOf(rule: XmlitePrefixRule, payload: JsonObject, filling: Filling, reference: string): string {
  const { form, person, period } = rule;
  const text = (pointer: string | undefined): string | undefined => {
    const found = pointer === undefined ? undefined : valueAt(payload, pointer);
    return typeof found === 'string' ? found : undefined;
  };
  const [begin, end] = [text(period?.begin), text(period?.end)];
  return xmlitePrefix({
    reference,
    userSsin: filling.user.ssin,
    person: text(person),
    form,
    sentAt: filling.sentAt,
    qualityCode: filling.qualityCode,
    period: begin === undefined || end === undefined ? undefined : { begin, end },
  });
}

/** The value at the steps; an array on the way has it in each item. Containers are made where there are none, items are not. */
function withValue(object: JsonObject, steps: readonly string[], value: JsonValue): JsonObject {
  const [step, ...deeper] = steps;
  if (step === undefined) return object;
  const inner = object[step];
  if (deeper.length === 0) return { ...object, [step]: value };
  if (Array.isArray(inner)) {
    const within = deeper[0] === '*' ? deeper.slice(1) : deeper;
    return {
      ...object,
      [step]: inner.map((item) => (isObject(item) ? withValue(item, within, value) : item)),
    };
  }
  return { ...object, [step]: withValue(isObject(inner) ? inner : {}, deeper, value) };
}

function isObject(value: JsonValue | undefined): value is { [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
