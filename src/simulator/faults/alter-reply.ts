import { isJsonObject, type Json, type JsonObject, mapTexts } from '../json.ts';
import type { Town } from '../town/town.ts';
import { elementsOf, type XmlNode } from '../xml/node.ts';
import type { Fault } from './fault.ts';

/** A ticket that nobody ever gave to a message. */
const FOREIGN_TICKET = '0badc0de-0000-4000-8000-000000000000';

/** A reference, or ticket, as a reply repeats it under this fault. */
export function alteredTicket(ticket: string | undefined, fault: Fault | undefined): string | undefined {
  if (fault?.kind === 'wrong-ticket') return FOREIGN_TICKET.slice(0, ticket?.length ?? FOREIGN_TICKET.length);
  return fault?.kind === 'no-ticket' ? undefined : ticket;
}

/** The reply of a SOAP service, or an SSDN payload, under this fault. */
export function alteredReply(
  reply: JsonObject,
  fault: Fault | undefined,
  subjects: readonly string[],
  town: Town,
): JsonObject {
  if (fault?.kind === 'wrong-ticket' || fault?.kind === 'no-ticket') return withTicket(reply, fault);
  if (fault?.kind !== 'other-person') return reply;
  const others = new Map(subjects.map((ssin) => [ssin, town.somebodyElse(ssin).ssin]));
  const swapped: Json = mapTexts(reply, (text) => others.get(text) ?? text);
  return isJsonObject(swapped) ? swapped : reply;
}

function withTicket(reply: JsonObject, fault: Fault): JsonObject {
  const customer = reply.informationCustomer;
  if (!isJsonObject(customer) || typeof customer.ticket !== 'string') return reply;
  return { ...reply, informationCustomer: { ...customer, ticket: alteredTicket(customer.ticket, fault) } };
}

/** The element of a reply, under this fault. What is changed here is signed like everything else. */
export function alteredElement(reply: XmlNode, fault: Fault | undefined): XmlNode {
  return fault?.kind === 'duplicate-element' ? (withTwin(reply, fault.element) ?? reply) : reply;
}

/** The element with one inside it standing twice: the first of that name, or without a name the first plain value. */
function withTwin(node: XmlNode, name: string | undefined): XmlNode | undefined {
  for (const [at, child] of node.children.entries()) {
    if (typeof child === 'string') continue;
    const found = name === undefined ? elementsOf(child).length === 0 : child.local === name;
    const twin = found ? [child, child] : [withTwin(child, name) ?? child];
    if (found || twin[0] !== child) return { ...node, children: node.children.toSpliced(at, 1, ...twin) };
  }
  return undefined;
}
