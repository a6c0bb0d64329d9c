import { type Redefinition, REFERRING_ATTRIBUTES, referenceAt, type SchemaDocument, type Sources } from './sources.ts';
import { type Place, placeText, unsupported } from './unsupported.ts';
import type { Wrapper } from './wsdl-messages.ts';
import { clark, schemaChildren, XSD, type QName, type XmlNode } from './xml-node.ts';

/** The kinds of names that a schema can define; each has names of its own (types of both sorts share one). */
export type ComponentKind = 'type' | 'element' | 'attribute' | 'group' | 'attributeGroup';

/** A node together with the document that gives its names their meaning. */
export interface Located {
  readonly node: XmlNode;
  readonly document: SchemaDocument;
}

/** A named, global component. */
export interface Component extends Located {
  readonly name: QName;
}

const KIND_OF: Readonly<Record<string, ComponentKind>> = {
  simpleType: 'type',
  complexType: 'type',
  element: 'element',
  attribute: 'attribute',
  group: 'group',
  attributeGroup: 'attributeGroup',
};

/** All global components of a contract, by kind and name. One set per service version: ten CommonV3.xsd share a namespace. */
export class Components {
  private readonly byKey = new Map<string, Component[]>();
  /** Names of elements, by the name of the head whose place they may take. */
  private readonly substitutes = new Map<string, QName[]>();
  /** Names of complex types, by the name of the type that they are made of. */
  private readonly derived = new Map<string, QName[]>();
  private readonly missing: ReadonlyMap<string, string>;
  private redefined = 0;

  constructor({ schemas, redefinitions, missing }: Sources, wrappers: readonly Wrapper[] = []) {
    this.missing = missing;
    for (const document of schemas) {
      for (const node of schemaChildren(document.schema)) this.add(node, document);
    }
    for (const redefinition of redefinitions) this.redefine(redefinition);
    // A wrapper of the rpc style is an element of the service, and of no schema.
    for (const { name, node } of wrappers)
      this.add(node, { schema: node, namespace: name.namespace, chameleon: false });
  }

  /**
   * The component of a name.
   *
   * @throws GatewayError `contract-unsupported` naming the missing name, or two definitions of it that differ.
   */
  get(kind: ComponentKind, name: QName, from: Place): Component {
    const found = this.find(kind, name);
    if (found !== undefined) return found;
    const why = this.missing.get(name.namespace);
    const hint =
      why === undefined ? '' : ` (${why}; save it beside the contract, or name a folder that has it: --schemas)`;
    throw unsupported(from, `${kind} ${clark(name)} is defined in no file of the contract${hint}`);
  }

  /** As {@link get}, but undefined where nothing has this name. */
  find(kind: ComponentKind, name: QName): Component | undefined {
    const [first, ...others] = this.byKey.get(`${kind} ${clark(name)}`) ?? [];
    if (first === undefined) return undefined;
    // SSDN ships one reply schema under two file names: the same text twice is the same component.
    const other = others.find((candidate) => fingerprint(candidate) !== fingerprint(first));
    if (other !== undefined)
      throw unsupported(
        other.node.place,
        `${kind} ${clark(name)} is defined otherwise in ${placeText(first.node.place)}`,
      );
    return first;
  }

  /** The component that an attribute of a node refers to, such as `type` or `ref`. */
  refer(kind: ComponentKind, from: Located, text: string): Component {
    return this.get(kind, referenceAt(from.node, text, from.document), from.node.place);
  }

  /** The elements that may stand where a global element is referred to: itself unless it is abstract, and its substitutes. */
  substitutable(name: QName, from: Place): readonly Component[] {
    const found = new Map<string, Component>();
    const follow = (one: QName): void => {
      if (found.has(clark(one))) return;
      found.set(clark(one), this.get('element', one, from));
      for (const next of this.substitutes.get(clark(one)) ?? []) follow(next);
    };
    follow(name);
    return [...found.values()].filter(({ node }) => !isAbstract(node));
  }

  /** The types that `xsi:type` may name where this one is declared: those made of it, and of these. */
  derivedFrom(name: QName): readonly QName[] {
    const found = new Map<string, QName>();
    const follow = (one: QName): void => {
      for (const next of this.derived.get(clark(one)) ?? []) {
        if (found.has(clark(next))) continue;
        found.set(clark(next), next);
        follow(next);
      }
    };
    follow(name);
    return [...found.values()];
  }

  /** The names of all global elements, in document order. */
  elementNames(): QName[] {
    return [...this.byKey].flatMap(([key, [first]]) => (key.startsWith('element ') && first ? [first.name] : []));
  }

  private noteBase(node: XmlNode, document: SchemaDocument, name: QName): void {
    if (node.local !== 'complexType') return;
    for (const content of schemaChildren(node)) {
      const base = schemaChildren(content)[0]?.attributes.get('base');
      if (!/^(?:complex|simple)Content$/.test(content.local) || base === undefined) continue;
      const baseName = clark(referenceAt(node, base, document));
      this.derived.set(baseName, [...(this.derived.get(baseName) ?? []), name]);
    }
  }

  /**
   * Puts new definitions in the place of old ones. The old one stays under a name that no contract can have, and the new one, which
   * is derived from what bears its own name (XML Schema 1.0, part 1, 4.2.2), is derived from that.
   */
  private redefine({ node, document }: Redefinition): void {
    for (const child of schemaChildren(node)) {
      const kind = KIND_OF[child.local];
      const local = child.attributes.get('name') ?? '';
      const name = { namespace: document.namespace, local };
      const key = `${kind ?? ''} ${clark(name)}`;
      const old = this.byKey.get(key);
      if (kind === undefined || old === undefined)
        throw unsupported(child.place, `it redefines ${clark(name)}, which the file does not define`);
      this.redefined += 1;
      const hidden = `${local}#${this.redefined}`;
      this.byKey.delete(key);
      this.byKey.set(`${kind} ${clark({ ...name, local: hidden })}`, old);
      this.add(renamed(child, document, clark(name), hidden), document);
    }
  }

  private add(node: XmlNode, document: SchemaDocument): void {
    const kind = KIND_OF[node.local];
    if (kind === undefined) return;
    const local = node.attributes.get('name');
    if (local === undefined) throw unsupported(node.place, `a global xs:${node.local} without a name`);
    const name = { namespace: document.namespace, local };
    const key = `${kind} ${clark(name)}`;
    this.byKey.set(key, [...(this.byKey.get(key) ?? []), { name, node, document }]);
    this.noteBase(node, document, name);
    const head = kind === 'element' ? node.attributes.get('substitutionGroup') : undefined;
    if (head === undefined) return;
    const headName = clark(referenceAt(node, head, document));
    this.substitutes.set(headName, [...(this.substitutes.get(headName) ?? []), name]);
  }
}

/** A definition whose references to a name (its base, or the group it extends) mean another one. */
function renamed(node: XmlNode, document: SchemaDocument, name: string, local: string): XmlNode {
  const attributes = new Map(
    [...node.attributes].map(([key, value]) => {
      const isMeant = (key === 'base' || key === 'ref') && clark(referenceAt(node, value, document)) === name;
      return [key, isMeant ? value.trim().replace(/[^:]*$/, local) : value];
    }),
  );
  return { ...node, attributes, children: node.children.map((child) => renamed(child, document, name, local)) };
}

/** The meaning of a definition as text: without annotations, order of attributes, line numbers and choice of prefixes. */
function fingerprint({ node, document }: Located): string {
  const attributes = [...node.attributes]
    .map(([name, value]) => [name, REFERRING_ATTRIBUTES.has(name) ? clark(referenceAt(node, value, document)) : value])
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  const children = schemaChildren(node).map((child) => fingerprint({ node: child, document }));
  return JSON.stringify([node.local, attributes, children]);
}

/** True for an element or type that only others, made of it, may stand for. */
export function isAbstract(node: XmlNode): boolean {
  return /^(?:true|1)$/.test(node.attributes.get('abstract')?.trim() ?? '');
}

/** True for a name of XML Schema itself, such as `xs:string`. */
export function isBuiltIn(name: QName): boolean {
  return name.namespace === XSD;
}
