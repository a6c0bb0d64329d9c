import type { SoapVersion } from '../domain/flow.ts';
import { NS } from '../xml/names.ts';
import { childElements, isNamed, type XmlElement } from '../xml/tree.ts';

/** A SOAP message taken apart; nothing in it is trusted yet. */
export interface UnverifiedEnvelope {
  readonly root: XmlElement;
  readonly header: XmlElement | undefined;
  readonly body: XmlElement;
  /** The one element of a document/literal Body. */
  readonly content: XmlElement;
}

/** A document that is not a SOAP 1.1 message of ours. */
export class EnvelopeRefused extends Error {
  constructor(what: string) {
    super(`envelope refused: ${what}`);
    this.name = 'EnvelopeRefused';
  }
}

/**
 * Takes an envelope apart: an optional Header, then exactly one Body with exactly one element, and nothing else. Anything more
 * generous would leave room to hide a second Body (signature wrapping).
 *
 * @throws {@link EnvelopeRefused}
 */
export function readEnvelope(root: XmlElement): UnverifiedEnvelope {
  if (root.local !== 'Envelope') throw new EnvelopeRefused('the root is not an Envelope');
  if (root.namespace !== NS.soap) throw new EnvelopeRefused('not SOAP 1.1');
  return partsOf(root, NS.soap);
}

/**
 * As {@link readEnvelope}, and a fault of SOAP 1.2 besides: a node that speaks nothing else answers our message with one
 * (SOAP 1.2 part 1, appendix A). Of a service that speaks SOAP 1.2, every reply of that version.
 *
 * @throws {@link EnvelopeRefused}
 */
export function readReplyEnvelope(root: XmlElement, spoken: SoapVersion = '1.1'): UnverifiedEnvelope {
  if (!isNamed(root, NS.soap12, 'Envelope')) return readEnvelope(root);
  const envelope = partsOf(root, NS.soap12);
  if (spoken === '1.1' && !isNamed(envelope.content, NS.soap12, 'Fault')) throw new EnvelopeRefused('not SOAP 1.1');
  return envelope;
}

function partsOf(root: XmlElement, soap: string): UnverifiedEnvelope {
  const parts = childElements(root);
  const header = parts.find((part) => isNamed(part, soap, 'Header'));
  const body = parts[header === undefined ? 0 : 1];
  if (body === undefined || !isNamed(body, soap, 'Body')) throw new EnvelopeRefused('no Body where it belongs');
  if (parts.length !== (header === undefined ? 1 : 2)) throw new EnvelopeRefused('elements beside Header and Body');
  const [content, ...more] = childElements(body);
  if (content === undefined || more.length > 0) throw new EnvelopeRefused('the Body does not hold exactly one element');
  return { root, header, body, content };
}
