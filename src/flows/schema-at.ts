import { type AnnotatedSchema, followed, type ResolveReference } from './annotated-schema.ts';
import { stepsOf } from './pointer.ts';

/** Where a walk along a pointer ended. */
export interface Walked {
  /** The schema at the end, its references followed; undefined where the message has no such place. */
  readonly schema: AnnotatedSchema | undefined;
  /** The part of the pointer that exists. */
  readonly reached: string;
  /** What there is at {@link reached}. */
  readonly names: readonly string[];
}

/**
 * Walks a pointer into a message along its schema. As in {@link valuesAt}: `*` or a number is an item of an array, and an array is
 * entered by any other step too.
 */
export function walk(root: AnnotatedSchema, pointer: string, resolve: ResolveReference): Walked {
  let at = followed(root, resolve);
  let reached = '';
  for (const step of stepsOf(pointer)) {
    if (at.type === 'array') {
      at = followed(at.items ?? {}, resolve);
      if (step === '*' || /^\d+$/.test(step)) {
        reached += `/${step}`;
        continue;
      }
    }
    const next = Object.hasOwn(at.properties ?? {}, step) ? at.properties?.[step] : undefined;
    if (next === undefined || next === false) return { schema: undefined, reached, names: namesOf(at) };
    at = followed(next, resolve);
    reached += `/${step}`;
  }
  return { schema: at, reached, names: namesOf(at) };
}

function namesOf({ properties = {} }: AnnotatedSchema): string[] {
  return Object.keys(properties).filter((name) => properties[name] !== false);
}
