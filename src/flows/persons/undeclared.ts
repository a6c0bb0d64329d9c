import type { AnnotatedSchema, ResolveReference } from '../annotated-schema.ts';
import { type Leaf, leavesOf } from './leaves.ts';
import { means, plainSteps, pointerOf } from './pattern.ts';
import { type PersonPlace, pointersOf } from './person-place.ts';
import { personSign, type PersonSign } from './recognise.ts';

/** A message, and what its descriptor says of the persons in it. */
export interface DeclaredMessage {
  readonly schema: AnnotatedSchema;
  readonly places: readonly PersonPlace[];
  readonly nobody: Readonly<Record<string, string>>;
  /** Parts that the gateway writes itself: whoever stands there is no matter of the caller. */
  readonly filled: readonly string[];
}

/** A place that can name a person, of which a descriptor says nothing. */
export interface Undeclared {
  readonly pointer: string;
  readonly sign: PersonSign;
}

/** The places of a message that can name a person and are declared neither as one nor as nobody. */
export function undeclaredPersons(message: DeclaredMessage, resolve: ResolveReference): Undeclared[] {
  const declared = [...message.places.flatMap(pointersOf), ...Object.keys(message.nobody)].map(plainSteps);
  const filled = message.filled.map(plainSteps);
  return leavesOf(message.schema, resolve)
    .filter(({ path }) => !filled.some((part) => part.every((step, index) => path[index] === step)))
    .flatMap((leaf) => undeclared(leaf, declared));
}

function undeclared(leaf: Leaf, declared: readonly (readonly string[])[]): Undeclared[] {
  const sign = personSign(leaf);
  if (sign === undefined || declared.some((pattern) => means(pattern, leaf.path))) return [];
  return [{ pointer: pointerOf(leaf.path), sign }];
}
