import { inEachLanguage, type Localised } from './language.ts';

/** Longer than any name of ours: nobody misspelt it. */
const CHARACTERS_MAX = 64;
/** A name is taken for another when this many letters of it are right for each one that is wrong. */
const RIGHT_PER_WRONG = 4;

/**
 * The name that somebody meant: the same but for capitals, hyphens and underscores, else the one with the fewest letters wrong, missing,
 * too many or swapped. Undefined where none is near enough, so that nobody is sent after a name that means something else.
 */
export function closestName(given: string, names: readonly string[]): string | undefined {
  if (given.length > CHARACTERS_MAX) return undefined;
  const plain = plainOf(given);
  let best: string | undefined;
  let fewest = Math.max(1, Math.floor(plain.length / RIGHT_PER_WRONG)) + 1;
  for (const name of names) {
    const wrong = name.length > CHARACTERS_MAX ? Infinity : lettersWrong(plain, plainOf(name));
    if (wrong < fewest && wrong < plain.length - 1) [best, fewest] = [name, wrong];
  }
  return best;
}

function plainOf(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** Damerau and Levenshtein: insertions, deletions, replacements, and neighbours that changed places. */
function lettersWrong(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1];
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (isSame ? 0 : 1),
        isSwapped ? (beforeLast[j - 2] ?? 0) + 1 : Infinity,
      );
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length] ?? 0;
}

const QUESTION: Localised = {
  fr: 'vouliez-vous dire « {name} » ?',
  nl: 'bedoelde u “{name}”?',
  de: 'meinten Sie „{name}“?',
  en: 'did you mean “{name}”?',
};

/** `did you mean “StartDate”?` */
export function didYouMean(name: string): Localised {
  return inEachLanguage((language) => QUESTION[language].replace('{name}', name));
}

/** A sentence, and the question behind it where there is a name that may have been meant. */
export function withSuggestion(said: Localised, meant: string | undefined): Localised {
  if (meant === undefined) return said;
  const question = didYouMean(meant);
  return inEachLanguage((language) => `${said[language]}${language === 'fr' ? '\u00a0' : ''}; ${question[language]}`);
}
