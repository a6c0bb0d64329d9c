import type { X509Certificate } from 'node:crypto';
import { SignedXml } from 'xml-crypto';
import { elementsOf, isElement, NS, onlyElement, textOf, type XmlNode } from '../xml/node.ts';
import { readXml } from '../xml/read-xml.ts';
import type { Envelope } from './envelope.ts';

/** What the signature of a request is worth. `unchecked`: no signer was configured, so none was looked for. */
export type SealVerdict = 'valid' | 'missing' | 'invalid' | 'other-signer' | 'out-of-time' | 'unchecked';

/** A verdict, and the Body as it was signed where the signature holds. */
export interface CheckedSeal {
  readonly verdict: SealVerdict;
  readonly body: XmlNode | undefined;
}

const CLOCK_SKEW_MS = 5 * 60_000;
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';

/**
 * Checks the WS-Security signature of an envelope with xml-crypto: by a certificate we know, over the Body and the Timestamp, in
 * time. The Body to be read afterwards is the one inside the signed bytes, not the one in the message.
 */
export function checkSeal(
  xml: string,
  { header }: Envelope,
  accepted: readonly X509Certificate[],
  now: Date,
): CheckedSeal {
  const no = (verdict: SealVerdict): CheckedSeal => ({ verdict, body: undefined });
  if (accepted.length === 0) return no('unchecked');
  const security = onlyElement(header, NS.wsse, 'Security');
  if (onlyElement(security, NS.ds, 'Signature') === undefined) return no('missing');
  const token = onlyElement(security, NS.wsse, 'BinarySecurityToken');
  const presented = Buffer.from(textOf(token), 'base64');
  const signer = accepted.find(({ raw }) => raw.equals(presented));
  if (signer === undefined) return no('other-signer');
  const signed = signedParts(xml, signer);
  const body = signed?.find((part) => isElement(part, NS.soap, 'Body'));
  const timestamp = signed?.find((part) => isElement(part, NS.wsu, 'Timestamp'));
  if (body === undefined || timestamp === undefined) return no('invalid');
  return isInTime(timestamp, now) ? { verdict: 'valid', body } : no('out-of-time');
}

/** The elements under the signature, read from the very bytes it was checked over; undefined when it does not hold. */
function signedParts(xml: string, signer: X509Certificate): XmlNode[] | undefined {
  const [signature] = /<((?:[\w.-]+:)?Signature)[\s>][^]*?<\/\1>/.exec(xml) ?? [];
  if (signature === undefined) return undefined;
  const verifier = new SignedXml({ publicCert: signer.publicKey, idMode: 'wssecurity' });
  // Each name that an Id may go by costs a walk through the document per reference.
  verifier.idAttributes = ['Id'];
  try {
    verifier.loadSignature(signature);
    if (verifier.canonicalizationAlgorithm !== EXCLUSIVE || !allowed(verifier)) return undefined;
    return verifier.checkSignature(xml) ? verifier.getSignedReferences().map((part) => readXml(part)) : undefined;
  } catch {
    // xml-crypto throws for whatever it does not like in a signature.
    return undefined;
  }
}

/** Only what the profile of BCSS uses: SHA-1 and other transforms are in xml-crypto, but not in these messages. */
function allowed(verifier: SignedXml): boolean {
  return (
    verifier.signatureAlgorithm === 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256' &&
    verifier
      .getReferences()
      .every(
        ({ transforms, digestAlgorithm }) =>
          transforms.every((transform) => transform === EXCLUSIVE) &&
          digestAlgorithm === 'http://www.w3.org/2001/04/xmlenc#sha256',
      )
  );
}

function isInTime(timestamp: XmlNode, now: Date): boolean {
  const [created, expires] = elementsOf(timestamp).map((part) => Date.parse(textOf(part)));
  if (created === undefined || expires === undefined) return false;
  return created <= now.getTime() + CLOCK_SKEW_MS && expires >= now.getTime() - CLOCK_SKEW_MS;
}
