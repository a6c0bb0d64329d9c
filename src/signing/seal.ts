import { createHash, type KeyObject, sign as signWithKey, type X509Certificate } from 'node:crypto';
import { promisify } from 'node:util';
import { NS } from '../xml/names.ts';
import { SIGN_WITH } from './algorithms.ts';

const signInThreadPool = promisify(signWithKey);

const X509_TOKEN = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3';
const BASE64 = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary';
const TOKEN_ID = 'token';
const TIMESTAMP_ID = 'timestamp';

/** How long a message of ours may travel before a receiver must call it stale. */
const LIFETIME_MS = 5 * 60_000;

/** A key and the certificate that names its owner. */
export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly certificate: X509Certificate;
}

/** Makes the WS-Security header for a Body. */
export interface Sealer {
  /**
   * The `wsse:Security` element: BinarySecurityToken, Timestamp and a signature over Body, Timestamp and token.
   *
   * @param body the Body element in exclusive-canonical form (`soap/write-envelope.ts`).
   * @param bodyId its `wsu:Id`.
   * @param headers further parts to sign, in the same form.
   */
  seal(
    body: string,
    bodyId: string,
    now: Date,
    headers?: readonly { readonly id: string; readonly text: string }[],
  ): Promise<string>;
}

/**
 * A sealer for one key. Every signed part is written in exclusive-canonical form, each with its own namespace declarations, so a
 * digest is the hash of a substring and a message costs one RSA operation, done in libuv's thread pool. The token never changes:
 * its digest is made once.
 */
export function makeSealer({ privateKey, certificate }: SigningKey): Sealer {
  const token =
    `<wsse:BinarySecurityToken xmlns:wsse="${NS.wsse}" xmlns:wsu="${NS.wsu}" EncodingType="${BASE64}"` +
    ` ValueType="${X509_TOKEN}" wsu:Id="${TOKEN_ID}">${certificate.raw.toString('base64')}</wsse:BinarySecurityToken>`;
  const tokenReference = reference(TOKEN_ID, token);
  const keyInfo =
    '<ds:KeyInfo><wsse:SecurityTokenReference>' +
    `<wsse:Reference URI="#${TOKEN_ID}" ValueType="${X509_TOKEN}"></wsse:Reference>` +
    '</wsse:SecurityTokenReference></ds:KeyInfo>';

  return {
    async seal(body, bodyId, now, headers = []) {
      const timestamp = timestampElement(now);
      const signedInfo =
        `<ds:SignedInfo xmlns:ds="${NS.ds}">` +
        `<ds:CanonicalizationMethod Algorithm="${SIGN_WITH.canonicalisation}"></ds:CanonicalizationMethod>` +
        `<ds:SignatureMethod Algorithm="${SIGN_WITH.signature}"></ds:SignatureMethod>` +
        reference(bodyId, body) +
        reference(TIMESTAMP_ID, timestamp) +
        tokenReference +
        headers.map(({ id, text }) => reference(id, text)).join('') +
        '</ds:SignedInfo>';
      const value = await signInThreadPool(SIGN_WITH.hash, Buffer.from(signedInfo), privateKey);
      return (
        `<wsse:Security xmlns:wsse="${NS.wsse}" xmlns:wsu="${NS.wsu}" soapenv:mustUnderstand="1">` +
        `${token}${timestamp}<ds:Signature xmlns:ds="${NS.ds}">${signedInfo}` +
        `<ds:SignatureValue>${value.toString('base64')}</ds:SignatureValue>${keyInfo}</ds:Signature></wsse:Security>`
      );
    },
  };
}

function timestampElement(now: Date): string {
  const expires = new Date(now.getTime() + LIFETIME_MS);
  return (
    `<wsu:Timestamp xmlns:wsu="${NS.wsu}" wsu:Id="${TIMESTAMP_ID}">` +
    `<wsu:Created>${now.toISOString()}</wsu:Created><wsu:Expires>${expires.toISOString()}</wsu:Expires></wsu:Timestamp>`
  );
}

function reference(id: string, canonical: string): string {
  const digest = createHash(SIGN_WITH.hash).update(canonical).digest('base64');
  return (
    `<ds:Reference URI="#${id}"><ds:Transforms>` +
    `<ds:Transform Algorithm="${SIGN_WITH.canonicalisation}"></ds:Transform></ds:Transforms>` +
    `<ds:DigestMethod Algorithm="${SIGN_WITH.digest}"></ds:DigestMethod>` +
    `<ds:DigestValue>${digest}</ds:DigestValue></ds:Reference>`
  );
}
