import { REFERRING_ATTRIBUTES, referenceAt, type SchemaDocument, type Sources } from './sources.ts';
import { type Place, placeText, unsupported } from './unsupported.ts';
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
  private readonly substituted = new Map<string, Place>();

  constructor({ schemas }: Sources) {
    for (const document of schemas) {
      for (const node of schemaChildren(document.schema)) this.add(node, document);
    }
  }

  /**
   * The component of a name.
   *
   * @throws GatewayError `contract-unsupported` naming the missing name, or two definitions of it that differ.
   */
  get(kind: ComponentKind, name: QName, from: Place): Component {
    const found = this.find(kind, name);
    if (found === undefined) throw unsupported(from, `${kind} ${clark(name)} is defined in no file of the contract`);
    return found;
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

  /** Where an element says that it may stand in the place of this one; undefined when none does. */
  substitutionOf(name: QName): Place | undefined {
    return this.substituted.get(clark(name));
  }

  /** The names of all global elements, in document order. */
  elementNames(): QName[] {
    return [...this.byKey].flatMap(([key, [first]]) => (key.startsWith('element ') && first ? [first.name] : []));
  }

  private add(node: XmlNode, document: SchemaDocument): void {
    const kind = KIND_OF[node.local];
    if (kind === undefined) return;
    const local = node.attributes.get('name');
    if (local === undefined) throw unsupported(node.place, `a global xs:${node.local} without a name`);
    const name = { namespace: document.namespace, local };
    const key = `${kind} ${clark(name)}`;
    this.byKey.set(key, [...(this.byKey.get(key) ?? []), { name, node, document }]);
    const head = kind === 'element' ? node.attributes.get('substitutionGroup') : undefined;
    if (head !== undefined) this.substituted.set(clark(referenceAt(node, head, document)), node.place);
  }
}

/** The meaning of a definition as text: without annotations, order of attributes, line numbers and choice of prefixes. */
function fingerprint({ node, document }: Located): string {
  const attributes = [...node.attributes]
    .map(([name, value]) => [name, REFERRING_ATTRIBUTES.has(name) ? clark(referenceAt(node, value, document)) : value])
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  const children = schemaChildren(node).map((child) => fingerprint({ node: child, document }));
  return JSON.stringify([node.local, attributes, children]);
}

/** True for a name of XML Schema itself, such as `xs:string`. */
export function isBuiltIn(name: QName): boolean {
  return name.namespace === XSD;
}
