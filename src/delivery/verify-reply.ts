import { atOnce, type Steps } from '../domain/in-turns.ts';
import { isUtf8, readMediaType } from '../domain/media-type.ts';
import type { ProblemCode } from '../domain/problems/catalogue.ts';
import type { SoapVersion } from '../domain/flow.ts';
import type { Verified } from '../domain/verified.ts';
import { securityHeader, SignatureRefused, verifying } from '../signing/verify.ts';
import { readFault } from '../soap/fault.ts';
import { EnvelopeRefused, readEnvelope, readReplyEnvelope, type UnverifiedEnvelope } from '../soap/read-envelope.ts';
import { parsing, type ParseLimits, XmlRefused } from '../xml/parse.ts';
import type { Peer } from './ports.ts';

/** A reply that may not be believed, with the code that explains it and the defect that was found. */
export class ReplyRefused extends Error {
  readonly code: ProblemCode;
  readonly defect: string;

  constructor(code: ProblemCode, defect: string, options?: ErrorOptions) {
    super(`${code}: ${defect}`, options);
    this.name = 'ReplyRefused';
    this.code = code;
    this.defect = defect;
  }
}

/** Bytes from the wire, and whose TLS certificate they came under (empty without TLS). */
export interface UnverifiedReply {
  readonly body: Uint8Array;
  readonly contentType: string;
  readonly peerCertificate: string;
}

/**
 * Parses a reply strictly and establishes whose it is: by its signature where it has one or must have one, else by the TLS identity
 * of the peer, which the connection has checked.
 *
 * @throws {@link ReplyRefused}
 */
export function verifyReply(
  reply: UnverifiedReply,
  peer: Peer,
  now: Date,
  spoken?: SoapVersion,
): Verified<UnverifiedEnvelope> {
  return atOnce(verifyingReply(reply, peer, now, spoken));
}

/** {@link verifyReply} as work that can be put down. */
export function* verifyingReply(
  reply: UnverifiedReply,
  peer: Peer,
  now: Date,
  spoken: SoapVersion = '1.1',
): Steps<Verified<UnverifiedEnvelope>> {
  const envelope = yield* envelopeOf(reply, (root) => readReplyEnvelope(root, spoken));
  const isUnsigned = securityHeader(envelope) === undefined;
  const tlsDecides = peer.replySignature === 'when-present' || saysNotProcessed(envelope);
  return isUnsigned && tlsDecides ? byTls(envelope, reply) : yield* bySignature(envelope, peer, now);
}

/**
 * The same for a message that somebody pushed: whoever could connect did, so the signature always decides. Such messages are lists of
 * short fields.
 *
 * @throws {@link ReplyRefused}
 */
export function* verifyingPushed(message: UnverifiedReply, peer: Peer, now: Date): Steps<Verified<UnverifiedEnvelope>> {
  return yield* bySignature(yield* envelopeOf(message, readEnvelope, PUSHED_LIMITS), peer, now);
}

const PUSHED_LIMITS: Partial<ParseLimits> = { textCharactersMax: 65_536 };

/**
 * A service that could not verify us often has nothing to sign with or for: such faults come unsigned also where replies are signed
 * (ADR 0025). They carry no data, and who sends them is the peer that the connection has checked.
 */
function saysNotProcessed({ content }: UnverifiedEnvelope): boolean {
  const processing = readFault(content)?.processing ?? 'unknown';
  return processing !== 'unknown';
}

function byTls(envelope: UnverifiedEnvelope, { peerCertificate }: UnverifiedReply): Verified<UnverifiedEnvelope> {
  if (peerCertificate === '')
    throw new ReplyRefused('reply-signature-missing', 'neither a signature nor TLS says whose it is');
  return { value: envelope, by: 'tls', certificate: peerCertificate };
}

function* bySignature(envelope: UnverifiedEnvelope, peer: Peer, now: Date): Steps<Verified<UnverifiedEnvelope>> {
  try {
    const certificate = yield* verifying(envelope, { trust: peer.trust(), now, clockSkewMs: peer.clockSkewMs });
    const fingerprint = certificate.fingerprint256.replaceAll(':', '').toLowerCase();
    return { value: envelope, by: 'signature', certificate: fingerprint };
  } catch (error) {
    if (!(error instanceof SignatureRefused)) throw error;
    throw new ReplyRefused(codeOf(error), error.defect, { cause: error });
  }
}

function codeOf({ defect }: SignatureRefused): ProblemCode {
  if (defect === 'missing') return 'reply-signature-missing';
  return defect === 'timestamp-out-of-time' ? 'reply-expired' : 'reply-signature-invalid';
}

const XML_TYPES = new Set(['text/xml', 'application/xml', 'application/soap+xml']);

/** An appliance on the way answers in HTML; attachments and other encodings are nothing we asked for. */
function refuseForeignContent(contentType: string): void {
  const given = readMediaType(contentType);
  if (!XML_TYPES.has(given.type)) throw new ReplyRefused('reply-malformed', 'not XML');
  if (!isUtf8(given)) throw new ReplyRefused('reply-malformed', 'not UTF-8');
}

function* envelopeOf(
  { body, contentType }: UnverifiedReply,
  read: typeof readEnvelope,
  limits: Partial<ParseLimits> = {},
): Steps<UnverifiedEnvelope> {
  refuseForeignContent(contentType);
  try {
    return read(yield* parsing(body, limits));
  } catch (error) {
    if (error instanceof XmlRefused) throw new ReplyRefused('reply-malformed', error.defect, { cause: error });
    if (error instanceof EnvelopeRefused) throw new ReplyRefused('reply-malformed', error.message, { cause: error });
    throw error;
  }
}
