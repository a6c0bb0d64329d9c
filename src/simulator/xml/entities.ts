const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Characters that no XML 1.0 document may contain, lone surrogates among them. */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/** True when every character of a text may stand in an XML document. */
export function isXmlText(text: string): boolean {
  return !FORBIDDEN.test(text);
}

/**
 * Character data with its references replaced: the five of XML and numeric ones. Our own, because a parser that also knows
 * HTML's would let through what XML does not have. Undefined when a reference means nothing.
 */
export function resolveReferences(raw: string): string | undefined {
  const references = raw.match(/&[^;&]*;?/g) ?? [];
  const meanings = references.map((reference) =>
    reference.endsWith(';') ? characterOf(reference.slice(1, -1)) : undefined,
  );
  if (meanings.includes(undefined)) return undefined;
  let next = 0;
  return raw.replace(/&[^;&]*;?/g, () => meanings[next++] ?? '');
}

function characterOf(name: string): string | undefined {
  if (Object.hasOwn(NAMED, name)) return NAMED[name];
  const [, hexadecimal, decimal] = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(name) ?? [];
  const code = hexadecimal === undefined ? Number(decimal ?? 'x') : Number.parseInt(hexadecimal, 16);
  if (!(code <= 0x10ffff)) return undefined;
  const character = String.fromCodePoint(code);
  return isXmlText(character) ? character : undefined;
}
