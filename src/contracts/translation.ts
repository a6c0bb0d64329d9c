import type { AnnotatedSchema } from '../flows/annotated-schema.ts';
import type { AttributeContext } from './attributes.ts';
import { complexType } from './complex-types.ts';
import { isAbstract, isBuiltIn, type Component, type Components, type Located } from './components.ts';
import type { ElementContext } from './content-model.ts';
import { Effort } from './effort.ts';
import type { Notes } from './notes.ts';
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

  private readonly notes: Notes;
  /** Required attributes of complex types, by Clark name. */
  private readonly requiredOf = new Map<string, readonly string[]>();

  constructor(components: Components, notes: Notes) {
    this.components = components;
    this.notes = notes;
    this.simpleTypes = new SimpleTypes(components, this.effort);
  }

  /**
   * The schema of a global element, with its `xml`, and everything that it reaches.
   *
   * @throws GatewayError `contract-unsupported` for a name that is not defined and for every construct that cannot be said.
   */
  root(name: QName, from: Place): AnnotatedSchema {
    const element = this.components.get('element', name, from);
    if (isAbstract(element.node)) throw unsupported(element.node.place, `the element ${clark(name)} is abstract`);
    const others = this.components.substitutable(name, from).length - 1;
    if (others > 0)
      this.notes.add(
        element.node.place,
        `${others} other elements may stand in the place of the root ${name.local}; they are not known`,
      );
    const { namespace, local } = name;
    const schema = { ...this.elementSchema(element), xml: { name: local, ...(namespace !== '' && { namespace }) } };
    this.finish();
    return schema;
  }

  /** The elements that a request may carry in its SOAP Header, as one object. WSDL does not say which of them are needed. */
  header(names: readonly QName[], from: Place): AnnotatedSchema {
    const properties = new Map<string, AnnotatedSchema>();
    for (const name of names) {
      const element = this.components.get('element', name, from);
      if (properties.has(name.local)) throw unsupported(from, `two elements ${name.local} in the header`);
      const xml = name.namespace !== '' && { xml: { namespace: name.namespace } };
      properties.set(name.local, { ...this.elementSchema(element), ...xml });
    }
    this.finish();
    return { type: 'object', properties: Object.fromEntries(properties), additionalProperties: false };
  }

  private finish(): void {
    for (let next = this.waiting.pop(); next !== undefined; next = this.waiting.pop()) this.translate(next);
  }

  elementSchema(declared: Located): AnnotatedSchema {
    const { node } = declared;
    for (const { local, place } of schemaChildren(node)) {
      if (/^(?:unique|key|keyref)$/.test(local))
        this.notes.add(place, `xs:${local} is not checked: JSON Schema cannot compare fields`);
      else if (local === 'alternative') throw unsupported(place, 'xs:alternative is of XML Schema 1.1');
    }
    const schema = this.withValue(declared);
    return /^(?:true|1)$/.test(node.attributes.get('nillable')?.trim() ?? '') ? this.orNil(declared, schema) : schema;
  }

  /** JSON's null stands for `xsi:nil`. A type whose attributes must be there cannot be null, and is never written as nil. */
  private orNil({ node }: Located, schema: AnnotatedSchema): AnnotatedSchema {
    const required = this.requiredAttributes(schema);
    if (required.length === 0) return { anyOf: [schema, { type: 'null' }] };
    this.notes.add(
      node.place,
      `${node.attributes.get('name') ?? ''} is never nil: its attributes ${required.join(', ')} must be there`,
    );
    return schema;
  }

  private requiredAttributes(schema: AnnotatedSchema): readonly string[] {
    if (schema.$ref !== undefined) {
      const known = this.requiredOf.get(schema.$ref);
      if (known !== undefined) return known;
      // A type that holds itself is asked about while it is asked about: its own attributes do not hang on that.
      this.requiredOf.set(schema.$ref, []);
      const component = this.components.get('type', nameOfClark(schema.$ref), { file: '', line: 0 });
      const uses = isXsd(component.node, 'complexType') ? complexType(component, this).attributes : [];
      const names = uses.filter(({ required }) => required).map(({ name }) => name.local);
      this.requiredOf.set(schema.$ref, names);
      return names;
    }
    const { required = [], properties = {} } = schema;
    return required.filter((key) => properties[key] !== false && properties[key]?.xml?.attribute === true);
  }

  /** The schema of an element's type, with its default or fixed value. */
  private withValue(declared: Located): AnnotatedSchema {
    const { node } = declared;
    const schema = this.typeOf(declared);
    const fixed = node.attributes.get('fixed');
    const fallback = node.attributes.get('default');
    if (fixed === undefined && fallback === undefined) return schema;
    const resolved = this.resolved(schema);
    if (resolved.type === 'object') {
      // A default is what an empty element means: nothing that has to be kept. A fixed value is a rule.
      if (fixed !== undefined) throw unsupported(node.place, 'a fixed value of a complex type is not supported');
      this.notes.add(
        node.place,
        `the default value of ${node.attributes.get('name') ?? ''} is not carried over: its type is complex`,
      );
      return schema;
    }
    return withValues(schema, resolved, { fixed, fallback });
  }

  simpleReference(name: QName, from: XmlNode): AnnotatedSchema {
    const type = this.simpleTypes.named(name, from.place);
    return isBuiltIn(name) ? simpleSchema(type, from.attributes.get('name')) : this.reference(name, from.place);
  }

  /** The declared type of an element: named, anonymous, or none, which means anything. */
  private typeOf({ node, document }: Located): AnnotatedSchema {
    const type = node.attributes.get('type');
    if (type !== undefined) return this.named(referenceAt(node, type, document), node);
    const inner = schemaChildren(node).find((child) => isXsd(child, 'simpleType') || isXsd(child, 'complexType'));
    if (inner === undefined) return ANYTHING;
    const located = { node: inner, document };
    if (isXsd(inner, 'simpleType')) return simpleSchema(this.simpleTypes.defined(located), node.attributes.get('name'));
    return this.anonymous(located);
  }

  private named(name: QName, from: XmlNode): AnnotatedSchema {
    if (isBuiltIn(name) && name.local === 'anyType') return ANYTHING;
    if (isBuiltIn(name)) return this.simpleReference(name, from);
    const { node } = this.components.get('type', name, from.place);
    if (isAbstract(node))
      throw unsupported(from.place, `its type ${clark(name)} is abstract: only xsi:type could say what it really is`);
    this.noteDerived(name, from.place);
    return this.reference(name, from.place);
  }

  /** A type that others are made of may come as one of these, with `xsi:type`: what they add is nowhere in the flow's schema. */
  private noteDerived(name: QName, from: Place): void {
    const derived = this.components.derivedFrom(name).map(({ local }) => local);
    if (derived.length === 0) return;
    const named = [...derived.slice(0, DERIVED_NAMED), ...(derived.length > DERIVED_NAMED ? ['…'] : [])].join(', ');
    this.notes.add(
      from,
      `${name.local} may come as ${named} (xsi:type): a request cannot say so, and what a reply has more is told as a deviation`,
    );
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
      ? simpleSchema(this.simpleTypes.named(name, node.place), name.local)
      : objectSchema(complexType(component, this), node.place);
    this.types.set(clark(name), schema);
  }

  /** The schema behind a reference. Complex types need not be known yet: that they are objects is all that is asked. */
  private resolved(schema: AnnotatedSchema): AnnotatedSchema {
    if (schema.$ref === undefined) return schema;
    const name = nameOfClark(schema.$ref);
    const { node } = this.components.get('type', name, { file: '', line: 0 });
    if (!isXsd(node, 'simpleType')) return { type: 'object' };
    return simpleSchema(this.simpleTypes.named(name, node.place), name.local);
  }
}

/** More names than this in a note help nobody. */
const DERIVED_NAMED = 5;

/** The name that a Clark notation stands for. */
export function nameOfClark(text: string): QName {
  const end = text.lastIndexOf('}');
  return { namespace: text.slice(1, end), local: text.slice(end + 1) };
}
