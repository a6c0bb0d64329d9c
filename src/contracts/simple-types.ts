import { type BuiltInType, builtInType } from './built-in-types.ts';
import { isBuiltIn, type Components, type Located } from './components.ts';
import type { Effort } from './effort.ts';
import { type Facets, withFacets } from './facets.ts';
import { referenceAt } from './sources.ts';
import { type Place, unsupported } from './unsupported.ts';
import { clark, isXsd, schemaChildren, type QName, type XmlNode } from './xml-node.ts';

/** A simple type with its whole derivation worked in. */
export interface SimpleType {
  readonly builtIn: BuiltInType;
  readonly facets: Facets;
}

/** Works out simple types, each named one once. */
export class SimpleTypes {
  private readonly components: Components;
  private readonly effort: Effort;
  private readonly known = new Map<string, SimpleType>();
  /** Names whose derivation is being followed: meeting one again is a circle. */
  private readonly open = new Set<string>();

  constructor(components: Components, effort: Effort) {
    this.components = components;
    this.effort = effort;
  }

  /**
   * The simple type of a name.
   *
   * @throws GatewayError `contract-unsupported` for a name without definition, a circular derivation, and what JSON cannot say.
   */
  named(name: QName, from: Place): SimpleType {
    if (isBuiltIn(name)) return builtIn(name.local, from);
    const key = clark(name);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    if (this.open.has(key)) throw unsupported(from, `the type ${key} is derived from itself`);
    this.effort.depth(this.open.size, from);
    const component = this.components.get('type', name, from);
    if (!isXsd(component.node, 'simpleType')) throw unsupported(from, `${key} is not a simple type`);
    this.open.add(key);
    const type = this.defined(component);
    this.open.delete(key);
    this.known.set(key, type);
    return type;
  }

  /** The simple type that an `xs:simpleType` defines. */
  defined({ node, document }: Located): SimpleType {
    const [derivation] = schemaChildren(node);
    if (derivation === undefined) throw unsupported(node.place, 'a simple type that is derived from nothing');
    const located = { node: derivation, document };
    if (derivation.local === 'restriction') return this.restriction(located);
    if (derivation.local === 'union') return this.union(located);
    throw unsupported(
      derivation.place,
      `xs:${derivation.local} is not supported: JSON text cannot show where an item ends`,
    );
  }

  /** The type of an `xs:restriction` whose base is a simple type. */
  restriction({ node, document }: Located): SimpleType {
    const children = schemaChildren(node);
    const inner = children.find((child) => child.local === 'simpleType');
    const name = node.attributes.get('base');
    if (inner === undefined && name === undefined) throw unsupported(node.place, 'a restriction without a base');
    const base =
      inner === undefined
        ? this.named(referenceAt(node, name ?? '', document), node.place)
        : this.defined({ node: inner, document });
    return restricted(
      base,
      children.filter((child) => child !== inner),
      node.place,
    );
  }

  /** A union is supported where it only joins lists of values, which are then one list. */
  private union({ node, document }: Located): SimpleType {
    const names = (node.attributes.get('memberTypes') ?? '').split(/\s+/).filter((name) => name !== '');
    const members = [
      ...names.map((name) => this.named(referenceAt(node, name, document), node.place)),
      ...schemaChildren(node).map((child) => this.defined({ node: child, document })),
    ];
    const [first] = members;
    const listed = members.every(
      (member) => member.builtIn.family === 'text' && member.facets.enumeration !== undefined,
    );
    if (first === undefined || !listed)
      throw unsupported(node.place, 'xs:union is only supported where every member is a list of texts (enumeration)');
    const enumeration = [...new Set(members.flatMap(enumerated))];
    return { builtIn: first.builtIn, facets: { enumeration, collapse: members.some(collapses) } };
  }
}

/** A base with the facets of a restriction; used for simple content too, whose facets stand among attributes. */
export function restricted(base: SimpleType, facets: readonly XmlNode[], place: Place): SimpleType {
  return { builtIn: base.builtIn, facets: withFacets(base.facets, facets, place) };
}

function builtIn(local: string, from: Place): SimpleType {
  const found = builtInType(local);
  if (found === undefined) throw unsupported(from, `xs:${local} is not supported`);
  return { builtIn: found, facets: {} };
}

/** True when white space around and within a value does not count. */
export function collapses({ builtIn: type, facets }: SimpleType): boolean {
  return facets.collapse ?? type.collapse;
}

/** The listed values, as they are once white space is collapsed. */
export function enumerated(type: SimpleType): string[] {
  const values = type.facets.enumeration ?? [];
  return collapses(type) ? values.map((value) => value.replace(/[\t\n\r ]+/g, ' ').trim()) : [...values];
}
