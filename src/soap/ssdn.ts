import { ssdnDateTime } from '../domain/brussels-time.ts';
import type { Organisation } from '../domain/organisation.ts';
import { composedText } from '../domain/composed-text.ts';
import { escapeText } from '../xml/characters.ts';
import { NS } from '../xml/names.ts';
import { childElements, childrenNamed, isNamed, onlyChild, textOf, type XmlElement } from '../xml/tree.ts';
import { readResultSummary, type ResultSummary } from './result-summary.ts';

/** What an SSDN request says around its payload. */
export interface SsdnRequest {
  readonly organisation: Organisation;
  readonly user: { readonly ssin: string; readonly email: string };
  readonly reference: string;
  readonly sentAt: Date;
  readonly serviceId: string;
  readonly version: string;
  /** The request element of the service, as written by its flow. */
  readonly payload: string;
}

/**
 * The SSDNRequest document (SSDN/Service/SSDNRequest.xsd), the text that travels inside `xmlString`. Order matters everywhere.
 * `Language`, which one live client sends, is not in the schema and is left out.
 */
export function writeSsdnRequest(request: SsdnRequest): string {
  const { organisation, user } = request;
  const authorizedUser =
    element('UserID', user.ssin) +
    element('Email', user.email) +
    element('OrgUnit', organisation.cbeNumber) +
    element('MatrixID', String(organisation.sector)) +
    element('MatrixSubID', String(organisation.institution));
  const message = element('Reference', request.reference) + element('TimeRequest', ssdnDateTime(request.sentAt));
  const service = element('ServiceId', request.serviceId) + element('Version', request.version) + request.payload;
  return (
    '<?xml version="1.0" encoding="UTF-8"?>' +
    `<ssdn:SSDNRequest xmlns:ssdn="${NS.ssdnService}">` +
    `<ssdn:RequestContext><ssdn:AuthorizedUser>${authorizedUser}</ssdn:AuthorizedUser>` +
    `<ssdn:Message>${message}</ssdn:Message></ssdn:RequestContext>` +
    `<ssdn:ServiceRequest>${service}</ssdn:ServiceRequest></ssdn:SSDNRequest>`
  );
}

function element(name: string, text: string): string {
  return `<ssdn:${name}>${escapeText(composedText(text))}</ssdn:${name}>`;
}

/** An SSDN reply taken apart (SSDN/Service/SSDNReply.xsd). */
export interface SsdnReply {
  readonly context: {
    readonly summary: ResultSummary;
    /** The user on whose behalf we asked, echoed. */
    readonly authorizedUser: Readonly<Record<string, string>> | undefined;
    /** Our reference, echoed. */
    readonly reference: string | undefined;
    /** Theirs: what support at BCSS asks for. May be missing when the header itself was refused. */
    readonly ticket: string | undefined;
    readonly timeRequest: string | undefined;
    readonly timeReceive: string | undefined;
    readonly timeResponse: string | undefined;
  };
  readonly services: readonly SsdnServiceReply[];
}

export interface SsdnServiceReply {
  readonly summary: ResultSummary;
  readonly serviceId: string;
  readonly version: string;
  /** The reply element of the service; left out by BCSS on an error. */
  readonly payload: XmlElement | undefined;
}

/** A document inside `xmlString` that is not an SSDNReply, or says one thing twice. */
export class SsdnRefused extends Error {
  constructor(what: string) {
    super(`SSDN reply refused: ${what}`);
    this.name = 'SsdnRefused';
  }
}

/** Takes an SSDNReply apart. @throws {@link SsdnRefused} */
export function readSsdnReply(root: XmlElement): SsdnReply {
  if (!isNamed(root, NS.ssdnService, 'SSDNReply')) throw new SsdnRefused('the root is not an SSDNReply');
  const context = one(root, NS.ssdnService, 'ReplyContext');
  const message = atMostOne(context, NS.ssdnService, 'Message');
  const user = atMostOne(context, NS.ssdnService, 'AuthorizedUser');
  const text = (name: string): string | undefined => {
    const found = message === undefined ? undefined : atMostOne(message, NS.ssdnService, name);
    return found === undefined ? undefined : textOf(found).trim();
  };
  return {
    context: {
      summary: readResultSummary(one(context, NS.ssdnCommon, 'ResultSummary')),
      authorizedUser: user && Object.fromEntries(childElements(user).map((part) => [part.local, textOf(part).trim()])),
      reference: text('Reference'),
      ticket: text('Ticket'),
      timeRequest: text('TimeRequest'),
      timeReceive: text('TimeReceive'),
      timeResponse: text('TimeResponse'),
    },
    services: childrenNamed(root, NS.ssdnService, 'ServiceReply').map(readServiceReply),
  };
}

function readServiceReply(reply: XmlElement): SsdnServiceReply {
  const envelope = new Set(['ServiceId', 'Version']);
  const payload = childElements(reply).filter(
    (child) =>
      !isNamed(child, NS.ssdnCommon, 'ResultSummary') &&
      !(child.namespace === NS.ssdnService && envelope.has(child.local)),
  );
  if (payload.length > 1) throw new SsdnRefused('a ServiceReply with two payloads');
  return {
    summary: readResultSummary(one(reply, NS.ssdnCommon, 'ResultSummary')),
    serviceId: textOf(one(reply, NS.ssdnService, 'ServiceId')).trim(),
    version: textOf(one(reply, NS.ssdnService, 'Version')).trim(),
    payload: payload[0],
  };
}

function one(parent: XmlElement, namespace: string, local: string): XmlElement {
  const found = onlyChild(parent, namespace, local);
  if (found === undefined) throw new SsdnRefused(`not exactly one ${local} in ${parent.local}`);
  return found;
}

function atMostOne(parent: XmlElement, namespace: string, local: string): XmlElement | undefined {
  const found = childrenNamed(parent, namespace, local);
  if (found.length > 1) throw new SsdnRefused(`more than one ${local} in ${parent.local}`);
  return found[0];
}
