import type { AnnotatedSchema } from '../flows/annotated-schema.ts';
import type { AttributeContext } from './attributes.ts';
import { complexType } from './complex-types.ts';
import { isBuiltIn, type Component, type Components, type Located } from './components.ts';
import { type ElementContext, refuseSubstitution } from './content-model.ts';
import { Effort } from './effort.ts';
import { ANYTHING, objectSchema } from './object-schema.ts';
import { simpleSchema, withValues } from './simple-schema.ts';
import { SimpleTypes } from './simple-types.ts';
import { referenceAt } from './sources.ts';
import { type Place, unsupported } from './unsupported.ts';
import { clark, isXsd, schemaChildren, type QName, type XmlNode } from './xml-node.ts';

/**
 * Translates components into JSON Schema. Named types are collected in {@link types} under their Clark names, and references
 * are Clark names too, until `type-names.ts` gives both the names that files use.
 */
export class Translation implements ElementContext, AttributeContext {
  readonly components: Components;
  readonly simpleTypes: SimpleTypes;
  readonly effort = new Effort();
  /** Every named type that the translated roots reach. */
  readonly types = new Map<string, AnnotatedSchema>();

  private readonly waiting: Component[] = [];
  /** Types that have been put on the list, translated or not. */
  private readonly reached = new Set<string>();
  /** Anonymous types that are being translated: meeting one inside itself would never end. */
  private readonly open: XmlNode[] = [];

  constructor(components: Components) {
    this.components = components;
    this.simpleTypes = new SimpleTypes(components, this.effort);
  }

  /**
   * The schema of a global element, with its `xml`, and everything that it reaches.
   *
   * @throws GatewayError `contract-unsupported` for a name that is not defined and for every construct that cannot be said.
   */
  root(name: QName, from: Place): AnnotatedSchema {
    const element = this.components.get('element', name, from);
    refuseSubstitution(name, element.node, this.components);
    const { namespace, local } = name;
    const schema = { ...this.elementSchema(element), xml: { name: local, ...(namespace !== '' && { namespace }) } };
    for (let next = this.waiting.pop(); next !== undefined; next = this.waiting.pop()) this.translate(next);
    return schema;
  }

  elementSchema(declared: Located): AnnotatedSchema {
    const { node } = declared;
    const nillable = node.attributes.get('nillable')?.trim();
    if (nillable === 'true' || nillable === '1')
      throw unsupported(node.place, 'nillable="true" is not supported: JSON here has no value for xsi:nil');
    const constraint = schemaChildren(node).find(({ local }) => /^(?:unique|key|keyref)$/.test(local));
    if (constraint !== undefined)
      throw unsupported(constraint.place, `xs:${constraint.local} is not supported: JSON Schema cannot compare fields`);
    const schema = this.typeOf(declared);
    const fixed = node.attributes.get('fixed');
    const fallback = node.attributes.get('default');
    if (fixed === undefined && fallback === undefined) return schema;
    const resolved = this.resolved(schema);
    if (resolved.type === 'object')
      throw unsupported(node.place, 'a default or fixed value of a complex type is not supported');
    return withValues(schema, resolved, { fixed, fallback });
  }

  simpleReference(name: QName, from: XmlNode): AnnotatedSchema {
    const type = this.simpleTypes.named(name, from.place);
    return isBuiltIn(name) ? simpleSchema(type, undefined, from.place) : this.reference(name, from.place);
  }

  /** The declared type of an element: named, anonymous, or none, which means anything. */
  private typeOf({ node, document }: Located): AnnotatedSchema {
    const type = node.attributes.get('type');
    if (type !== undefined) return this.named(referenceAt(node, type, document), node);
    const inner = schemaChildren(node).find((child) => isXsd(child, 'simpleType') || isXsd(child, 'complexType'));
    if (inner === undefined) return ANYTHING;
    const located = { node: inner, document };
    if (isXsd(inner, 'simpleType'))
      return simpleSchema(this.simpleTypes.defined(located), node.attributes.get('name'), inner.place);
    return this.anonymous(located);
  }

  private named(name: QName, from: XmlNode): AnnotatedSchema {
    if (isBuiltIn(name) && name.local === 'anyType') return ANYTHING;
    if (isBuiltIn(name)) return this.simpleReference(name, from);
    const { node } = this.components.get('type', name, from.place);
    if (node.attributes.get('abstract')?.trim() === 'true')
      throw unsupported(from.place, `its type ${clark(name)} is abstract: only xsi:type could say what it really is`);
    return this.reference(name, from.place);
  }

  private anonymous(located: Located): AnnotatedSchema {
    const { node } = located;
    if (this.open.includes(node))
      throw unsupported(node.place, 'an element contains itself by way of a type without a name');
    this.effort.depth(this.open.length, node.place);
    this.open.push(node);
    const schema = objectSchema(complexType(located, this), node.place);
    this.open.pop();
    return schema;
  }

  private reference(name: QName, from: Place): AnnotatedSchema {
    const key = clark(name);
    if (!this.reached.has(key)) {
      this.reached.add(key);
      this.waiting.push(this.components.get('type', name, from));
    }
    return { $ref: key };
  }

  private translate(component: Component): void {
    const { name, node } = component;
    const schema = isXsd(node, 'simpleType')
      ? simpleSchema(this.simpleTypes.named(name, node.place), name.local, node.place)
      : objectSchema(complexType(component, this), node.place);
    this.types.set(clark(name), schema);
  }

  /** The schema behind a reference. Complex types need not be known yet: that they are objects is all that is asked. */
  private resolved(schema: AnnotatedSchema): AnnotatedSchema {
    if (schema.$ref === undefined) return schema;
    const name = nameOfClark(schema.$ref);
    const { node } = this.components.get('type', name, { file: '', line: 0 });
    if (!isXsd(node, 'simpleType')) return { type: 'object' };
    return simpleSchema(this.simpleTypes.named(name, node.place), name.local, node.place);
  }
}

/** The name that a Clark notation stands for. */
export function nameOfClark(text: string): QName {
  const end = text.lastIndexOf('}');
  return { namespace: text.slice(1, end), local: text.slice(end + 1) };
}
