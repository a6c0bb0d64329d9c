import { type AnnotatedSchema, followed, type ResolveReference } from '../annotated-schema.ts';

/**
 * A schema as the writer and the reader want it: references followed, order and names settled, once per flow.
 * Contents are computed on first use, so recursive types are possible and unused branches cost nothing.
 */
export interface ElementShape {
  /** Name in JSON. */
  readonly key: string;
  readonly local: string;
  readonly namespace: string;
  readonly prefix: string | undefined;
  readonly repeated: boolean;
  readonly required: boolean;
  readonly content: () => ContentShape;
}

/** The element that a message consists of. */
export interface RootShape extends ElementShape {
  /** Nobody has seen this element: another name is as good. */
  readonly guessed: boolean;
}

export interface AttributeShape {
  readonly key: string;
  readonly local: string;
  readonly namespace: string;
  readonly prefix: string | undefined;
  readonly required: boolean;
  readonly leaf: LeafShape;
}

export type ContentShape = LeafShape | ComplexShape;

/** A value without structure. JSON numbers and booleans exist where the contract's type is small enough to be exact. */
export interface LeafShape {
  readonly kind: 'string' | 'integer' | 'boolean';
  readonly collapse: boolean;
}

export interface ComplexShape {
  readonly kind: 'complex';
  readonly attributes: readonly AttributeShape[];
  /** In the order of the contract. */
  readonly elements: readonly ElementShape[];
  /** Key of the text beside attributes (XSD simple content). */
  readonly text: { readonly key: string; readonly leaf: LeafShape } | undefined;
  /** Key of wildcard content (`xs:any`). */
  readonly wildcard: string | undefined;
}

/** The shape of a root element: a schema whose `xml` gives its name and namespace. */
export function rootShape(schema: AnnotatedSchema, resolve: ResolveReference): RootShape {
  const { name, namespace = '', prefix } = schema.xml ?? {};
  if (name === undefined) throw new Error('a root schema needs xml.name');
  const contents = new Contents(resolve);
  return {
    key: name,
    local: name,
    namespace,
    prefix,
    repeated: false,
    required: true,
    guessed: schema['x-root'] === 'guessed',
    content: () => contents.of(schema),
  };
}

/** Contents by the schema that describes them, so that a type used a hundred times is worked out once. */
class Contents {
  private readonly resolve: ResolveReference;
  private readonly known = new Map<AnnotatedSchema, ContentShape>();

  constructor(resolve: ResolveReference) {
    this.resolve = resolve;
  }

  of(schema: AnnotatedSchema): ContentShape {
    const target = followed(schema, this.resolve);
    let shape = this.known.get(target);
    if (shape === undefined) {
      shape = target.type === 'object' ? this.complex(target) : leafShape(target);
      this.known.set(target, shape);
    }
    return shape;
  }

  private complex(schema: AnnotatedSchema): ComplexShape {
    const required = new Set(schema.required);
    const attributes: AttributeShape[] = [];
    const elements: ElementShape[] = [];
    let text: ComplexShape['text'];
    let wildcard: string | undefined;
    for (const [key, property] of Object.entries(schema.properties ?? {})) {
      if (property === false) continue;
      // Every object has these already: an absent `constructor` would be written as a function, and read as a repetition.
      if (key in Object.prototype) throw new Error(`a property may not be called ${key}`);
      const repeated = property.type === 'array';
      const place = (repeated ? property.items : property) ?? {};
      const {
        name = key,
        namespace = '',
        prefix,
        attribute,
        nodeType,
      } = (property.xml?.nodeType ? property : place).xml ?? {};
      const named = { key, local: name, namespace, prefix, required: required.has(key) };
      if (nodeType === 'none') wildcard = key;
      else if (nodeType === 'text') text = { key, leaf: leafShape(followed(place, this.resolve)) };
      else if (attribute === true) attributes.push({ ...named, leaf: leafShape(followed(place, this.resolve)) });
      else elements.push({ ...named, repeated, content: () => this.of(place) });
    }
    return { kind: 'complex', attributes, elements, text, wildcard };
  }
}

function leafShape(schema: AnnotatedSchema): LeafShape {
  const kind = schema.type === 'integer' || schema.type === 'boolean' ? schema.type : 'string';
  return { kind, collapse: schema['x-collapse'] === true || kind !== 'string' };
}
