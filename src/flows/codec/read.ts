import { atOnce, type Steps } from '../../domain/in-turns.ts';
import { pointerOf } from '../../domain/problems/field-problem.ts';
import { canonicalise } from '../../xml/canonical.ts';
import { escapeText } from '../../xml/characters.ts';
import { NS } from '../../xml/names.ts';
import { textOf, type XmlElement } from '../../xml/tree.ts';
import { isLetThrough } from '../annotated-schema.ts';
import type {
  ComplexShape,
  ContentShape,
  ElementShape,
  LeafShape,
  RootShape,
  TurnsShape,
  WildcardShape,
} from './shape.ts';
import type { JsonValue } from './write.ts';

/**
 * Something in a reply that the schema does not foresee. Kept and reported, never fatal: a new release of BCSS must not
 * silence an answer.
 */
export interface Deviation {
  readonly pointer: string;
  readonly kind:
    | 'unknown-element'
    | 'unknown-attribute'
    | 'unexpected-text'
    | 'missing-element'
    | 'missing-attribute'
    | 'value-form';
  /** Name of the element or attribute, in Clark notation. */
  readonly name: string;
  /** The unknown element itself, canonical. */
  readonly xml?: string;
}

/** A reply read into JSON. */
export interface ReadResult {
  readonly value: JsonValue;
  readonly deviations: readonly Deviation[];
}

/** A document that cannot be read as this flow's message at all. The message never carries content. */
export class ReadRefused extends Error {
  readonly defect: 'other-root' | 'repeated-element';

  constructor(defect: 'other-root' | 'repeated-element', pointer: string) {
    super(`reply refused: ${defect} at ${pointer === '' ? '/' : pointer}`);
    this.name = 'ReadRefused';
    this.defect = defect;
  }
}

/** Reads an element of a flow into JSON. */
export type ElementReader = (element: XmlElement) => ReadResult;

/** The same as work that can be put down. */
export type ElementReading = (element: XmlElement) => Steps<ReadResult>;

const BOTH_SPACES = /^[\t\n\r ]*$/;

/**
 * Compiles a shape into a reader. It matches by namespace and name, in any order; an element that the contract allows once and
 * that stands twice makes the whole reply refused, since nobody could say which of the two is meant.
 */
export function compileReader(root: RootShape): ElementReader {
  const reading = compileReading(root);
  return (element) => atOnce(reading(element));
}

/**
 * {@link compileReader} for messages that may be long.
 *
 * @param items `each-alone`: of a list that the message consists of, an item that would make the whole message refused is null instead
 */
export function compileReading(root: RootShape, items: 'together' | 'each-alone' = 'together'): ElementReading {
  const tables = new Map<ComplexShape, Table>();
  const table = (shape: ComplexShape): Table => {
    let found = tables.get(shape);
    if (found === undefined) tables.set(shape, (found = new Table(shape, table)));
    return found;
  };
  return function* (element) {
    const deviations: Deviation[] = [];
    if (element.local !== root.local || element.namespace !== root.namespace) {
      if (!root.guessed) throw new ReadRefused('other-root', '');
      deviations.push({ pointer: '', kind: 'unknown-element', name: `{${element.namespace}}${element.local}` });
    }
    const reading = new Reading(table, deviations, items === 'each-alone');
    const value = (yield* reading.content(element, root.content(), [])) ?? '';
    return { value, deviations };
  };
}

/** Children that are read between two pauses: about a millisecond. */
const CHILDREN_AT_ONCE = 1_000;

/** Beyond these nobody looks at another one; a reply of one unknown element a hundred thousand times is possible. */
const DEVIATIONS_MAX = 500;

/** Look-up by qualified name for one complex type. */
class Table {
  readonly shape: ComplexShape;
  readonly elements: ReadonlyMap<string, ElementShape>;
  /** The repeated group that an element belongs to, by the element's name. */
  readonly turns: ReadonlyMap<string, TurnsShape>;
  /** What takes elements without a name of their own: a wildcard, or a repeated group with one in it. */
  readonly open: readonly (WildcardShape | TurnsShape)[];
  /** Where a property stands, by its key. */
  readonly positions: ReadonlyMap<string, number>;
  readonly attributes: ReadonlyMap<string, ComplexShape['attributes'][number]>;

  constructor(shape: ComplexShape, tableOf: (shape: ComplexShape) => Table) {
    this.shape = shape;
    const elements = shape.members.filter((member) => member.kind === 'element');
    const groups = shape.members.filter((member) => member.kind === 'turns');
    this.elements = new Map(elements.map((element) => [`{${element.namespace}}${element.local}`, element]));
    this.turns = new Map(
      groups.flatMap((group) =>
        tableOf(group.turn())
          .names()
          .map((name) => [name, group] as const),
      ),
    );
    this.open = shape.members.filter(
      (member) => member.kind === 'wildcard' || (member.kind === 'turns' && tableOf(member.turn()).open.length > 0),
    ) as (WildcardShape | TurnsShape)[];
    this.positions = new Map(shape.members.map(({ key }, index) => [key, index]));
    this.attributes = new Map(shape.attributes.map((one) => [`{${one.namespace}}${one.local}`, one]));
  }

  /** Names of all elements that have a place here. */
  names(): string[] {
    return [...this.elements.keys(), ...this.turns.keys()];
  }
}

type Path = readonly (string | number)[];

class Reading {
  private readonly table: (shape: ComplexShape) => Table;
  private readonly deviations: Deviation[];
  private readonly eachAlone: boolean;
  private children = 0;

  constructor(table: (shape: ComplexShape) => Table, deviations: Deviation[], eachAlone: boolean) {
    this.table = table;
    this.deviations = deviations;
    this.eachAlone = eachAlone;
  }

  *content(element: XmlElement, shape: ContentShape, path: Path): Steps<JsonValue | undefined> {
    return shape.kind === 'complex' ? yield* this.complex(element, shape, path) : this.simple(element, shape, path);
  }

  private simple(element: XmlElement, shape: LeafShape, path: Path): JsonValue | undefined {
    this.onlyText(element, path);
    return this.leaf(textOf(element), shape, element, path);
  }

  private *complex(element: XmlElement, shape: ComplexShape, path: Path): Steps<JsonValue> {
    const table = this.table(shape);
    const object: { [key: string]: JsonValue } = {};
    this.attributes(element, table, object, path);
    if (shape.text !== undefined) {
      const text = this.leaf(textOf(element), shape.text.leaf, element, path);
      if (text !== undefined) object[shape.text.key] = text;
    }
    if (shape.mixed !== undefined) object[shape.mixed] = mixedContent(element);
    else yield* this.elements(element, table, object, path);
    return object;
  }

  private attributes(element: XmlElement, table: Table, object: { [key: string]: JsonValue }, path: Path): void {
    for (const attribute of element.attributes) {
      const name = `{${attribute.namespace}}${attribute.local}`;
      const shape = table.attributes.get(name);
      if (shape !== undefined) {
        const value = this.leaf(attribute.value, shape.leaf, element, path);
        if (value !== undefined) object[shape.key] = value;
      }
      // xsi:schemaLocation and the like describe the document, not the message; nothing is ever fetched from there.
      else if (attribute.namespace === NS.xsi) continue;
      else if (table.shape.anyAttribute === undefined) this.report('unknown-attribute', path, name, attribute.value);
      else wildcardAttribute(attribute, table.shape.anyAttribute, object);
    }
    for (const shape of table.shape.attributes) {
      if (shape.required && !(shape.key in object)) this.report('missing-attribute', path, shape.local);
    }
  }

  private *elements(element: XmlElement, table: Table, object: { [key: string]: JsonValue }, path: Path): Steps<void> {
    const { shape } = table;
    for (const child of element.children) {
      this.children += 1;
      if (this.children % CHILDREN_AT_ONCE === 0) yield;
      if (typeof child === 'string') {
        if (shape.text === undefined && !BOTH_SPACES.test(child)) this.report('unexpected-text', path, element.local);
        continue;
      }
      const known = table.elements.get(`{${child.namespace}}${child.local}`);
      yield* known === undefined ? this.unnamed(child, table, object, path) : this.known(child, known, object, path);
    }
    this.missing(shape, object, path);
  }

  /** What stands in a repeated group, or nowhere. */
  private unnamed(child: XmlElement, table: Table, object: { [key: string]: JsonValue }, path: Path): Steps<void> {
    const turns = table.turns.get(`{${child.namespace}}${child.local}`);
    return turns === undefined ? this.unknown(child, table, object, path) : this.turn(child, turns, object, path);
  }

  private missing(shape: ComplexShape, object: { [key: string]: JsonValue }, path: Path): void {
    for (const member of shape.members) {
      if (member.kind === 'element' && member.required && !(member.key in object))
        this.report('missing-element', path, member.local);
      if (member.kind !== 'turns') continue;
      const turns = (object[member.key] ?? []) as { [key: string]: JsonValue }[];
      for (const [index, turn] of turns.entries()) this.missing(member.turn(), turn, [...path, member.key, index]);
    }
  }

  /** An element of a repeated group goes into the last turn while that has room for it, and begins the next one otherwise. */
  private *turn(child: XmlElement, group: TurnsShape, object: { [key: string]: JsonValue }, path: Path): Steps<void> {
    const list = (object[group.key] ??= []) as { [key: string]: JsonValue }[];
    const table = this.table(group.turn());
    let turn = list.at(-1);
    if (turn === undefined || !hasRoom(turn, child, table, group)) list.push((turn = {}));
    const inside = [...path, group.key, list.length - 1];
    const known = table.elements.get(`{${child.namespace}}${child.local}`);
    yield* known === undefined ? this.unnamed(child, table, turn, inside) : this.known(child, known, turn, inside);
  }

  private *known(
    child: XmlElement,
    shape: ElementShape,
    object: { [key: string]: JsonValue },
    path: Path,
  ): Steps<void> {
    if (!shape.repeated) {
      if (shape.key in object) throw new ReadRefused('repeated-element', pointerOf([...path, shape.key]));
      const value = yield* this.value(child, shape, [...path, shape.key]);
      if (value !== undefined) object[shape.key] = value;
      return;
    }
    const list = (object[shape.key] ??= []) as JsonValue[];
    const place = [...path, shape.key, list.length];
    const value = yield* this.eachAlone && path.length === 0
      ? this.alone(child, shape, place)
      : this.value(child, shape, place);
    if (value !== undefined) list.push(value);
  }

  private *alone(child: XmlElement, shape: ElementShape, path: Path): Steps<JsonValue | undefined> {
    try {
      return yield* this.value(child, shape, path);
    } catch (error) {
      if (error instanceof ReadRefused) return null;
      throw error;
    }
  }

  /**
   * What an element says. `xsi:nil` says that there is no value: null where the contract lets it say so, and undefined where it does
   * not; never an empty text.
   */
  private *value(child: XmlElement, shape: ElementShape, path: Path): Steps<JsonValue | undefined> {
    if (isNil(child)) return shape.nillable ? null : undefined;
    return yield* this.content(child, shape.content(), path);
  }

  private *unknown(child: XmlElement, table: Table, object: { [key: string]: JsonValue }, path: Path): Steps<void> {
    const place = table.open.find((one) => this.takes(one, child));
    if (place === undefined) this.reportUnknown(child, path);
    else if (place.kind === 'turns') yield* this.turn(child, place, object, path);
    else ((object[place.key] ??= []) as JsonValue[]).push(canonicalise(child));
  }

  private takes(place: WildcardShape | TurnsShape, child: XmlElement): boolean {
    if (place.kind === 'wildcard') return isLetThrough(child.namespace, place.namespaces);
    return this.table(place.turn()).open.some((inner) => this.takes(inner, child));
  }

  private onlyText(element: XmlElement, path: Path): void {
    for (const child of element.children) {
      if (typeof child !== 'string') this.reportUnknown(child, path);
    }
    for (const attribute of element.attributes) {
      if (attribute.namespace !== NS.xsi)
        this.report('unknown-attribute', path, `{${attribute.namespace}}${attribute.local}`, attribute.value);
    }
  }

  /**
   * Text as the JSON type of the schema. A number that JSON could not give back digit by digit (leading zero, beyond 2⁵³) stays
   * text: the zero of an enterprise number must survive a contract that calls it an integer. What has no form of its type stays text
   * too, and is remarked upon; where it is empty, there is nothing to show.
   */
  private leaf(raw: string, shape: LeafShape, element: XmlElement, path: Path): JsonValue | undefined {
    const text = shape.collapse ? collapsed(raw) : raw;
    if (text === '' && !shape.mayBeEmpty) {
      this.report('value-form', path, element.local);
      return undefined;
    }
    switch (shape.kind) {
      case 'string':
        return text;
      case 'list': {
        const { item = shape } = shape;
        return text === '' ? [] : text.split(' ').map((one) => this.leaf(one, item, element, path) ?? one);
      }
      case 'integer': {
        const number = Number(text);
        if (Number.isSafeInteger(number) && String(number) === text) return number;
        if (!/^[+-]?[0-9]+$/.test(text)) this.report('value-form', path, element.local);
        return text;
      }
      case 'boolean':
        if (text === 'true' || text === '1') return true;
        if (text === 'false' || text === '0') return false;
        this.report('value-form', path, element.local);
        return text;
    }
  }

  private reportUnknown(child: XmlElement, path: Path): void {
    if (this.deviations.length === DEVIATIONS_MAX) return;
    this.report('unknown-element', path, `{${child.namespace}}${child.local}`, canonicalise(child));
  }

  private report(kind: Deviation['kind'], path: Path, name: string, xml?: string): void {
    if (this.deviations.length === DEVIATIONS_MAX) return;
    this.deviations.push({ pointer: pointerOf(path), kind, name, ...(xml !== undefined && { xml }) });
  }
}

/** True while an element can stand behind what the turn holds already. */
function hasRoom(
  turn: { [key: string]: JsonValue },
  child: XmlElement,
  table: Table,
  { together }: TurnsShape,
): boolean {
  const name = `{${child.namespace}}${child.local}`;
  const place = table.elements.get(name) ?? table.turns.get(name) ?? table.open[0];
  if (place === undefined) return true;
  const given = turn[place.key];
  if (given !== undefined && 'most' in place && !(Array.isArray(given) && given.length < place.most)) return false;
  const position = table.positions.get(place.key) ?? 0;
  return Object.keys(turn).every(
    (key) => key === place.key || ((table.positions.get(key) ?? 0) < position && together(key, place.key)),
  );
}

/** `xsi:nil` with nothing inside: one that says something all the same has said it. */
function isNil({ attributes, children }: XmlElement): boolean {
  const nil = attributes.find(({ namespace, local }) => namespace === NS.xsi && local === 'nil')?.value;
  if (nil === undefined || !/^[\t\n\r ]*(?:true|1)[\t\n\r ]*$/.test(nil)) return false;
  return children.every((child) => typeof child === 'string' && BOTH_SPACES.test(child));
}

/** Text and elements in their order, canonical. */
function mixedContent({ children }: XmlElement): string {
  return children.map((child) => (typeof child === 'string' ? escapeText(child) : canonicalise(child))).join('');
}

function wildcardAttribute(
  { namespace, local, value }: XmlElement['attributes'][number],
  key: string,
  object: { [key: string]: JsonValue },
): void {
  const list = (object[key] ??= []) as JsonValue[];
  list.push({ ...(namespace !== '' && { namespace }), name: local, value });
}

/** White space as XSD means it: four characters, and not what JavaScript would trim besides (a no-break space is data). */
function collapsed(text: string): string {
  return text.replace(/[\t\n\r ]+/g, ' ').replace(/^ | $/g, '');
}
