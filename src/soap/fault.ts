import { NS } from '../xml/names.ts';
import { childElements, isNamed, onlyChild, textOf, type XmlElement } from '../xml/tree.ts';
import { type Processing, processingOf } from './not-processed.ts';
import { qnameOf, type QNameText } from './qname.ts';

/** A SOAP fault (SOAP 1.1, 4.4; SOAP 1.2 part 1, 5.4). */
export interface SoapFault {
  /** `client`: our message is at fault; `server`: theirs, or nobody says. */
  readonly by: 'client' | 'server';
  /** Whether the fault says that nothing was done with the message. */
  readonly processing: Processing;
  /** Local part of the most particular code, as given. */
  readonly code: string;
  readonly reason: string;
  /** Elements inside `detail`. */
  readonly detail: readonly XmlElement[];
}

/** The fault, when the content is one. */
export function readFault(content: XmlElement): SoapFault | undefined {
  if (isNamed(content, NS.soap, 'Fault')) return faultOf(content, { codes: codes11, reason: 'faultstring' });
  if (isNamed(content, NS.soap12, 'Fault')) return faultOf(content, { codes: codes12, reason: 'Reason' });
  return undefined;
}

interface Version {
  readonly codes: (fault: XmlElement) => readonly QNameText[];
  readonly reason: string;
}

function faultOf(fault: XmlElement, version: Version): SoapFault {
  const codes = version.codes(fault);
  const processing = processingOf(codes);
  const detail = part(fault, 'detail') ?? part(fault, 'Detail');
  return {
    by: processing === 'message-refused' || processing === 'protocol-refused' ? 'client' : 'server',
    processing,
    code: codes.at(-1)?.local ?? '',
    reason: reasonOf(part(fault, version.reason)),
    detail: detail === undefined ? [] : childElements(detail),
  };
}

/** Said twice is not said: of two codes nobody could tell which one is meant. */
function part(fault: XmlElement, name: string): XmlElement | undefined {
  const [found, ...more] = childElements(fault).filter((child) => child.local === name);
  return more.length === 0 ? found : undefined;
}

function codes11(fault: XmlElement): readonly QNameText[] {
  const code = part(fault, 'faultcode');
  return code === undefined ? [] : [qnameOf(code)];
}

/** `Code/Value`, then `Code/Subcode/Value`, and so on inwards. */
function codes12(fault: XmlElement): readonly QNameText[] {
  const codes: QNameText[] = [];
  for (
    let code = onlyChild(fault, NS.soap12, 'Code');
    code !== undefined;
    code = onlyChild(code, NS.soap12, 'Subcode')
  ) {
    const value = onlyChild(code, NS.soap12, 'Value');
    if (value === undefined) return codes;
    codes.push(qnameOf(value));
  }
  return codes;
}

/** The text; SOAP 1.2 gives one per language, of which the first will do. */
function reasonOf(reason: XmlElement | undefined): string {
  if (reason === undefined) return '';
  const [first = reason] = childElements(reason);
  return textOf(first).trim();
}
