import type { AnnotatedSchema } from '../flows/annotated-schema.ts';
import { type Field, isField, type Particle, propertyOf } from './particle.ts';
import { type Place, unsupported } from './unsupported.ts';

/** A content model as JSON Schema sees it: properties in order, and statements about which of them go together. */
export interface Arrangement {
  readonly fields: readonly Field[];
  /** Keys that every valid message has. */
  readonly required: readonly string[];
  /** Each a `oneOf` or `anyOf`; all of them hold. */
  readonly statements: readonly AnnotatedSchema[];
}

/** One way to satisfy a choice: what must be there, and what may. */
interface Branch {
  readonly required: ReadonlySet<string>;
  readonly allowed: ReadonlySet<string>;
}

/** More ways than this to satisfy one choice would be no help to anybody who reads them. */
const BRANCHES_MAX = 128;
const NOTHING: Branch = { required: new Set(), allowed: new Set() };

/**
 * Arranges a content model.
 *
 * @throws GatewayError `contract-unsupported` where one element is named twice and one sequence of properties cannot say it.
 */
export function arrange(particle: Particle | undefined): Arrangement {
  if (particle === undefined) return { fields: [], required: [], statements: [] };
  const members = particle.kind === 'sequence' && !particle.optional ? particle.members : [particle];
  const fields = inSequence(members, particle.place);
  const required = new Set<string>();
  const statements: AnnotatedSchema[] = [];
  for (const member of members) {
    const branches = branchesOf(member);
    for (const key of commonlyRequired(branches)) required.add(key);
    if (branches.length > 1) statements.push(statement(branches, fields));
  }
  return { fields, required: fields.map(({ key }) => key).filter((key) => required.has(key)), statements };
}

/** The fields of a particle, each key once, in an order that every message of the content model follows. */
function fieldsOf(particle: Particle): readonly Field[] {
  if (isField(particle)) return [particle];
  return particle.kind === 'sequence'
    ? inSequence(particle.members, particle.place)
    : inChoice(particle.members, particle.place);
}

function inSequence(members: readonly Particle[], place: Place): readonly Field[] {
  const fields = members.flatMap(fieldsOf);
  const seen = new Set<string>();
  for (const { key, place: own } of fields) {
    if (seen.has(key)) throw unsupported(own, `${key} is named twice in the sequence at line ${place.line}`);
    seen.add(key);
  }
  return fields;
}

/** Branches may share elements; then they must agree about them, and about their order. */
function inChoice(members: readonly Particle[], place: Place): readonly Field[] {
  const branches = members.map(fieldsOf);
  const byKey = new Map<string, Field>();
  for (const field of branches.flat()) {
    const known = byKey.get(field.key);
    if (known !== undefined && JSON.stringify(propertyOf(known)) !== JSON.stringify(propertyOf(field)))
      throw unsupported(
        field.place,
        `${field.key} is named twice in the choice at line ${place.line}, with another type or number`,
      );
    if (known === undefined) byKey.set(field.key, field);
  }
  const ordered: Field[] = [];
  let waiting = branches.map((branch) => branch.map(({ key }) => key));
  while (byKey.size > ordered.length) {
    waiting = waiting.filter((keys) => keys.length > 0);
    const next = waiting
      .map(([key]) => key)
      .find((key) => key !== undefined && waiting.every((keys) => keys.indexOf(key) < 1));
    const field = next === undefined ? undefined : byKey.get(next);
    if (field === undefined)
      throw unsupported(place, `${waiting[0]?.[0] ?? ''} stands before and behind another element in this choice`);
    ordered.push(field);
    waiting = waiting.map((keys) => (keys[0] === next ? keys.slice(1) : keys));
  }
  return ordered;
}

/** Every way to satisfy a particle. */
function branchesOf(particle: Particle): readonly Branch[] {
  if (isField(particle)) {
    const own = new Set([particle.key]);
    return [{ required: particle.optional ? NOTHING.required : own, allowed: own }];
  }
  const inner =
    particle.kind === 'choice'
      ? particle.members.flatMap(branchesOf)
      : particle.members.map(branchesOf).reduce((left, right) => product(left, right, particle.place), [NOTHING]);
  const branches = reduced(particle.optional ? [...inner, NOTHING] : inner);
  if (branches.length > BRANCHES_MAX)
    throw unsupported(particle.place, `a choice with more than ${BRANCHES_MAX} combinations of elements`);
  return branches;
}

function product(left: readonly Branch[], right: readonly Branch[], place: Place): readonly Branch[] {
  if (left.length * right.length > BRANCHES_MAX)
    throw unsupported(place, `a choice with more than ${BRANCHES_MAX} combinations of elements`);
  return left.flatMap((a) =>
    right.map((b) => ({
      required: new Set([...a.required, ...b.required]),
      allowed: new Set([...a.allowed, ...b.allowed]),
    })),
  );
}

/** Without the branches that another one includes. */
function reduced(branches: readonly Branch[]): readonly Branch[] {
  return branches.filter((branch, index) =>
    branches.every((other, otherIndex) => {
      if (other === branch || !includes(other, branch)) return true;
      // Of two equal branches the first stays.
      return includes(branch, other) && index < otherIndex;
    }),
  );
}

function includes(wide: Branch, narrow: Branch): boolean {
  return isSubset(wide.required, narrow.required) && isSubset(narrow.allowed, wide.allowed);
}

function isSubset(small: ReadonlySet<string>, large: ReadonlySet<string>): boolean {
  return [...small].every((key) => large.has(key));
}

function commonlyRequired(branches: readonly Branch[]): string[] {
  const [first, ...others] = branches;
  return [...(first?.required ?? [])].filter((key) => others.every((other) => other.required.has(key)));
}

/**
 * The branches as keywords that only restrict: each requires what it must contain and forbids what only others contain. `oneOf`
 * where exactly one holds; where one message can satisfy two, or a branch may be empty of its own, `anyOf`.
 */
function statement(branches: readonly Branch[], fields: readonly Field[]): AnnotatedSchema {
  const keys = fields.map(({ key }) => key).filter((key) => branches.some(({ allowed }) => allowed.has(key)));
  const schemas = branches.map(({ required, allowed }) => {
    const forbidden = keys.filter((key) => !allowed.has(key));
    return {
      ...(required.size > 0 && { required: keys.filter((key) => required.has(key)) }),
      ...(forbidden.length > 0 && { properties: Object.fromEntries(forbidden.map((key) => [key, false as const])) }),
    };
  });
  const mayBeEmpty = branches.some(({ required, allowed }) => required.size === 0 && allowed.size > 0);
  return mayBeEmpty || overlap(branches) ? { anyOf: schemas } : { oneOf: schemas };
}

/** True when one message can satisfy two branches. */
function overlap(branches: readonly Branch[]): boolean {
  return branches.some((one, index) =>
    branches
      .slice(index + 1)
      .some((other) => isSubset(one.required, other.allowed) && isSubset(other.required, one.allowed)),
  );
}
