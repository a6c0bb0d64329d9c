/**
 * What is written for people to read later: why something was done (`reason`: a purpose, a reason, a remark), or under which name the
 * centre keeps its file (`reference`).
 */
export type Said = 'reason' | 'reference';

/**
 * Whether a text says anything. Blanks, invisible characters, dots, dashes, one letter over and over and the words that forms are filled
 * with are no reason; where a reason is asked, the law asks for one that somebody else can judge.
 */
export function saysSomething(text: string, as: Said): boolean {
  const marks = marksOf(text);
  if (PLACEHOLDERS.has(marks)) return false;
  if (as === 'reference') return /[^0]/.test(marks);
  const letters = marks.replace(NO_LETTER, '');
  return letters.length >= LETTERS_MIN && new Set(letters).size > 1;
}

/** A text without what nobody sees: invisible characters are gone, and blanks of any kind and number are one. */
export function legible(text: string): string {
  return text.normalize('NFKC').replace(BLANK, ' ').replace(INVISIBLE, '').trim().replace(/ +/g, ' ');
}

/** Three letters: `RIS` is a reason to look, `ok` is none. */
const LETTERS_MIN = 3;

/** Letters without their accents, and digits; all in one case. */
function marksOf(text: string): string {
  return text.normalize('NFKD').replace(INVISIBLE, '').replace(NO_MARK, '').toLowerCase();
}

/** Unicode names what is not to be seen: Hangul fillers, which are letters otherwise, are part of it. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu;
const BLANK = /[\p{Z}\t\n\r\u{2800}]+/gu;
/** Modifier letters stand beside a letter, never for one. */
const NO_MARK = /[^\p{Lu}\p{Ll}\p{Lt}\p{Lo}\p{Nd}]/gu;
const NO_LETTER = /\p{Nd}/gu;

/** "Not applicable" and "none", as forms are filled with them; without dots and blanks. */
const PLACEHOLDERS: ReadonlySet<string> = new Set([
  ...['na', 'notapplicable', 'none', 'noreason', 'nothing', 'nil', 'null', 'undefined', 'tbd'],
  ...['so', 'sansobjet', 'sansraison', 'aucun', 'aucune', 'neant', 'rien'],
  ...['nvt', 'nietvantoepassing', 'geen', 'geenreden', 'niets', 'nihil'],
  ...['entfallt', 'keine', 'keiner', 'ohne', 'nichts'],
]);
