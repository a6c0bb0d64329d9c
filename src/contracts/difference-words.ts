import { type AnnotatedSchema, followed } from '../flows/annotated-schema.ts';
import type { TranslatedContract } from './contract-roots.ts';
import { nameOfClark } from './translation.ts';

/** Collects the sentences about two translated contracts. A pair of types that many places share is compared once. */
export class DifferenceWords {
  readonly sentences: string[] = [];

  private readonly before: TranslatedContract;
  private readonly after: TranslatedContract;
  private readonly compared = new Set<string>();

  constructor(before: TranslatedContract, after: TranslatedContract) {
    this.before = before;
    this.after = after;
  }

  compareRoots(before: string, after: string): void {
    const older = this.before.roots.get(before);
    const newer = this.after.roots.get(after);
    if (older === undefined || newer === undefined) return;
    this.namespaces(older, newer, `The ${after}`);
    this.compare(older, newer, after);
  }

  /** @param where what the values are called in sentences; a named type goes by its own name. */
  private compare(older: AnnotatedSchema, newer: AnnotatedSchema, where: string): void {
    const names = `${older.$ref ?? ''} ${newer.$ref ?? ''}`;
    if (older.$ref !== undefined && newer.$ref !== undefined) {
      if (this.compared.has(names)) return;
      this.compared.add(names);
    }
    const name = newer.$ref === undefined ? where : nameOfClark(newer.$ref).local;
    const from = this.follow(older, this.before);
    const to = this.follow(newer, this.after);
    if (from.type === 'object' && to.type === 'object') this.objects(from, to, name);
    else if (kindOf(from) !== kindOf(to)) this.say(`${name} is now ${kindOf(to)}; before: ${kindOf(from)}.`);
    else this.values(from, to, name);
    if (older.const !== newer.const) this.say(`${where} has now ${fixedText(newer)}; before: ${fixedText(older)}.`);
    if (older.default !== newer.default)
      this.say(`${where} has now ${defaultText(newer)}; before: ${defaultText(older)}.`);
  }

  private objects(older: AnnotatedSchema, newer: AnnotatedSchema, where: string): void {
    const from = propertiesOf(older);
    const to = propertiesOf(newer);
    const renamed = renames(from, to);
    for (const [key, property] of to) {
      const old = renamed.get(key);
      const before = from.get(old ?? key);
      if (before === undefined) this.say(`${describe(key, property)} is new in ${where}: ${occurs(newer, key)}.`);
      else {
        if (old !== undefined) this.say(`${describe(old, before)} of ${where} is now called ${key}.`);
        this.properties({ key: old ?? key, of: older, one: before }, { key, of: newer, one: property }, where);
      }
    }
    for (const [key, property] of from) {
      const gone = !to.has(key) && ![...renamed.values()].includes(key);
      if (gone) this.say(`${describe(key, property)} is gone from ${where}.`);
    }
    this.order([...from.keys()], [...to.keys()], where);
    const [together, before] = [statementText(newer), statementText(older)];
    if (together !== before) this.say(`What goes together in ${where} is now: ${together}; before: ${before}.`);
  }

  private properties(older: PropertyUse, newer: PropertyUse, where: string): void {
    const { key } = newer;
    const what = describe(key, newer.one);
    const [before, now] = [occurs(older.of, older.key), occurs(newer.of, key)];
    if (before !== now) this.say(`${what} of ${where} is now ${now}; before: ${before}.`);
    if (describe(key, older.one) !== what) this.say(`${key} of ${where} is now an ${placeOf(newer.one)}.`);
    const [from, to] = [itemOf(older.one), itemOf(newer.one)];
    this.namespaces(from, to, `${what} of ${where}`);
    this.compare(from, to, `${where}/${key}`);
  }

  private order(from: readonly string[], to: readonly string[], where: string): void {
    const before = from.filter((key) => to.includes(key));
    const now = to.filter((key) => from.includes(key));
    if (before.join() !== now.join()) this.say(`The order in ${where} is now: ${now.join(', ')}.`);
  }

  /** One sentence for a namespace that everything moves from; single elements only where they become (un)qualified. */
  private namespaces(older: AnnotatedSchema, newer: AnnotatedSchema, what: string): void {
    const from = older.xml?.namespace;
    const to = newer.xml?.namespace;
    if (from === to) return;
    if (from !== undefined && to !== undefined) this.say(`What was in the namespace ${from} is now in ${to}.`);
    else this.say(`${what} is now in ${to ?? 'no namespace'}; before: ${from ?? 'in none'}.`);
  }

  private values(older: AnnotatedSchema, newer: AnnotatedSchema, where: string): void {
    const [from, to] = [listed(older), listed(newer)];
    if (from !== undefined && to !== undefined) {
      for (const value of to.filter((one) => !from.includes(one))) this.say(`${where} may now be ${value}.`);
      for (const value of from.filter((one) => !to.includes(one))) this.say(`${where} may no longer be ${value}.`);
    } else if (to !== undefined) this.say(`${where} is now limited to: ${to.join(', ')}.`);
    else if (from !== undefined) this.say(`${where} is no longer limited to: ${from.join(', ')}.`);
    for (const [label, read] of FACETS) {
      const [before, now] = [read(older), read(newer)];
      if (before !== now)
        this.say(`The ${label} of ${where} is now ${now ?? 'not given'}; before: ${before ?? 'not given'}.`);
    }
  }

  private follow(schema: AnnotatedSchema, { types }: TranslatedContract): AnnotatedSchema {
    return followed(schema, (reference) => types.get(reference) ?? {});
  }

  private say(sentence: string): void {
    const capital = sentence.replace(/^./, (first) => first.toUpperCase());
    if (!this.sentences.includes(capital)) this.sentences.push(capital);
  }
}

interface PropertyUse {
  readonly key: string;
  readonly of: AnnotatedSchema;
  readonly one: AnnotatedSchema;
}

type Facet = number | string | undefined;

const FACETS: readonly (readonly [string, (schema: AnnotatedSchema) => Facet])[] = [
  ['shortest length', ({ minLength }) => minLength],
  ['longest length', ({ maxLength }) => maxLength],
  ['smallest value', (schema) => schema.minimum ?? schema['x-facets']?.minInclusive],
  ['largest value', (schema) => schema.maximum ?? schema['x-facets']?.maxInclusive],
  ['lower bound (excluded)', (schema) => schema['x-facets']?.minExclusive],
  ['upper bound (excluded)', (schema) => schema['x-facets']?.maxExclusive],
  ['number of digits', (schema) => schema['x-facets']?.totalDigits],
  ['number of digits after the point', (schema) => schema['x-facets']?.fractionDigits],
  [
    'pattern',
    (schema) =>
      [schema.pattern, ...(schema.allOf ?? []).map(({ pattern }) => pattern)].filter(Boolean).join(' and ') ||
      undefined,
  ],
  ['treatment of white space', (schema) => (schema['x-collapse'] === true ? 'collapsed' : 'kept')],
];

function propertiesOf(schema: AnnotatedSchema): Map<string, AnnotatedSchema> {
  const entries = Object.entries(schema.properties ?? {});
  return new Map(entries.filter((entry): entry is [string, AnnotatedSchema] => entry[1] !== false));
}

function itemOf(property: AnnotatedSchema): AnnotatedSchema {
  return property.type === 'array' ? (property.items ?? {}) : property;
}

/** New keys that stand, with the same schema, exactly where an old one is missing. */
function renames(
  from: ReadonlyMap<string, AnnotatedSchema>,
  to: ReadonlyMap<string, AnnotatedSchema>,
): Map<string, string> {
  const neighbour = (keys: readonly string[], key: string, other: ReadonlyMap<string, unknown>): string =>
    keys.slice(0, keys.indexOf(key)).findLast((one) => other.has(one)) ?? '';
  const found = new Map<string, string>();
  for (const [key, property] of to) {
    if (from.has(key)) continue;
    for (const [old, before] of from) {
      const free = !to.has(old) && ![...found.values()].includes(old);
      const same = free && signature(before) === signature(property);
      if (same && neighbour([...to.keys()], key, from) === neighbour([...from.keys()], old, to)) {
        found.set(key, old);
        break;
      }
    }
  }
  return found;
}

/** A schema without what changes with every version: namespaces. */
function signature(schema: AnnotatedSchema): string {
  return JSON.stringify(schema, (key, value: unknown) => {
    if (key === 'namespace') return undefined;
    return key === '$ref' && typeof value === 'string' ? nameOfClark(value).local : value;
  });
}

function describe(key: string, property: AnnotatedSchema): string {
  const place = placeOf(property);
  return place === 'text' ? 'the text' : `the ${place} ${itemOf(property).xml?.name ?? key}`;
}

function placeOf(property: AnnotatedSchema): 'attribute' | 'text' | 'element' {
  const { attribute, nodeType } = itemOf(property).xml ?? {};
  if (attribute === true) return 'attribute';
  return nodeType === 'text' ? 'text' : 'element';
}

/** How often a property occurs, as its object says. */
function occurs(object: AnnotatedSchema, key: string): string {
  const property = propertiesOf(object).get(key);
  const required = object.required?.includes(key) === true;
  if (property?.type !== 'array') return required ? 'required' : 'optional';
  const { minItems = 0, maxItems } = property;
  const most = maxItems === undefined ? 'any number of times' : `at most ${maxItems} times`;
  if (!required) return `optional, ${most}`;
  return maxItems === minItems
    ? `exactly ${minItems} times`
    : `${minItems > 1 ? `at least ${minItems} times` : 'at least once'}, ${most}`;
}

function listed(schema: AnnotatedSchema): string[] | undefined {
  return (schema.enum ?? schema['x-facets']?.values)?.map(String);
}

function kindOf(schema: AnnotatedSchema): string {
  if (schema.type === 'object') return 'a structure';
  if (schema.type === 'integer') return 'an integer';
  if (schema.type === 'boolean') return 'a boolean';
  return schema.format === undefined ? 'a text' : `a text of the form ${schema.format}`;
}

function fixedText({ const: value }: AnnotatedSchema): string {
  return value === undefined ? 'no fixed value' : `the fixed value ${String(value)}`;
}

function defaultText({ default: value }: AnnotatedSchema): string {
  return value === undefined ? 'no default' : `the default ${String(value)}`;
}

/** `cbeNumber | sector + institution`, or that there is no such rule. */
function statementText(schema: AnnotatedSchema): string {
  const statements = (schema.oneOf ?? schema.anyOf) ? [schema] : (schema.allOf ?? []);
  const texts = statements.map((statement) =>
    (statement.oneOf ?? statement.anyOf ?? [])
      .map((branch) => {
        const names = branch.required ?? [];
        const others = Object.keys(branch.properties ?? {});
        return names.length > 0 ? names.join(' + ') : `without ${others.join(' and ')}`;
      })
      .join(' | '),
  );
  return texts.length === 0 ? 'no rule' : texts.join('; ');
}
