/** Five entities are predefined (XML 1.0, 4.6); without a DOCTYPE there are no others. */
const PREDEFINED: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** The longest one that stands for a character, `&#x10FFFF;`, has some room for zeros before it. */
export const REFERENCE_CHARACTERS_MAX = 32;

/** What stands between `&` and `;` as the character it means; undefined when it means none. */
export function characterOf(reference: string): string | undefined {
  return reference.charCodeAt(0) === HASH ? numbered(reference) : PREDEFINED.get(reference);
}

const HASH = 0x23;

function numbered(reference: string): string | undefined {
  const isHex = reference.charCodeAt(1) === SMALL_X;
  const base = isHex ? 16 : 10;
  let code = 0;
  let at = isHex ? 2 : 1;
  if (at === reference.length) return undefined;
  for (; at < reference.length; at += 1) {
    const digit = digitOf(reference.charCodeAt(at));
    if (digit >= base) return undefined;
    code = code * base + digit;
  }
  return isCharacter(code) ? String.fromCodePoint(code) : undefined;
}

const SMALL_X = 0x78;
const NO_DIGIT = 16;

function digitOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  if (code >= 0x41 && code <= 0x46) return code - 0x41 + 10;
  return code >= 0x61 && code <= 0x66 ? code - 0x61 + 10 : NO_DIGIT;
}

/** The Char production of XML 1.0 (2.2). */
function isCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x09 || code === 0x0a || code === 0x0d;
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
}
