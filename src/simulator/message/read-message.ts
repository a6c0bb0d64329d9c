import { clark } from '../contracts/contract.ts';
import type { Complex, Leaf, Part, Root, Type } from '../contracts/model.ts';
import type { Json, JsonObject } from '../json.ts';
import { attributeOf, elementsOf, textOf, type XmlNode } from '../xml/node.ts';
import { choiceDefect } from './choices.ts';
import { plainValue, valueDefect } from './values.ts';

/** Something in a request that its contract does not allow. */
export interface Defect {
  /**
   * - `missing`, `value`: a field is not there, or not what it must be; BCSS answers and names it;
   * - `structure`: another message altogether; BCSS refuses it as malformed.
   */
  readonly kind: 'missing' | 'value' | 'structure';
  /** Local name of the field. */
  readonly field: string;
  /** Names from the root down, for people. */
  readonly path: string;
}

/** A request as JSON, with all that is wrong with it. */
export interface ReadMessage {
  readonly value: JsonObject;
  readonly defects: readonly Defect[];
}

/** Reads a request by its contract, strictly: order, number and form of everything count. */
export function readMessage(node: XmlNode, root: Root): ReadMessage {
  const reading = new Reading();
  const value = reading.content(node, root.type(), [root.local]);
  return { value: typeof value === 'object' && !Array.isArray(value) ? value : {}, defects: reading.defects };
}

type Path = readonly string[];

class Reading {
  readonly defects: Defect[] = [];

  content(node: XmlNode, type: Type, path: Path): Json {
    return type.kind === 'leaf' ? this.leaf(node, type, path) : this.complex(node, type, path);
  }

  private leaf(node: XmlNode, { schema }: Leaf, path: Path): Json {
    if (elementsOf(node).length > 0) this.report('structure', path);
    if (node.attributes.some(({ namespace }) => namespace === '')) this.report('structure', path);
    return this.plain(textOf(node), schema, path);
  }

  private plain(text: string, schema: Leaf['schema'], path: Path): Json {
    const value = plainValue(text, schema);
    // An empty element is what BCSS calls "not provided or empty".
    if (value === '' && valueDefect(value, schema)) this.report('missing', path);
    else if (valueDefect(value, schema)) this.report('value', path);
    return value;
  }

  private complex(node: XmlNode, type: Complex, path: Path): JsonObject {
    const object: JsonObject = {};
    this.attributes(node, type, object, path);
    this.elements(node, type, object, path);
    for (const part of type.parts) {
      if (part.required && object[part.key] === undefined) this.report('missing', [...path, part.local]);
    }
    for (const choice of type.choices) {
      const defect = choiceDefect(choice, object);
      if (defect !== undefined) this.report(defect.kind, [...path, defect.key]);
    }
    return object;
  }

  private attributes(node: XmlNode, type: Complex, object: JsonObject, path: Path): void {
    const known = type.parts.filter(({ place }) => place === 'attribute');
    for (const part of known) {
      const given = attributeOf(node, part.local, part.namespace);
      if (given !== undefined) object[part.key] = this.plain(given, leafOf(part), [...path, part.local]);
    }
    const names = new Set(known.map(clark));
    if (node.attributes.some((one) => one.namespace === '' && !names.has(clark(one)))) this.report('structure', path);
  }

  /** Goes through elements and contract side by side: an element must stand at or after the place of the one before it. */
  private elements(node: XmlNode, type: Complex, object: JsonObject, path: Path): void {
    const text = type.parts.find(({ place }) => place === 'text');
    if (text !== undefined) object[text.key] = this.plain(textOf(node), leafOf(text), path);
    else if (textOf(node).trim() !== '') this.report('structure', path);
    let reached = 0;
    for (const child of elementsOf(node)) {
      const at = type.parts.findIndex((part) => part.place === 'element' && clark(part) === clark(child));
      const part = type.parts[at];
      if (part === undefined) {
        if (!type.parts.some(({ place }) => place === 'any')) this.report('structure', [...path, child.local]);
        continue;
      }
      if (at < reached) this.report('structure', [...path, child.local]);
      reached = Math.max(reached, at);
      this.member(child, part, object, [...path, child.local]);
    }
  }

  private member(child: XmlNode, part: Part, object: JsonObject, path: Path): void {
    const value = this.content(child, part.type(), path);
    if (part.repeats === undefined) {
      if (object[part.key] !== undefined) this.report('structure', path);
      object[part.key] = value;
      return;
    }
    const list = (object[part.key] ??= []) as Json[];
    list.push(value);
    if (list.length === part.repeats.max + 1) this.report('structure', path);
  }

  private report(kind: Defect['kind'], path: Path): void {
    this.defects.push({ kind, field: path.at(-1) ?? '', path: path.join('/') });
  }
}

function leafOf(part: Part): Leaf['schema'] {
  const type = part.type();
  return type.kind === 'leaf' ? type.schema : {};
}
