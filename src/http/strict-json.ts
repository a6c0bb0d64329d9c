import { isUtf8 } from 'node:buffer';
import { LIMITS } from '../domain/constants.ts';
import type { Localised } from '../domain/language.ts';
import { type FieldProblem, fieldProblemText, pointerOf } from '../domain/problems/field-problem.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';

/**
 * Reads JSON (RFC 8259) and refuses what `JSON.parse` lets through although two readers may understand it differently: a key given
 * twice, a number that a double does not hold exactly, half a surrogate pair, the names that poison prototypes, nesting without end.
 * For everything it accepts, the value is the one that `JSON.parse` gives.
 *
 * A reader of our own rather than a check before `JSON.parse`: V8's messages quote the text around a fault, and what a caller sent is
 * never repeated.
 *
 * @throws GatewayError `malformed-json`, with line, column and pointer, never with a value.
 */
export function readStrictJson(bytes: Uint8Array): unknown {
  if (!isUtf8(bytes)) throw new GatewayError('malformed-json', { detail: DEFECTS['not-utf-8'] });
  return new Reader(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')).read();
}

/** What can be wrong with a text as JSON, where no rule for fields says it already. */
const DEFECTS = {
  empty: { fr: 'corps vide', nl: 'lege inhoud', en: 'empty body', de: 'leerer Inhalt' },
  'not-utf-8': {
    fr: 'ce n’est pas de l’UTF-8',
    nl: 'dit is geen UTF-8',
    en: 'this is not UTF-8',
    de: 'dies ist kein UTF-8',
  },
  'byte-order-mark': {
    fr: 'marque d’ordre des octets (BOM) au début',
    nl: 'byte order mark (BOM) aan het begin',
    en: 'byte order mark at the start',
    de: 'Byte-Reihenfolge-Markierung (BOM) am Anfang',
  },
  'unexpected-end': {
    fr: 'le texte s’arrête trop tôt',
    nl: 'de tekst stopt te vroeg',
    en: 'the text ends too early',
    de: 'der Text endet zu früh',
  },
  'unexpected-character': {
    fr: 'caractère inattendu',
    nl: 'onverwacht teken',
    en: 'unexpected character',
    de: 'unerwartetes Zeichen',
  },
  'trailing-data': {
    fr: 'texte après la valeur',
    nl: 'tekst na de waarde',
    en: 'text after the value',
    de: 'Text nach dem Wert',
  },
  'control-character': {
    fr: 'caractère de contrôle dans un texte',
    nl: 'besturingsteken in een tekst',
    en: 'control character in a text',
    de: 'Steuerzeichen in einem Text',
  },
  'invalid-escape': {
    fr: 'échappement incorrect',
    nl: 'ongeldige escape',
    en: 'escape that is not valid',
    de: 'ungültige Escape-Sequenz',
  },
} as const satisfies Record<string, Localised>;

/** Keys that reach prototypes in code that copies objects carelessly. No contract has them. */
function isForbidden(key: string): boolean {
  // Most keys are told apart by their length; comparing all of them would take a tenth of the whole reading.
  if (key.length !== 9 && key.length !== 11) return false;
  return key === '__proto__' || key === 'prototype' || key === 'constructor';
}

/** A key in a pointer is the caller's own text, so a long pointer is cut. */
const POINTER_CHARACTERS_MAX = 200;

/** Values of a body that is larger than a message may be: it has its size from one of them, a file. */
const VALUES_OF_LARGE_MAX = 10_000;
/** A file in base64, in lines of the usual length, has fewer. */
const ESCAPES_MAX = 400_000;
/** A double has 17 digits; nobody writes down more than the longest exact one. */
const NUMBER_CHARACTERS_MAX = 1_100;
/** A line number helps a person as long as there are few. */
const LINES_COUNTED_MAX = 100_000;

const BYTE_ORDER_MARK = 0xfeff;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const BRACE_OPEN = 0x7b;
const BRACE_CLOSE = 0x7d;
const BRACKET_OPEN = 0x5b;
const BRACKET_CLOSE = 0x5d;

/** What follows a backslash, except `u`. */
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** Recursive descent over the text; `depth` bounds the recursion, `path` is where it stands, for the pointer of a problem. */
class Reader {
  private readonly text: string;
  private at = 0;
  private readonly valuesMax: number;
  private values = 0;
  private escapes = 0;
  private readonly path: (string | number)[] = [];

  constructor(text: string) {
    this.text = text;
    this.valuesMax = text.length > LIMITS.requestBytesMax ? VALUES_OF_LARGE_MAX : Infinity;
  }

  read(): unknown {
    if (this.text.charCodeAt(0) === BYTE_ORDER_MARK) throw this.defect('byte-order-mark');
    this.skipSpace();
    if (this.at === this.text.length) throw this.defect('empty');
    const value = this.value();
    this.skipSpace();
    if (this.at < this.text.length) throw this.defect('trailing-data');
    return value;
  }

  private value(): unknown {
    this.values += 1;
    if (this.values > this.valuesMax) throw this.broken('max-items', this.at, String(this.valuesMax));
    switch (this.text.charCodeAt(this.at)) {
      case BRACE_OPEN:
        return this.object();
      case BRACKET_OPEN:
        return this.array();
      case QUOTE:
        return this.string();
      case 0x74: // t
        return this.literal('true', true);
      case 0x66: // f
        return this.literal('false', false);
      case 0x6e: // n
        return this.literal('null', null);
      default:
        return this.number();
    }
  }

  private object(): Record<string, unknown> {
    this.enter();
    const object: Record<string, unknown> = {};
    const level = this.path.length;
    if (this.firstOr(BRACE_CLOSE)) return object;
    do {
      this.skipSpace();
      const keyAt = this.at;
      if (this.text.charCodeAt(keyAt) !== QUOTE) throw this.unexpected();
      const key = this.string();
      this.path[level] = key;
      if (isForbidden(key)) throw this.broken('unknown-field', keyAt);
      if (Object.hasOwn(object, key)) throw this.broken('duplicate-key', keyAt);
      this.skipSpace();
      if (this.text.charCodeAt(this.at) !== COLON) throw this.unexpected();
      this.at += 1;
      this.skipSpace();
      object[key] = this.value();
    } while (this.nextOr(BRACE_CLOSE));
    this.path.length = level;
    return object;
  }

  private array(): unknown[] {
    this.enter();
    const array: unknown[] = [];
    const level = this.path.length;
    if (this.firstOr(BRACKET_CLOSE)) return array;
    do {
      this.skipSpace();
      this.path[level] = array.length;
      array.push(this.value());
    } while (this.nextOr(BRACKET_CLOSE));
    this.path.length = level;
    return array;
  }

  /** Steps over an opening bracket. */
  private enter(): void {
    if (this.path.length === LIMITS.jsonDepthMax) throw this.broken('depth', this.at, String(LIMITS.jsonDepthMax));
    this.at += 1;
    this.skipSpace();
  }

  /** True, and past it, when the container that was just opened closes at once. */
  private firstOr(close: number): boolean {
    if (this.text.charCodeAt(this.at) !== close) return false;
    this.at += 1;
    return true;
  }

  /** After a value: true past a comma, false past the closing bracket. */
  private nextOr(close: number): boolean {
    this.skipSpace();
    const code = this.text.charCodeAt(this.at);
    if (code !== COMMA && code !== close) throw this.unexpected();
    this.at += 1;
    return code === COMMA;
  }

  private string(): string {
    const { text } = this;
    const start = this.at + 1;
    for (let at = start; ; at += 1) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) {
        this.at = at + 1;
        return text.slice(start, at);
      }
      if (code === BACKSLASH) return this.stringWithEscapes(start, at);
      if (!(code >= 0x20)) throw this.brokenString(at);
    }
  }

  /** Run by run: what stands between two escapes is taken over whole. */
  private stringWithEscapes(start: number, firstEscape: number): string {
    const { text } = this;
    const parts = [text.slice(start, firstEscape)];
    for (let at = firstEscape; ;) {
      const code = text.charCodeAt(at);
      if (code === BACKSLASH) {
        this.at = at;
        parts.push(this.escape());
        at = this.at;
        continue;
      }
      if (code === QUOTE) {
        this.at = at + 1;
        return parts.join('');
      }
      const from = at;
      for (let next = code; next !== QUOTE && next !== BACKSLASH; next = text.charCodeAt(++at))
        if (!(next >= 0x20)) throw this.brokenString(at);
      parts.push(text.slice(from, at));
    }
  }

  /** One escape; a surrogate only together with its other half, since half a pair is no character and no UTF-8 can carry it. */
  private escape(): string {
    const start = this.at;
    this.escapes += 1;
    if (this.escapes > ESCAPES_MAX) throw this.broken('max-items', start, String(ESCAPES_MAX));
    const letter = this.text.charAt(start + 1);
    if (letter !== 'u') {
      const character = ESCAPES[letter];
      if (character === undefined) throw this.defect('invalid-escape', start);
      this.at = start + 2;
      return character;
    }
    const unit = this.codeUnit(start);
    if (unit < 0xd800 || unit > 0xdfff) return String.fromCharCode(unit);
    const isPair = unit < 0xdc00 && this.text.startsWith('\\u', this.at);
    const low = isPair ? this.codeUnit(this.at) : 0;
    if (low < 0xdc00 || low > 0xdfff) throw this.broken('characters', start);
    return String.fromCharCode(unit, low);
  }

  private codeUnit(at: number): number {
    const digits = this.text.slice(at + 2, at + 6);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw this.defect('invalid-escape', at);
    this.at = at + 6;
    return parseInt(digits, 16);
  }

  private literal(word: string, value: true | false | null): true | false | null {
    if (!this.text.startsWith(word, this.at)) throw this.unexpected();
    this.at += word.length;
    return value;
  }

  private number(): number {
    const { text } = this;
    let at = this.at;
    let value = 0;
    const end = at + EXACT_DIGITS_MAX + 1;
    for (let code = text.charCodeAt(at); code >= 0x30 && code <= 0x39 && at < end; code = text.charCodeAt(++at)) {
      value = value * 10 + (code - 0x30);
    }
    const digits = at - this.at;
    const isPlain = digits > 0 && digits <= EXACT_DIGITS_MAX && !CONTINUES_NUMBER.has(text.charAt(at));
    if (!isPlain || (digits > 1 && text.charCodeAt(this.at) === 0x30)) return this.anyNumber();
    this.at = at;
    return value;
  }

  /** A number with a sign, a fraction, an exponent or many digits. */
  private anyNumber(): number {
    const match = NUMBER.exec(this.text.slice(this.at, this.at + NUMBER_CHARACTERS_MAX));
    if (match === null) throw this.unexpected();
    const [digits, fraction, exponent] = match;
    if (digits.length === NUMBER_CHARACTERS_MAX || !isExact(digits, fraction ?? exponent))
      throw this.broken('inexact-number', this.at);
    this.at += digits.length;
    return Number(digits);
  }

  private skipSpace(): void {
    const { text } = this;
    let { at } = this;
    for (let code = text.charCodeAt(at); isSpace(code); code = text.charCodeAt(++at));
    this.at = at;
  }

  private unexpected(): GatewayError {
    return this.defect(this.at < this.text.length ? 'unexpected-character' : 'unexpected-end');
  }

  private brokenString(at: number): GatewayError {
    return this.defect(at < this.text.length ? 'control-character' : 'unexpected-end', at);
  }

  private defect(kind: keyof typeof DEFECTS, at = this.at): GatewayError {
    return new GatewayError('malformed-json', { detail: this.located(DEFECTS[kind], at) });
  }

  private broken(rule: FieldProblem['rule'], at: number, expected?: string): GatewayError {
    const pointer = pointerOf(this.path).slice(0, POINTER_CHARACTERS_MAX);
    const field: FieldProblem = { pointer, rule, ...(expected !== undefined && { expected }) };
    return new GatewayError('malformed-json', { detail: this.located(fieldProblemText(field), at), fields: [field] });
  }

  private located(what: Localised, at: number): Localised {
    let line = 1;
    let start = 0;
    for (let end = this.text.indexOf('\n'); end !== -1 && end < at; end = this.text.indexOf('\n', start)) {
      line += 1;
      start = end + 1;
      if (line === LINES_COUNTED_MAX) break;
    }
    const column = at - start + 1;
    return {
      fr: `ligne ${line}, colonne ${column} : ${what.fr}`,
      nl: `regel ${line}, kolom ${column}: ${what.nl}`,
      en: `line ${line}, column ${column}: ${what.en}`,
      de: `Zeile ${line}, Spalte ${column}: ${what.de}`,
    };
  }
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

const CONTINUES_NUMBER: ReadonlySet<string> = new Set(['.', 'e', 'E']);
const NUMBER = /^-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/;

/** Up to this many significant digits, a double of the normal range gives back the very decimal it was read from. */
const EXACT_DIGITS_MAX = 15;
const NORMAL_MIN = 2 ** -1022;

/** True when the double says exactly what the digits say. A minus before zero says something that no reader agrees on. */
function isExact(digits: string, fractionOrExponent: string | undefined): boolean {
  const value = Number(digits);
  if (!Number.isFinite(value) || Object.is(value, -0)) return false;
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return false;
  if (fractionOrExponent === undefined) return true;
  const [mantissa = ''] = digits.split(/[eE]/);
  const significant = mantissa.replace(/[-.]/g, '').replace(/^0+/, '').replace(/0+$/, '');
  if (significant === '') return true;
  return Math.abs(value) >= NORMAL_MIN && significant.length <= EXACT_DIGITS_MAX;
}
