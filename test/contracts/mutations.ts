import { type AnnotatedSchema, followed } from '../../src/flows/annotated-schema.ts';
import type { JsonValue } from '../../src/flows/codec/write.ts';
import { Dice, PayloadMaker } from './payloads.ts';

/** A payload with one thing changed, and which kind of thing. */
export interface Mutant {
  readonly kind: string;
  readonly value: JsonValue;
}

type JsonObject = { [key: string]: JsonValue | undefined };

/** A place in a payload that can be changed. */
interface Site {
  readonly schema: AnnotatedSchema;
  readonly value: JsonValue;
  /** Puts another value there; the payload is a copy already. */
  readonly replace: (value: JsonValue | undefined) => void;
}

/** Makes payloads that differ from a good one in one respect. Whether they are still good, validator and XSD must agree on. */
export class Mutator {
  private readonly root: AnnotatedSchema;
  private readonly maker: PayloadMaker;

  constructor(root: AnnotatedSchema) {
    this.root = root;
    this.maker = new PayloadMaker(root);
  }

  mutate(payload: JsonValue, seed: number): Mutant | undefined {
    const dice = new Dice(seed);
    const holder: { value: JsonValue } = { value: structuredClone(payload) };
    const sites: Site[] = [];
    this.collect(this.root, holder.value, (value) => (holder.value = value ?? ''), sites);
    for (let tries = 0; tries < 10; tries += 1) {
      const site = dice.pick(sites);
      const kind = this.change(site, dice);
      if (kind !== undefined) return { kind, value: holder.value };
    }
    return undefined;
  }

  private collect(schema: AnnotatedSchema, value: JsonValue, replace: Site['replace'], sites: Site[]): void {
    const target = followed(schema, (reference) => this.root.$defs?.[reference.slice('#/$defs/'.length)] ?? {});
    sites.push({ schema: { ...target, ...(schema.const !== undefined && { const: schema.const }) }, value, replace });
    if (Array.isArray(value)) {
      if (target.xml?.nodeType === 'none' && target.items?.type !== 'object') return;
      if (target.xml?.attribute === true) return;
      value.forEach((item, index) =>
        this.collect(target.items ?? {}, item, (other) => (value[index] = other ?? ''), sites),
      );
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        const property = target.properties?.[key];
        if (inner === undefined || property === undefined || property === false) continue;
        this.collect(property, inner, (other) => (value[key] = other), sites);
      }
    }
  }

  private change(site: Site, dice: Dice): string | undefined {
    const { schema, value } = site;
    if (Array.isArray(value)) return this.changeArray(schema, value, dice);
    if (typeof value === 'object' && value !== null) return this.changeObject(schema, value, dice);
    if (typeof value === 'number') return changeInteger(schema, value, site.replace, dice);
    if (typeof value === 'string' && schema.xml?.nodeType !== 'none')
      return changeText(schema, value, site.replace, dice);
    return undefined;
  }

  private changeArray(schema: AnnotatedSchema, value: JsonValue[], dice: Dice): string | undefined {
    const { minItems = 0, maxItems, items = {} } = schema;
    if (schema.xml?.nodeType === 'none') return undefined;
    if (minItems > 1 && dice.chance(50)) {
      value.length = minItems - 1;
      return 'too few items';
    }
    if (maxItems === undefined || maxItems > 100) return undefined;
    while (value.length <= maxItems) value.push(this.maker.value(items, dice, 8));
    return 'too many items';
  }

  private changeObject(schema: AnnotatedSchema, value: JsonObject, dice: Dice): string | undefined {
    const present = Object.keys(value);
    const absent = Object.keys(schema.properties ?? {}).filter((key) => !(key in value));
    switch (dice.roll(3)) {
      case 0: {
        if (present.length === 0) return undefined;
        // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- that is the mutation
        delete value[dice.pick(present)];
        return 'a field dropped';
      }
      case 1: {
        if (absent.length === 0) return undefined;
        const key = dice.pick(absent);
        const property = schema.properties?.[key];
        if (property === undefined || property === false) return undefined;
        value[key] = this.maker.value(property, dice, 8);
        return 'a field added';
      }
      default:
        if (Object.values(schema.properties ?? {}).some((one) => one !== false && one.xml?.nodeType === 'none'))
          return undefined;
        value.unforeseen = 'x';
        return 'an unknown field added';
    }
  }
}

function changeInteger(
  schema: AnnotatedSchema,
  value: number,
  replace: Site['replace'],
  dice: Dice,
): string | undefined {
  const { minimum, maximum } = schema;
  const options: [string, number][] = [
    ['a fraction', value + 0.5],
    ['another integer', dice.roll(100_000) - 50_000],
    ...(maximum === undefined ? [] : [['over the maximum', maximum + 1] as [string, number]]),
    ...(minimum === undefined ? [] : [['under the minimum', minimum - 1] as [string, number]]),
  ];
  const [kind, other] = dice.pick(options);
  replace(other);
  return kind;
}

/** Texts that look right at first sight, by the format that they break or bend. */
const NEARLY: Readonly<Record<string, readonly string[]>> = {
  'xsd-date': [
    '2020-02-30',
    '2020-2-03',
    '2020-02-29',
    '2021-02-29',
    '2020-13-01',
    '2020-02-03Z',
    '2020-02-03+14:30',
    '0000-01-01',
    '12020-01-01',
    '2020-02-03T00:00:00',
  ],
  'xsd-dateTime': [
    '2020-02-03',
    '2020-02-03T24:00:00',
    '2020-02-03T24:00:01',
    '2020-02-03T10:60:00',
    '2020-02-03T10:11:12.5Z',
    '2020-02-30T10:11:12',
    '2020-02-03T10:11:12+15:00',
  ],
  'xsd-time': ['24:00:00', '10:11', '10:11:60', '10:11:12.25', '10:11:12+02:00'],
  'xsd-gYear': ['20', '02020', '2020Z', '12020', '-2020'],
  'xsd-gYearMonth': ['2020-13', '2020-1', '2020-12Z', '2020'],
  'xsd-integer': [
    '1.0',
    '1e3',
    '+5',
    '-5',
    '00012',
    '99999999999999999999',
    '9223372036854775807',
    '9223372036854775808',
    '-9223372036854775809',
    '18446744073709551616',
    '',
  ],
  'xsd-decimal': ['1,5', '.5', '5.', '+1.50', '-0.01', '1e3', '123456789.123', '0.999', '99999999999999', 'INF', ''],
  'xsd-double': ['INF', '-INF', 'NaN', '1e3', '1E+400', 'inf', '.5'],
  'xsd-base64Binary': ['QQ==', 'QQ=', 'Q===', 'Q Q = =', '****', ''],
};

function changeText(schema: AnnotatedSchema, value: string, replace: Site['replace'], dice: Dice): string | undefined {
  const { minLength, maxLength, format, enum: values, pattern } = schema;
  const nearly = format === undefined ? undefined : NEARLY[format];
  const options: [string, string][] = [
    ['one character more', `${value}${dice.pick(['0', 'x', 'é', '-'])}`],
    ...(values === undefined
      ? []
      : [['not in the list', `${value}X`] as [string, string], ['another case', swapped(value)] as [string, string]]),
    ...(maxLength === undefined ? [] : [['too long', value.padEnd(maxLength + 1, 'x')] as [string, string]]),
    ...(minLength === undefined || minLength === 0
      ? []
      : [['too short', value.slice(0, minLength - 1)] as [string, string]]),
    ...(nearly === undefined ? [] : [[`nearly ${format ?? ''}`, dice.pick(nearly)] as [string, string]]),
    ...(pattern === undefined || value === ''
      ? []
      : [['one character other', replaced(value, dice)] as [string, string]]),
    ['empty', ''],
  ];
  const [kind, other] = dice.pick(options);
  if (other === value || other.length > 2000) return undefined;
  replace(other);
  return kind;
}

function swapped(text: string): string {
  return text === text.toLowerCase() ? text.toUpperCase() : text.toLowerCase();
}

function replaced(text: string, dice: Dice): string {
  const at = dice.roll(text.length);
  return text.slice(0, at) + dice.pick(['0', '9', 'x', 'Q', '-', '.', '٣']) + text.slice(at + 1);
}
