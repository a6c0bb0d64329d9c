import { completeSsin } from '../../domain/ssin.ts';
import type { AnnotatedSchema } from '../annotated-schema.ts';
import type { Leaf } from './leaves.ts';

/** What a place looks as if it held: a person's number, or something that tells who somebody is. */
export type PersonSign = 'number' | 'identity';

/**
 * What a contract gives away about a place: its type, its pattern, its name, the field beside it that says what kind of number it is.
 * Rather too much than too little: what is recognised and names nobody is declared so once, with its reason.
 */
export function personSign(leaf: Leaf): PersonSign | undefined {
  if (!isFree(leaf.schema)) return undefined;
  if (isNumber(leaf)) return 'number';
  return isIdentity(leaf) ? 'identity' : undefined;
}

/** Closed lists, dates of events, amounts and answers yes or no name nobody; a date of birth may. */
function isFree({ type, enum: closed, const: fixed, format }: AnnotatedSchema): boolean {
  if (type === 'boolean' || closed !== undefined || fixed !== undefined) return false;
  return format === undefined || format === 'xsd-integer' || format === 'xsd-date';
}

function isNumber({ path, schema, types, siblings }: Leaf): boolean {
  if (schema.format === 'xsd-date') return false;
  if (schema['x-identifier'] === 'ssin' || schema['x-identifier'] === 'user-ssin') return true;
  if (schema['x-identifier'] === 'cbe-number') return false;
  const key = path.at(-1) ?? '';
  if (namesNumber(key) || types.some(namesNumber)) return true;
  if (schema.type !== 'string') return false;
  if (schema.pattern !== undefined) return isPatternOfEleven(schema.pattern);
  const { maxLength } = schema;
  if (maxLength === DIGITS) return true;
  return isQualified(key, siblings) && (maxLength === undefined || maxLength > DIGITS);
}

function isIdentity({ path, schema, types, siblings }: Leaf): boolean {
  const key = path.at(-1) ?? '';
  if (schema.type !== 'string') return false;
  if (namesIdentity(key) || types.some(namesIdentity)) return true;
  return SHORT_NAMES.has(key.toLowerCase()) && (path.at(-2)?.toLowerCase() === 'contact' || siblings.some(isFirstName));
}

const DIGITS = 11;

/** Names of a person's number in the contracts and elsewhere, word by word. */
const NUMBER_NAMES: readonly (readonly string[])[] = [
  ...['ssin', 'inss', 'insz', 'niss', 'nrn', 'rrn', 'rnn', 'rijksregisternummer'].map((word) => [word]),
  ...['number', 'nr', 'nbr', 'num', 'id', 'register'].flatMap((ending) => [
    ['national', ending],
    ['bis', ending],
    ['security', ending],
    ['person', ending],
    ['personal', ending],
    ['citizen', ending],
  ]),
  ['identification', 'number'],
  ['security', 'user'],
  ['registre', 'national'],
];

const FIRST_NAMES = [
  ['first', 'name'],
  ['first', 'names'],
  ['firstname'],
  ['given', 'name'],
  ['forename'],
  ['prenom'],
  ['voornaam'],
];
const SHORT_NAMES = new Set(['name', 'naam', 'nom']);

/** What tells who somebody is. */
const IDENTITY_NAMES: readonly (readonly string[])[] = [
  ...FIRST_NAMES,
  ...['last', 'sur', 'family', 'maiden', 'middle', 'second'].map((word) => [word, 'name']),
  ...['lastname', 'surname', 'familyname', 'birthdate', 'passport', 'carmed', 'geboortedatum'].map((word) => [word]),
  ['birth', 'date'],
  ['date', 'of', 'birth'],
  ['identity', 'card'],
  ['sis', 'card'],
  ['card', 'number'],
  ['license', 'number'],
  ['licence', 'number'],
  ['contact', 'name'],
];

const namesNumber = onceEach((name) => holdsOneOf(wordsOf(name), NUMBER_NAMES));
const namesIdentity = onceEach((name) => holdsOneOf(wordsOf(name), IDENTITY_NAMES));
const isFirstName = onceEach((name) => holdsOneOf(wordsOf(name), FIRST_NAMES));

/** Contracts use a few hundred names for some ten thousand places. */
function onceEach(decide: (name: string) => boolean): (name: string) => boolean {
  const known = new Map<string, boolean>();
  return (name) => {
    let decided = known.get(name);
    if (decided === undefined) known.set(name, (decided = decide(name)));
    return decided;
  };
}

/** `TargetSSIN` → target, ssin; `firstName1` → first, name. */
function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
}

function holdsOneOf(words: readonly string[], names: readonly (readonly string[])[]): boolean {
  return names.some((name) => words.some((_, start) => name.every((word, index) => words[start + index] === word)));
}

/** A plain `id`, `number` or `value` means what the field beside it says. */
function isQualified(key: string, siblings: readonly string[]): boolean {
  return PLAIN.has(key.toLowerCase()) && siblings.some(isQualifier);
}

const PLAIN = new Set(['id', 'identifier', 'number', 'nbr', 'nr', 'value', 'identification']);
const QUALIFIERS = new Set(['type', 'qualifier', 'scheme', 'kind']);
const isQualifier = onceEach((name) => QUALIFIERS.has(wordsOf(name).at(-1) ?? ''));

/** Numbers as the register gives them: before 2000, from 2000 on, BIS. */
const SAMPLES = [completeSsin('010101001'), completeSsin('010101001', true), completeSsin('014101001')];

/** True for a pattern that a person's number fits, and a shorter or longer one does not. */
const isPatternOfEleven = onceEach((pattern) => {
  const expression = new RegExp(pattern, 'u');
  const [sample = ''] = SAMPLES;
  const others = [sample.slice(1), `${sample}0`];
  return SAMPLES.some((one) => expression.test(one)) && !others.some((one) => expression.test(one));
});
