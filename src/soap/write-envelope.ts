import type { SoapVersion } from '../domain/flow.ts';
import { canonicalise } from '../xml/canonical.ts';
import { escapeText } from '../xml/characters.ts';
import { NS } from '../xml/names.ts';
import { parseXml } from '../xml/parse.ts';

/** `wsu:Id` of the Body: what the signature's first reference points at. One envelope has one Body, so a constant will do. */
export const BODY_ID = 'body';

const NAMESPACE_OF: Readonly<Record<SoapVersion, string>> = { '1.1': NS.soap, '1.2': NS.soap12 };

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';

/**
 * The Body element in exclusive-canonical form. It declares its own prefixes although the Envelope does too: that is what
 * exclusive canonicalisation of the subtree yields, so the digest is a hash of this very text.
 */
export function bodyElement(content: string, version: SoapVersion = '1.1'): string {
  const body = `<soapenv:Body xmlns:soapenv="${NAMESPACE_OF[version]}" xmlns:wsu="${NS.wsu}" wsu:Id="${BODY_ID}">${content}</soapenv:Body>`;
  // Canonical content that declares one of our two prefixes again is not canonical here, where it is declared already.
  return / xmlns:(?:soapenv|wsu)="/.test(content) ? canonicalise(parseXml(body)) : body;
}

/** A SOAP message. `header` is the content of the Header, absent when there is none. */
export function envelope(body: string, header?: string, version: SoapVersion = '1.1'): string {
  const head = header === undefined ? '' : `<soapenv:Header>${header}</soapenv:Header>`;
  return `${DECLARATION}<soapenv:Envelope xmlns:soapenv="${NAMESPACE_OF[version]}">${head}${body}</soapenv:Envelope>`;
}

/** A whole document as the text of the connector's `xmlString`, the one element of the old style's WSDL. */
export function xmlStringElement(document: string): string {
  return `<wsc:xmlString xmlns:wsc="${NS.connector}">${escapeText(document)}</wsc:xmlString>`;
}

/** Headers of WS-Addressing 1.0 with an anonymous reply: the answer comes back on the same connection. */
export interface AddressingHeaders {
  readonly action: string;
  readonly to: string;
  /** Any URI that no other message has. */
  readonly messageId: string;
}

/** A part of the Header that is signed like the Body: exclusive-canonical, with an Id. */
export interface SignedHeader {
  readonly id: string;
  readonly text: string;
}

/** The headers of WS-Addressing, each a part to sign: who altered one could lead a message elsewhere. */
export function addressingHeaders({ action, to, messageId }: AddressingHeaders): readonly SignedHeader[] {
  const anonymous = `<wsa:Address>${NS.addressing}/anonymous</wsa:Address>`;
  const contents = {
    Action: escapeText(action),
    To: escapeText(to),
    MessageID: escapeText(messageId),
    ReplyTo: anonymous,
  };
  return Object.entries(contents).map(([name, content]) => {
    const id = `wsa-${name}`;
    const start = `<wsa:${name} xmlns:wsa="${NS.addressing}" xmlns:wsu="${NS.wsu}" wsu:Id="${id}">`;
    return { id, text: `${start}${content}</wsa:${name}>` };
  });
}

/** A SOAP 1.1 fault, for the network door. `client`: the message is wrong; `server`: come again. */
export function faultEnvelope(by: 'client' | 'server', reason: string): string {
  const code = by === 'client' ? 'soapenv:Client' : 'soapenv:Server';
  const fault = `<faultcode>${code}</faultcode><faultstring>${escapeText(reason)}</faultstring>`;
  return envelope(`<soapenv:Body><soapenv:Fault>${fault}</soapenv:Fault></soapenv:Body>`);
}
