import { createHash, createHmac, type KeyObject, sign } from 'node:crypto';
import { NS } from '../../src/xml/names.ts';
import { byLibxml2 } from '../xml/other-canonicalisers.ts';
import type { Identity } from './identities.ts';

/**
 * A signer that shares no code with ours: text templates, canonical forms by libxml2. It signs what it is told to, also what no
 * honest peer would, so that each rule of the verification can be tried alone with a signature that is otherwise right.
 */

export const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';

const X509 = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3';
const BASE64 = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary';

const DIGESTS: Readonly<Record<string, string>> = {
  [SHA256]: 'sha256',
  'http://www.w3.org/2001/04/xmldsig-more#sha384': 'sha384',
  'http://www.w3.org/2001/04/xmlenc#sha512': 'sha512',
  'http://www.w3.org/2000/09/xmldsig#sha1': 'sha1',
};

const SIGNATURES: Readonly<Record<string, (text: string, key: KeyObject, publicPem: string) => Buffer>> = {
  [RSA_SHA256]: (text, key) => sign('sha256', Buffer.from(text), key),
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha384': (text, key) => sign('sha384', Buffer.from(text), key),
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512': (text, key) => sign('sha512', Buffer.from(text), key),
  'http://www.w3.org/2000/09/xmldsig#rsa-sha1': (text, key) => sign('sha1', Buffer.from(text), key),
  'http://www.w3.org/2001/04/xmldsig-more#rsa-md5': (text, key) => sign('md5', Buffer.from(text), key),
  'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256': (text, _key, publicPem) =>
    createHmac('sha256', publicPem).update(text).digest(),
};

/** How an envelope looks and what of it is signed; every part has an honest default. */
export interface Wish {
  readonly signer: Identity;
  /** Certificate in the token; `none` leaves the token out. */
  readonly token?: Identity | 'none';
  /** Ids to reference, in this order. */
  readonly references?: readonly string[];
  readonly ids?: { readonly body: string; readonly timestamp: string; readonly token: string };
  readonly soapPrefix?: string;
  /** Prefix of ds; empty for a default namespace. */
  readonly dsPrefix?: string;
  /** Between elements. */
  readonly space?: string;
  readonly inclusivePrefixes?: readonly string[];
  /** Content of Transforms; by default one exclusive canonicalisation. */
  readonly transforms?: (exclusive: string) => string;
  readonly canonicalisation?: string;
  readonly digest?: string;
  readonly signature?: string;
  readonly created?: Date | string;
  readonly expires?: Date | string;
  /** The Timestamp's content instead of Created and Expires. */
  readonly timestamp?: string;
  readonly content?: string;
  /** Attributes of Security. */
  readonly securityAttributes?: string;
  /** Into SignedInfo, behind the references. */
  readonly afterReferences?: string;
}

const CONTENT =
  '<v2:personReply xmlns:v2="urn:example:persons:v2"><ssin>04021000188</ssin><name>Émile &amp; fils</name>' +
  '<status>NO_DATA</status></v2:personReply>';

/** An envelope, signed as wished. */
export function signedEnvelope(wish: Wish): string {
  const signing = { ...DEFAULTS, ...wish };
  const unsigned = template(signing);
  const digested = signing.references.reduce((document, id) => withDigest(document, id, signing), unsigned);
  return withSignature(digested, signing);
}

const DEFAULTS = {
  ids: { body: 'body-1', timestamp: 'ts-1', token: 'token-1' },
  references: ['body-1', 'ts-1', 'token-1'] as readonly string[],
  soapPrefix: 'soapenv',
  dsPrefix: 'ds',
  space: '',
  inclusivePrefixes: [] as readonly string[],
  transforms: (exclusive: string): string => exclusive,
  canonicalisation: EXCLUSIVE,
  digest: SHA256,
  signature: RSA_SHA256,
  created: '2026-11-23T10:14:59.250Z' as Date | string,
  expires: '2026-11-23T10:19:59.250Z' as Date | string,
  content: CONTENT,
  securityAttributes: '',
  afterReferences: '',
};
type Signing = Omit<Wish, keyof typeof DEFAULTS> & typeof DEFAULTS;

function template(signing: Signing): string {
  const { soapPrefix: s, ids, space, content } = signing;
  const instant = (at: Date | string): string => (typeof at === 'string' ? at : at.toISOString());
  const timestamp =
    signing.timestamp ??
    `<wsu:Created>${instant(signing.created)}</wsu:Created>${space}<wsu:Expires>${instant(signing.expires)}</wsu:Expires>`;
  const tokenOf = signing.token ?? signing.signer;
  const token =
    tokenOf === 'none'
      ? ''
      : `<wsse:BinarySecurityToken EncodingType="${BASE64}" ValueType="${X509}" wsu:Id="${ids.token}">` +
        `${tokenOf.certificate.raw.toString('base64')}</wsse:BinarySecurityToken>`;
  const parts = [
    `<${s}:Envelope xmlns:${s}="${NS.soap}" xmlns:wsu="${NS.wsu}" xmlns:idle="urn:idle">`,
    `<${s}:Header>`,
    `<wsse:Security xmlns:wsse="${NS.wsse}" ${s}:mustUnderstand="1"${signing.securityAttributes}>`,
    token,
    `<wsu:Timestamp wsu:Id="${ids.timestamp}">${timestamp}</wsu:Timestamp>`,
    signatureTemplate(signing, tokenOf !== 'none'),
    `</wsse:Security>`,
    `</${s}:Header>`,
    `<${s}:Body wsu:Id="${ids.body}">${space}${content}${space}</${s}:Body>`,
    `</${s}:Envelope>`,
  ];
  return parts.filter((part) => part !== '').join(space);
}

function signatureTemplate(signing: Signing, withKeyInfo: boolean): string {
  const { space } = signing;
  const ds = signing.dsPrefix === '' ? '' : `${signing.dsPrefix}:`;
  const declaration = signing.dsPrefix === '' ? ` xmlns="${NS.ds}"` : ` xmlns:${signing.dsPrefix}="${NS.ds}"`;
  const inclusive =
    signing.inclusivePrefixes.length === 0
      ? ''
      : `<ec:InclusiveNamespaces xmlns:ec="${EXCLUSIVE}" PrefixList="${signing.inclusivePrefixes.join(' ')}"/>`;
  const exclusive = `<${ds}Transform Algorithm="${EXCLUSIVE}">${inclusive}</${ds}Transform>`;
  const reference = (id: string): string =>
    `<${ds}Reference URI="${id === '' ? '' : `#${id}`}">${space}<${ds}Transforms>${signing.transforms(exclusive)}</${ds}Transforms>` +
    `<${ds}DigestMethod Algorithm="${signing.digest}"/>${space}<${ds}DigestValue>digest of ${id}</${ds}DigestValue></${ds}Reference>`;
  const keyInfo =
    `<${ds}KeyInfo><wsse:SecurityTokenReference><wsse:Reference URI="#${signing.ids.token}" ValueType="${X509}"/>` +
    `</wsse:SecurityTokenReference></${ds}KeyInfo>`;
  return [
    `<${ds}Signature${declaration}>`,
    `<${ds}SignedInfo>`,
    `<${ds}CanonicalizationMethod Algorithm="${signing.canonicalisation}">${inclusive}</${ds}CanonicalizationMethod>`,
    `<${ds}SignatureMethod Algorithm="${signing.signature}"/>`,
    ...signing.references.map(reference),
    `${signing.afterReferences}</${ds}SignedInfo>`,
    `<${ds}SignatureValue>value</${ds}SignatureValue>`,
    withKeyInfo ? keyInfo : '',
    `</${ds}Signature>`,
  ]
    .filter((part) => part !== '')
    .join(space);
}

function withDigest(document: string, id: string, { digest, inclusivePrefixes }: Signing): string {
  const xpath = id === '' ? '/*' : `//*[@*[local-name()='Id'] = '${id}']`;
  const canonical = byLibxml2(document, xpath, inclusivePrefixes);
  const value = createHash(DIGESTS[digest] ?? 'sha256')
    .update(canonical)
    .digest('base64');
  return document.replace(`>digest of ${id}<`, `>${value}<`);
}

function withSignature(document: string, { signer, signature, inclusivePrefixes }: Signing): string {
  const signedInfo = byLibxml2(document, "//*[local-name()='SignedInfo']", inclusivePrefixes);
  const publicPem = signer.certificate.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const make = SIGNATURES[signature] ?? SIGNATURES[RSA_SHA256];
  const value = make!(signedInfo, signer.privateKey, publicPem).toString('base64');
  // Peers fold base64 into lines.
  return document.replace('>value<', `>${value.replaceAll(/.{76}/g, '$&\n')}<`);
}
