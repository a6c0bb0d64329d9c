/** Upper case without accents: how SSDN writes names, and how two of them are compared. */
export function registerName(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, ' ')
    .trim();
}

/** Letters that sound alike to people who spell a name over the telephone. */
const SOUNDS: readonly (readonly [RegExp, string])[] = [
  [/PH/g, 'F'],
  [/(?:CK|QU|[CQ])/g, 'K'],
  [/[SZ]CH/g, 'S'],
  [/[YJ]/g, 'I'],
  [/[ZX]/g, 'S'],
  [/W/g, 'V'],
  [/[HAEIOU ]/g, ''],
];

/** A key that names of the same sound share: consonants, each once. Simple; that of BCSS is its own. */
export function phoneticKey(name: string): string {
  const plain = registerName(name);
  const consonants = SOUNDS.reduce((text, [pattern, sound]) => text.replace(pattern, sound), plain);
  return `${plain.slice(0, 1).replace(/[CQ]/, 'K')}|${consonants.replace(/(.)\1+/g, '$1')}`;
}
