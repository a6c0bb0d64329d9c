import type { AnnotatedSchema } from '../../flows/annotated-schema.ts';

/** What a place in a message may hold: a plain value, or parts in a fixed order. */
export type Type = Leaf | Complex;

export interface Leaf {
  readonly kind: 'leaf';
  readonly schema: AnnotatedSchema;
}

export interface Complex {
  readonly kind: 'complex';
  /** In the order of the contract. */
  readonly parts: readonly Part[];
  readonly choices: readonly Choice[];
}

/** One property: an element, an attribute, the text beside attributes, or whatever the contract leaves open. */
export interface Part {
  readonly key: string;
  readonly place: 'element' | 'attribute' | 'text' | 'any';
  readonly namespace: string;
  readonly local: string;
  readonly required: boolean;
  /** How often an element may stand here, for those that are lists in JSON. */
  readonly repeats: { readonly min: number; readonly max: number } | undefined;
  readonly type: () => Type;
}

/** Which parts go together: one of these branches holds, whichever way a branch says it. */
export interface Choice {
  readonly branches: readonly Branch[];
}

export interface Branch {
  readonly required: readonly string[];
  readonly forbidden: readonly string[];
}

/** The root element of a message. */
export interface Root {
  readonly namespace: string;
  readonly local: string;
  readonly type: () => Type;
}

/** A schema and the file it stands in, against which its references are read. */
export interface Placed {
  readonly schema: AnnotatedSchema;
  readonly file: string;
}

/** Finds what a reference in a file points at. */
export type Follow = (reference: string, file: string) => Placed;

/** Makes models of schemas, each type once, on first use: a contract of two hundred groups costs what is used of it. */
export class Modeller {
  private readonly follow: Follow;
  private readonly types = new Map<AnnotatedSchema, Type>();

  constructor(follow: Follow) {
    this.follow = follow;
  }

  root(schema: AnnotatedSchema, file: string): Root {
    const { name = '', namespace = '' } = schema.xml ?? {};
    return { namespace, local: name, type: () => this.type({ schema, file }) };
  }

  private type(given: Placed): Type {
    const placed = this.target(given);
    let type = this.types.get(placed.schema);
    if (type === undefined) {
      type = placed.schema.type === 'object' ? this.complex(placed) : { kind: 'leaf', schema: placed.schema };
      this.types.set(placed.schema, type);
    }
    return type;
  }

  private target(placed: Placed): Placed {
    const { $ref } = placed.schema;
    return $ref === undefined ? placed : this.target(this.follow($ref, placed.file));
  }

  private complex({ schema, file }: Placed): Complex {
    const required = new Set(schema.required);
    const parts = Object.entries(schema.properties ?? {}).flatMap(([key, property]) =>
      property === false ? [] : [this.part(key, property, required.has(key), file)],
    );
    return { kind: 'complex', parts, choices: choicesOf(schema) };
  }

  private part(key: string, property: AnnotatedSchema, required: boolean, file: string): Part {
    const list = property.type === 'array';
    const item = (list ? property.items : property) ?? {};
    const { name = key, namespace = '', attribute, nodeType } = property.xml ?? item.xml ?? {};
    const place = nodeType === 'none' ? 'any' : nodeType === 'text' ? 'text' : attribute ? 'attribute' : 'element';
    const { minItems = required ? 1 : 0, maxItems = Infinity } = property;
    const repeats = list ? { min: minItems, max: maxItems } : undefined;
    return { key, place, namespace, local: name, required, repeats, type: () => this.type({ schema: item, file }) };
  }
}

function choicesOf(schema: AnnotatedSchema): Choice[] {
  const statements = [schema, ...(schema.allOf ?? [])];
  return statements.flatMap(({ oneOf, anyOf }) => {
    const branches = oneOf ?? anyOf;
    return branches === undefined ? [] : [{ branches: branches.map(branchOf) }];
  });
}

function branchOf({ required = [], properties = {} }: AnnotatedSchema): Branch {
  const forbidden = Object.entries(properties).flatMap(([key, property]) => (property === false ? [key] : []));
  return { required, forbidden };
}
