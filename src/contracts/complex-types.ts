import type { AnnotatedSchema } from '../flows/annotated-schema.ts';
import { type AttributeContext, attributesOf, type AttributeUse } from './attributes.ts';
import { isBuiltIn, type Component, type Located } from './components.ts';
import { contentParticle, type ElementContext } from './content-model.ts';
import { group, type Particle } from './particle.ts';
import { simpleSchema } from './simple-schema.ts';
import { restricted, type SimpleType } from './simple-types.ts';
import { referenceAt } from './sources.ts';
import { type Place, unsupported } from './unsupported.ts';
import { clark, isXsd, schemaChildren, type QName, type XmlNode } from './xml-node.ts';

/** A complex type with its whole derivation worked in. */
export interface ComplexType {
  readonly attributes: readonly AttributeUse[];
  /** Simple content: the text beside the attributes. */
  readonly text?: { readonly type: SimpleType; readonly schema: AnnotatedSchema };
  readonly particle?: Particle | undefined;
}

const EMPTY: ComplexType = { attributes: [] };

/**
 * Works out the complex type that a node defines. `open` holds the types whose derivation is being followed.
 *
 * @throws GatewayError `contract-unsupported` for mixed content, a circular derivation and whatever its parts refuse.
 */
export function complexType(
  located: Located,
  context: ElementContext & AttributeContext,
  open: readonly XmlNode[] = [],
): ComplexType {
  const { node, document } = located;
  if (open.includes(node))
    throw unsupported(node.place, `the type ${node.attributes.get('name') ?? ''} is derived from itself`);
  context.effort.depth(open.length, node.place);
  refuseMixed(node);
  const content = schemaChildren(node).find(
    (child) => child.local === 'simpleContent' || child.local === 'complexContent',
  );
  if (content === undefined)
    return { attributes: attributesOf(located, context), particle: contentParticle(located, context) };
  refuseMixed(content);
  const derivation = schemaChildren(content).find(
    (child) => child.local === 'extension' || child.local === 'restriction',
  );
  const name = derivation?.attributes.get('base');
  if (derivation === undefined || name === undefined)
    throw unsupported(content.place, `xs:${content.local} derives from nothing`);
  const step: Derivation = {
    located: { node: derivation, document },
    base: referenceAt(derivation, name, document),
    open: [...open, node],
  };
  if (content.local === 'simpleContent') return simpleContent(step, context);
  return derivation.local === 'extension' ? extension(step, context) : restriction(step, context);
}

interface Derivation {
  readonly located: Located;
  readonly base: QName;
  readonly open: readonly XmlNode[];
}

/** The base's content first, then the extension's own. */
function extension({ located, base, open }: Derivation, context: ElementContext & AttributeContext): ComplexType {
  const inherited = baseType(base, located.node.place, context, open);
  if (inherited.text !== undefined) throw unsupported(located.node.place, `${clark(base)} has simple content`);
  return {
    attributes: [...inherited.attributes, ...attributesOf(located, context)],
    particle: group(
      'sequence',
      [inherited.particle, contentParticle(located, context)],
      { min: 1, max: 1 },
      located.node.place,
    ),
  };
}

/** The restricted content is given anew; attributes are inherited unless they are given anew or prohibited. */
function restriction({ located, base, open }: Derivation, context: ElementContext & AttributeContext): ComplexType {
  const inherited = baseType(base, located.node.place, context, open);
  return {
    attributes: overridden(inherited.attributes, attributesOf(located, context)),
    particle: contentParticle(located, context),
  };
}

function simpleContent({ located, base, open }: Derivation, context: ElementContext & AttributeContext): ComplexType {
  const { node, document } = located;
  const own = attributesOf(located, context);
  const simple = isBuiltIn(base) || isXsd(context.components.get('type', base, node.place).node, 'simpleType');
  if (node.local === 'extension' && simple) {
    const type = context.simpleTypes.named(base, node.place);
    return { attributes: own, text: { type, schema: context.simpleReference(base, node) } };
  }
  const inherited = simple ? EMPTY : baseType(base, node.place, context, open);
  if (inherited.text === undefined) throw unsupported(node.place, `${clark(base)} has no simple content`);
  if (node.local === 'extension') return { attributes: [...inherited.attributes, ...own], text: inherited.text };
  const children = schemaChildren(node).filter(({ local }) => !/attribute/i.test(local));
  const inner = children.find((child) => isXsd(child, 'simpleType'));
  const from = inner === undefined ? inherited.text.type : context.simpleTypes.defined({ node: inner, document });
  const type = restricted(
    from,
    children.filter((child) => child !== inner),
    node.place,
  );
  return {
    attributes: overridden(inherited.attributes, own),
    text: { type, schema: simpleSchema(type, undefined, node.place) },
  };
}

function baseType(
  name: QName,
  from: Place,
  context: ElementContext & AttributeContext,
  open: readonly XmlNode[],
): ComplexType {
  if (isBuiltIn(name) && name.local === 'anyType') return EMPTY;
  const base: Component = context.components.get('type', name, from);
  if (!isXsd(base.node, 'complexType')) throw unsupported(from, `${clark(name)} is not a complex type`);
  return complexType(base, context, open);
}

function overridden(inherited: readonly AttributeUse[], own: readonly AttributeUse[]): readonly AttributeUse[] {
  const byName = new Map(own.map((use) => [clark(use.name), use]));
  const kept = inherited.map((use) => byName.get(clark(use.name)) ?? use);
  const known = new Set(inherited.map((use) => clark(use.name)));
  return [...kept, ...own.filter((use) => !known.has(clark(use.name)))].filter((use) => !use.prohibited);
}

function refuseMixed(node: XmlNode): void {
  const mixed = node.attributes.get('mixed')?.trim();
  if (mixed === 'true' || mixed === '1')
    throw unsupported(node.place, 'mixed content (text between elements) is not supported');
}
