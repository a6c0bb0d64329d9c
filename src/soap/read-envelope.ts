import { NS } from '../xml/names.ts';
import { childElements, isNamed, textOf, type XmlElement } from '../xml/tree.ts';

/** A SOAP 1.1 message taken apart; nothing in it is trusted yet. */
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
  const parts = childElements(root);
  const header = parts.find((part) => isNamed(part, NS.soap, 'Header'));
  const body = parts[header === undefined ? 0 : 1];
  if (body === undefined || !isNamed(body, NS.soap, 'Body')) throw new EnvelopeRefused('no Body where it belongs');
  if (parts.length !== (header === undefined ? 1 : 2)) throw new EnvelopeRefused('elements beside Header and Body');
  const [content, ...more] = childElements(body);
  if (content === undefined || more.length > 0) throw new EnvelopeRefused('the Body does not hold exactly one element');
  return { root, header, body, content };
}

/** A SOAP 1.1 fault (SOAP 1.1, section 4.4). */
export interface SoapFault {
  /** `Client`: our message is at fault; anything else: theirs. */
  readonly by: 'client' | 'server';
  /** Local part of `faultcode`, as given. */
  readonly code: string;
  readonly reason: string;
  /** Elements inside `detail`. */
  readonly detail: readonly XmlElement[];
}

/** The fault, when the content is one. */
export function readFault(content: XmlElement): SoapFault | undefined {
  if (!isNamed(content, NS.soap, 'Fault')) return undefined;
  // Said twice is not said: of two codes nobody could tell which one is meant.
  const part = (name: string): XmlElement | undefined => {
    const [found, ...more] = childElements(content).filter((child) => child.local === name);
    return more.length === 0 ? found : undefined;
  };
  const codeElement = part('faultcode');
  const code = codeElement === undefined ? '' : textOf(codeElement).trim().replace(/^.*:/, '');
  const reason = part('faultstring');
  const detail = part('detail');
  return {
    // "Client.Authentication" and the like are refinements (SOAP 1.1, 4.4.1); SOAP 1.2 says Sender.
    by: /^(Client|Sender)(\.|$)/.test(code) ? 'client' : 'server',
    code,
    reason: reason === undefined ? '' : textOf(reason).trim(),
    detail: detail === undefined ? [] : childElements(detail),
  };
}
