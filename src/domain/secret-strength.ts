/** Why a secret can be guessed. `text` and `few-bytes` are about keys, `too-few-bits` is about passwords, the others about both. */
export type SecretWeakness =
  | { readonly kind: 'empty' }
  | { readonly kind: 'few-characters'; readonly different: number }
  | { readonly kind: 'repeats'; readonly period: number }
  | { readonly kind: 'counts' }
  | { readonly kind: 'text' }
  | { readonly kind: 'too-few-bits'; readonly bits: number; readonly bitsMin: number };

/** Of 32 random bytes, fewer than this many are different once in 10¹⁵ keys. */
const DIFFERENT_BYTES_MIN = 16;
/** One value so often among 32 random bytes: once in 10¹⁶. */
const SAME_BYTE_MAX = 10;

/**
 * What is wrong with a key of 32 bytes or so, if random bytes would practically never look like this: every test here refuses fewer than
 * one random key in 10¹³.
 */
export function keyWeakness(key: Uint8Array): SecretWeakness | undefined {
  const period = periodOf([...key]);
  if (period !== undefined) return { kind: 'repeats', period };
  if (countsUpOrDown(key)) return { kind: 'counts' };
  const different = new Set(key).size;
  if (different < DIFFERENT_BYTES_MIN || mostFrequent([...key]) > SAME_BYTE_MAX)
    return { kind: 'few-characters', different };
  return key.every((byte) => byte >= 0x20 && byte <= 0x7e) ? { kind: 'text' } : undefined;
}

/** The length of the block that a sequence repeats, or mirrors; undefined where it does neither. */
function periodOf(items: readonly unknown[]): number | undefined {
  for (let period = 1; period <= items.length / 2; period += 1) {
    if (items.every((item, at) => at < period || item === items[at - period])) return period;
  }
  const isMirror = items.length > 3 && items.every((item, at) => item === items[items.length - 1 - at]);
  return isMirror ? Math.ceil(items.length / 2) : undefined;
}

/** One and the same step from byte to byte most of the way: 00 01 02 …, ff fe fd …, 00 11 22 …. */
function countsUpOrDown(key: Uint8Array): boolean {
  const steps = [...key.subarray(1)].map((byte, at) => (byte - (key[at] ?? 0)) & 0xff);
  return mostFrequent(steps) > steps.length / 2;
}

function mostFrequent(items: readonly unknown[]): number {
  const counts = new Map<unknown, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return Math.max(0, ...counts.values());
}

/** Bits of a password that is safe against guessing offline: thirteen random small letters, ten random characters of all kinds. */
const PASSWORD_BITS_MIN = 60;

/** Fewer different characters than a password of any use has. */
const DIFFERENT_CHARACTERS_MIN = 6;
/** Beyond this every password is long enough, and looking for repetitions takes time. */
const CHARACTERS_LOOKED_AT_MAX = 256;

/** What is wrong with a password or passphrase, measured by what guessing it would take. */
export function passwordWeakness(password: string, bitsMin: number = PASSWORD_BITS_MIN): SecretWeakness | undefined {
  const characters = Array.from(password).slice(0, CHARACTERS_LOOKED_AT_MAX);
  if (characters.length === 0) return { kind: 'empty' };
  const period = periodOf(characters);
  if (period !== undefined && bitsOf(characters.slice(0, period)) < bitsMin) return { kind: 'repeats', period };
  const different = new Set(characters).size;
  if (different < DIFFERENT_CHARACTERS_MIN) return { kind: 'few-characters', different };
  const bits = Math.floor(bitsOf(characters));
  return bits < bitsMin ? { kind: 'too-few-bits', bits, bitsMin } : undefined;
}

function bitsOf(characters: readonly string[]): number {
  return surprises(characters) * Math.log2(alphabetOf(characters));
}

/** Kinds of characters, each with how many there are: whoever guesses has to try them all once one of them is there. */
const ALPHABETS: readonly (readonly [kind: RegExp, size: number])[] = [
  [/[a-z]/, 26],
  [/[A-Z]/, 26],
  [/[0-9]/, 10],
  [/[ -/:-@[-`{-~]/, 33],
  [/[^ -~]/, 100],
];

function alphabetOf(characters: readonly string[]): number {
  const text = characters.join('');
  return ALPHABETS.reduce((size, [kind, more]) => size + (kind.test(text) ? more : 0), 0);
}

/** A run along the alphabet or a keyboard takes as much to guess as two characters: where it begins, and that it is one. */
const RUN_SURPRISES = 2;
/** So does a word that everybody tries first. */
const WORD_SURPRISES = 2;
const REPETITION_SURPRISES = 1;
const PART_CHARACTERS_MIN = 3;

/** How many characters would have to be guessed if what follows from others is not counted. */
function surprises(characters: readonly string[]): number {
  const plain = characters.map(plainForm);
  let count = 0;
  for (let at = 0; at < plain.length;) {
    const [length, cost] = best([
      [runAt(plain, at), RUN_SURPRISES],
      [wordAt(plain, at), WORD_SURPRISES],
      [repetitionAt(plain, at), REPETITION_SURPRISES],
    ]);
    count += length < PART_CHARACTERS_MIN ? 1 : cost;
    at += length < PART_CHARACTERS_MIN ? 1 : length;
  }
  return count;
}

type Part = readonly [length: number, cost: number];

function best(parts: readonly Part[]): Part {
  return parts.reduce((longest, part) => (part[0] > longest[0] ? part : longest), [0, 1]);
}

/** Letters that people write as figures and signs. */
const DISGUISES: Readonly<Record<string, string>> = { '@': 'a', $: 's', '0': 'o', '1': 'l', '3': 'e', '5': 's' };

function plainForm(character: string): string {
  return character.toLowerCase();
}

/** Rows of Belgian, Dutch and American keyboards, and what everybody counts along. */
const ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'azertyuiop',
  'qsdfghjklm',
  'wxcvbn',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '&é"\'(§è!çà)-',
  '!@#$%^&*()',
];

/** The length of the run at a place: the same character again, or the next one of a row, in one direction. */
function runAt(plain: readonly string[], at: number): number {
  const directions = ROWS.flatMap((row) => [row, Array.from(row).reverse().join('')]);
  const lengths = directions.map((row) => {
    let length = 1;
    while (follows(row, plain[at + length - 1], plain[at + length])) length += 1;
    return length;
  });
  let same = 1;
  while (plain[at + same] !== undefined && plain[at + same] === plain[at]) same += 1;
  return Math.max(same, ...lengths);
}

function follows(row: string, one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && row.includes(one + other);
}

/** What everybody tries first, in the languages of this country and of its software. */
const WORDS = [
  ...[
    'password',
    'passphrase',
    'passwort',
    'wachtwoord',
    'motdepasse',
    'secret',
    'geheim',
    'changeit',
    'changeme',
    'change',
  ],
  ...[
    'welcome',
    'welkom',
    'bienvenue',
    'letmein',
    'admin',
    'administrator',
    'root',
    'user',
    'guest',
    'test',
    'demo',
    'example',
  ],
  ...[
    'sample',
    'default',
    'gateway',
    'postgres',
    'postgresql',
    'redis',
    'database',
    'owner',
    'server',
    'login',
    'master',
  ],
  ...['cpas', 'ocmw', 'bcss', 'ksz', 'key', 'this', 'qwerty', 'azerty', 'monkey', 'dragon', 'iloveyou', 'pass', 'word'],
];

function wordAt(plain: readonly string[], at: number): number {
  const here = plain
    .slice(at, at + 16)
    .map((character) => DISGUISES[character] ?? character)
    .join('');
  return Math.max(0, ...WORDS.map((word) => (here.startsWith(word) ? word.length : 0)));
}

/** The length of what stands at a place and has stood before. */
function repetitionAt(plain: readonly string[], at: number): number {
  let longest = 0;
  for (let from = 0; from < at; from += 1) {
    let length = 0;
    while (from + length < at && at + length < plain.length && plain[from + length] === plain[at + length]) length += 1;
    longest = Math.max(longest, length);
  }
  return longest;
}
