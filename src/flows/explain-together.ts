import type { ErrorObject } from 'ajv';
import type { FieldProblem } from '../domain/problems/field-problem.ts';
import type { AnnotatedSchema } from './annotated-schema.ts';

/** True for the errors of statements that only say which properties go together (docs/flow-schema.md). */
export function isTogetherError(error: ErrorObject): boolean {
  return error.keyword === 'oneOf' || error.keyword === 'anyOf';
}

/**
 * A failed choice in words: `exactly one of these choices, complete: cbeNumber | sector + institution`. An optional group that
 * was given in part becomes `to be given together: …`.
 */
export function explainTogether(error: ErrorObject, payload: unknown): FieldProblem {
  const branches = error.schema as readonly AnnotatedSchema[];
  const named = branches.map((branch) => requiredNames(branch)).filter((names) => names.length > 0);
  const optional = named.length < branches.length;
  const pointer = error.instancePath;
  const [only] = named;
  if (named.length === 1 && optional && only !== undefined) {
    return { pointer, rule: 'together', expected: only.join(' + ') };
  }
  if (branches.every(forbidsNothing)) return { pointer, rule: 'at-least-one', expected: textOf(named) };
  const choices = textOf(named);
  const given = givenNames(branches, error.data ?? payload);
  return { pointer, rule: 'choice', expected: given === '' ? choices : `${choices} (${given})` };
}

/** Branches of which several may hold at once. */
function forbidsNothing({ properties = {} }: AnnotatedSchema): boolean {
  return !Object.values(properties).includes(false);
}

function textOf(named: readonly (readonly string[])[]): string {
  return named.map((names) => names.join(' + ')).join(' | ');
}

function requiredNames(branch: AnnotatedSchema): string[] {
  const inner = [...(branch.allOf ?? [])].flatMap(requiredNames);
  const choices = branch.oneOf ?? branch.anyOf;
  const nested = choices?.map((choice) => requiredNames(choice).join(' + ')).filter((text) => text !== '');
  const group = nested !== undefined && nested.length > 0 ? [`(${nested.join(' | ')})`] : [];
  return [...narrowedValues(branch), ...(branch.required ?? []), ...inner, ...group];
}

/** Values that a branch is about, as `RequestType = GPMI_PIIS`. */
function narrowedValues({ properties = {} }: AnnotatedSchema): string[] {
  return Object.entries(properties).flatMap(([name, schema]) =>
    schema === false || schema.enum === undefined ? [] : [`${name} = ${schema.enum.join(', ')}`],
  );
}

/** Names, not values, of what the payload gave of all the branches mention. */
function givenNames(branches: readonly AnnotatedSchema[], data: unknown): string {
  if (typeof data !== 'object' || data === null) return '';
  const mentioned = new Set(branches.flatMap(mentionedNames));
  return Object.keys(data)
    .filter((key) => mentioned.has(key))
    .map((key) => `+${key}`)
    .join(' ');
}

function mentionedNames(branch: AnnotatedSchema): string[] {
  const deeper = [...(branch.allOf ?? []), ...(branch.oneOf ?? []), ...(branch.anyOf ?? [])].flatMap(mentionedNames);
  return [...(branch.required ?? []), ...Object.keys(branch.properties ?? {}), ...deeper];
}
