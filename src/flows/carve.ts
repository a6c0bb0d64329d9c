import { type AnnotatedSchema, followed, type ResolveReference } from './annotated-schema.ts';
import { stepsOf } from './pointer.ts';

/** A part of the request that the gateway can write, and what is left of it to the caller. */
export interface FilledPart {
  readonly pointer: string;
  /**
   * - `always`: the gateway writes it;
   * - `never`: nobody does;
   * - `sometimes`: the gateway does, or nobody;
   * - `when-absent`: the caller may write it, and the gateway does when he does not.
   */
  readonly how: 'always' | 'never' | 'sometimes' | 'when-absent';
}

/** What decides about a container that only held filled parts: one that is always written makes the container be, too. */
const DECIDES_LAST: readonly FilledPart['how'][] = ['never', 'sometimes', 'when-absent', 'always'];

/** What is left of a request to the caller when the gateway writes these parts of it. */
export function carveAll(
  request: AnnotatedSchema,
  filled: readonly FilledPart[],
  resolve: ResolveReference,
): AnnotatedSchema {
  const ordered = [...filled].sort((a, b) => DECIDES_LAST.indexOf(a.how) - DECIDES_LAST.indexOf(b.how));
  return ordered.reduce((schema, { pointer, how }) => carve(schema, stepsOf(pointer), how, resolve), request);
}

/**
 * The schema without the property at these steps, or with one that need not be given. A container that only held filled parts goes
 * with them; one in which nothing else has to be given need not be given.
 */
function carve(
  schema: AnnotatedSchema,
  steps: readonly string[],
  how: FilledPart['how'],
  resolve: ResolveReference,
): AnnotatedSchema {
  const [step, ...deeper] = steps;
  if (step === undefined) return schema;
  if (schema.type === 'array' && schema.items !== undefined)
    return { ...schema, items: carveItems(schema.items, step === '*' ? deeper : steps, how, resolve) };
  const property = schema.properties?.[step];
  if (property === undefined || property === false) return schema;
  if (deeper.length > 0) {
    const inner = carve(followed(property, resolve), deeper, how, resolve);
    if (inner.type === 'array' || Object.keys(inner.properties ?? {}).length > 0) {
      const xml = property.xml;
      const kept = { ...schema, properties: { ...schema.properties, [step]: { ...inner, ...(xml && { xml }) } } };
      const isLeftOpen = (how === 'always' || how === 'when-absent') && inner.type !== 'array' && !hasDuties(inner);
      return isLeftOpen ? settled(kept, step, 'when-absent') : kept;
    }
  }
  const isCallers = how === 'when-absent' && deeper.length === 0;
  return settled(isCallers ? schema : without(schema, step), step, how);
}

function carveItems(
  items: AnnotatedSchema,
  steps: readonly string[],
  how: FilledPart['how'],
  resolve: ResolveReference,
): AnnotatedSchema {
  const { xml } = items;
  return { ...carve(followed(items, resolve), steps, how, resolve), ...(xml && { xml }) };
}

/** True where something has to be given: a property, or one of a choice. */
function hasDuties(schema: AnnotatedSchema): boolean {
  return (schema.required ?? []).length > 0 || statementsOf(schema).length > 0;
}

function without(schema: AnnotatedSchema, name: string): AnnotatedSchema {
  const { [name]: _removed, ...properties } = schema.properties ?? {};
  return { ...schema, properties };
}

/** The schema after it is settled who writes a property: nobody has to be told to give it, and choices around it narrow. */
function settled(schema: AnnotatedSchema, name: string, how: FilledPart['how']): AnnotatedSchema {
  if (!statementsOf(schema).some((statement) => isAbout(statement, name))) return unmentioned(schema, name);
  const { oneOf: _oneOf, anyOf: _anyOf, allOf: _allOf, ...rest } = schema;
  const left: AnnotatedSchema[] = [];
  let result: AnnotatedSchema = unmentioned(rest, name);
  for (const statement of statementsOf(schema)) {
    const narrowed = isAbout(statement, name) ? narrow(statement, name, how) : statement;
    const [only, ...others] = branchesOf(narrowed);
    if (only !== undefined && others.length === 0) result = held(result, only);
    else if (others.length > 0) left.push(narrowed);
  }
  if (left.length === 1) return { ...result, ...left[0] };
  return left.length === 0 ? result : { ...result, allOf: left };
}

function branchesOf({ oneOf, anyOf }: AnnotatedSchema): readonly AnnotatedSchema[] {
  return oneOf ?? anyOf ?? [];
}

function isAbout(statement: AnnotatedSchema, name: string): boolean {
  return branchesOf(statement).some(
    ({ required = [], properties = {} }) => required.includes(name) || properties[name] !== undefined,
  );
}

/** The statements about which properties go together, each with `oneOf` or `anyOf`. */
function statementsOf({ oneOf, anyOf, allOf = [] }: AnnotatedSchema): readonly AnnotatedSchema[] {
  return [...allOf, ...(oneOf === undefined ? [] : [{ oneOf }]), ...(anyOf === undefined ? [] : [{ anyOf }])];
}

/** A statement without the branches that cannot be meant any more, and without the property itself. */
function narrow(statement: AnnotatedSchema, name: string, how: FilledPart['how']): AnnotatedSchema {
  const branches = statement.oneOf ?? statement.anyOf ?? [];
  const possible = branches
    .filter((branch) => !contradicts(branch, name, how))
    .map((branch) => unmentioned(branch, name));
  // Whether a part that is written sometimes will be there is known when the message is written: every branch remains possible.
  if (how === 'always' || how === 'never') return statement.oneOf ? { oneOf: possible } : { anyOf: possible };
  return possible.some(isEmpty) ? {} : { anyOf: possible };
}

function contradicts(branch: AnnotatedSchema, name: string, how: FilledPart['how']): boolean {
  if (how === 'always') return branch.properties?.[name] === false;
  return how === 'never' && branch.required?.includes(name) === true;
}

/** Without what it says of a property. Only a branch forbids; the properties of the type itself stay. */
function unmentioned(branch: AnnotatedSchema, name: string): AnnotatedSchema {
  const { required, properties } = branch;
  const { [name]: mentioned, ...others } = properties ?? {};
  return {
    ...branch,
    ...(mentioned === false && { properties: others }),
    ...(required !== undefined && { required: required.filter((one) => one !== name) }),
  };
}

function isEmpty({ required = [], properties = {} }: AnnotatedSchema): boolean {
  return required.length === 0 && Object.keys(properties).length === 0;
}

/** The schema with its one remaining branch: what it requires is required, and what it forbids is not there. */
function held(schema: AnnotatedSchema, { required = [], properties = {} }: AnnotatedSchema): AnnotatedSchema {
  const forbidden = Object.keys(properties).filter((name) => properties[name] === false);
  const open = forbidden.reduce(without, schema);
  const duties = [...new Set([...(schema.required ?? []), ...required])];
  return duties.length === 0 ? open : { ...open, required: duties };
}
