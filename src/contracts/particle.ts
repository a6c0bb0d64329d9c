import type { AnnotatedSchema, NamespaceConstraint } from '../flows/annotated-schema.ts';
import { type Place, unsupported } from './unsupported.ts';
import type { XmlNode } from './xml-node.ts';

/** A content model, reduced to what matters for JSON: fields, and which of them go together. */
export type Particle = Field | Group;

/** An element, wildcard content, or a group that repeats. */
export interface Field {
  readonly kind: 'element' | 'wildcard' | 'turns';
  /** Name of the property; for a group that repeats, what tells it from other groups, until {@link nameTurns} names it. */
  readonly key: string;
  /** Schema of one occurrence, with its `xml`; of a group, still to be made of {@link turn}. */
  readonly item: AnnotatedSchema;
  /** Of a wildcard: which namespaces it lets through; all where absent. */
  readonly namespaces?: NamespaceConstraint;
  /** What one turn of a repeated group consists of. */
  readonly turn?: Particle;
  /** It may be absent; `min` says how many there are when it is not. */
  readonly optional: boolean;
  readonly min: number;
  readonly max: number;
  readonly place: Place;
}

/** Several particles: all of them in this order, or one of them. */
export interface Group {
  readonly kind: 'sequence' | 'choice';
  readonly optional: boolean;
  readonly members: readonly Particle[];
  readonly place: Place;
}

/** How often something may occur. */
export interface Occurrence {
  readonly min: number;
  readonly max: number;
}

/** `minOccurs` and `maxOccurs`; unbounded is infinite. */
export function occurrence(node: XmlNode): Occurrence {
  const min = count(node, 'minOccurs');
  const max = node.attributes.get('maxOccurs')?.trim() === 'unbounded' ? Infinity : count(node, 'maxOccurs');
  if (min > max) throw unsupported(node.place, `minOccurs ${min} is more than maxOccurs ${max}`);
  return { min, max };
}

function count(node: XmlNode, name: string): number {
  const text = node.attributes.get(name)?.trim() ?? '1';
  if (!/^[0-9]{1,9}$/.test(text)) throw unsupported(node.place, `${name} is not a number: ${text}`);
  return Number(text);
}

/**
 * A group of particles that occurs so often, in its simplest form: nested groups that add nothing disappear.
 *
 * @param particles its members; undefined stands for one that is always empty.
 * An empty choice can, by the letter, never be satisfied; every known processor takes it as empty content, and so do we.
 *
 * A repeated group of several elements becomes a list of its turns: JSON would otherwise keep the values of each element together, and
 * the order among the elements would be lost.
 *
 * @returns undefined when nothing can stand there.
 */
export function group(
  kind: Group['kind'],
  particles: readonly (Particle | undefined)[],
  { min, max }: Occurrence,
  place: Place,
): Particle | undefined {
  const members = particles
    .filter((particle) => particle !== undefined)
    .flatMap((particle) => (particle.kind === kind && !particle.optional ? particle.members : [particle]));
  const emptyBranch = kind === 'choice' && particles.includes(undefined);
  const [only] = members;
  if (only === undefined) return undefined;
  if (max > 1) return repeated(kind, members, { min, max }, place);
  const optional = min === 0 || emptyBranch;
  if (members.length > 1)
    return { kind, optional: optional && !canBeEmpty({ kind, optional: false, members, place }), members, place };
  return optional ? { ...only, optional: true } : only;
}

function repeated(kind: Group['kind'], members: readonly Particle[], times: Occurrence, place: Place): Field {
  const [only] = members;
  if (members.length > 1 || only === undefined || !isField(only))
    return turns({ kind, optional: false, members, place }, times);
  const exact = only.min === only.max && times.min === times.max;
  if (only.min > 1 && (only.optional || !exact)) return turns(only, times);
  const min = only.optional ? 0 : only.min * times.min;
  return { ...only, optional: min === 0, min, max: only.max * times.max };
}

/** Each turn is an object of its own. A turn that is empty says nothing, and is left out. */
function turns(turn: Particle, { min, max }: Occurrence): Field {
  const fewest = canBeEmpty(turn) ? 0 : min;
  const { place } = turn;
  return { kind: 'turns', key: meaning(turn), item: {}, turn, optional: fewest === 0, min: fewest, max, place };
}

/** What tells a group from others, wherever it is written. */
function meaning(particle: Particle): string {
  return JSON.stringify(particle, (key, value: unknown) => (key === 'place' ? undefined : value));
}

/** True for an element, a wildcard or a repeated group. */
export function isField(particle: Particle): particle is Field {
  return particle.kind !== 'sequence' && particle.kind !== 'choice';
}

/** Names of the properties that hold the turns of repeated groups: one word, and numbers behind it. */
const TURNS = 'parts';

/** The particle with a name for each repeated group: equal groups have one name. Groups inside a turn are named with that turn. */
export function nameTurns(particle: Particle): Particle {
  const names = new Map<string, string>();
  const taken = new Set(namesIn(particle));
  const rename = (one: Particle): Particle => {
    if (!isField(one)) return { ...one, members: one.members.map(rename) };
    if (one.kind !== 'turns') return one;
    let name = names.get(one.key);
    for (let number = 1; name === undefined; number += 1) {
      const wanted = number === 1 ? TURNS : `${TURNS}${number}`;
      if (!taken.has(wanted)) name = wanted;
    }
    names.set(one.key, name);
    taken.add(name);
    return { ...one, key: name };
  };
  return rename(particle);
}

/** True when nothing need stand there. */
function canBeEmpty(particle: Particle): boolean {
  if (particle.optional || isField(particle)) return particle.optional;
  return particle.kind === 'sequence' ? particle.members.every(canBeEmpty) : particle.members.some(canBeEmpty);
}

function namesIn(particle: Particle): string[] {
  if (isField(particle)) return particle.kind === 'turns' ? [] : [particle.key];
  return particle.members.flatMap(namesIn);
}

/** A field as a property: itself, or an array of it. */
export function propertyOf({ kind, item, namespaces, optional, min, max }: Field): AnnotatedSchema {
  if (max === 1 && kind === 'element') return item;
  return {
    type: 'array',
    ...((!optional || min > 1) && { minItems: min }),
    ...(max !== Infinity && { maxItems: max }),
    items: item,
    ...(namespaces !== undefined && { 'x-namespaces': namespaces }),
    ...(kind !== 'element' && { xml: { nodeType: 'none' } }),
  };
}
