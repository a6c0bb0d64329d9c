import { atOnce, inTurns, type Steps } from '../domain/in-turns.ts';
import type { Result } from '../domain/result.ts';
import { type Deviation, ReadRefused } from '../flows/codec/read.ts';
import type { JsonValue } from '../flows/codec/write.ts';
import type { Flow } from '../flows/flow.ts';
import { valueAt } from '../flows/pointer.ts';
import { readFault, type SoapFault } from '../soap/fault.ts';
import { readReplyEnvelope, type UnverifiedEnvelope } from '../soap/read-envelope.ts';
import { readSsdnReply, SsdnRefused, type SsdnReply } from '../soap/ssdn.ts';
import { NS } from '../xml/names.ts';
import { parsing, XmlRefused } from '../xml/parse.ts';
import { isNamed, textOf, type XmlElement } from '../xml/tree.ts';
import { resultOfFault, resultOfReply, resultOfSsdn } from './result.ts';
import { ReplyRefused } from './verify-reply.ts';

/** What a reply says, read into JSON. */
export interface Answer {
  /** `fault`: a SOAP fault, whose reply is the service's own fault element where there is one. */
  readonly kind: 'reply' | 'fault';
  /** The reply element in the contract's names; undefined when BCSS left it out. */
  readonly reply: JsonValue | undefined;
  /** The element that {@link reply} was read from. */
  readonly element: XmlElement | undefined;
  /** What SSDN says around the payload, in its own names. */
  readonly envelope: JsonValue | undefined;
  readonly fault: { readonly code: string; readonly reason: string; readonly by: SoapFault['by'] } | undefined;
  /** What a fault says about whether the message was processed. */
  readonly processing?: SoapFault['processing'];
  readonly deviations: readonly Deviation[];
  readonly result: Result;
  /** Our ticket, echoed; undefined when the reply does not repeat it. */
  readonly ticket: string | undefined;
  /** The reference that BCSS gave. */
  readonly ticketCbss: string | undefined;
}

/**
 * Reads an envelope as the answer to a message of this flow. Pure: the same bytes give the same answer, which is how the status
 * resource can show a reply years later from the evidence itself.
 *
 * @throws {@link ReplyRefused} `reply-malformed` when it is not this flow's reply.
 */
export function readAnswer(flow: Flow, envelope: Pick<UnverifiedEnvelope, 'content'>): Answer {
  return atOnce(readingAnswer(flow, envelope));
}

/**
 * The answer in a reply that was verified when it came.
 *
 * @throws whatever is wrong with it: it was written under another contract, say.
 */
export function readKeptReply(flow: Flow, reply: Uint8Array): Promise<Answer> {
  return inTurns(readingKept(flow, reply));
}

function* readingKept(flow: Flow, reply: Uint8Array): Steps<Answer> {
  return yield* readingAnswer(flow, readReplyEnvelope(yield* parsing(reply), flow.soapVersion));
}

/** {@link readAnswer} as work that can be put down. */
export function* readingAnswer(flow: Flow, envelope: Pick<UnverifiedEnvelope, 'content'>): Steps<Answer> {
  try {
    const fault = readFault(envelope.content);
    if (fault !== undefined) return faultAnswer(flow, fault);
    return yield* flow.transport === 'ssdn' ? ssdnAnswer(flow, envelope.content) : soapAnswer(flow, envelope.content);
  } catch (error) {
    if (error instanceof ReadRefused || error instanceof SsdnRefused)
      throw new ReplyRefused('reply-malformed', error.message, { cause: error });
    if (error instanceof XmlRefused) throw new ReplyRefused('reply-malformed', error.defect, { cause: error });
    throw error;
  }
}

function* soapAnswer(flow: Flow, content: XmlElement): Steps<Answer> {
  const { value, deviations } = yield* flow.readingReply(content);
  return {
    kind: 'reply',
    reply: value,
    element: content,
    envelope: undefined,
    fault: undefined,
    deviations,
    result: resultOfReply(flow, { value, deviations }),
    ...ticketsOf(value),
  };
}

function faultAnswer(flow: Flow, fault: SoapFault): Answer {
  const { code, reason, by, processing } = fault;
  // An undeclared fault is readable too: its detail is then not ours to interpret.
  const [{ own, read } = { own: undefined, read: undefined }] = fault.detail.flatMap((element) => {
    const found = flow.readFault(element);
    return found === undefined ? [] : [{ own: element, read: found }];
  });
  return {
    kind: 'fault',
    reply: read?.value,
    element: read === undefined ? undefined : own,
    envelope: undefined,
    fault: { code, reason, by },
    processing,
    deviations: read?.deviations ?? [],
    result: resultOfFault(flow, fault, read?.value),
    ...ticketsOf(read?.value),
  };
}

function* ssdnAnswer(flow: Flow, content: XmlElement): Steps<Answer> {
  if (!isNamed(content, NS.connector, 'xmlString')) throw new SsdnRefused('the Body holds no xmlString');
  if (content.children.some((child) => typeof child !== 'string')) throw new SsdnRefused('xmlString holds elements');
  const document = readSsdnReply(yield* parsing(textOf(content), { isText: true }));
  const [service, ...more] = document.services;
  if (more.length > 0) throw new SsdnRefused('more than one ServiceReply to one request');
  const read = service?.payload === undefined ? undefined : yield* flow.readingReply(service.payload);
  const deviations = read?.deviations ?? [];
  return {
    kind: 'reply',
    reply: read?.value,
    element: service?.payload,
    envelope: ssdnEnvelope(document),
    fault: undefined,
    deviations,
    result: resultOfSsdn(flow, document, { value: read?.value, deviations }),
    ticket: document.context.reference,
    ticketCbss: document.context.ticket,
  };
}

/** The parts of SSDNReply that are not the payload, under their own names. */
function ssdnEnvelope({ context, services }: SsdnReply): JsonValue {
  const summary = (given: SsdnReply['context']['summary']): JsonValue => ({
    ok: given.ok,
    ReturnCode: given.returnCode,
    Detail: given.details.map((detail) => ({
      Severity: detail.severity,
      ReasonCode: detail.reasonCode,
      ...(detail.diagnostic !== undefined && { Diagnostic: detail.diagnostic }),
      ...(detail.author !== undefined && { AuthorCodeList: detail.author }),
      Information: detail.information.map(({ fieldName, fieldValue }) => ({
        FieldName: fieldName,
        ...(fieldValue !== undefined && { FieldValue: fieldValue }),
      })),
    })),
  });
  return {
    ReplyContext: {
      ResultSummary: summary(context.summary),
      ...(context.authorizedUser !== undefined && { AuthorizedUser: context.authorizedUser }),
      Message: {
        ...(context.reference !== undefined && { Reference: context.reference }),
        ...(context.ticket !== undefined && { Ticket: context.ticket }),
        ...(context.timeRequest !== undefined && { TimeRequest: context.timeRequest }),
        ...(context.timeReceive !== undefined && { TimeReceive: context.timeReceive }),
        ...(context.timeResponse !== undefined && { TimeResponse: context.timeResponse }),
      },
    },
    ServiceReply: services.map((service) => ({
      ResultSummary: summary(service.summary),
      ServiceId: service.serviceId,
      Version: service.version,
    })),
  };
}

function ticketsOf(value: JsonValue | undefined): Pick<Answer, 'ticket' | 'ticketCbss'> {
  const text = (pointer: string): string | undefined => {
    const found = valueAt(value, pointer);
    return typeof found === 'string' ? found : undefined;
  };
  return { ticket: text('/informationCustomer/ticket'), ticketCbss: text('/informationCBSS/ticketCBSS') };
}
