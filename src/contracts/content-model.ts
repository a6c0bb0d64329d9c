import type { AnnotatedSchema } from '../flows/annotated-schema.ts';
import type { Components, Located } from './components.ts';
import type { Effort } from './effort.ts';
import { namespacesOf } from './namespaces.ts';
import { group, type Occurrence, occurrence, type Particle } from './particle.ts';
import { referenceAt } from './sources.ts';
import { unsupported } from './unsupported.ts';
import { clark, schemaChildren, type QName, type XmlNode } from './xml-node.ts';

/** What reading a content model needs from the rest of the translation. */
export interface ElementContext {
  readonly components: Components;
  /** Counts the work that a contract makes, and refuses one that would make it without end. */
  readonly effort: Effort;
  /** The schema of one occurrence of an element, without `xml`. */
  elementSchema(declared: Located): AnnotatedSchema;
}

const MODELS = new Set(['sequence', 'choice', 'all', 'group']);

/** The content model among the children of a complex type or derivation; undefined when there is none. */
export function contentParticle({ node, document }: Located, context: ElementContext): Particle | undefined {
  const model = schemaChildren(node).find((child) => MODELS.has(child.local));
  return model === undefined ? undefined : particleOf({ node: model, document }, context, []);
}

/** @param inside the groups that are being followed. */
function particleOf(located: Located, context: ElementContext, inside: readonly XmlNode[]): Particle | undefined {
  const { node } = located;
  context.effort.step(node.place);
  switch (node.local) {
    case 'sequence':
    case 'all':
      return group('sequence', members(located, context, inside), occurrence(node), node.place);
    case 'choice':
      return group('choice', members(located, context, inside), occurrence(node), node.place);
    case 'group':
      return groupReference(located, context, inside);
    case 'element':
      return elementField(located, context);
    case 'any':
      return wildcardField(located);
    default:
      throw unsupported(node.place, `xs:${node.local} is not supported in a content model`);
  }
}

function wildcardField(located: Located): Particle {
  const { place } = located.node;
  const { min, max } = occurrence(located.node);
  const namespaces = namespacesOf(located);
  return {
    kind: 'wildcard',
    key: 'any',
    item: { type: 'string' },
    ...(namespaces !== undefined && { namespaces }),
    optional: min === 0,
    min,
    max,
    place,
  };
}

/** What may not occur (`maxOccurs="0"`) is left out; what is empty stays, as undefined: it makes a choice satisfiable by nothing. */
function members(
  { node, document }: Located,
  context: ElementContext,
  inside: readonly XmlNode[],
): (Particle | undefined)[] {
  return schemaChildren(node)
    .filter((child) => occurrence(child).max > 0)
    .map((child) => particleOf({ node: child, document }, context, inside));
}

function groupReference(located: Located, context: ElementContext, inside: readonly XmlNode[]): Particle | undefined {
  const { node } = located;
  const referred = context.components.refer('group', located, node.attributes.get('ref') ?? '');
  if (inside.includes(referred.node))
    throw unsupported(node.place, `the group ${clark(referred.name)} contains itself`);
  context.effort.depth(inside.length, node.place);
  const model = schemaChildren(referred.node).find((child) => MODELS.has(child.local));
  const inner =
    model === undefined
      ? undefined
      : particleOf({ node: model, document: referred.document }, context, [...inside, referred.node]);
  return group('sequence', [inner], occurrence(node), node.place);
}

function elementField(located: Located, context: ElementContext): Particle | undefined {
  const { node, document } = located;
  const reference = node.attributes.get('ref');
  if (reference !== undefined) return referredField(located, referenceAt(node, reference, document), context);
  const form = node.attributes.get('form') ?? document.schema.attributes.get('elementFormDefault');
  return declaredField(located, form === 'qualified' ? document.namespace : '', occurrence(node), context);
}

/** A global element, or any of those that may stand in its place (its substitution group): a choice that the contract does not list. */
function referredField({ node }: Located, name: QName, context: ElementContext): Particle | undefined {
  const members = context.components.substitutable(name, node.place);
  if (members.length === 0)
    throw unsupported(node.place, `the element ${clark(name)} is abstract, and nothing stands in its place`);
  const [only] = members;
  if (members.length === 1 && only !== undefined)
    return declaredField(only, only.document.namespace, occurrence(node), context);
  const once = { min: 1, max: 1 };
  const fields = members.map((member) => declaredField(member, member.document.namespace, once, context));
  return group('choice', fields, occurrence(node), node.place);
}

function declaredField(
  declared: Located,
  namespace: string,
  { min, max }: Occurrence,
  context: ElementContext,
): Particle {
  const { node } = declared;
  const local = node.attributes.get('name');
  if (local === undefined) throw unsupported(node.place, 'an element without a name');
  const item = { ...context.elementSchema(declared), ...(namespace !== '' && { xml: { namespace } }) };
  return { kind: 'element', key: local, item, optional: min === 0, min, max, place: node.place };
}
