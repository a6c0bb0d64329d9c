import {
  type AnnotatedSchema,
  besideNil,
  followed,
  type NamespaceConstraint,
  type ResolveReference,
} from '../annotated-schema.ts';
import { togetherIn } from './together.ts';

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
  /** How often it may stand there. */
  readonly most: number;
  readonly required: boolean;
  /** JSON's null is `xsi:nil`. */
  readonly nillable: boolean;
  readonly content: () => ContentShape;
}

/** A repeated group: an array of its turns, each an object that is no element of its own. */
export interface TurnsShape {
  readonly kind: 'turns';
  readonly key: string;
  readonly turn: () => ComplexShape;
  /** Whether two keys can stand in one turn. */
  readonly together: (one: string, other: string) => boolean;
}

/** Wildcard content: elements that the contract does not name, as XML. */
export interface WildcardShape {
  readonly kind: 'wildcard';
  readonly key: string;
  /** How many elements it may be. */
  readonly most: number;
  readonly namespaces: NamespaceConstraint | undefined;
}

/** What stands in an element, in the order of the contract. */
export type Member = ({ readonly kind: 'element' } & ElementShape) | TurnsShape | WildcardShape;

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
  readonly kind: 'string' | 'integer' | 'boolean' | 'list';
  readonly collapse: boolean;
  /** Of a list: its items. */
  readonly item?: LeafShape;
  /** False where the type has no empty value: a number, a date. */
  readonly mayBeEmpty: boolean;
}

export interface ComplexShape {
  readonly kind: 'complex';
  readonly attributes: readonly AttributeShape[];
  /** Key of attributes that the contract does not name. */
  readonly anyAttribute: string | undefined;
  /** In the order of the contract. */
  readonly members: readonly Member[];
  /** Key of the text beside attributes (XSD simple content). */
  readonly text: { readonly key: string; readonly leaf: LeafShape } | undefined;
  /** Key of content that mixes text and elements: XML, and not taken apart. */
  readonly mixed: string | undefined;
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
    most: 1,
    required: true,
    nillable: besideNil(schema) !== undefined,
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
      shape = target.type === 'object' ? this.complex(target) : leafShape(target, this.resolve);
      this.known.set(target, shape);
    }
    return shape;
  }

  private complex(schema: AnnotatedSchema): ComplexShape {
    const required = new Set(schema.required);
    const attributes: AttributeShape[] = [];
    const members: Member[] = [];
    let text: ComplexShape['text'];
    let mixed: string | undefined;
    let anyAttribute: string | undefined;
    for (const [key, property] of Object.entries(schema.properties ?? {})) {
      if (property === false) continue;
      // Every object has these already: an absent `constructor` would be written as a function, and read as a repetition.
      if (key in Object.prototype) throw new Error(`a property may not be called ${key}`);
      const repeated = property.type === 'array' && property['x-list'] !== true;
      const place = (repeated ? property.items : property) ?? {};
      const xml = (property.xml?.nodeType ? property : place).xml ?? {};
      const { name = key, namespace = '', prefix, attribute, nodeType } = xml;
      const named = { key, local: name, namespace, prefix, required: required.has(key) };
      if (attribute === true && nodeType === 'none') anyAttribute = key;
      else if (nodeType === 'none' && !repeated) mixed = key;
      else if (nodeType === 'none') members.push(this.unnamed(key, property, place));
      else if (nodeType === 'text') text = { key, leaf: leafShape(followed(place, this.resolve), this.resolve) };
      else if (attribute === true)
        attributes.push({ ...named, leaf: leafShape(followed(place, this.resolve), this.resolve) });
      else {
        const nillable = besideNil(place) !== undefined;
        const most = repeated ? (property.maxItems ?? Infinity) : 1;
        members.push({ kind: 'element', ...named, repeated, most, nillable, content: () => this.of(place) });
      }
    }
    return { kind: 'complex', attributes, anyAttribute, members, text, mixed };
  }

  /** What an array holds that is no element of its own: XML texts, or the turns of a group. */
  private unnamed(key: string, property: AnnotatedSchema, items: AnnotatedSchema): TurnsShape | WildcardShape {
    const turn = followed(items, this.resolve);
    if (turn.type !== 'object')
      return { kind: 'wildcard', key, most: property.maxItems ?? Infinity, namespaces: property['x-namespaces'] };
    return {
      kind: 'turns',
      key,
      turn: () => this.of(turn) as ComplexShape,
      together: togetherIn(turn),
    };
  }
}

function leafShape(schema: AnnotatedSchema, resolve: ResolveReference): LeafShape {
  if (schema.type === 'array')
    return {
      kind: 'list',
      collapse: true,
      mayBeEmpty: true,
      item: leafShape(followed(schema.items ?? {}, resolve), resolve),
    };
  const kind = schema.type === 'integer' || schema.type === 'boolean' ? schema.type : 'string';
  const isText = kind === 'string' && (schema.format === undefined || schema.format === 'xsd-base64Binary');
  return { kind, collapse: schema['x-collapse'] === true || kind !== 'string', mayBeEmpty: isText };
}
