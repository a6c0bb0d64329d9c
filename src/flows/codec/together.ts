import type { AnnotatedSchema } from '../annotated-schema.ts';

/**
 * Whether two keys of one turn of a repeated group can stand side by side: every statement of the schema has a branch that forbids
 * neither. By this a reader knows where one turn ends and the next begins.
 */
export function togetherIn(turn: AnnotatedSchema): (one: string, other: string) => boolean {
  const statements = [...(turn.allOf ?? []), turn].map(({ oneOf, anyOf }) => oneOf ?? anyOf ?? []);
  return (one, other) =>
    statements.every(
      (branches) =>
        branches.length === 0 ||
        branches.some(({ properties = {} }) => properties[one] !== false && properties[other] !== false),
    );
}
