import { attribute, element, elementsOf, isElement, NS, type XmlNode } from '../xml/node.ts';

/** A SOAP 1.1 message taken apart. */
export interface Envelope {
  readonly header: XmlNode | undefined;
  readonly body: XmlNode;
  /** The one element of a document/literal Body. */
  readonly content: XmlNode;
}

/** Takes an envelope apart; undefined when it is no SOAP 1.1 message with exactly one element in its Body. */
export function openEnvelope(root: XmlNode): Envelope | undefined {
  const parts = elementsOf(root);
  const header = isElement(parts[0], NS.soap, 'Header') ? parts[0] : undefined;
  const body = parts[header === undefined ? 0 : 1];
  const complete = parts.length === (header === undefined ? 1 : 2);
  if (!isElement(root, NS.soap, 'Envelope') || !complete || !isElement(body, NS.soap, 'Body')) return undefined;
  const [content, ...more] = elementsOf(body);
  return content === undefined || more.length > 0 ? undefined : { header, body, content };
}

/** `wsu:Id` of the Body, for the signature to point at. */
const BODY_ID = 'Body-1';

/** Puts content into an envelope. */
export function makeEnvelope(content: XmlNode, header: readonly XmlNode[] = []): XmlNode {
  const body = element(NS.soap, 'Body', [content], [attribute('Id', BODY_ID, NS.wsu)]);
  return element(NS.soap, 'Envelope', [header.length === 0 ? undefined : element(NS.soap, 'Header', header), body]);
}

/** What a SOAP fault says. `detail` is the service's own element, where its contract declares one. */
export interface SoapFault {
  readonly by: 'Client' | 'Server';
  readonly reason: string;
  readonly detail?: XmlNode;
}

/** The Body content of a fault (SOAP 1.1, 4.4). */
export function faultElement({ by, reason, detail }: SoapFault): XmlNode {
  return element(NS.soap, 'Fault', [
    // The prefix of this QName is one the writer always declares on the Envelope.
    element('', 'faultcode', [`soap:${by}`]),
    element('', 'faultstring', [reason]),
    detail && element('', 'detail', [detail]),
  ]);
}
