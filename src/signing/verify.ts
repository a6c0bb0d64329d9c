import { createHash, timingSafeEqual, verify as verifyWithKey, type X509Certificate } from 'node:crypto';
import { atOnce, type Steps } from '../domain/in-turns.ts';
import { canonicalising } from '../xml/canonical.ts';
import { NS } from '../xml/names.ts';
import {
  attributeOf,
  childElements,
  childrenNamed,
  descendants,
  isNamed,
  textOf,
  type XmlElement,
} from '../xml/tree.ts';
import { DIGEST_ALGORITHMS, RSA_BITS_MIN, SIGNATURE_ALGORITHMS } from './algorithms.ts';
import { parseCertificate, type SignatureTrust, type TrustDefect, trustedCertificate } from './trust.ts';

/** Why a signature does not count. Kept with the evidence; no value of the message is part of it. */
export type SignatureDefect =
  | TrustDefect
  | 'missing'
  | 'structure'
  | 'duplicate-id'
  | 'algorithm'
  | 'transform'
  | 'reference'
  | 'digest'
  | 'value'
  | 'key-size'
  | 'timestamp-missing'
  | 'timestamp-out-of-time';

/** A signature that does not count, with its defect. */
export class SignatureRefused extends Error {
  readonly defect: SignatureDefect;

  constructor(defect: SignatureDefect) {
    super(`signature refused: ${defect}`);
    this.name = 'SignatureRefused';
    this.defect = defect;
  }
}

/** The parts of an envelope that matter here; `soap/read-envelope.ts` makes them. */
export interface EnvelopeParts {
  readonly root: XmlElement;
  readonly header: XmlElement | undefined;
  readonly body: XmlElement;
}

/** What the check depends on besides the message. */
export interface VerifyOptions {
  readonly trust: SignatureTrust;
  readonly now: Date;
  /** Tolerated difference between the two clocks. */
  readonly clockSkewMs: number;
}

/** The `wsse:Security` element, when the message has a signature in it. */
export function securityHeader({ header }: Pick<EnvelopeParts, 'header'>): XmlElement | undefined {
  const security = header === undefined ? [] : childrenNamed(header, NS.wsse, 'Security');
  return security.find((candidate) => childrenNamed(candidate, NS.ds, 'Signature').length > 0);
}

/**
 * Verifies the WS-Security signature of an envelope. When it returns, the Body (the very tree node that is read next) and the
 * Timestamp were signed by the certificate it gives back, now, and nothing else in the message could have been meant.
 *
 * The references must be exactly the Body at `/Envelope/Body` and the Timestamp in the Security header; the token may be signed
 * too. Every Id of the document is unique, under whatever name an Id goes by.
 *
 * @throws {@link SignatureRefused}
 */
export function verifyEnvelope(parts: EnvelopeParts, options: VerifyOptions): X509Certificate {
  return atOnce(verifying(parts, options));
}

/**
 * {@link verifyEnvelope} as work that can be put down. What is cheap comes first, and the Body is only canonicalised once its signer is
 * known: whoever has no key makes us look at SignedInfo and no further.
 */
export function* verifying(parts: EnvelopeParts, { trust, now, clockSkewMs }: VerifyOptions): Steps<X509Certificate> {
  const { signature, timestamp, token } = securityParts(parts);
  yield* refuseDuplicateIds(parts.root);

  const [signedInfo, signatureValue] = signatureParts(signature);
  const { canonicalisation, hash, references } = readSignedInfo(signedInfo);
  const claims = references.map((reference) => readReference(reference, [parts.body, timestamp, token]));
  const signed = new Set(claims.map(({ target }) => target));
  if (!signed.has(parts.body) || !signed.has(timestamp)) throw new SignatureRefused('reference');

  const presented = token === undefined ? undefined : parseCertificate(textOf(token));
  if (token !== undefined && presented === undefined) throw new SignatureRefused('no-certificate');
  const certificate = trustedCertificate(presented, trust, now);
  if (typeof certificate === 'string') throw new SignatureRefused(certificate);
  checkKey(certificate);
  const value = Buffer.from(textOf(signatureValue), 'base64');
  const signedBytes = Buffer.from((yield* canonicalising(signedInfo, canonicalisation)).join(''));
  if (!verifyWithKey(hash, signedBytes, certificate.publicKey, value)) throw new SignatureRefused('value');

  for (const claim of claims) yield* checkDigest(claim);
  checkTimestamp(timestamp, now, clockSkewMs);
  return certificate;
}

interface SecurityParts {
  readonly signature: XmlElement;
  readonly timestamp: XmlElement;
  readonly token: XmlElement | undefined;
}

function securityParts({ header }: EnvelopeParts): SecurityParts {
  const headers = header === undefined ? [] : childrenNamed(header, NS.wsse, 'Security');
  const [security] = headers;
  if (security === undefined) throw new SignatureRefused('missing');
  if (headers.length > 1 || !isForUs(security)) throw new SignatureRefused('structure');
  const signatures = childrenNamed(security, NS.ds, 'Signature');
  const timestamps = childrenNamed(security, NS.wsu, 'Timestamp');
  const tokens = childrenNamed(security, NS.wsse, 'BinarySecurityToken');
  const [signature] = signatures;
  const [timestamp] = timestamps;
  if (signature === undefined) throw new SignatureRefused('missing');
  if (timestamp === undefined) throw new SignatureRefused('timestamp-missing');
  if (signatures.length > 1 || timestamps.length > 1 || tokens.length > 1) throw new SignatureRefused('structure');
  return { signature, timestamp, token: tokens[0] };
}

/** A Security header may name the actor it is meant for (SOAP 1.1, 4.2.2; SOAP 1.2 calls it a role): the ultimate receiver, which is us, or the next one. */
const OUR_ACTORS = new Set([
  '',
  'http://schemas.xmlsoap.org/soap/actor/next',
  `${NS.soap12}/role/next`,
  `${NS.soap12}/role/ultimateReceiver`,
]);

function isForUs(security: XmlElement): boolean {
  const actor = attributeOf(security, 'actor', NS.soap) ?? attributeOf(security, 'role', NS.soap12) ?? '';
  return OUR_ACTORS.has(actor);
}

const ID_NAMES = new Set(['id', 'Id', 'ID', 'AssertionID']);

/**
 * One Id, one element: what some XML library would take for the Id of a signed part must not stand on a second element under any
 * of the names Ids go by (signature wrapping). An attribute of that name in business data is free to repeat among its like.
 */
function* refuseDuplicateIds(root: XmlElement): Steps<void> {
  const ofSecurity = new Set<string>();
  const ofBusiness: string[] = [];
  let seen = 0;
  for (const element of descendants(root)) {
    seen += 1;
    if (seen % ELEMENTS_AT_ONCE === 0) yield;
    for (const { local, namespace, value } of element.attributes) {
      if (!ID_NAMES.has(local)) continue;
      if (namespace === '' && !isSecurityElement(element)) ofBusiness.push(value);
      else if (ofSecurity.has(value)) throw new SignatureRefused('duplicate-id');
      else ofSecurity.add(value);
    }
  }
  if (ofBusiness.some((value) => ofSecurity.has(value))) throw new SignatureRefused('duplicate-id');
}

/** About a millisecond of looking. */
const ELEMENTS_AT_ONCE = 5_000;

function isSecurityElement({ namespace }: XmlElement): boolean {
  return namespace === NS.ds || namespace === NS.wsse || namespace === NS.wsu || isSoap(namespace);
}

function isSoap(namespace: string): boolean {
  return namespace === NS.soap || namespace === NS.soap12;
}

function signatureParts(signature: XmlElement): [signedInfo: XmlElement, value: XmlElement] {
  const [signedInfo, value, keyInfo, ...more] = childElements(signature);
  const complete =
    signedInfo !== undefined &&
    value !== undefined &&
    isNamed(signedInfo, NS.ds, 'SignedInfo') &&
    isNamed(value, NS.ds, 'SignatureValue') &&
    childElements(value).length === 0 &&
    (keyInfo === undefined || isNamed(keyInfo, NS.ds, 'KeyInfo')) &&
    more.length === 0;
  if (!complete) throw new SignatureRefused('structure');
  return [signedInfo, value];
}

interface SignedInfo {
  /** Inclusive prefixes of the canonicalisation of SignedInfo itself. */
  readonly canonicalisation: readonly string[];
  readonly hash: string;
  readonly references: readonly XmlElement[];
}

/** More references than any honest message has. */
const REFERENCES_MAX = 3;

function readSignedInfo(signedInfo: XmlElement): SignedInfo {
  const [method, signatureMethod, ...references] = childElements(signedInfo);
  if (method === undefined || !isNamed(method, NS.ds, 'CanonicalizationMethod'))
    throw new SignatureRefused('structure');
  if (signatureMethod === undefined || !isNamed(signatureMethod, NS.ds, 'SignatureMethod'))
    throw new SignatureRefused('structure');
  if (attributeOf(method, 'Algorithm') !== NS.exclusiveC14n) throw new SignatureRefused('algorithm');
  const hash = SIGNATURE_ALGORITHMS.get(attributeOf(signatureMethod, 'Algorithm') ?? '');
  if (hash === undefined || childElements(signatureMethod).length > 0) throw new SignatureRefused('algorithm');
  if (references.length === 0 || references.length > REFERENCES_MAX) throw new SignatureRefused('reference');
  if (!references.every((reference) => isNamed(reference, NS.ds, 'Reference'))) throw new SignatureRefused('structure');
  return { canonicalisation: inclusivePrefixes(method), hash, references };
}

/** What a reference says of one element. */
interface Claim {
  readonly target: XmlElement;
  readonly prefixes: readonly string[];
  readonly hash: string;
  readonly digest: Buffer;
}

/** Reads one reference to one of the elements that it may mean. */
function readReference(reference: XmlElement, places: readonly (XmlElement | undefined)[]): Claim {
  const [transforms, digestMethod, digestValue, ...more] = childElements(reference);
  if (
    transforms === undefined ||
    digestMethod === undefined ||
    digestValue === undefined ||
    more.length > 0 ||
    !isNamed(transforms, NS.ds, 'Transforms') ||
    !isNamed(digestMethod, NS.ds, 'DigestMethod') ||
    !isNamed(digestValue, NS.ds, 'DigestValue') ||
    childElements(digestValue).length > 0
  )
    throw new SignatureRefused('structure');

  const [transform, ...others] = childElements(transforms);
  if (transform === undefined || others.length > 0 || !isNamed(transform, NS.ds, 'Transform'))
    throw new SignatureRefused('transform');
  if (attributeOf(transform, 'Algorithm') !== NS.exclusiveC14n) throw new SignatureRefused('transform');
  const hash = DIGEST_ALGORITHMS.get(attributeOf(digestMethod, 'Algorithm') ?? '');
  if (hash === undefined) throw new SignatureRefused('algorithm');

  const uri = attributeOf(reference, 'URI') ?? '';
  const target = places.find((place) => place !== undefined && uri === `#${attributeOf(place, 'Id', NS.wsu) ?? ''}`);
  if (target === undefined || uri === '#') throw new SignatureRefused('reference');

  return {
    target,
    prefixes: inclusivePrefixes(transform),
    hash,
    digest: Buffer.from(textOf(digestValue), 'base64'),
  };
}

function* checkDigest({ target, prefixes, hash, digest: claimed }: Claim): Steps<void> {
  const hashing = createHash(hash);
  for (const piece of yield* canonicalising(target, prefixes)) {
    hashing.update(piece);
    yield;
  }
  const digest = hashing.digest();
  if (claimed.length !== digest.length || !timingSafeEqual(claimed, digest)) throw new SignatureRefused('digest');
}

function inclusivePrefixes(method: XmlElement): readonly string[] {
  const [inclusive, ...more] = childElements(method);
  if (inclusive === undefined) return [];
  if (more.length > 0 || !isNamed(inclusive, NS.exclusiveC14n, 'InclusiveNamespaces'))
    throw new SignatureRefused('transform');
  const prefixes = (attributeOf(inclusive, 'PrefixList') ?? '').split(/[\t\n\r ]+/).filter((prefix) => prefix !== '');
  if (prefixes.length > INCLUSIVE_PREFIXES_MAX) throw new SignatureRefused('transform');
  return prefixes;
}

/** More prefixes than any honest list has; each is looked up before anything is known about the signer. */
const INCLUSIVE_PREFIXES_MAX = 64;

function checkKey(certificate: X509Certificate): void {
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  if (asymmetricKeyType !== 'rsa') throw new SignatureRefused('algorithm');
  if ((asymmetricKeyDetails?.modulusLength ?? 0) < RSA_BITS_MIN) throw new SignatureRefused('key-size');
}

const UTC_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * The longest life that a message may give itself. Twice what the usual signers do (five minutes, also ours); with a longer one, whoever
 * got hold of the bytes could bring them again for as long.
 */
const LIFE_MS_MAX = 10 * 60_000;

function checkTimestamp(timestamp: XmlElement, now: Date, clockSkewMs: number): void {
  const [created, expires, ...more] = childElements(timestamp);
  if (created === undefined || expires === undefined || more.length > 0)
    throw new SignatureRefused('timestamp-missing');
  if (!isNamed(created, NS.wsu, 'Created') || !isNamed(expires, NS.wsu, 'Expires'))
    throw new SignatureRefused('timestamp-missing');
  const [from, until] = [instantOf(created), instantOf(expires)];
  const at = now.getTime();
  const isTooLong = until - from > LIFE_MS_MAX;
  if (from > until || isTooLong || from > at + clockSkewMs || until < at - clockSkewMs)
    throw new SignatureRefused('timestamp-out-of-time');
}

function instantOf(element: XmlElement): number {
  const text = textOf(element).trim();
  const instant = UTC_TIME.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(instant)) throw new SignatureRefused('timestamp-missing');
  return instant;
}
