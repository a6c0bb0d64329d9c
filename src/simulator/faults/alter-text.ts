import type { Fault } from './fault.ts';

/** The first value of some length, what a reader would believe; also in a document that travels as escaped text. */
const VALUE = /(>|&gt;)([^<>&]{4,})(?=<|&lt;)/;

/**
 * A document written in a way nobody should accept. These changes come after signing, and are such that a lenient verifier does
 * not see them: comments and document types are no part of what is signed.
 */
export function alteredText(xml: string, fault: Fault | undefined): string {
  switch (fault?.kind) {
    case 'processing-instruction':
      return splitValue(xml, '<?simulator hidden?>');
    case 'comment':
      return splitValue(xml, '<!-- hidden -->');
    case 'doctype':
      return xml.replace(/^(<\?xml[^>]*\?>)?/, '$1<!DOCTYPE reply [<!ENTITY hidden "hidden">]>');
    default:
      return xml;
  }
}

function splitValue(xml: string, inserted: string): string {
  const start = contentStart(xml);
  return (
    xml.slice(0, start) +
    xml
      .slice(start)
      .replace(
        VALUE,
        (_whole, open: string, value: string) => `${open}${value.slice(0, 2)}${inserted}${value.slice(2)}`,
      )
  );
}

/** Behind the security header, where there is one: nobody reads values there. */
function contentStart(xml: string): number {
  return Math.max(0, xml.indexOf('<soap:Body'));
}

/** Changes one character of a value, as somebody on the way would: the seal no longer fits. */
export function tampered(xml: string): string {
  const start = contentStart(xml);
  return (
    xml.slice(0, start) +
    xml
      .slice(start)
      .replace(
        VALUE,
        (_whole, open: string, value: string) => `${open}${value.slice(0, -1)}${value.endsWith('7') ? '8' : '7'}`,
      )
  );
}
