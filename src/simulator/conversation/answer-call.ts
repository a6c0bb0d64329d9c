import type { Contract } from '../contracts/contract.ts';
import type { Fault } from '../faults/fault.ts';
import { alteredElement, alteredReply, alteredTicket } from '../faults/alter-reply.ts';
import { alteredText } from '../faults/alter-text.ts';
import { dayOf } from '../integrations/day.ts';
import type { Suggestions } from '../message/example.ts';
import { writeMessage } from '../message/write-message.ts';
import { faultDetail, soapReply, type Stamp } from '../answers/soap-reply.ts';
import { statusOf } from '../answers/status.ts';
import { completeMessage } from '../message/complete.ts';
import { echoOf } from '../message/echo.ts';
import type { Answer, Caller, World } from '../services/service.ts';
import { remark } from '../services/remarks.ts';
import { faultElement, type SoapFault } from '../wire/envelope.ts';
import { ssdnHeaderRefused, ssdnReply, type SsdnServiceReply, worstOf } from '../wire/ssdn.ts';
import { element, NS, type XmlNode } from '../xml/node.ts';
import { writeXml } from '../xml/write-xml.ts';
import type { Recognised } from './dispatch.ts';
import { decide } from './decide.ts';
import { type SsdnService, subjectsOf, type Understood } from './understand.ts';

/** What an answer depends on besides the request. */
export interface Circumstances {
  readonly world: World;
  readonly caller: Caller;
  readonly replied: Date;
  /** A UUID, for one reply of a SOAP service. */
  readonly ticketCbss: string;
  /** Fifteen characters, for one SSDN reply. */
  readonly ssdnTicket: string;
  readonly fault: Fault | undefined;
  /** Finds another contract, for a reply that belongs to another flow. */
  readonly contract: (id: string) => Contract | undefined;
}

/** The content of a Body, and with which HTTP status it travels (SOAP 1.1, 6.2: a fault is a 500). */
export interface Content {
  readonly status: 200 | 500;
  readonly element: XmlNode;
}

/** Answers a call: decide → write what was decided in the form of its transport. */
export function answerCall(understood: Understood, circumstances: Circumstances): Content {
  const { call } = understood;
  const { fault } = circumstances;
  if (call.kind === 'malformed') return faultContent({ by: 'Client', reason: call.reason });
  if (fault?.kind === 'soap-fault') return orderedFault(understood, fault, circumstances);
  if (call.kind === 'ssdn-header') return documentContent(ssdnHeaderRefused(), circumstances);
  if (call.kind === 'soap') return soapContent(call.recognised, understood, circumstances);
  const broken = call.services.flatMap(({ recognised }) => structureDefect(recognised) ?? [])[0];
  if (broken !== undefined) return faultContent({ by: 'Client', reason: broken });
  const replies = call.services.map((service) => ssdnServiceReply(service, understood, circumstances));
  const stamp = { ticket: circumstances.ssdnTicket, received: understood.arrival.at, replied: circumstances.replied };
  const document = { ...call.document, reference: alteredTicket(call.document.reference, fault) };
  return documentContent(ssdnReply(document, replies, stamp), circumstances);
}

function soapContent(recognised: Recognised, understood: Understood, circumstances: Circumstances): Content {
  const broken = structureDefect(recognised);
  if (broken !== undefined) return faultContent({ by: 'Client', reason: broken });
  const { contract, read } = recognised;
  const answer = decide(recognised, questionAbout(recognised, understood, circumstances), circumstances.fault);
  const reply = soapReply(
    contract,
    read.value,
    answer,
    stampOf(understood, circumstances),
    suggestionsFor(understood, circumstances),
    statusOf(answer, contract.reply),
  );
  return { status: 200, element: replyElement(contract, reply, understood, circumstances, 'test-connection') };
}

function ssdnServiceReply(
  service: SsdnService,
  understood: Understood,
  circumstances: Circumstances,
): SsdnServiceReply {
  const { serviceId, version } = service.call;
  const { recognised } = service;
  if (recognised === undefined)
    return { serviceId, version, remarks: [remark('99990002', 'ServiceId')], payload: undefined };
  const answer = decide(recognised, questionAbout(recognised, understood, circumstances), circumstances.fault);
  const remarks = answer.remarks ?? [];
  return { serviceId, version, remarks, payload: ssdnPayload(recognised, answer, understood, circumstances) };
}

/** The payload of an SSDN reply; left out when there is an error. */
function ssdnPayload(
  { contract, read }: Recognised,
  answer: Answer,
  understood: Understood,
  circumstances: Circumstances,
): XmlNode | undefined {
  if (answer.parts === undefined || worstOf(answer.remarks ?? []) === 'ERROR') return undefined;
  const given = { ...echoOf(read.value, contract.reply.type()), ...answer.parts };
  const reply = completeMessage(given, contract.reply, suggestionsFor(understood, circumstances));
  return replyElement(contract, reply, understood, circumstances, 'reference-manager');
}

/** The element of a reply, changed where a fault wants that. */
function replyElement(
  contract: Contract,
  reply: Parameters<typeof alteredReply>[0],
  understood: Understood,
  circumstances: Circumstances,
  otherFlow: string,
): XmlNode {
  const { fault, world } = circumstances;
  if (fault?.kind === 'other-flow') {
    const other = circumstances.contract(fault.flow ?? otherFlow) ?? contract;
    const suggestions = suggestionsFor(understood, circumstances);
    return writeMessage(completeMessage(echoOf(reply, other.reply.type()), other.reply, suggestions), other.reply);
  }
  const written = writeMessage(alteredReply(reply, fault, understood.subjects, world.town), contract.reply);
  return alteredElement(written, fault);
}

function orderedFault(
  { call, arrival, subjects, cbeNumber }: Understood,
  { by = 'Server', code = 'MSG00003' }: Extract<Fault, { kind: 'soap-fault' }>,
  circumstances: Circumstances,
): Content {
  const recognised = call.kind === 'soap' ? call.recognised : undefined;
  const stamp = { ticketCbss: circumstances.ticketCbss, received: arrival.at, replied: circumstances.replied };
  const suggestions = suggestionsFor({ subjects, cbeNumber }, circumstances);
  const detail = faultDetail(recognised?.contract, recognised?.read.value ?? {}, remark(code), stamp, suggestions);
  const reason = by === 'Client' ? 'The request was refused.' : 'The request could not be treated.';
  return faultContent({ by, reason, ...(detail !== undefined && { detail }) });
}

function faultContent(fault: SoapFault): Content {
  return { status: 500, element: faultElement(fault) };
}

/** An SSDN document, as the text of the connector's element. What a fault does to its text happens here, before any signature. */
function documentContent(document: XmlNode, { fault }: Circumstances): Content {
  const text = alteredText(writeXml(document), fault);
  return { status: 200, element: element(NS.connector, 'xmlString', [text]) };
}

/** What makes a request another message than its contract describes; in words. */
function structureDefect(recognised: Recognised | undefined): string | undefined {
  const defect = recognised?.read.defects.find(({ kind }) => kind === 'structure');
  return defect && `not a valid ${recognised?.contract.request.local ?? ''}: ${defect.path}`;
}

function questionAbout(recognised: Recognised, { arrival }: Understood, { world, caller }: Circumstances) {
  const subjects = subjectsOf(recognised);
  return { contract: recognised.contract, payload: recognised.read.value, subjects, caller, world, now: arrival.at };
}

function stampOf({ arrival }: Understood, { ticketCbss, replied }: Circumstances): Stamp {
  return { ticketCbss, received: arrival.at, replied };
}

function suggestionsFor(
  { subjects, cbeNumber }: Pick<Understood, 'subjects' | 'cbeNumber'>,
  { world, replied, caller }: Circumstances,
): Suggestions {
  const ssin = subjects[0] ?? world.town.people[0]?.ssin ?? '';
  return { ssin, cbeNumber: cbeNumber || caller.cbeNumber, today: dayOf(replied) };
}
