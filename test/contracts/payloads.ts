import fc from 'fast-check';
import { type AnnotatedSchema, besideNil, type TextFacets } from '../../src/flows/annotated-schema.ts';
import type { JsonValue } from '../../src/flows/codec/write.ts';
import { facetDefect, lexicalFormat, type XsdFormat } from '../../src/flows/xsd-values.ts';

/** A source of choices that one seed determines. */
export class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = (seed ^ 0x9e3779b9) >>> 0;
  }

  /** A whole number from 0 to `sides - 1` (mulberry32). */
  roll(sides: number): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  }

  chance(percent: number): boolean {
    return this.roll(100) < percent;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.roll(items.length)];
    if (item === undefined && items.length === 0) throw new Error('nothing to pick from');
    return item as Item;
  }
}

type JsonObject = { [key: string]: JsonValue | undefined };

/** More properties than this are only made where they must be: some replies have two hundred groups of their own. */
const OPTIONAL_PROPERTIES_MAX = 60;
const DEPTH_MAX = 14;

/** Makes payloads that match a self-contained schema, from seeds. */
export class PayloadMaker {
  private readonly defs: Readonly<Record<string, AnnotatedSchema>>;
  private readonly root: AnnotatedSchema;
  private made = 0;

  constructor(root: AnnotatedSchema) {
    this.root = root;
    this.defs = root.$defs ?? {};
  }

  make(seed: number): JsonValue {
    this.made = 0;
    return this.value(this.root, new Dice(seed), 0);
  }

  follow(schema: AnnotatedSchema): AnnotatedSchema {
    return schema.$ref === undefined ? schema : this.follow(this.defs[schema.$ref.slice('#/$defs/'.length)] ?? {});
  }

  value(schema: AnnotatedSchema, dice: Dice, depth: number): JsonValue {
    if (schema.const !== undefined) return schema.const;
    const nil = besideNil(schema);
    if (nil !== undefined) return dice.chance(20) ? null : this.value(nil, dice, depth);
    const target = this.follow(schema);
    if (besideNil(target) !== undefined) return this.value(target, dice, depth);
    if (target.const !== undefined) return target.const;
    switch (target.type) {
      case 'object':
        return this.object(target, dice, depth);
      case 'array':
        return this.array(target, dice, depth);
      case 'boolean':
        return dice.chance(50);
      case 'integer':
        return integer(target, dice);
      default:
        return text(target, dice);
    }
  }

  private array(schema: AnnotatedSchema, dice: Dice, depth: number): JsonValue[] {
    const { minItems = 1, maxItems = Infinity, items = {} } = schema;
    const wildcard = schema.xml?.nodeType === 'none' && this.follow(items).type !== 'object';
    if (schema.xml?.attribute === true && schema.xml.nodeType === 'none') return wildcardAttributes(schema, dice);
    const count = Math.min(maxItems, minItems + (dice.chance(30) ? dice.roll(3) : 0));
    return Array.from({ length: count }, () =>
      wildcard ? wildcardXml(schema, dice) : this.value(items, dice, depth + 1),
    );
  }

  /** Chooses one branch of each statement first: what it forbids stays away, what it requires must come, with the values it is about. */
  private object(schema: AnnotatedSchema, dice: Dice, depth: number): JsonObject {
    const required = new Set(schema.required);
    const forbidden = new Set<string>();
    const narrowed = new Map<string, AnnotatedSchema>();
    for (const statement of statementsOf(schema)) {
      const branches = statement.oneOf ?? statement.anyOf ?? [];
      const branch = branches.length === 0 ? {} : dice.pick(branches);
      for (const key of branch.required ?? []) required.add(key);
      for (const [key, property] of Object.entries(branch.properties ?? {})) {
        if (property === false) forbidden.add(key);
        else narrowed.set(key, property);
      }
    }
    const object: JsonObject = {};
    for (const [key, property] of Object.entries(schema.properties ?? {})) {
      if (property === false || forbidden.has(key)) continue;
      const wanted = this.made < OPTIONAL_PROPERTIES_MAX && depth < DEPTH_MAX && dice.chance(40);
      if (!required.has(key) && !wanted) continue;
      this.made += 1;
      object[key] = this.value({ ...property, ...narrowed.get(key) }, dice, depth + 1);
    }
    // A turn of a repeated group is never empty.
    const [first] = Object.entries(schema.properties ?? {});
    if (
      schema.minProperties !== undefined &&
      Object.keys(object).length === 0 &&
      first !== undefined &&
      first[1] !== false
    )
      object[first[0]] = this.value(first[1], dice, depth + 1);
    return object;
  }
}

/** The statements about which properties go together. */
function statementsOf(schema: AnnotatedSchema): AnnotatedSchema[] {
  if (schema.type !== 'object') return [];
  return schema.oneOf !== undefined || schema.anyOf !== undefined ? [schema] : [...(schema.allOf ?? [])];
}

function integer({ minimum, maximum, enum: values }: AnnotatedSchema, dice: Dice): number {
  if (values !== undefined) return Number(dice.pick(values));
  const low = minimum ?? -1000;
  const high = maximum ?? Math.max(low, 1000) + 1000;
  if (dice.chance(20)) return dice.pick([low, high]);
  return low + dice.roll(Math.min(high - low + 1, 2 ** 31));
}

function text(schema: AnnotatedSchema, dice: Dice): string {
  if (schema.xml?.nodeType === 'none') return `text ${dice.roll(100)} &amp; more`;
  if (schema.enum !== undefined) return String(dice.pick(schema.enum));
  if (schema.anyOf !== undefined) return ofUnion(schema, schema.anyOf, dice);
  const facets = schema['x-facets'] ?? {};
  if (schema.pattern !== undefined) return dice.pick(examples(schema));
  switch (schema.format) {
    case 'xsd-integer':
      return number(facets, dice, 0);
    case 'xsd-decimal':
    case 'xsd-double':
      return number(facets, dice, facets.fractionDigits ?? 2);
    case 'xsd-date':
      return bounded(facets, dice, date);
    case 'xsd-dateTime':
      return `${bounded(facets, dice, (one) => date(one, 1))}T${time(dice)}${zone(dice)}`;
    case 'xsd-time':
      return `${time(dice)}${zone(dice)}`;
    case 'xsd-gYear':
      return `${1900 + dice.roll(200)}`;
    case 'xsd-gYearMonth':
      return bounded(facets, dice, (one) => date(one, 1).slice(0, 7));
    case 'xsd-base64Binary':
      return octets(facets, dice);
    default:
      return words(schema, dice);
  }
}

/** A text of one of the forms that keeps the union's own pattern. */
function ofUnion({ pattern = '' }: AnnotatedSchema, forms: readonly AnnotatedSchema[], dice: Dice): string {
  for (;;) {
    const made = text(dice.pick(forms), dice);
    if (new RegExp(pattern, 'u').test(made)) return made;
  }
}

/** Texts that match the pattern and the lengths, and are in collapsed form where that is asked for. */
function examples(schema: AnnotatedSchema): readonly string[] {
  const patterns = [schema.pattern ?? '', ...(schema.allOf ?? []).flatMap(({ pattern }) => pattern ?? [])];
  const key = JSON.stringify([patterns, schema.minLength, schema.maxLength, schema['x-facets'], schema['x-collapse']]);
  let found = EXAMPLES.get(key);
  if (found === undefined) {
    const source = simplified(patterns[patterns.length - 1] ?? '');
    const made = source.includes('(?=')
      ? DURATIONS
      : fc.sample(fc.stringMatching(new RegExp(source)), { numRuns: 300, seed: 7 });
    found = made.filter((text) => fits(text, schema, patterns));
    if (found.length === 0) throw new Error(`no example found for ${key}`);
    EXAMPLES.set(key, found);
  }
  return found;
}
/** The one pattern that looks ahead, which fast-check cannot. */
const DURATIONS = ['P1Y', 'PT5M', '-P1DT2H', 'P1Y2M3DT4H5M6.7S'];
const EXAMPLES = new Map<string, readonly string[]>();

/** fast-check makes strings for plain ASCII expressions: the Unicode parts become some of what they stand for. */
function simplified(pattern: string): string {
  return pattern
    .replaceAll('[^\\n\\r]', '[ -~]')
    .replaceAll('[\\p{L}\\p{N}\\t\\n\\r \\-]', '[A-Za-z0-9 \\-]')
    .replace(/\\u\{[0-9a-f]+\}(?:-\\u\{[0-9a-f]+\})?/g, '')
    .replaceAll('\\p{N}', '[0-9]')
    .replaceAll('\\p{L}', '[A-Za-z]');
}

function fits(text: string, schema: AnnotatedSchema, patterns: readonly string[]): boolean {
  const { minLength = 0, maxLength = Infinity } = schema;
  const facets = schema['x-facets'] ?? {};
  const within =
    schema.format === undefined ||
    (lexicalFormat(schema.format as XsdFormat)(text) && facetDefect(text, facets, schema.format) === undefined);
  return (
    text.length >= minLength &&
    text.length <= maxLength &&
    within &&
    (schema['x-collapse'] !== true || text === text.replace(/ +/g, ' ').trim()) &&
    patterns.every((pattern) => new RegExp(pattern, 'u').test(text))
  );
}

function number(facets: TextFacets, dice: Dice, fraction: number): string {
  if (facets.values !== undefined) return dice.pick(facets.values);
  const low = Number(facets.minInclusive ?? facets.minExclusive ?? -1000);
  const high = Number(facets.maxInclusive ?? facets.maxExclusive ?? Math.max(low, 1000) + 1000);
  const digits = Math.min(facets.totalDigits ?? 9, 9);
  const scale = 10 ** Math.max(0, Math.min(fraction, digits - 1));
  const limit = Math.floor(10 ** digits / scale) - 1;
  const from = Math.max(Math.ceil(low), -limit) + (facets.minExclusive === undefined ? 0 : 1);
  const to = Math.min(Math.floor(high), limit) - (facets.maxExclusive === undefined ? 0 : 1);
  const whole = from + dice.roll(Math.max(1, Math.min(to - from + 1, 2 ** 31)));
  if (scale === 1 || whole === to || whole < 0 || dice.chance(30)) return String(whole);
  return `${whole}.${String(dice.roll(scale)).padStart(String(scale).length - 1, '0')}`;
}

/** The form of a value, at its lowest bound now and then. */
function bounded(facets: TextFacets, dice: Dice, form: (dice: Dice) => string): string {
  const bound = facets.minInclusive ?? facets.maxInclusive;
  if (bound !== undefined && dice.chance(20)) return bound;
  for (;;) {
    const value = form(dice);
    if (value >= (facets.minInclusive ?? '') && value <= (facets.maxInclusive ?? '~')) return value;
  }
}

function date(dice: Dice, without = 0): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${1900 + dice.roll(200)}-${two(1 + dice.roll(12))}-${two(1 + dice.roll(28))}`;
  return without === 1 ? day : `${day}${zone(dice)}`;
}

function time(dice: Dice): string {
  const two = (sides: number): string => String(dice.roll(sides)).padStart(2, '0');
  return `${two(24)}:${two(60)}:${two(60)}${dice.chance(30) ? `.${dice.roll(1000)}` : ''}`;
}

function zone(dice: Dice): string {
  return dice.pick(['', '', 'Z', '+02:00', '-05:30']);
}

function octets({ octetsMin = 0, octetsMax = Infinity }: TextFacets, dice: Dice): string {
  const length = Math.max(octetsMin, Math.min(octetsMax, 12 + dice.roll(4)));
  return Buffer.alloc(length, `some octets ${dice.roll(1000)}`).toString('base64');
}

const CHARACTERS = Array.from('abcXYZ019 éßΩ<>&"\'-_/漢');

function words({ minLength = 0, maxLength = Infinity, 'x-collapse': collapse }: AnnotatedSchema, dice: Dice): string {
  const length =
    dice.chance(10) && maxLength < 500 ? maxLength : Math.max(minLength, Math.min(maxLength, dice.roll(12)));
  const made = Array.from({ length }, () => dice.pick(CHARACTERS)).join('');
  return collapse === true ? made.replaceAll(' ', 'x') : made;
}

function wildcardXml(schema: AnnotatedSchema, dice: Dice): string {
  const namespace = wildcardNamespace(schema);
  const declaration = namespace === '' ? '' : ` xmlns="${namespace}"`;
  return `<extra${declaration}>${dice.roll(100)}</extra>`;
}

function wildcardAttributes(schema: AnnotatedSchema, dice: Dice): JsonValue[] {
  const namespace = wildcardNamespace(schema);
  return [{ ...(namespace !== '' && { namespace }), name: 'extra', value: String(dice.roll(100)) }];
}

function wildcardNamespace({ 'x-namespaces': namespaces }: AnnotatedSchema): string {
  return namespaces !== undefined && 'oneOf' in namespaces ? (namespaces.oneOf[0] ?? '') : 'urn:example:extra';
}
