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
  /** Of an `xs:list`: the type of each item. The facets are then those of the list, and lengths count items. */
  readonly item?: SimpleType;
  /** Of an `xs:union`: a value is of one of these. */
  readonly members?: readonly SimpleType[];
}

const TEXT: BuiltInType = { family: 'text', collapse: false };
const COLLAPSED: BuiltInType = { family: 'text', collapse: true };
/** The built-in lists, by the type of their items. */
const LISTS: Readonly<Record<string, string>> = { NMTOKENS: 'NMTOKEN', IDREFS: 'IDREF', ENTITIES: 'ENTITY' };

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
    if (derivation.local === 'list') return this.list(located);
    throw unsupported(derivation.place, `xs:${derivation.local} is not supported in a simple type`);
  }

  private list({ node, document }: Located): SimpleType {
    const name = node.attributes.get('itemType');
    const [inner] = schemaChildren(node);
    if (name === undefined && inner === undefined) throw unsupported(node.place, 'a list of nothing');
    const item =
      inner === undefined
        ? this.named(referenceAt(node, name ?? '', document), node.place)
        : this.defined({ node: inner, document });
    if (item.item !== undefined) throw unsupported(node.place, 'a list of lists');
    return { builtIn: COLLAPSED, facets: {}, item };
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

  /** A value of any of the member types, as text. A union that only joins lists of values is one list of values. */
  private union({ node, document }: Located): SimpleType {
    const names = (node.attributes.get('memberTypes') ?? '').split(/\s+/).filter((name) => name !== '');
    const members = [
      ...names.map((name) => this.named(referenceAt(node, name, document), node.place)),
      ...schemaChildren(node).map((child) => this.defined({ node: child, document })),
    ];
    const [first] = members;
    const listed = members.every(
      (member) =>
        member.builtIn.family === 'text' && member.facets.enumeration !== undefined && !member.facets.patterns,
    );
    if (first === undefined) throw unsupported(node.place, 'a union of nothing');
    if (members.some(({ item }) => item !== undefined))
      throw unsupported(node.place, 'a union with a list among its members');
    if (!listed) return { builtIn: members.every(collapses) ? COLLAPSED : TEXT, facets: {}, members };
    const enumeration = [...new Set(members.flatMap(enumerated))];
    return { builtIn: first.builtIn, facets: { enumeration, collapse: members.some(collapses) } };
  }
}

/** A base with the facets of a restriction; used for simple content too, whose facets stand among attributes. */
export function restricted(base: SimpleType, facets: readonly XmlNode[], place: Place): SimpleType {
  const narrowed = withFacets(base.facets, facets, place);
  if (base.item !== undefined && (narrowed.patterns ?? narrowed.enumeration) !== undefined)
    throw unsupported(place, 'a pattern or enumeration of whole lists is not supported');
  return { ...base, facets: narrowed };
}

function builtIn(local: string, from: Place): SimpleType {
  const listed = LISTS[local];
  if (listed !== undefined) return { builtIn: COLLAPSED, facets: { minLength: 1 }, item: builtIn(listed, from) };
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
