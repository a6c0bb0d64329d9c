import type { Organisation } from '../domain/organisation.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { Flow, Payload } from '../flows/flow.ts';
import type { Sealer } from '../signing/seal.ts';
import { writeSsdnRequest } from '../soap/ssdn.ts';
import {
  addressingHeaders,
  BODY_ID,
  bodyElement,
  envelope,
  type SignedHeader,
  xmlStringElement,
} from '../soap/write-envelope.ts';
import { NS } from '../xml/names.ts';
import type { CheckOfficially, Peer } from './ports.ts';

/** What is to be said, on whose behalf. */
export interface Request {
  readonly flow: Flow;
  readonly payload: Payload;
  readonly ticket: Ticket;
  readonly organisation: Organisation;
  readonly user: { readonly ssin: string; readonly email: string };
  readonly legalContext: string | undefined;
  readonly qualityCode?: number | undefined;
}

/** A message ready to leave. */
export interface Message {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The exact bytes. */
  readonly body: Buffer;
  /** How the message is referred to in it: what the reply must repeat. */
  readonly reference: string;
  /** The signature that does not travel but is kept as evidence (`detached`). */
  readonly detachedSignature?: string;
}

const SEND_XML_ACTION = `${NS.connector}/sendXML`;

/** A request that our schema lets through and the official one does not. The message names element and rule. */
export class NotOfficial extends Error {
  constructor(remark: string) {
    super(remark);
    this.name = 'NotOfficial';
  }
}

/**
 * Builds and signs the message of a request: load → **build → sign** → log → send.
 *
 * @throws {@link NotOfficial} when the operator's own copy of the contract refuses it.
 */
export async function buildMessage(
  request: Request,
  peer: Peer,
  sealer: Sealer,
  now: Date,
  checkOfficially: CheckOfficially = () => undefined,
): Promise<Message> {
  const { flow, payload, ticket, organisation, user, legalContext, qualityCode } = request;
  const written = flow.writeRequest(payload, { ticket, sentAt: now, organisation, user, legalContext, qualityCode });
  const remark = checkOfficially(flow.id, written);
  if (remark !== undefined) throw new NotOfficial(remark);
  const url = addressOf(flow, peer);
  const body = bodyElement(bodyContent(request, written, now), flow.soapVersion);
  const addressing = addressingOf(request, url);
  const security = await sealer.seal(body, BODY_ID, now, addressing);
  const inMessage = peer.signatureMode === 'in-message';
  const header = [...addressing.map(({ text }) => text), ...flow.writeHeaders(payload), inMessage ? security : ''].join(
    '',
  );
  return {
    url,
    headers: headersOf(request.flow, peer),
    body: Buffer.from(envelope(body, header === '' ? undefined : header, flow.soapVersion)),
    reference: flow.referenceOf(ticket, organisation),
    ...(!inMessage && { detachedSignature: security }),
  };
}

/** What the Body holds: the operation's own element, or a whole SSDN document as text. */
function bodyContent({ flow, ticket, organisation, user }: Request, written: string, now: Date): string {
  if (flow.transport === 'soap') return written;
  const document = writeSsdnRequest({
    organisation,
    user,
    reference: flow.referenceOf(ticket, organisation),
    sentAt: now,
    serviceId: flow.serviceId,
    version: flow.version,
    payload: written,
  });
  return xmlStringElement(document);
}

/** The headers of WS-Addressing, where the service wants them. The ticket names the message: a repetition has the same. */
function addressingOf({ flow, ticket }: Request, url: string): readonly SignedHeader[] {
  if (flow.addressing === undefined) return [];
  return addressingHeaders({ action: flow.addressing, to: url, messageId: `urn:uuid:${ticket}` });
}

/** Where messages of a flow go. */
export function addressOf(flow: Flow, peer: Peer): string {
  if (flow.transport === 'ssdn') return peer.ssdnUrl;
  return `${peer.soapBaseUrl.replace(/\/+$/, '')}/${flow.path}`;
}

function headersOf(flow: Flow, { basicCredentials }: Peer): Record<string, string> {
  const action = flow.transport === 'ssdn' ? SEND_XML_ACTION : flow.soapAction;
  const basic =
    basicCredentials === undefined
      ? {}
      : {
          authorization: `Basic ${Buffer.from(`${basicCredentials.user}:${basicCredentials.password}`).toString('base64')}`,
        };
  // SOAP 1.2 part 2, 7.1.4: the action is a parameter of the media type.
  if (flow.soapVersion === '1.2')
    return { 'content-type': `application/soap+xml; charset=utf-8; action="${action}"`, ...basic };
  // SOAP 1.1, 6.1.1: the SOAPAction is a quoted URI.
  return { 'content-type': 'text/xml; charset=utf-8', soapaction: `"${action}"`, ...basic };
}
