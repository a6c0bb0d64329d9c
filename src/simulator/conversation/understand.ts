import type { X509Certificate } from 'node:crypto';
import { textIn, textsAt } from '../json.ts';
import { checkSeal, type SealVerdict } from '../wire/check-seal.ts';
import { openEnvelope } from '../wire/envelope.ts';
import { openSsdnRequest, type SsdnCall, type SsdnServiceCall } from '../wire/ssdn.ts';
import { elementsOf, isElement, NS, textOf, type XmlNode } from '../xml/node.ts';
import { readXml, XmlUnreadable } from '../xml/read-xml.ts';
import type { Dispatch, Recognised } from './dispatch.ts';

/** Where the SSDN connector stands, as at BCSS. */
export const SSDN_PATH = '/connectors/webservice/KSZBCSSWebServiceConnectorPort';
/** What stands before the path of a SOAP service. */
export const SOAP_PREFIX = '/SOA4520/';

/** What came in. */
export interface Arrival {
  readonly path: string;
  readonly body: string;
  readonly at: Date;
  /** Subject of the client's TLS certificate. */
  readonly certificate: string;
}

/** What was asked, or why nothing was. */
export type Call =
  | { readonly kind: 'soap'; readonly recognised: Recognised }
  | { readonly kind: 'ssdn'; readonly document: SsdnCall; readonly services: readonly SsdnService[] }
  /** The document's header is not in order; BCSS answers, without a ticket. */
  | { readonly kind: 'ssdn-header' }
  /** A Client fault. */
  | { readonly kind: 'malformed'; readonly reason: string };

export interface SsdnService {
  readonly call: SsdnServiceCall;
  /** Absent where no service has this name, version and element. */
  readonly recognised: Recognised | undefined;
}

/** A call, with what is remembered of every request. */
export interface Understood {
  readonly arrival: Arrival;
  readonly call: Call;
  readonly seal: SealVerdict;
  /** Id of the flow; of the first one where a document holds several. */
  readonly flow: string | undefined;
  /** The caller's own ticket, or its reference in SSDN. */
  readonly ticket: string | undefined;
  /** Numbers of the persons it is about. */
  readonly subjects: readonly string[];
  /** CBE number of the calling centre. */
  readonly cbeNumber: string;
}

/** Reads a request: parse → check the seal → find the operation → read the element by its contract. */
export function understand(arrival: Arrival, dispatch: Dispatch, signers: readonly X509Certificate[]): Understood {
  const nothing = { arrival, flow: undefined, ticket: undefined, subjects: [], cbeNumber: '' };
  try {
    const root = readXml(arrival.body);
    const envelope = openEnvelope(root);
    if (envelope === undefined) return { ...nothing, seal: 'unchecked', call: malformed('not a SOAP 1.1 message') };
    const { verdict: seal, body } = checkSeal(arrival.body, envelope, signers, arrival.at);
    if (seal !== 'valid' && seal !== 'unchecked') {
      return { ...nothing, seal, call: malformed(`the signature is not accepted: ${seal}`) };
    }
    const content = body === undefined ? envelope.content : elementsOf(body)[0];
    return { ...nothing, seal, ...recognise(content ?? envelope.content, arrival.path, dispatch) };
  } catch (error) {
    if (!(error instanceof XmlUnreadable)) throw error;
    return { ...nothing, seal: 'unchecked', call: malformed(error.message) };
  }
}

type Meaning = Pick<Understood, 'call'> & Partial<Pick<Understood, 'flow' | 'ticket' | 'subjects' | 'cbeNumber'>>;

function recognise(content: XmlNode, path: string, dispatch: Dispatch): Meaning {
  if (path === SSDN_PATH) return ssdnMeaning(content, dispatch);
  const service = path.startsWith(SOAP_PREFIX) ? path.slice(SOAP_PREFIX.length) : path;
  if (!dispatch.servesPath(service)) return { call: malformed('no service at this address') };
  const recognised = dispatch.soap(service, content);
  if (recognised === undefined) return { call: malformed(`this service has no operation ${content.local}`) };
  const { value } = recognised.read;
  return {
    call: { kind: 'soap', recognised },
    flow: recognised.contract.id,
    ticket: textIn(value, 'informationCustomer', 'ticket'),
    subjects: subjectsOf(recognised),
    cbeNumber: textIn(value, 'informationCustomer', 'customerIdentification', 'cbeNumber') ?? '',
  };
}

function ssdnMeaning(content: XmlNode, dispatch: Dispatch): Meaning {
  if (!isElement(content, NS.connector, 'xmlString') || elementsOf(content).length > 0) {
    return { call: malformed('the connector takes xmlString, with a document as its text') };
  }
  const document = openSsdnRequest(readXml(textOf(content).trim()));
  if (document === undefined) return { call: { kind: 'ssdn-header' } };
  const services = document.services.map((call) => ({
    call,
    recognised: call.payload && dispatch.ssdn(call.serviceId, call.version, call.payload),
  }));
  const recognised = services.flatMap((service) => service.recognised ?? []);
  return {
    call: { kind: 'ssdn', document, services },
    flow: recognised[0]?.contract.id,
    ticket: document.reference,
    subjects: recognised.flatMap(subjectsOf),
    cbeNumber: document.orgUnit,
  };
}

/** The persons whom a request is about, by the plain pointers of its descriptor: always an SSIN. */
export function subjectsOf({ contract, read }: Recognised): string[] {
  const pointers = (contract.descriptor.subject ?? []).filter((place) => typeof place === 'string');
  return [...new Set(pointers.flatMap((pointer) => textsAt(read.value, pointer)))];
}

function malformed(reason: string): Call {
  return { kind: 'malformed', reason };
}
