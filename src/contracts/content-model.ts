import type { AnnotatedSchema } from '../flows/annotated-schema.ts';
import type { Components, Located } from './components.ts';
import type { Effort } from './effort.ts';
import { group, occurrence, type Particle } from './particle.ts';
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
    case 'any': {
      const { min, max } = occurrence(node);
      return {
        kind: 'wildcard',
        key: 'any',
        item: { type: 'string' },
        optional: min === 0,
        min,
        max,
        place: node.place,
      };
    }
    default:
      throw unsupported(node.place, `xs:${node.local} is not supported in a content model`);
  }
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

function elementField(located: Located, context: ElementContext): Particle {
  const { node, document } = located;
  const { min, max } = occurrence(node);
  const reference = node.attributes.get('ref');
  const declared = reference === undefined ? located : globalElement(located, reference, context.components);
  const local = declared.node.attributes.get('name');
  if (local === undefined) throw unsupported(node.place, 'an element without a name');
  const form = node.attributes.get('form') ?? document.schema.attributes.get('elementFormDefault');
  const namespace = reference !== undefined || form === 'qualified' ? declared.document.namespace : '';
  const item = { ...context.elementSchema(declared), ...(namespace !== '' && { xml: { namespace } }) };
  return { kind: 'element', key: local, item, optional: min === 0, min, max, place: node.place };
}

function globalElement(located: Located, reference: string, components: Components): Located {
  const name = referenceAt(located.node, reference, located.document);
  const element = components.get('element', name, located.node.place);
  refuseSubstitution(name, element.node, components);
  return element;
}

/** An element that another may stand in for would need a choice that the contract nowhere lists. */
export function refuseSubstitution(name: QName, node: XmlNode, components: Components): void {
  const substitute = components.substitutionOf(name);
  if (substitute !== undefined)
    throw unsupported(substitute, `a substitution group (for ${clark(name)}) is not supported`);
  if (node.attributes.get('abstract')?.trim() === 'true')
    throw unsupported(node.place, `the element ${clark(name)} is abstract`);
}
