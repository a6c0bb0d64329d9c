import type { AnnotatedSchema } from '../flows/annotated-schema.ts';
import { type Place, unsupported } from './unsupported.ts';
import type { XmlNode } from './xml-node.ts';

/** A content model, reduced to what matters for JSON: fields, and which of them go together. */
export type Particle = Field | Group;

/** An element, or wildcard content. */
export interface Field {
  readonly kind: 'element' | 'wildcard';
  /** Name of the property. */
  readonly key: string;
  /** Schema of one occurrence, with its `xml`. */
  readonly item: AnnotatedSchema;
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
 * @returns undefined when nothing can stand there.
 * @throws GatewayError `contract-unsupported` for a repeated group of several elements: JSON would keep the values of each
 *   element together, and the order among the elements would be lost.
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
    throw unsupported(
      place,
      `a repeated xs:${kind} of several elements (${namesIn(members).join(', ')}): their order cannot be kept`,
    );
  const exact = only.min === only.max && times.min === times.max;
  if (only.min > 1 && (only.optional || !exact))
    throw unsupported(place, `${only.key} occurs in steps of ${only.min}, which cannot be said`);
  const min = only.optional ? 0 : only.min * times.min;
  return { ...only, optional: min === 0, min, max: only.max * times.max };
}

/** True for an element or a wildcard. */
export function isField(particle: Particle): particle is Field {
  return particle.kind === 'element' || particle.kind === 'wildcard';
}

/** True when nothing need stand there. */
function canBeEmpty(particle: Particle): boolean {
  if (particle.optional || isField(particle)) return particle.optional;
  return particle.kind === 'sequence' ? particle.members.every(canBeEmpty) : particle.members.some(canBeEmpty);
}

function namesIn(particles: readonly Particle[]): string[] {
  return particles.flatMap((particle) => (isField(particle) ? [particle.key] : namesIn(particle.members)));
}

/** A field as a property: itself, or an array of it. */
export function propertyOf({ kind, item, optional, min, max }: Field): AnnotatedSchema {
  if (max === 1 && kind === 'element') return item;
  return {
    type: 'array',
    ...((!optional || min > 1) && { minItems: min }),
    ...(max !== Infinity && { maxItems: max }),
    items: item,
    ...(kind === 'wildcard' && { xml: { nodeType: 'none' } }),
  };
}
