import { blockRange } from './unicode-blocks.ts';

/** A pattern that has no equal in ECMAScript, or none that we know; `message` says what. */
export class PatternUnsupported extends Error {}

/**
 * Translates a pattern of XML Schema (part 2, appendix F) into an ECMAScript expression for the `u` flag, without anchors.
 *
 * `\d` becomes `[0-9]`, on purpose: in XML Schema it is every decimal digit of Unicode, but no register number in Devanagari
 * has ever been meant. So we accept less than the contract there, never more.
 *
 * @throws {@link PatternUnsupported}
 */
function ecmaScriptPattern(pattern: string): string {
  const expression = new PatternParser(Array.from(pattern)).whole();
  try {
    new RegExp(expression, 'u');
  } catch {
    throw new PatternUnsupported(`the pattern ${pattern} cannot be translated`);
  }
  return expression;
}

/** Several patterns of one derivation step: alternatives. Anchored, as XML Schema always means the whole value. */
export function anchoredPattern(patterns: readonly string[]): string {
  const [only] = patterns;
  if (patterns.length === 1 && only !== undefined) return `^(?:${ecmaScriptPattern(only)})$`;
  return `^(?:${patterns.map((one) => `(?:${ecmaScriptPattern(one)})`).join('|')})$`;
}

// XML 1.0, NameStartChar and NameChar, as class members.
const NAME_START = ':A-Z_a-z\\u{c0}-\\u{d6}\\u{d8}-\\u{f6}\\u{f8}-\\u{2ff}\\u{370}-\\u{37d}\\u{37f}-\\u{1fff}';
const NAME_CHARACTER = `${NAME_START}\\-.0-9\\u{b7}\\u{300}-\\u{36f}`;

/** Escapes for many characters, as members of a class. */
const MULTI: Readonly<Record<string, string>> = {
  d: '0-9',
  D: '\\P{Nd}',
  s: '\\t\\n\\r ',
  S: '\\u{0}-\\u{8}\\u{b}\\u{c}\\u{e}-\\u{1f}!-\\u{10ffff}',
  w: '\\p{L}\\p{M}\\p{N}\\p{S}',
  W: '\\p{P}\\p{Z}\\p{C}',
  i: NAME_START,
  c: NAME_CHARACTER,
};
const CONTROL: Readonly<Record<string, string>> = { n: '\\n', r: '\\r', t: '\\t' };
const ESCAPABLE = new Set('\\|.-^?*+{}()[]');
const CATEGORY = /^(?:L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|Z[slp]?|S[mcko]?|C[cfon]?)$/;

class PatternParser {
  private readonly characters: readonly string[];
  private at = 0;

  constructor(characters: readonly string[]) {
    this.characters = characters;
  }

  whole(): string {
    const text = this.alternatives();
    if (this.at < this.characters.length) throw this.unsupported('an unmatched )');
    return text;
  }

  private alternatives(): string {
    const branches = [this.branch()];
    while (this.take('|')) branches.push(this.branch());
    return branches.join('|');
  }

  private branch(): string {
    let text = '';
    while (this.at < this.characters.length && this.peek() !== '|' && this.peek() !== ')') text += this.piece();
    return text;
  }

  private piece(): string {
    return this.atom() + this.quantifier();
  }

  private quantifier(): string {
    const sign = ['?', '*', '+'].find((one) => this.take(one));
    if (sign !== undefined) return sign;
    if (!this.take('{')) return '';
    const [text = '', low = '', high] = /^([0-9]+)(?:,([0-9]*))?\}/.exec(this.characters.slice(this.at).join('')) ?? [];
    if (text === '') throw this.unsupported('a quantifier that cannot be read');
    if (high !== undefined && high !== '' && Number(high) < Number(low))
      throw this.unsupported(`the quantifier {${text}`);
    this.at += text.length;
    return `{${text}`;
  }

  private atom(): string {
    const character = this.next();
    switch (character) {
      case '(': {
        const inner = this.alternatives();
        if (!this.take(')')) throw this.unsupported('an unclosed group');
        return `(?:${inner})`;
      }
      case '[':
        return this.characterClass();
      case '.':
        return '[^\\n\\r]';
      case '\\':
        return this.escape(false);
      case '?':
      case '*':
      case '+':
      case '{':
      case '}':
      case ']':
        throw this.unsupported(`an unescaped ${character}`);
      default:
        return literal(character, false);
    }
  }

  /** What follows a backslash, as an expression or as members of a class. */
  private escape(inClass: boolean, exact = false): string {
    const character = this.next();
    if (character === 'd' && exact) return '\\p{Nd}';
    if (character === 'p' || character === 'P') return this.property(character, inClass);
    const members = MULTI[character];
    if (members !== undefined) return inClass ? members : `[${members}]`;
    if (character === 'I' || character === 'C') throw this.unsupported(`\\${character}`);
    const control = CONTROL[character];
    if (control !== undefined) return control;
    if (!ESCAPABLE.has(character)) throw this.unsupported(`the escape \\${character}`);
    return literal(character, inClass);
  }

  private property(sign: string, inClass: boolean): string {
    const [text = '', name = ''] = /^\{([^}]*)\}/.exec(this.characters.slice(this.at).join('')) ?? [];
    this.at += text.length;
    if (CATEGORY.test(name)) return `\\${sign}{${name}}`;
    const range = name.startsWith('Is') ? blockRange(name.slice(2)) : undefined;
    // Inside a class a block can be joined, but not taken away.
    if (range === undefined || (sign === 'P' && inClass)) throw this.unsupported(`\\${sign}{${name}}`);
    if (inClass) return range;
    return sign === 'p' ? `[${range}]` : `[^${range}]`;
  }

  /**
   * A class; the part after `-[` is taken away by looking ahead, since ECMAScript has no subtraction under `u`.
   *
   * @param exact the class is taken away from another, where accepting less would mean accepting more: no narrowing.
   */
  private characterClass(exact = false): string {
    const negated = this.take('^') ? '^' : '';
    let members = '';
    for (let first = true; !this.take(']'); first = false) {
      if (!first && this.peek() === '-' && this.characters[this.at + 1] === '[') {
        this.at += 2;
        const subtracted = this.characterClass(!exact);
        if (!this.take(']')) throw this.unsupported('a subtraction that is not the end of its class');
        return `(?:(?!${subtracted})[${negated}${members}])`;
      }
      members += this.classMember(exact !== (negated !== ''));
    }
    if (members === '') throw this.unsupported('an empty class');
    return `[${negated}${members}]`;
  }

  private classMember(exact: boolean): string {
    const start = this.classCharacter(exact);
    const after = this.characters[this.at + 1];
    if (this.peek() !== '-' || after === ']' || after === '[' || after === undefined) return start;
    if (start.length > 2 && /^\\[pP]|-/.test(start))
      throw this.unsupported('a range that begins with several characters');
    this.at += 1;
    return `${start}-${this.classCharacter(exact)}`;
  }

  private classCharacter(exact: boolean): string {
    const character = this.next();
    if (character === '\\') return this.escape(true, exact);
    if (character === '[') throw this.unsupported('an unescaped [ in a class');
    return literal(character, true);
  }

  private peek(): string | undefined {
    return this.characters[this.at];
  }

  private take(character: string): boolean {
    if (this.peek() !== character) return false;
    this.at += 1;
    return true;
  }

  private next(): string {
    const character = this.characters[this.at];
    if (character === undefined) throw this.unsupported('an unexpected end');
    this.at += 1;
    return character;
  }

  private unsupported(what: string): PatternUnsupported {
    return new PatternUnsupported(`the pattern ${this.characters.join('')} has ${what}, which cannot be translated`);
  }
}

/** One character as itself. `^` and `$` are ordinary in XML Schema. */
function literal(character: string, inClass: boolean): string {
  const special = inClass ? /[\\\]^[-]/ : /[\\^$.*+?()[\]{}|]/;
  return special.test(character) ? `\\${character}` : character;
}
