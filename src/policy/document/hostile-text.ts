import type { Localised } from '../../domain/language.ts';
import type { PolicyDefect } from './defect.ts';

/**
 * Bounds of a policy file. They are checked on the text, before any parser sees it: a YAML parser recurses with the depth of what it
 * reads, and thirty thousand dashes on one line end the whole process, not only the reading.
 */
export const POLICY_LIMITS = {
  bytesMax: 128 * 1024,
  indentMax: 64,
  /** Brackets and braces open at once. */
  bracketsMax: 16,
  /** Dashes in front of one value. */
  dashesMax: 8,
} as const;

/** What is wrong with the text itself; undefined when a parser may read it. */
export function hostileDefect(bytes: Uint8Array): PolicyDefect | undefined {
  if (bytes.length > POLICY_LIMITS.bytesMax) return tooMuch('too-large', 1, 1, SIZE);
  const text = decoded(bytes);
  if (text === undefined) return tooMuch('not-utf-8', 1, 1, ENCODING);
  let open = 0;
  for (const [index, line] of text.split('\n').entries()) {
    const at = index + 1;
    if (/[\0-\x08\x0b\x0c\x0e-\x1f]/.test(line)) return tooMuch('control-character', at, 1, ENCODING);
    const column = line.search(/\S|$/) + 1;
    if (column > POLICY_LIMITS.indentMax || DASHES.test(line)) return tooMuch('too-deep', at, column, DEPTH);
    open = Math.max(0, open + brackets(line));
    if (open > POLICY_LIMITS.bracketsMax) return tooMuch('too-deep', at, column, DEPTH);
  }
  return undefined;
}

/** The text of a file in UTF-8, without its byte order mark; undefined for anything else. */
export function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const DASHES = new RegExp(`(?:[-?:]\\s+){${POLICY_LIMITS.dashesMax + 1}}`);

/** How many more brackets a line opens than it closes at its deepest. Those in texts count too: that errs on the safe side. */
function brackets(line: string): number {
  let depth = 0;
  for (const character of line) {
    if (character === '[' || character === '{') depth += 1;
    else if ((character === ']' || character === '}') && depth > -POLICY_LIMITS.bracketsMax) depth -= 1;
    if (depth > POLICY_LIMITS.bracketsMax) return depth;
  }
  return depth;
}

interface Words {
  readonly what: Localised;
  readonly remedy: Localised;
}

function tooMuch(code: string, line: number, column: number, words: Words): PolicyDefect {
  return { code, line, column, pointer: '', ...words };
}

const SIZE: Words = {
  what: {
    fr: `le fichier dépasse ${POLICY_LIMITS.bytesMax / 1024} Kio`,
    nl: `het bestand is groter dan ${POLICY_LIMITS.bytesMax / 1024} KiB`,
    en: `the file is larger than ${POLICY_LIMITS.bytesMax / 1024} KiB`,
    de: `die Datei ist größer als ${POLICY_LIMITS.bytesMax / 1024} KiB`,
  },
  remedy: {
    fr: 'regroupez les flux et faites hériter les rôles',
    nl: 'groepeer stromen en laat rollen erven',
    en: 'group flows, and let roles inherit',
    de: 'fassen Sie Datenflüsse zusammen und lassen Sie Rollen erben',
  },
};
const ENCODING: Words = {
  what: {
    fr: 'le fichier n’est pas du texte UTF-8',
    nl: 'het bestand is geen tekst in UTF-8',
    en: 'the file is not text in UTF-8',
    de: 'die Datei ist kein Text in UTF-8',
  },
  remedy: {
    fr: 'enregistrez-le en UTF-8, sans caractère de contrôle',
    nl: 'bewaar het als UTF-8, zonder besturingstekens',
    en: 'save it as UTF-8, without control characters',
    de: 'speichern Sie sie als UTF-8, ohne Steuerzeichen',
  },
};
const DEPTH: Words = {
  what: { fr: 'imbrication trop profonde', nl: 'te diep genest', en: 'nested too deeply', de: 'zu tief verschachtelt' },
  remedy: {
    fr: 'suivez la forme de docs/policy.md, qui compte cinq niveaux',
    nl: 'volg de vorm in docs/policy.md, die vijf niveaus telt',
    en: 'keep to the form of docs/policy.md, which has five levels',
    de: 'halten Sie sich an die Form von docs/policy.md, die fünf Ebenen hat',
  },
};
