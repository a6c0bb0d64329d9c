import { SignatureRefused, verifyEnvelope } from '../../src/signing/verify.ts';
import type { SignatureTrust } from '../../src/signing/trust.ts';
import { EnvelopeRefused, readEnvelope } from '../../src/soap/read-envelope.ts';
import { parseXml, XmlRefused } from '../../src/xml/parse.ts';
import { NOW, peer, pinned } from './cast.ts';

/** What becomes of an envelope: `accepted`, or which of the three gates refused it and why. */
export function verdictOn(
  envelope: string | Uint8Array,
  trust: SignatureTrust = pinned(peer),
  now: Date = NOW,
  clockSkewMs = 5 * 60_000,
): string {
  try {
    verifyEnvelope(readEnvelope(parseXml(envelope)), { trust, now, clockSkewMs });
    return 'accepted';
  } catch (error) {
    if (error instanceof XmlRefused) return `xml: ${error.defect}`;
    if (error instanceof EnvelopeRefused) return error.message;
    if (error instanceof SignatureRefused) return `signature: ${error.defect}`;
    throw error;
  }
}
