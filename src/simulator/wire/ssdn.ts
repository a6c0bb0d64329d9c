import { ssdnDateTime } from '../../domain/brussels-time.ts';
import { knownRemark, type Remark, type Severity } from '../services/remarks.ts';
import { attribute, element, elementsOf, isElement, NS, onlyElement, textOf, type XmlNode } from '../xml/node.ts';

/** An SSDNRequest taken apart. */
export interface SsdnCall {
  /** Repeated in the reply. */
  readonly authorizedUser: XmlNode;
  /** CBE number of the centre; empty when left out. */
  readonly orgUnit: string;
  readonly reference: string | undefined;
  readonly timeRequest: string | undefined;
  readonly services: readonly SsdnServiceCall[];
}

export interface SsdnServiceCall {
  readonly serviceId: string;
  readonly version: string;
  readonly payload: XmlNode | undefined;
}

/** Takes a request document apart; undefined when its header is not in order, which BCSS answers without a ticket. */
export function openSsdnRequest(root: XmlNode): SsdnCall | undefined {
  if (!isElement(root, NS.ssdn, 'SSDNRequest')) return undefined;
  const context = onlyElement(root, NS.ssdn, 'RequestContext');
  const user = onlyElement(context, NS.ssdn, 'AuthorizedUser');
  const message = onlyElement(context, NS.ssdn, 'Message');
  const services = elementsOf(root).filter((part) => isElement(part, NS.ssdn, 'ServiceRequest'));
  if (user === undefined || services.length === 0 || !isUser(user)) return undefined;
  return {
    authorizedUser: user,
    orgUnit: part(user, 'OrgUnit') ?? '',
    reference: part(message, 'Reference'),
    timeRequest: part(message, 'TimeRequest'),
    services: services.map(openService),
  };
}

function isUser(user: XmlNode): boolean {
  return (
    /^\d{11}$/.test(part(user, 'UserID') ?? '') &&
    /^.+@.+$/.test(part(user, 'Email') ?? '') &&
    /^\d+$/.test(part(user, 'MatrixID') ?? '')
  );
}

function openService(service: XmlNode): SsdnServiceCall {
  const [, , payload] = elementsOf(service);
  return { serviceId: part(service, 'ServiceId') ?? '', version: part(service, 'Version') ?? '', payload };
}

function part(node: XmlNode | undefined, name: string): string | undefined {
  const found = onlyElement(node, NS.ssdn, name);
  return found === undefined ? undefined : textOf(found).trim();
}

/** What one service says. */
export interface SsdnServiceReply {
  readonly serviceId: string;
  readonly version: string;
  readonly remarks: readonly Remark[];
  readonly payload: XmlNode | undefined;
}

/** What BCSS adds around the services' replies. */
export interface SsdnStamp {
  /** Fifteen characters. */
  readonly ticket: string | undefined;
  readonly received: Date;
  readonly replied: Date;
}

/** The SSDNReply document: the worst result of all services, then each service with its own. */
export function ssdnReply(
  call: Pick<SsdnCall, 'authorizedUser' | 'reference' | 'timeRequest'>,
  replies: readonly SsdnServiceReply[],
  stamp: SsdnStamp,
): XmlNode {
  const own = (name: string, text: string | undefined): XmlNode | undefined =>
    text === undefined ? undefined : element(NS.ssdn, name, [text]);
  const message = element(NS.ssdn, 'Message', [
    own('Reference', call.reference),
    own('Ticket', stamp.ticket),
    own('TimeRequest', call.timeRequest),
    own('TimeReceive', ssdnDateTime(stamp.received)),
    own('TimeResponse', ssdnDateTime(stamp.replied)),
  ]);
  const context = element(NS.ssdn, 'ReplyContext', [
    resultSummary(contextRemarks(replies.flatMap(({ remarks }) => remarks))),
    call.authorizedUser,
    message,
  ]);
  const services = replies.map((reply) =>
    element(NS.ssdn, 'ServiceReply', [
      resultSummary(reply.remarks),
      own('ServiceId', reply.serviceId),
      own('Version', reply.version),
      reply.payload,
    ]),
  );
  return element(NS.ssdn, 'SSDNReply', [context, ...services]);
}

/** What BCSS answers to a header it cannot take: no service, no ticket, no code that anybody has seen. */
export function ssdnHeaderRefused(): XmlNode {
  const detail = element(NS.ssdnCommon, 'Detail', [
    element(NS.ssdnCommon, 'Severity', ['ERROR']),
    element(NS.ssdnCommon, 'Diagnostic', ['The header of the request is not valid.']),
    element(NS.ssdnCommon, 'AuthorCodeList', ['CBSS']),
  ]);
  return element(NS.ssdn, 'SSDNReply', [element(NS.ssdn, 'ReplyContext', [summaryElement('ERROR', [detail])])]);
}

function contextRemarks(remarks: readonly Remark[]): Remark[] {
  const worst = worstOf(remarks);
  return worst === 'INFORMATION' ? [] : [{ code: worst === 'ERROR' ? '30000001' : '20000001' }];
}

/** The worst of some remarks; nothing said is nothing wrong. */
export function worstOf(remarks: readonly Remark[]): Severity {
  const severities = remarks.map(({ code }) => knownRemark(code).severity);
  return severities.includes('ERROR') ? 'ERROR' : severities.includes('WARNING') ? 'WARNING' : 'INFORMATION';
}

function resultSummary(remarks: readonly Remark[]): XmlNode {
  return summaryElement(worstOf(remarks), remarks.map(detailElement));
}

const LEVELS: Readonly<Record<Severity, readonly [ok: string, returnCode: string]>> = {
  INFORMATION: ['YES', '0'],
  WARNING: ['WARNING', '1'],
  ERROR: ['NO', '10000'],
};

function summaryElement(worst: Severity, details: readonly XmlNode[]): XmlNode {
  const [ok, returnCode] = LEVELS[worst];
  const code = element(NS.ssdnCommon, 'ReturnCode', [returnCode]);
  return element(NS.ssdnCommon, 'ResultSummary', [code, ...details], [attribute('ok', ok)]);
}

function detailElement({ code, fields = [] }: Remark): XmlNode {
  const { severity, text, author } = knownRemark(code);
  const own = (name: string, value: string): XmlNode => element(NS.ssdnCommon, name, [value]);
  return element(NS.ssdnCommon, 'Detail', [
    own('Severity', severity),
    own('ReasonCode', code),
    own('Diagnostic', text),
    own('AuthorCodeList', author),
    ...fields.map(({ name, value }) =>
      element(NS.ssdnCommon, 'Information', [
        own('FieldName', name),
        value === undefined ? undefined : own('FieldValue', value),
      ]),
    ),
  ]);
}
