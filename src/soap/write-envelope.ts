import { canonicalise } from '../xml/canonical.ts';
import { escapeText } from '../xml/characters.ts';
import { NS } from '../xml/names.ts';
import { parseXml } from '../xml/parse.ts';

/** `wsu:Id` of the Body: what the signature's first reference points at. One envelope has one Body, so a constant will do. */
export const BODY_ID = 'body';

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';

/**
 * The Body element in exclusive-canonical form. It declares its own prefixes although the Envelope does too: that is what
 * exclusive canonicalisation of the subtree yields, so the digest is a hash of this very text.
 */
export function bodyElement(content: string): string {
  const body = `<soapenv:Body xmlns:soapenv="${NS.soap}" xmlns:wsu="${NS.wsu}" wsu:Id="${BODY_ID}">${content}</soapenv:Body>`;
  // Canonical content that declares one of our two prefixes again is not canonical here, where it is declared already.
  return / xmlns:(?:soapenv|wsu)="/.test(content) ? canonicalise(parseXml(body)) : body;
}

/** A SOAP 1.1 message. `header` is the content of the Header, absent when there is none. */
export function envelope(body: string, header?: string): string {
  const head = header === undefined ? '' : `<soapenv:Header>${header}</soapenv:Header>`;
  return `${DECLARATION}<soapenv:Envelope xmlns:soapenv="${NS.soap}">${head}${body}</soapenv:Envelope>`;
}

/** A whole document as the text of the connector's `xmlString`, the one element of the old style's WSDL. */
export function xmlStringElement(document: string): string {
  return `<wsc:xmlString xmlns:wsc="${NS.connector}">${escapeText(document)}</wsc:xmlString>`;
}

/** A SOAP 1.1 fault, for the network door. `client`: the message is wrong; `server`: come again. */
export function faultEnvelope(by: 'client' | 'server', reason: string): string {
  const code = by === 'client' ? 'soapenv:Client' : 'soapenv:Server';
  const fault = `<faultcode>${code}</faultcode><faultstring>${escapeText(reason)}</faultstring>`;
  return envelope(`<soapenv:Body><soapenv:Fault>${fault}</soapenv:Fault></soapenv:Body>`);
}
