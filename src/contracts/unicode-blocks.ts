/** Blocks of Unicode that a Belgian contract might name, as members of a class. Others are refused by name. */
const BLOCKS: Readonly<Record<string, string>> = {
  BasicLatin: '\\u{0}-\\u{7f}',
  'Latin-1Supplement': '\\u{80}-\\u{ff}',
  'LatinExtended-A': '\\u{100}-\\u{17f}',
  'LatinExtended-B': '\\u{180}-\\u{24f}',
  IPAExtensions: '\\u{250}-\\u{2af}',
  SpacingModifierLetters: '\\u{2b0}-\\u{2ff}',
  CombiningDiacriticalMarks: '\\u{300}-\\u{36f}',
  Greek: '\\u{370}-\\u{3ff}',
  Cyrillic: '\\u{400}-\\u{4ff}',
  Hebrew: '\\u{590}-\\u{5ff}',
  Arabic: '\\u{600}-\\u{6ff}',
  LatinExtendedAdditional: '\\u{1e00}-\\u{1eff}',
  GeneralPunctuation: '\\u{2000}-\\u{206f}',
  SuperscriptsandSubscripts: '\\u{2070}-\\u{209f}',
  CurrencySymbols: '\\u{20a0}-\\u{20cf}',
  LetterlikeSymbols: '\\u{2100}-\\u{214f}',
};

/** The members of a block, by the name that follows `Is` in a pattern. */
export function blockRange(name: string): string | undefined {
  return Object.hasOwn(BLOCKS, name) ? BLOCKS[name] : undefined;
}
