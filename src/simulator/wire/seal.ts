import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { SignedXml } from 'xml-crypto';
import { attribute, element, NS, type XmlNode } from '../xml/node.ts';
import { writeXml } from '../xml/write-xml.ts';
import { makeEnvelope } from './envelope.ts';

/** A private key and the certificate that names its owner, both PEM. */
export interface KeyPair {
  readonly key: string;
  readonly certificate: string;
}

/** A key pair ready to sign with; parsing PEM takes longer than signing. */
export interface Signer {
  readonly key: KeyObject;
  /** The certificate as the token carries it: DER in base64. */
  readonly token: string;
}

/** Parses a key pair. */
export function signerOf({ key, certificate }: KeyPair): Signer {
  return { key: createPrivateKey(key), token: new X509Certificate(certificate).raw.toString('base64') };
}

const X509_TOKEN = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3';
const BASE64 = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary';
const TOKEN_ID = 'X509-1';
const TIMESTAMP_ID = 'TS-1';
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const LIFETIME_MS = 5 * 60_000;

/** Where things stand, for xml-crypto. Paths from the root: a search through a long reply costs more than the signature itself. */
const SECURITY = "/*/*[local-name()='Header']/*[local-name()='Security']";
const SIGNED = [
  "/*/*[local-name()='Body']",
  `${SECURITY}/*[local-name()='Timestamp']`,
  `${SECURITY}/*[local-name()='BinarySecurityToken']`,
];

/**
 * An envelope signed as WS-Security's X.509 profile says: token, timestamp and Body, RSA-SHA256, exclusive canonical XML.
 *
 * The signature is put into the text as it was written, so that what leaves is what xmlbuilder2 wrote and not a DOM's rewriting.
 */
export function sealedEnvelope(content: XmlNode, { key, token }: Signer, now: Date): string {
  const xml = writeXml(makeEnvelope(content, [securityHeader(token, now)]));
  const signature = signatureOver(xml, key);
  const end = xml.indexOf('</wsse:Security>');
  return xml.slice(0, end) + signature + xml.slice(end);
}

/** An envelope without security. */
export function plainEnvelope(content: XmlNode): string {
  return writeXml(makeEnvelope(content));
}

function securityHeader(certificate: string, now: Date): XmlNode {
  const token = element(
    NS.wsse,
    'BinarySecurityToken',
    [certificate],
    [attribute('EncodingType', BASE64), attribute('ValueType', X509_TOKEN), attribute('Id', TOKEN_ID, NS.wsu)],
  );
  const timestamp = element(
    NS.wsu,
    'Timestamp',
    [
      element(NS.wsu, 'Created', [now.toISOString()]),
      element(NS.wsu, 'Expires', [new Date(now.getTime() + LIFETIME_MS).toISOString()]),
    ],
    [attribute('Id', TIMESTAMP_ID, NS.wsu)],
  );
  return element(NS.wsse, 'Security', [token, timestamp], [attribute('mustUnderstand', '1', NS.soap)]);
}

function signatureOver(xml: string, key: KeyObject): string {
  const signer = new SignedXml({
    privateKey: key,
    idMode: 'wssecurity',
    signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    canonicalizationAlgorithm: EXCLUSIVE,
    getKeyInfoContent: () =>
      `<wsse:SecurityTokenReference xmlns:wsse="${NS.wsse}"><wsse:Reference URI="#${TOKEN_ID}" ValueType="${X509_TOKEN}"/>` +
      '</wsse:SecurityTokenReference>',
  });
  for (const xpath of SIGNED) {
    signer.addReference({
      xpath,
      transforms: [EXCLUSIVE],
      digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
    });
  }
  signer.computeSignature(xml, { prefix: 'ds', location: { reference: SECURITY } });
  return signer.getSignatureXml();
}
