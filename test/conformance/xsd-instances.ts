import { isBuiltIn, nameOf, type XsdDocuments, type XsdNode } from './xsd-documents.ts';
import { valuesOf } from './xsd-values.ts';

/** How much of what need not be there is written. */
type Amount = 'least' | 'most' | 'some';

/** More elements than this make a message no better a test. */
const ELEMENTS_MAX = 600;
const DEPTH_MAX = 18;

/**
 * Makes messages from an XSD: one with only what must be there, one with everything, and more in which each choice, each listed value
 * and each length has its turn. It reads the XSD itself and not our translation, so that what the translation lost is missed.
 */
export class XsdInstances {
  private readonly documents: XsdDocuments;
  /** How often a node was asked for a choice: each time the next one. */
  private readonly turns = new Map<XsdNode | string, number>();
  /** The same for being there at all: one count for both would always choose the same together. */
  private readonly visits = new Map<XsdNode | string, number>();
  /** Values that no message has had yet. */
  private readonly untold = new Set<string>();
  private readonly listed = new Set<XsdNode | string>();
  private elements = 0;
  private amount: Amount = 'least';

  constructor(documents: XsdDocuments) {
    this.documents = documents;
  }

  /** Messages of a global element, until every listed value was told or there are enough. */
  *of(namespace: string, local: string, most: number): Generator<string> {
    for (let made = 0; made < most && (made < 12 || this.untold.size > 0); made += 1) {
      this.amount = made === 0 ? 'least' : made === 1 ? 'most' : 'some';
      this.elements = 0;
      yield this.message(namespace, local);
    }
  }

  private message(namespace: string, local: string): string {
    const root = this.documents.components.get(`element {${namespace}}${local}`);
    if (root === undefined) throw new Error(`no element {${namespace}}${local}`);
    return this.element(root, namespace, 0);
  }

  private element(declared: XsdNode, namespace: string, depth: number): string {
    this.elements += 1;
    const { name = '', type, fixed } = declared.attributes;
    const { attributes, inner } = this.content(declared, type, depth);
    return `<${name} xmlns="${namespace}"${attributes}>${fixed === undefined ? inner : escaped(fixed)}</${name}>`;
  }

  private content(declared: XsdNode, type: string | undefined, depth: number): Content {
    if (type !== undefined && isBuiltIn(type, declared.schema))
      return nameOf(type, declared.schema).local === 'anyType' ? EMPTY : this.text(type, declared);
    const node =
      type === undefined
        ? declared.children.find(({ name }) => /^(?:simple|complex)Type$/.test(name))
        : this.documents.referred('type', type, declared);
    if (node === undefined) return EMPTY;
    return node.name === 'simpleType' ? this.text(node, declared) : this.complex(node, depth);
  }

  private text(type: XsdNode | string, from: XsdNode): Content {
    return { attributes: '', inner: escaped(this.value(type, from)) };
  }

  private value(type: XsdNode | string, from: XsdNode): string {
    const values = valuesOf(type, this.documents, from);
    const key = typeof type === 'string' ? `${type} ${from.schema.namespace}` : type;
    if (!this.listed.has(key)) {
      this.listed.add(key);
      for (const value of values) this.untold.add(`${this.listed.size} ${value}`);
      this.numbers.set(key, this.listed.size);
    }
    const value = values[this.next(key) % values.length];
    if (value === undefined) throw new Error(`no value for ${from.attributes.name ?? ''}`);
    this.untold.delete(`${this.numbers.get(key) ?? 0} ${value}`);
    return value;
  }
  private readonly numbers = new Map<XsdNode | string, number>();

  private complex(type: XsdNode, depth: number): Content {
    const derived = type.children.find(({ name }) => /^(?:simple|complex)Content$/.test(name))?.children[0];
    if (derived === undefined) return { attributes: this.attributes(type), inner: this.model(type, depth) };
    const { base = '' } = derived.attributes;
    const isSimple = type.children[0]?.name === 'simpleContent';
    const before = isBuiltIn(base, derived.schema) ? undefined : this.documents.referred('type', base, derived);
    if (derived.name === 'restriction' && !isSimple)
      return {
        attributes: this.attributes(derived, this.inherited(before, derived)),
        inner: this.model(derived, depth),
      };
    const inherited = before?.name === 'complexType' ? this.complex(before, depth) : this.text(before ?? base, derived);
    const own = isSimple && derived.name === 'restriction' ? this.text(derived, derived) : inherited;
    return {
      attributes: eachOnce(inherited.attributes + this.attributes(derived)),
      inner: own.inner + (isSimple ? '' : this.model(derived, depth)),
    };
  }

  /** Attributes that a restriction does not say anew. */
  private inherited(base: XsdNode | undefined, derived: XsdNode): readonly XsdNode[] {
    const own = new Set(derived.children.map(({ attributes }) => attributes.name));
    return (base?.children ?? []).filter(({ name, attributes }) => name === 'attribute' && !own.has(attributes.name));
  }

  private attributes(node: XsdNode, more: readonly XsdNode[] = []): string {
    return [...more, ...node.children]
      .map((child) => {
        if (child.name === 'attributeGroup')
          return this.attributes(this.documents.referred('attributeGroup', child.attributes.ref ?? '', child));
        return child.name === 'attribute' ? this.attribute(child) : '';
      })
      .join('');
  }

  private attribute(use: XsdNode): string {
    const { ref, fixed } = use.attributes;
    if (use.attributes.use === 'prohibited' || (use.attributes.use !== 'required' && !this.wanted(use))) return '';
    if (ref?.startsWith('xml:') === true) return ref === 'xml:lang' ? ' xml:lang="fr"' : '';
    const declared = ref === undefined ? use : this.documents.referred('attribute', ref, use);
    const { name = '', type } = declared.attributes;
    const value = fixed ?? declared.attributes.fixed ?? this.attributeValue(declared, type);
    const isQualified =
      ref !== undefined || (use.attributes.form ?? (use.schema.qualifiedAttributes ? 'qualified' : '')) === 'qualified';
    if (!isQualified || declared.schema.namespace === '') return ` ${name}="${escaped(value)}"`;
    return ` xmlns:p-${name}="${declared.schema.namespace}" p-${name}:${name}="${escaped(value)}"`;
  }

  private attributeValue(declared: XsdNode, type: string | undefined): string {
    const inner = declared.children.find(({ name }) => name === 'simpleType');
    return type === undefined && inner === undefined ? 'x' : this.value(type ?? inner ?? '', declared);
  }

  /** The content model among the children of a type. */
  private model(node: XsdNode, depth: number): string {
    const found = node.children.find(({ name }) => /^(?:sequence|choice|all|group)$/.test(name));
    return found === undefined ? '' : this.particle(found, depth);
  }

  private particle(node: XsdNode, depth: number): string {
    return Array.from({ length: this.times(node, depth) }, () => this.once(node, depth)).join('');
  }

  private times(node: XsdNode, depth: number): number {
    const least = Number(node.attributes.minOccurs ?? '1');
    const most = node.attributes.maxOccurs === 'unbounded' ? Infinity : Number(node.attributes.maxOccurs ?? '1');
    if (most === 0 || this.elements > ELEMENTS_MAX || depth > DEPTH_MAX) return Math.min(least, most);
    if (least > 0 && this.amount === 'least') return least;
    return this.wanted(node) ? Math.min(most, Math.max(least, this.amount === 'most' ? 2 : 1)) : least;
  }

  private once(node: XsdNode, depth: number): string {
    switch (node.name) {
      case 'element':
        return this.elementUse(node, depth);
      case 'group':
        return this.model(this.documents.referred('group', node.attributes.ref ?? '', node), depth);
      case 'choice': {
        const branch = node.children[this.next(node) % node.children.length];
        return branch === undefined ? '' : this.particle(branch, depth);
      }
      case 'any':
        return '<extra xmlns="urn:example:extra"/>';
      default:
        return node.children.map((child) => this.particle(child, depth)).join('');
    }
  }

  private elementUse(use: XsdNode, depth: number): string {
    const { ref, form } = use.attributes;
    const declared = ref === undefined ? use : this.documents.referred('element', ref, use);
    const isQualified = ref !== undefined || (form ?? (use.schema.qualified ? 'qualified' : '')) === 'qualified';
    return this.element(declared, isQualified ? declared.schema.namespace : '', depth + 1);
  }

  /** Whether what need not be there is there this time. */
  private wanted(node: XsdNode): boolean {
    if (this.amount !== 'some') return this.amount === 'most' && this.elements <= ELEMENTS_MAX;
    return this.elements <= ELEMENTS_MAX && this.next(node, this.visits) % 3 !== 0;
  }

  private next(key: XsdNode | string, counts: Map<XsdNode | string, number> = this.turns): number {
    const turn = counts.get(key) ?? 0;
    counts.set(key, turn + 1);
    return turn;
  }
}

interface Content {
  readonly attributes: string;
  readonly inner: string;
}

/** A restriction may say an attribute of its base again. */
function eachOnce(attributes: string): string {
  const byName = new Map([...attributes.matchAll(/ ([\w:.-]+)="[^"]*"/g)].map((one) => [one[1], one[0]] as const));
  return [...byName.values()].join('');
}

const EMPTY: Content = { attributes: '', inner: '' };

function escaped(text: string): string {
  return text.replace(/[<>&"\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
