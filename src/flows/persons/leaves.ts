import { type AnnotatedSchema, besideNil, followed, type ResolveReference } from '../annotated-schema.ts';

/** A place of a message that holds a value, lists being entered without a step. */
export interface Leaf {
  readonly path: readonly string[];
  readonly schema: AnnotatedSchema;
  /** Names of the types on the way from the property to its value. */
  readonly types: readonly string[];
  /** The properties of the object it stands in. */
  readonly siblings: readonly string[];
}

const KNOWN = new WeakMap<AnnotatedSchema, readonly Leaf[]>();

/** Every place of a message that holds a value. A type inside itself is entered once. */
export function leavesOf(root: AnnotatedSchema, resolve: ResolveReference): readonly Leaf[] {
  let leaves = KNOWN.get(root);
  if (leaves === undefined) {
    const found: Leaf[] = [];
    collect(root, { path: [], siblings: [], within: [] }, resolve, found);
    KNOWN.set(root, (leaves = found));
  }
  return leaves;
}

interface At {
  readonly path: readonly string[];
  readonly siblings: readonly string[];
  readonly within: readonly AnnotatedSchema[];
}

function collect(
  place: AnnotatedSchema,
  at: At,
  resolve: ResolveReference,
  leaves: Leaf[],
  types: string[] = [],
): void {
  const reference = (besideNil(place) ?? place).$ref;
  const named = reference === undefined ? types : [...types, reference.slice(reference.lastIndexOf('/') + 1)];
  const schema = followed(place, resolve);
  if (at.within.includes(schema)) return;
  if (schema.type === 'array') {
    if (schema.items !== undefined) collect(schema.items, at, resolve, leaves, named);
    return;
  }
  if (schema.properties === undefined) {
    leaves.push({ path: at.path, siblings: at.siblings, schema, types: named });
    return;
  }
  const siblings = Object.keys(schema.properties);
  const within = [...at.within, schema];
  for (const [key, property] of Object.entries(schema.properties))
    if (property !== false) collect(property, { path: [...at.path, key], siblings, within }, resolve, leaves);
}
