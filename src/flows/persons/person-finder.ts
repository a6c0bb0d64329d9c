import { parseSsin } from '../../domain/ssin.ts';
import type { AnnotatedSchema, ResolveReference } from '../annotated-schema.ts';
import type { JsonValue } from '../codec/write.ts';
import { valuesAt } from '../pointer.ts';
import { leavesOf } from './leaves.ts';
import { means, plainSteps } from './pattern.ts';
import type { IdentityPlace, NumberPlace, PersonPlace } from './person-place.ts';

/** The persons of one message. */
export interface PersonsIn {
  /** Their numbers, each once, in the order of the message. */
  readonly numbers: readonly string[];
  /** How many are told by name, birth date or card alone. */
  readonly identified: number;
}

/** What its descriptor says of the persons in a message. */
export interface PersonPlaces {
  readonly places: readonly PersonPlace[];
  readonly nobody: Readonly<Record<string, string>>;
}

/**
 * Finds the persons of messages of one schema, in one walk through what the message has. Besides the places that are declared it takes
 * every text that is a valid SSIN, wherever it stands: a number in a field for something else is a number all the same. Only what is
 * declared as nobody is passed over.
 */
export class PersonFinder {
  private readonly known: Known = { inner: new Map() };
  private readonly conditional: readonly NumberPlace[];
  private readonly identities: readonly IdentityPlace[];

  constructor(schema: AnnotatedSchema, { places, nobody }: PersonPlaces, resolve: ResolveReference) {
    const plain = places.flatMap((place) => (isPlain(place) ? [typeof place === 'string' ? place : place.number] : []));
    this.conditional = places.filter((place): place is NumberPlace => !isPlain(place) && 'number' in place);
    this.identities = places.filter(
      (place): place is IdentityPlace => typeof place === 'object' && 'identity' in place,
    );
    const numbers = plain.map(plainSteps);
    const passedOver = Object.keys(nobody).map(plainSteps);
    for (const { path } of leavesOf(schema, resolve)) {
      if (passedOver.some((pattern) => means(pattern, path))) place(this.known, path, 'nobody');
      else if (numbers.some((pattern) => means(pattern, path))) place(this.known, path, 'number');
    }
  }

  /** The persons of a message. */
  find(message: JsonValue): PersonsIn {
    const numbers = new Set<string>();
    collect(message, this.known, numbers);
    for (const each of this.conditional) for (const number of numbersOf(each, message)) numbers.add(number);
    return { numbers: [...numbers], identified: this.identities.flatMap((each) => identifiedBy(each, message)).length };
  }
}

/** The valid SSINs of a value that no schema describes. */
export function ssinsIn(value: JsonValue): string[] {
  const numbers = new Set<string>();
  collect(value, undefined, numbers);
  return [...numbers];
}

/** Where a walk stands: what is below, and what a value here is. */
interface Known {
  readonly inner: Map<string, Known>;
  is?: 'number' | 'nobody';
}

function place(root: Known, path: readonly string[], is: 'number' | 'nobody'): void {
  let at = root;
  for (const step of path) {
    let next = at.inner.get(step);
    if (next === undefined) at.inner.set(step, (next = { inner: new Map() }));
    at = next;
  }
  at.is = is;
}

function collect(value: JsonValue | undefined, known: Known | undefined, numbers: Set<string>): void {
  if (typeof value === 'string' || typeof value === 'number') collectValue(String(value), known?.is, numbers);
  else if (Array.isArray(value)) for (const item of value) collect(item, known, numbers);
  else if (typeof value === 'object' && value !== null)
    for (const key in value) collect(value[key], known?.inner.get(key), numbers);
}

function collectValue(text: string, is: Known['is'], numbers: Set<string>): void {
  if (is === 'nobody' || text === '') return;
  if (is === 'number') numbers.add(numberOf(text));
  else if (text.startsWith('<')) for (const [run] of text.matchAll(DIGIT_RUNS)) addIfSsin(run, numbers);
  else if (mayBeSsin(text, text.charCodeAt(0))) addIfSsin(text, numbers);
}

const DIGITS = 11;
/** `01.01.01-001.01`, and with spaces around. */
const WRITTEN_CHARACTERS_MAX = 20;
/** In wildcard content, which is kept as text. */
const DIGIT_RUNS = /(?<![0-9])[0-9]{11}(?![0-9])/g;

/** Most texts are names, words and dates: those are told at once. */
function mayBeSsin({ length }: string, first: number): boolean {
  return length >= DIGITS && length <= WRITTEN_CHARACTERS_MAX && first <= NINE;
}

const NINE = 0x39;

function addIfSsin(text: string, numbers: Set<string>): void {
  const ssin = parseSsin(withoutSigns(text));
  if (ssin !== undefined) numbers.add(ssin);
}

/** A number of a person: the SSIN, however it is written; another one as it stands. */
function numberOf(text: string): string {
  return parseSsin(withoutSigns(text)) ?? text.trim();
}

function withoutSigns(text: string): string {
  return text.length === DIGITS ? text : text.replaceAll(/[\s./-]/g, '');
}

function isPlain(place: PersonPlace): place is string | NumberPlace {
  return typeof place === 'string' || ('number' in place && place.unless === undefined);
}

/** The numbers at a place, where the field beside each does not say that it is something else. */
function numbersOf({ number, unless }: NumberPlace, message: JsonValue): string[] {
  if (unless === undefined) return [];
  const [around, inner] = apart([number, unless.at]);
  const [at = '', condition = ''] = inner;
  return around(message).flatMap((container) => {
    const said = valuesAt(container, condition);
    if (said.length > 0 && said.every((value) => unless.is.some((other) => other === value))) return [];
    return valuesAt(container, at).flatMap((value) =>
      typeof value === 'string' || typeof value === 'number' ? [numberOf(String(value))] : [],
    );
  });
}

/** The parts of a message in which somebody is told by what is no number, and no number is given beside it. */
function identifiedBy({ identity, besides }: IdentityPlace, message: JsonValue): JsonValue[] {
  const [around, inner] = apart([...identity, ...(besides === undefined ? [] : [besides])]);
  const number = besides === undefined ? undefined : inner.at(-1);
  const signs = inner.slice(0, identity.length);
  return around(message).filter(
    (container) =>
      signs.some((pointer) => valuesAt(container, pointer).some(isSaid)) &&
      (number === undefined || !valuesAt(container, number).some(isSaid)),
  );
}

function isSaid(value: JsonValue): boolean {
  return value !== '' && value !== false;
}

/** Pointers taken apart into what they share, each item of a list on the way for itself, and the rest of each. */
function apart(pointers: readonly string[]): [around: (message: JsonValue) => JsonValue[], inner: string[]] {
  const steps = pointers.map(plainSteps);
  const [first = []] = steps;
  let shared = first.findIndex((step, index) => steps.some((other) => other[index] !== step));
  if (shared < 0) shared = first.length - 1;
  const outer = asPointer(first.slice(0, shared));
  return [(message) => valuesAt(message, outer).flatMap(itemsOf), steps.map((each) => asPointer(each.slice(shared)))];
}

function itemsOf(value: JsonValue): JsonValue[] {
  return Array.isArray(value) ? value.flatMap(itemsOf) : [value];
}

function asPointer(steps: readonly string[]): string {
  return steps.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
