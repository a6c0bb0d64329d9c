/**
 * Characters and their escapes. The escapes are those of Canonical XML 1.0 (section 2.3), so that what the writers produce is
 * canonical as it stands.
 */

/** Outside the Char production of XML 1.0: control characters but tab, LF and CR; U+FFFE and U+FFFF; and lone surrogates. */
const NOT_XML =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** True when XML 1.0 can carry every character of the text. */
export function isXmlText(text: string): boolean {
  return !NOT_XML.test(text);
}

const TEXT_SPECIAL = /[&<>\r]/;
const TEXT_SPECIALS = /[&<>\r]/g;
const ATTRIBUTE_SPECIAL = /[&<"\t\n\r]/;
const ATTRIBUTE_SPECIALS = /[&<"\t\n\r]/g;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
};

const escapeOf = (character: string): string => ESCAPES[character] ?? character;

/** Text between tags. */
export function escapeText(text: string): string {
  return TEXT_SPECIAL.test(text) ? text.replace(TEXT_SPECIALS, escapeOf) : text;
}

/** Text between double quotes. */
export function escapeAttribute(text: string): string {
  return ATTRIBUTE_SPECIAL.test(text) ? text.replace(ATTRIBUTE_SPECIALS, escapeOf) : text;
}
